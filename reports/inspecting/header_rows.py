"""The first row of every table is marked as its heading, so that it repeats and is read out with the cells."""

from __future__ import annotations

from collections.abc import Iterator

from reports.inspecting.package import Package, W, brief, text_of
from survey.messages import Finding, finding


def findings(package: Package) -> Iterator[Finding]:
    """R172 a table of more than one cell without a heading row, or whose heading rows are not its first."""
    for name, story in package.stories():
        for place, table in enumerate(story.iter(f"{W}tbl"), 1):
            rows = table.findall(f"{W}tr")
            marked = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
            cells = sum(len(row.findall(f"{W}tc")) for row in rows)
            on_top = any(marked[:1]) and marked == sorted(marked, reverse=True)
            if cells > 1 and not on_top:
                yield finding("R172", name, brief(text_of(table)), place=place)
