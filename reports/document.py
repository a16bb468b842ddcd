"""The Word file. The only module that imports python-docx; everything it writes comes as `reports.word.blocks`.

Numbers of chapters and figures, contents and cross-references are worked out here as well as left to Word's
fields, so that the file is right when first opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Emu

from reports.style.safe import clean, cleaned
from reports.word import ooxml
from reports.word.blocks import Block, Box, Figure, Heading, Paragraph, Run, Table, plain, text_of
from reports.word.counters import Counters, Entry
from reports.word.package import stable
from survey.messages import SvarError, finding

_LOOKS = {
    "plain": "Normal",
    "bullet": "ListBullet",
    "number": "ListNumber",
    "note": "BaseNote",
    "finding": "Finding",
    "finding_head": "FindingHead",
    "finding_last": "FindingLast",
    "title": "Title",
    "subtitle": "Subtitle",
    "contents_heading": "TOCHeading",
    "box_heading": "BoxHeading",
    "box": "BoxText",
    "box_bullet": "BoxList",
}
_CONTENTS_DEPTH = 2
_EMU_PER_CM = 360_000


@dataclass(frozen=True)
class Picture:
    """A drawn figure, as reports/draw.py describes it in figures.json."""

    png: bytes
    caption: str
    alt: str
    base_note: str
    width_cm: float


@dataclass(frozen=True)
class Setting:
    """What the whole document shares; the words are in the report's language."""

    language: str  # nb-NO
    header: str
    mark: str  # at the right of every header; empty when the data are real
    figure_word: str
    figure_in_text: str
    table_word: str
    annex: str  # a pattern with {letter} and {title}


@dataclass(frozen=True)
class Properties:
    """Document properties. Dates come from the outline, never from the clock."""

    title: str
    subject: str
    keywords: str
    author: str
    date: datetime


