"""The table of contents."""

from __future__ import annotations

from reports.document import Document
from reports.style.outline import Contents
from reports.word.blocks import plain
from reports.word.material import Material


def write(document: Document, material: Material, plan: Contents) -> None:
    """A heading and the place of the contents."""
    document.write([plain(str(material.words["contents"]), "contents_heading")])
    document.contents()
