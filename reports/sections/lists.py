"""The lists of figures and of tables, on a page of their own after the contents."""

from __future__ import annotations

from reports.document import Document
from reports.style.outline import Lists
from reports.word.blocks import Figure, plain
from reports.word.material import Material


def write(document: Document, material: Material, plan: Lists) -> None:
    """A heading and the place of each list; no list of figures where no chapter shows one."""
    words, look = material.words, "contents_heading"
    if any(isinstance(block, Figure) for blocks in material.chapters.values() for block in blocks):
        document.write([plain(str(words["figures_list"]), look)])
        document.contents(str(words["figure"]))
        look = "list_heading"
    document.write([plain(str(words["tables_list"]), look)])
    document.contents(str(words["table"]))
