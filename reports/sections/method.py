"""The method chapter: an introduction of the report's own, then everything that can be computed."""

from __future__ import annotations

from reports.blocks import Heading, Run
from reports.document import Document
from reports.material import Material
from reports.method import PARTS
from reports.outline import Method


def write(document: Document, material: Material, plan: Method) -> None:
    """The introduction (or only a heading), then the parts in order."""
    if plan.file:
        document.write(material.chapters[plan.file])
    else:
        document.write([Heading(1, (Run(str(material.words["method"]["heading"])),))])
    for part in PARTS:
        document.write(part.blocks(material))
