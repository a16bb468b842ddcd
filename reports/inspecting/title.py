"""The file has a title, which readers hear and see in place of the file's name."""

from __future__ import annotations

from collections.abc import Iterator

from reports.inspecting.package import CORE, DC, Package
from survey.messages import Finding, finding


def findings(package: Package) -> Iterator[Finding]:
    """R174 no title among the properties."""
    if not (package.tree(CORE).findtext(f"{DC}title") or "").strip():
        yield finding("R174", CORE, "")
