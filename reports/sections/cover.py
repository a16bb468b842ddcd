"""The cover: title, assignment facts and, for made-up data, the banner that says so."""

from __future__ import annotations

from reports.document import Document
from reports.style.outline import Cover
from reports.word.blocks import Block, Box, Cell, Paragraph, Row, Run, Table, plain
from reports.word.material import Material

_LABEL_CM = 4.6


def write(document: Document, material: Material, plan: Cover) -> None:
    """Title, subtitle, banner, facts."""
    outline = material.outline
    document.write([plain(outline.title, "title")])
    if outline.subtitle:
        document.write([plain(outline.subtitle, "subtitle")])
    if material.synthetic:
        document.write([_banner(material)])
    facts = [(fact.label, fact.value) for fact in outline.facts.values() if fact.cover]
    if facts:
        document.write([_facts(facts, document.text_width)])


def _banner(material: Material) -> Block:
    words = material.words["synthetic"]
    heading = Paragraph((Run(str(words["heading"])),), "box_heading")
    return Box((heading, plain(str(words["text"]), "box")))


def _facts(facts: list[tuple[str, str]], width: float) -> Table:
    rows = tuple(Row((Cell(label, "head"), Cell(value))) for label, value in facts)
    return Table("", (_LABEL_CM, width - _LABEL_CM), (), rows)
