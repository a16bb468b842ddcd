"""Fields and bookmarks of a part, in the order a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reports.inspecting.package import W


@dataclass
class Field:
    """A field: its instruction, what it shows, the paragraph (from 0) it begins in, and what is wrong with it."""

    paragraph: int
    instruction: str = ""
    shown: str = ""
    problem: str = ""
    separated: bool = False
    inside: list[str] = field(default_factory=list)  # the kinds of field it stands in, outermost first

    @property
    def words(self) -> list[str]:
        """The instruction's words, quotation marks taken off."""
        return [word.strip('"') for word in self.instruction.split()] or [""]

    @property
    def kind(self) -> str:
        """REF, SEQ, TOC …"""
        return self.words[0].upper()


def fields(story: Element) -> Iterator[Field]:
    """Every field, inner ones before the one they stand in. Unbalanced ones have a `problem`."""
    open_: list[Field] = []
    paragraph = -1
    for node in story.iter():
        if node.tag == f"{W}p":
            paragraph += 1
        elif node.tag == f"{W}fldChar":
            yield from _mark(node.get(f"{W}fldCharType", ""), open_, paragraph)
        elif node.tag == f"{W}instrText" and open_:
            open_[-1].instruction += node.text or ""
        elif node.tag == f"{W}t":
            for one in open_:
                one.shown += (node.text or "") if one.separated else ""
    for one in open_:
        one.problem = "is never ended"
        yield one


def _mark(kind: str, open_: list[Field], paragraph: int) -> Iterator[Field]:
    if kind == "begin":
        open_.append(Field(paragraph, inside=[one.kind for one in open_]))
    elif not open_:
        yield Field(paragraph, problem=f"has a mark '{kind}' without a beginning")
    elif kind == "separate":
        open_[-1].separated = True
    else:
        done = open_.pop()
        done.problem = "" if done.separated else "holds no result, so it shows nothing until it is updated"
        yield done


def bookmarks(story: Element) -> dict[str, str]:
    """Name → the text that the bookmark covers."""
    names: dict[str, str] = {}
    covered: dict[str, str] = {}
    for node in story.iter():
        if node.tag == f"{W}bookmarkStart":
            names[node.get(f"{W}id", "")] = name = node.get(f"{W}name", "")
            covered[name] = ""
        elif node.tag == f"{W}bookmarkEnd":
            names.pop(node.get(f"{W}id", ""), None)
        elif node.tag == f"{W}t":
            for name in names.values():
                covered[name] += node.text or ""
    return covered
