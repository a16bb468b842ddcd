"""Numbers of captions and cross-references are those one gets by counting the file anew."""

from __future__ import annotations

from collections.abc import Iterator

from reports.inspecting.counted import counted
from reports.inspecting.fields import bookmarks, fields
from reports.inspecting.package import BODY, Package
from survey.messages import Finding, finding


def findings(package: Package) -> Iterator[Finding]:
    """R176 a number that would change if Word updated its field."""
    body = package.tree(BODY)
    for one, number in counted(package).expected:
        if one.shown != number:
            where = f"{BODY}, paragraph {one.paragraph + 1}"
            yield finding("R176", where, one.shown, expected=number, kind=one.instruction.strip())
    marks = bookmarks(body)
    for one in fields(body):
        if (
            one.kind == "REF"
            and marks.get(one.words[1] if len(one.words) > 1 else "", one.shown) != one.shown
        ):
            where = f"{BODY}, paragraph {one.paragraph + 1}"
            yield finding(
                "R176", where, one.shown, expected=marks[one.words[1]], kind=one.instruction.strip()
            )
