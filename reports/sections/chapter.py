"""A chapter of the report's own."""

from __future__ import annotations

from reports.document import Document
from reports.style.outline import Chapter
from reports.word.material import Material


def write(document: Document, material: Material, plan: Chapter) -> None:
    """The chapter's blocks, already filled in."""
    document.write(material.chapters[plan.file])