@dataclass
class Document:
    """A report being written, top to bottom. Call `finish` once."""

    template: bytes
    setting: Setting
    pictures: dict[str, Picture]
    marked: int = 0  # characters shown as ␦
    placed: dict[str, str] = field(default_factory=dict)  # figure id → «4-7»

    def __post_init__(self) -> None:
        self._docx = docx.Document(io.BytesIO(self.template))
        self._counters = Counters()
        self._contents: Any = None
        self._turned: WD_ORIENT | None = None  # how the next page is to lie
        self._anchors = {figure: f"figure_{i}" for i, figure in enumerate(self.pictures, 1)}
        for language in self._docx.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), self.setting.language)
        first = self._docx.sections[0]
        first.different_first_page_header_footer = True
        self._furnish(first)

    def write(self, blocks: Iterable[Block]) -> None:
        """Blocks in order."""
        writers: dict[type, Any] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Box: self._box,
            Figure: self._figure,
            Table: self._table,
        }
        for block in blocks:
            safe, marked = cleaned(block)
            self.marked += marked
            writers[type(safe)](safe)

    def annex(self, title: str) -> None:
        """The start of an annex: it gets the next letter, and its tables are numbered A-1, A-2 …"""
        heading = self.setting.annex.format(letter=self._counters.annex(), title=title)
        self.write([Heading(1, (Run(heading),), numbered=False)])

    def contents(self) -> None:
        """The place of the contents; filled by `finish`."""
        self._contents = self._add(ooxml.paragraph("Normal", ""))

    def landscape(self) -> None:
        """What follows stands on pages turned on their side, until `portrait`."""
        self._turned = WD_ORIENT.LANDSCAPE

    def portrait(self) -> None:
        """What follows, if anything does, stands on upright pages again."""
        self._turned = WD_ORIENT.PORTRAIT

    @property
    def text_width(self) -> float:
        """The width between the margins of the page being written, in cm."""
        self._turn()
        section = self._docx.sections[-1]
        lengths = (section.page_width, section.left_margin, section.right_margin)
        width, left, right = (int(length or 0) for length in lengths)
        return (width - left - right) / _EMU_PER_CM

    def finish(self, properties: Properties) -> bytes:
        """The file, with contents and cross-references in place; SvarError (R016) for one that leads nowhere."""
        self._fill_references()
        if self._contents is not None:
            self._fill_contents([e for e in self._counters.entries if e.level <= _CONTENTS_DEPTH])
        self._describe(properties)
        buffer = io.BytesIO()
        self._docx.save(buffer)
        return stable(buffer.getvalue())

    # Blocks

    def _add(self, xml: str) -> Any:
        self._turn()
        body = self._docx.element.body
        element = parse_xml(xml)
        body.insert(len(body) - 1, element)  # the last child is the last section's properties
        return element

    def _runs(self, runs: Iterable[Run]) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.ref is None:
            return ooxml.text_run(run)
        word = ooxml.text_run(Run(f"{self.setting.figure_in_text}\u00a0", run.bold, run.italic))
        return word + ooxml.field(f"REF {self._anchors[run.ref]} \\h", run.ref)

    def _paragraph(self, block: Paragraph) -> None:
        self._add(ooxml.paragraph(_LOOKS[block.look], self._runs(block.runs)))

    def _heading(self, block: Heading) -> None:
        entry = self._counters.heading(block.level, text_of(block.runs), block.numbered)
        style = f"{'' if block.numbered else 'Plain'}Heading{block.level}"
        inside = ooxml.bookmark(self._counters.bookmark(), entry.anchor, self._runs(block.runs))
        self._add(ooxml.paragraph(style, inside))

    def _box(self, block: Box) -> None:
        inner = [ooxml.paragraph(_LOOKS[p.look], self._runs(p.runs)) for p in block.blocks]
        self._add(ooxml.box(inner, self.text_width))
        self._add(ooxml.paragraph("BaseNote", ""))  # two tables in a row would grow together

    def _caption(self, word: str, text: str, anchor: str = "") -> str:
        """«Figur 4-7 …», in fields that Word can renumber; returns «4-7»."""
        number = self._counters.caption(word)
        shown = ooxml.caption_number(word, number)
        if anchor:
            shown = ooxml.bookmark(self._counters.bookmark(), anchor, shown)
        label = ooxml.text_run(Run(f"{word}\u00a0"))
        self._add(ooxml.paragraph("Caption", label + shown + ooxml.text_run(Run(f"  {text}"))))
        return str(number)

    def _figure(self, block: Figure) -> None:
        picture = self.pictures[block.id]
        caption, alt, note = map(self._clean, (picture.caption, picture.alt, picture.base_note))
        if block.id in self.placed:
            raise SvarError([finding("R020", "report", block.id)])
        number = self._caption(self.setting.figure_word, caption, self._anchors[block.id])
        self.placed[block.id] = number
        run = self._docx.add_paragraph(style="Figure Picture").add_run()
        shape = run.add_picture(io.BytesIO(picture.png), width=Cm(min(picture.width_cm, self.text_width)))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # some readers take a missing distance for a third of a centimetre
        about = shape._inline.docPr
        about.set("id", str(len(self.placed)))
        about.set("name", f"{self.setting.figure_word} {number}")
        about.set("descr", alt)
        self.write([plain(note, "note")])

    def _clean(self, text: str) -> str:
        safe, marked = clean(text)
        self.marked += marked
        return safe

    def _table(self, block: Table) -> None:
        if block.caption:
            self._caption(self.setting.table_word, block.caption)
        self._add(ooxml.table(block))
        self._add(ooxml.paragraph("BaseNote", ooxml.text_run(Run(block.note)) if block.note else ""))

    # Pages

    def _turn(self) -> None:
        """Start a new section if the next page lies otherwise than this."""
        if self._turned is None:
            return
        orientation, self._turned = self._turned, None
        old = self._docx.sections[-1]
        sides = sorted(Emu(int(side or 0)) for side in (old.page_width, old.page_height))
        width, height = reversed(sides) if orientation == WD_ORIENT.LANDSCAPE else sides
        section = self._docx.add_section(WD_SECTION.NEW_PAGE)
        section.orientation, section.page_width, section.page_height = orientation, width, height
        section.different_first_page_header_footer = False
        self._end_section_tightly()
        self._furnish(section)

    def _end_section_tightly(self) -> None:
        """Let the section end in its last paragraph: an empty one of its own could fall on a blank page."""
        holder = self._docx.element.body[-2]
        last = holder.getprevious()
        if last.tag == qn("w:p"):
            last.get_or_add_pPr().append(holder.pPr.find(qn("w:sectPr")))
            holder.getparent().remove(holder)

    def _furnish(self, section: Section) -> None:
        width = ooxml.twips(self.text_width)
        mark = [Run("\t"), Run(self.setting.mark, bold=True)] if self.setting.mark else []
        head = self._runs([Run(self._clean(self.setting.header)), *mark])
        foot = ooxml.text_run(Run("\t")) + ooxml.field("PAGE", "")
        for part, style, inside in ((section.header, "Header", head), (section.footer, "Footer", foot)):
            part.is_linked_to_previous = False
            old = part.paragraphs[0]._p
            old.getparent().replace(old, parse_xml(ooxml.paragraph(style, inside, ooxml.right_tab(width))))

    # At the end

    def _fill_references(self) -> None:
        labels = {self._anchors[figure]: label for figure, label in self.placed.items()}
        ids = {anchor: figure for figure, anchor in self._anchors.items()}
        lost = []
        for instruction in self._docx.element.body.iter(qn("w:instrText")):
            words = instruction.text.split()
            if words[0] == "REF":
                run = instruction.getparent().getnext().getnext()
                run.find(qn("w:t")).text = labels.get(words[1], "")
                lost += [] if words[1] in labels else [finding("R016", "report", ids[words[1]])]
        if lost:
            raise SvarError(lost)

    def _fill_contents(self, entries: list[Entry]) -> None:
        for i, entry in enumerate(entries):
            text = ooxml.text_run(Run(f"{entry.number}\t{entry.text}" if entry.number else entry.text))
            start = ooxml.field_start(f'TOC \\o "1-{_CONTENTS_DEPTH}" \\h \\z \\u') if i == 0 else ""
            end = ooxml.field_end() if i == len(entries) - 1 else ""
            inside = start + ooxml.link(entry.anchor, text) + end
            self._contents.addprevious(parse_xml(ooxml.paragraph(f"TOC{entry.level}", inside)))
        self._contents.getparent().remove(self._contents)

    def _describe(self, properties: Properties) -> None:
        core = self._docx.core_properties
        core.title, core.subject = self._clean(properties.title)[:255], self._clean(properties.subject)[:255]
        core.keywords, core.author = properties.keywords, self._clean(properties.author)[:255]
        core.created = core.modified = properties.date
        core.language, core.revision, core.last_modified_by = self.setting.language, 1, ""
