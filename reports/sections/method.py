"""The method chapter: an introduction of the report's own, then what can be computed and was asked for."""

from __future__ import annotations

from reports.document import Document
from reports.method import chosen
from reports.style.outline import Method
from reports.word.blocks import Heading, Run
from reports.word.material import Material


def write(document: Document, material: Material, plan: Method) -> None:
    """The introduction (or only a heading), then the parts in order."""
    if plan.file:
        document.write(material.chapters[plan.file])
    else:
        document.write([Heading(1, (Run(str(material.words["method"]["heading"])),))])
    for part in chosen(plan.parts):
        document.write(part.blocks(material))
