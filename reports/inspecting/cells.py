"""Every table cell ends in a paragraph: Word refuses a file where one does not."""

from __future__ import annotations

from collections.abc import Iterator

from reports.inspecting.package import Package, W, brief, text_of
from survey.messages import Finding, finding


def findings(package: Package) -> Iterator[Finding]:
    """R161 a cell."""
    for name, story in package.stories():
        for cell in story.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield finding("R161", name, brief(text_of(cell)))
