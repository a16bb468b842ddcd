"""The table of contents."""

from __future__ import annotations

from reports.blocks import plain
from reports.document import Document
from reports.material import Material
from reports.outline import Contents


def write(document: Document, material: Material, plan: Contents) -> None:
    """A heading and the place of the contents."""
    document.write([plain(str(material.words["contents"]), "contents_heading")])
    document.contents()
