"""Fields and bookmarks begin and end, and every field has a result in place."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reports.inspecting.fields import fields
from reports.inspecting.package import Package, W
from survey.messages import Finding, finding


def findings(package: Package) -> Iterator[Finding]:
    """R163 a field, R164 a bookmark."""
    for name, story in package.stories():
        for one in fields(story):
            if one.problem:
                yield finding(
                    "R163",
                    f"{name}, paragraph {one.paragraph + 1}",
                    one.instruction.strip(),
                    problem=one.problem,
                )
        yield from _bookmarks(name, story)


def _bookmarks(where: str, story: Element) -> Iterator[Finding]:
    open_: dict[str, str] = {}
    for node in story.iter():
        id_ = node.get(f"{W}id", "")
        if node.tag == f"{W}bookmarkStart":
            open_[id_] = node.get(f"{W}name", "")
        elif node.tag == f"{W}bookmarkEnd" and open_.pop(id_, None) is None:
            yield finding("R164", where, id_, problem="ends without a beginning")
    for name in open_.values():
        yield finding("R164", where, name, problem="is never ended")
