"""Every drawing and every table is described in words, for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.inspecting.package import WP, Package, W, brief, text_of
from survey.messages import Finding, finding

_FILE = re.compile(r"^\S+\.(png|jpe?g|svg|gif|emf|xlsx)$", re.IGNORECASE)


def findings(package: Package) -> Iterator[Finding]:
    """R171 a drawing or table without words, or with the name of a file for words."""
    for name, story in package.stories():
        for place, drawing in enumerate(story.iter(f"{WP}docPr"), 1):
            if not _says(drawing.get("descr", "")):
                yield finding("R171", name, drawing.get("name", ""), kind=f"drawing {place}")
        for place, table in enumerate(story.iter(f"{W}tbl"), 1):
            said = table.find(f"{W}tblPr/{W}tblDescription")
            if said is None or not _says(said.get(f"{W}val", "")):
                yield finding("R171", name, brief(text_of(table)), kind=f"table {place}")


def _says(text: str) -> bool:
    return bool(text.strip()) and not _FILE.match(text.strip())
