"""The text of a Word file as a reader meets it: paragraphs, each in pieces that are bound, in a field, or neither.

Reads the XML only; nothing here knows how the file was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAG = "svar:"


class Piece(NamedTuple):
    """Text with its binding's place, or the field it is the result of."""

    text: str
    place: int | None = None
    instruction: str = ""


@dataclass
class Fields:
    """The fields that are open while a story is read: they may span paragraphs."""

    open: list[tuple[list[str], bool]] = field(default_factory=list)

    def meet(self, kind: str) -> None:
        """A field character: begin, separate or end."""
        if kind == "begin":
            self.open.append(([], False))
        elif kind == "separate" and self.open:
            self.open[-1] = (self.open[-1][0], True)
        elif kind == "end" and self.open:
            self.open.pop()

    @property
    def instruction(self) -> str:
        """The outermost field whose result is being read; nothing outside of fields."""
        return next(("".join(words).strip() or "FIELD" for words, result in self.open if result), "")


def pieces(paragraph: Element, fields: Fields) -> Iterator[Piece]:
    """The pieces of one paragraph; deleted text is passed over."""
    yield from _inside(paragraph, fields, None)


def _inside(node: Element, fields: Fields, place: int | None) -> Iterator[Piece]:
    for child in node:
        name = child.tag
        if name == f"{W}fldChar":
            fields.meet(child.get(f"{W}fldCharType", ""))
        elif name == f"{W}instrText" and fields.open:
            fields.open[-1][0].append(child.text or "")
        elif name == f"{W}t":
            yield Piece(child.text or "", place, fields.instruction)
        elif name in (f"{W}tab", f"{W}br"):
            yield Piece(" ")
        elif name == f"{W}fldSimple":
            yield from (
                p._replace(instruction=child.get(f"{W}instr", "FIELD")) for p in _inside(child, fields, place)
            )
        elif name not in (f"{W}del", f"{W}pPr", f"{W}sdtPr", f"{W}moveFrom", f"{W}txbxContent"):
            yield from _inside(child, fields, _place(child, place))


def _place(node: Element, outer: int | None) -> int | None:
    """The binding that a content control names, or that of what it stands in."""
    tag = node.find(f"{W}sdtPr/{W}tag") if node.tag == f"{W}sdt" else None
    name = tag.get(f"{W}val", "") if tag is not None else ""
    return int(name.removeprefix(TAG)) if name.startswith(TAG) and name[len(TAG) :].isdigit() else outer


def joined(found: list[Piece]) -> list[Piece]:
    """Pieces side by side with the same binding as one: Word splits runs as it likes."""
    made: list[Piece] = []
    for piece in found:
        if made and made[-1][1:] == piece[1:]:
            made[-1] = piece._replace(text=made[-1].text + piece.text)
        else:
            made.append(piece)
    return made
