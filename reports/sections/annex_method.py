"""Annex: the parts of the method chapter that most readers can do without."""

from __future__ import annotations

from dataclasses import replace

from reports.document import Document
from reports.method import chosen
from reports.style.outline import AnnexMethod
from reports.word.blocks import Block, Heading, Table, plain
from reports.word.material import Material


def write(document: Document, material: Material, plan: AnnexMethod) -> None:
    """The parts in order, under headings without numbers."""
    words = material.words["annex_method"]
    document.annex(str(words["title"]))
    document.write([plain(str(words["text"]))])
    for part in chosen(plan.parts):
        document.write([_annexed(block) for block in part.blocks(material)])


def _annexed(block: Block) -> Block:
    """Headings without numbers, tables in small print."""
    if isinstance(block, Heading):
        return replace(block, numbered=False)
    return replace(block, compact=True) if isinstance(block, Table) else block
