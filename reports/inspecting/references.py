"""What points somewhere in the file leads there: cross-references, links, footnotes, comments, styles."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reports.inspecting.fields import bookmarks, fields
from reports.inspecting.package import Package, W
from reports.inspecting.styles import Styles
from survey.messages import Finding, finding

_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}
_STYLED = ("pStyle", "rStyle", "tblStyle")


def findings(package: Package) -> Iterator[Finding]:
    """R165 a pointer to something that is not there."""
    names = {name for _, story in package.stories() for name in bookmarks(story)}
    styles = set(Styles.of(package).by_id)
    for part, story in package.stories():
        for kind, target in _pointers(story):
            if target not in names:
                yield finding("R165", part, target, kind=kind)
        for tag, kind in _NOTES.items():
            known = {note.get(f"{W}id") for note in package.tree(f"word/{kind}s.xml").iter(f"{W}{kind}")}
            for node in story.iter(f"{W}{tag}"):
                if node.get(f"{W}id") not in known:
                    yield finding("R165", part, node.get(f"{W}id", ""), kind=kind)
        used = {node.get(f"{W}val", "") for tag in _STYLED for node in story.iter(f"{W}{tag}")}
        for style in sorted(used - styles):
            yield finding("R165", part, style, kind="style")


def _pointers(story: Element) -> Iterator[tuple[str, str]]:
    """Kind and bookmark of each cross-reference and link."""
    for one in fields(story):
        if one.kind in ("REF", "PAGEREF", "NOTEREF") and len(one.words) > 1:
            yield "cross-reference", one.words[1]
    for link in story.iter(f"{W}hyperlink"):
        if link.get(f"{W}anchor"):
            yield "link", link.get(f"{W}anchor", "")
