"""Headings go down one level at a time, begin at the first, and say something."""

from __future__ import annotations

from collections.abc import Iterator

from reports.inspecting.package import BODY, Package, W, brief, text_of
from reports.inspecting.styles import Styles
from survey.messages import Finding, finding


def findings(package: Package) -> Iterator[Finding]:
    """R169 a level that is passed over, R170 an empty heading."""
    styles, before = Styles.of(package), 0
    for place, paragraph in enumerate(package.tree(BODY).iter(f"{W}p"), 1):
        level = styles.level(paragraph)
        if level is None:
            continue
        where, text = f"{BODY}, paragraph {place}", text_of(paragraph)
        if not text.strip():
            yield finding("R170", where, "", level=level)
        if level > before + 1:
            yield finding("R169", where, brief(text), level=level, before=before)
        before = level
