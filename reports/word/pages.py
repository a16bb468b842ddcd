"""The pages of a document: how they lie, and what stands at the top and at the bottom of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu

from reports.word import ooxml

_EMU_PER_CM = 360_000


@dataclass
class Pages:
    """The sections of a document being written. `head` and `foot` are runs."""

    docx: Any
    head: str
    foot: str
    turned: WD_ORIENT | None = None  # how the next page is to lie

    def __post_init__(self) -> None:
        first = self.docx.sections[0]
        first.different_first_page_header_footer = True
        self._furnish(first)

    def landscape(self) -> None:
        """What follows stands on pages turned on their side."""
        self.turned = WD_ORIENT.LANDSCAPE

    def portrait(self) -> None:
        """What follows stands on upright pages."""
        self.turned = WD_ORIENT.PORTRAIT

    @property
    def text_width(self) -> float:
        """The width between the margins of the page being written, in cm."""
        section = self.docx.sections[-1]
        lengths = (section.page_width, section.left_margin, section.right_margin)
        width, left, right = (int(length or 0) for length in lengths)
        return (width - left - right) / _EMU_PER_CM

    def turn(self) -> None:
        """Start a new section if the next page lies otherwise than this."""
        if self.turned is None:
            return
        orientation, self.turned = self.turned, None
        old = self.docx.sections[-1]
        sides = sorted(Emu(int(side or 0)) for side in (old.page_width, old.page_height))
        width, height = reversed(sides) if orientation == WD_ORIENT.LANDSCAPE else sides
        section = self.docx.add_section(WD_SECTION.NEW_PAGE)
        section.orientation, section.page_width, section.page_height = orientation, width, height
        section.different_first_page_header_footer = False
        self._end_tightly()
        self._furnish(section)

    def _end_tightly(self) -> None:
        """Let the section end in its last paragraph: an empty one of its own could fall on a blank page."""
        holder = self.docx.element.body[-2]
        last = holder.getprevious()
        if last.tag == qn("w:p"):
            last.get_or_add_pPr().append(holder.pPr.find(qn("w:sectPr")))
            holder.getparent().remove(holder)

    def _furnish(self, section: Section) -> None:
        width = ooxml.twips(self.text_width)
        for part, style, inside in (
            (section.header, "Header", self.head),
            (section.footer, "Footer", self.foot),
        ):
            part.is_linked_to_previous = False
            old, tab = part.paragraphs[0]._p, ooxml.right_tab(width, self._tabs(style))
            old.getparent().replace(old, parse_xml(ooxml.paragraph(style, inside, tab)))

    def _tabs(self, style: str) -> list[str]:
        """Where a style of the template has tabs that would come before the margin."""
        path = f'w:style[@w:styleId="{style}"]/w:pPr/w:tabs/w:tab[@w:val="right" or @w:val="center"]/@w:pos'
        return [str(position) for position in self.docx.styles.element.xpath(path)]
