"""The cover: title, assignment facts and, for made-up data, the banner that says so."""

from __future__ import annotations

from reports.document import Document
from reports.style.outline import Cover, Fact
from reports.word.blocks import Block, Box, Paragraph, Run, plain
from reports.word.material import Material


def write(document: Document, material: Material, plan: Cover) -> None:
    """Title, subtitle, banner, facts."""
    outline = material.outline
    document.write([plain(outline.title, "title")])
    if outline.subtitle:
        document.write([plain(outline.subtitle, "subtitle")])
    if material.synthetic:
        document.write([_banner(material)])
    document.write(_fact(fact) for fact in outline.facts.values() if fact.cover)


def _banner(material: Material) -> Block:
    words = material.words["synthetic"]
    heading = Paragraph((Run(str(words["heading"])),), "box_heading")
    return Box((heading, plain(str(words["text"]), "box")))


def _fact(fact: Fact) -> Block:
    """A line of its own, not a row: a table is for what has columns."""
    return Paragraph((Run(fact.label, bold=True), Run("\t"), Run(fact.value)), "fact")
