"""A chapter of the report's own."""

from __future__ import annotations

from reports.document import Document
from reports.material import Material
from reports.outline import Chapter


def write(document: Document, material: Material, plan: Chapter) -> None:
    """The chapter's blocks, already filled in."""
    document.write(material.chapters[plan.file])
