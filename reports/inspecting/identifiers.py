"""Ids are unique: of bookmarks, drawings, content controls, footnotes, and the axes of a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from reports.inspecting.package import WP, C, Package, W
from survey.messages import Finding, finding

_AXES = ("catAx", "valAx", "dateAx", "serAx")


def findings(package: Package) -> Iterator[Finding]:
    """R162 an id that is used more than once."""
    marks = [node for _, story in package.stories() for node in story.iter(f"{W}bookmarkStart")]
    yield from _twice("word", "bookmark id", (node.get(f"{W}id", "") for node in marks))
    yield from _twice("word", "bookmark name", (node.get(f"{W}name", "") for node in marks))
    drawings = (node.get("id", "") for _, story in package.stories() for node in story.iter(f"{WP}docPr"))
    yield from _twice("word", "drawing id", drawings)
    controls = (n.get(f"{W}val", "") for _, s in package.stories() for n in s.iterfind(f".//{W}sdtPr/{W}id"))
    yield from _twice("word", "content control id", controls)
    notes = (note.get(f"{W}id", "") for note in package.tree("word/footnotes.xml").iter(f"{W}footnote"))
    yield from _twice("word/footnotes.xml", "footnote id", notes)
    for name, chart in package.charts():
        axes = (axis.get("val", "") for kind in _AXES for axis in chart.iterfind(f".//{C}{kind}/{C}axId"))
        yield from _twice(name, "axis id", axes)


def _twice(where: str, kind: str, ids: Iterable[str]) -> Iterator[Finding]:
    for id_, count in Counter(ids).items():
        if count > 1:
            yield finding("R162", where, id_, kind=kind, count=count)
