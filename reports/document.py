"""The Word file. Only this module and `reports.word.pages` know python-docx; all they write are `reports.word.blocks`.

Numbers of chapters and figures, contents and cross-references are worked out here as well as left to Word's
fields, so that the file is right when first opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm

from reports.charts.ink import Letters
from reports.charts.part import Parts, parts
from reports.prose.editing import Edits
from reports.style.safe import clean, cleaned
from reports.word import chart as native
from reports.word import lists, marks, notes, numbering, ooxml, tracepart
from reports.word.blocks import Block, Box, Figure, Heading, Paragraph, Run, Table, text_of
from reports.word.bound import OPEN, Ledger, bare, tamed
from reports.word.counters import Caption, Counters
from reports.word.looks import LISTS, LOOKS
from reports.word.marks import Marks
from reports.word.notes import Notes
from reports.word.package import stable
from reports.word.pages import Pages
from reports.word.pointers import TABLE, Pointers
from reports.word.setting import Picture, Properties, Setting, describe
from reports.word.tables import fitted
from reports.word.traced import ChartTrace, Traced
from reports.word.units import caption_of, note_of
from survey.messages import SvarError, finding

__all__ = ["Document", "Picture", "Properties", "Setting"]

_FULL_CM = 16.0
"""How wide a table is made that is to be as wide as the text; it is fitted to the template's own width."""


@dataclass
class Document:
    """A report being written, top to bottom. Call `finish` once."""

    template: bytes
    setting: Setting
    pictures: dict[str, Picture]
    ledger: Ledger = field(default_factory=Ledger)
    about: dict[str, str] = field(default_factory=dict)  # study, language, fingerprint of the data
    edits: Edits = field(default_factory=Edits)  # made in Word
    section: str = "report"  # the kind of section being written: texts without a source are counted in it
    marked: int = 0  # characters shown as ␦
    placed: dict[str, str] = field(default_factory=dict)  # figure id → «4-7»

    def __post_init__(self) -> None:
        self._docx = docx.Document(io.BytesIO(self.template))
        self._counters = Counters()
        self._marks = Marks(self._counters, self.edits.origins)
        self._traced = Traced()
        self._notes = Notes()
        self._pointers = Pointers()
        self._lists: list[tuple[Any, str]] = []  # the place of each list, and the word of what it lists
        self._before = ""  # the look of the paragraph before
        self._list = 0  # the numbered list being written
        self._drawings = 0
        for tag, root in (("w:lang", self._docx.styles), ("w:themeFontLang", self._docx.settings)):
            for language in root.element.iter(qn(tag)):
                language.set(qn("w:val"), self.setting.language)
        self._pages = Pages(self._docx, self._head(), self._foot())

    def _head(self) -> str:
        mark = [Run("\t"), Run(self._clean(self.setting.mark), bold=True)] if self.setting.mark else []
        return self._runs([Run(self._clean(self.setting.header)), *mark])

    def _foot(self) -> str:
        return self._runs([Run(self._clean(self.setting.footer)), Run("\t")]) + ooxml.field("PAGE", "1")

    def write(self, blocks: Iterable[Block]) -> None:
        """Blocks in order."""
        writers: dict[type, Any] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Box: self._box,
            Figure: self._figure,
            Table: self._table,
        }
        for block in self.edits.applied(blocks, self.section):
            safe, marked = cleaned(block, self._safe)
            self.marked += marked
            writers[type(safe)](safe)
            self._before = getattr(safe, "look", "")

    def annex(self, title: str) -> None:
        """The start of an annex: it gets the next letter, and its tables are numbered A-1, A-2 …"""
        heading = self.setting.annex.format(letter=self._counters.annex(), title=title)
        self.write([Heading(1, (Run(heading),), numbered=False)])

    def contents(self, word: str = "") -> None:
        """The place of the contents, or of the list of all captions of a `word` (Figure); filled by `finish`."""
        self._lists.append((self._add(ooxml.paragraph("Normal", "")), word))

    def landscape(self) -> None:
        """What follows stands on pages turned on their side, until `portrait`."""
        self._pages.landscape()

    def portrait(self) -> None:
        """What follows, if anything does, stands on upright pages again."""
        self._pages.portrait()

    @property
    def text_width(self) -> float:
        """The width between the margins of the page being written, in cm."""
        self._pages.turn()
        return self._pages.text_width

    def finish(self, properties: Properties) -> bytes:
        """The file, with lists and cross-references in place; SvarError (R016) for one that leads nowhere."""
        self._pointers.fill(self._docx.element.body)
        for place, word in self._lists:
            self._fill(place, word)
        self._footnotes()
        describe(self._docx.core_properties, properties, self.setting.language, self._clean)
        self._trace()
        buffer = io.BytesIO()
        self._docx.save(buffer)
        return stable(buffer.getvalue())

    # Blocks

    def _add(self, xml: str) -> Any:
        self._pages.turn()
        body = self._docx.element.body
        element = parse_xml(xml)
        body.insert(len(body) - 1, element)  # the last child is the last section's properties
        return element

    def _runs(self, runs: Iterable[Run], source: str = "") -> str:
        return self._marks.round(source, "".join(self._run(run) for run in runs))

    def _run(self, run: Run) -> str:
        if run.note:
            return ooxml.text_run(replace(run, note=())) + self._notes.put(self._runs(run.note))
        return ooxml.text_run(run) if run.ref is None else self._pointers.run(run, self.setting)

    def _paragraph(self, block: Paragraph) -> None:
        if block.look == "number" and self._before != "number":
            self._list = self._new_list()
        own = numbering.member(self._list) if block.look == "number" else ""
        if block.look == "plain" and self._before in LISTS:
            own = ooxml.AFTER_LIST
        self._add(ooxml.paragraph(LOOKS[block.look], self._runs(block.runs, block.source), own))

    def _new_list(self) -> int:
        """A numbered list that begins at one, whatever lists there were before."""
        element = self._docx.part.numbering_part.element
        number, definition = numbering.anew(self._docx.styles.element, element)
        if definition:
            element.append(parse_xml(definition))
        return number

    def _heading(self, block: Heading) -> None:
        entry = self._counters.heading(block.level, bare(text_of(block.runs)), block.numbered)
        style = f"{'' if block.numbered else 'Plain'}Heading{block.level}"
        inside = ooxml.bookmark(self._counters.bookmark(), entry.anchor, self._runs(block.runs, block.source))
        self._add(ooxml.paragraph(style, inside))

    def _box(self, block: Box) -> None:
        inner = [ooxml.paragraph(LOOKS[p.look], self._runs(p.runs, p.source)) for p in block.blocks]
        self._add(ooxml.box(inner, self.text_width, text_of(block.blocks[0].runs)))
        self._add(ooxml.paragraph("TableEnd", ""))  # two tables in a row would grow together

    def _caption(self, word: str, inside: str, name: str = "") -> str:
        """«Figur 4-7 …», in fields that Word can renumber, then the runs `inside`; returns «4-7»."""
        number, anchor = self._counters.caption(word), self._pointers.anchor(name)
        shown = ooxml.bookmark(self._counters.bookmark(), anchor, ooxml.caption_number(word, number))
        label = ooxml.text_run(Run(f"{word}\u00a0"))
        made = self._add(ooxml.paragraph("Caption", label + shown + ooxml.text_run(Run("  ")) + inside))
        self._counters.captions.append(
            Caption(word, str(number), ooxml.shown_in(made).partition("  ")[2], anchor)
        )
        self._pointers.numbers[anchor] = str(number)
        return str(number)

    def _figure(self, block: Figure) -> None:
        picture = self.pictures[block.id]
        source, words = caption_of(block.id), (Run(self._clean(picture.caption)),)
        caption = self._runs(self.edits.runs(source, words) or words, source)
        if block.id in self.placed:
            raise SvarError([finding("R020", "report", block.id)])
        number = self._caption(self.setting.figure_word, caption, block.id)
        self.placed[block.id] = number
        (self._charts if picture.charts else self._picture)(picture, f"{self.setting.figure_word} {number}")
        self.write([Paragraph((Run(picture.base_note),), "note", note_of(block.id))])

    def _picture(self, picture: Picture, name: str) -> None:
        run = self._docx.add_paragraph(style="Figure Picture").add_run()
        shape = run.add_picture(io.BytesIO(picture.png), width=Cm(min(picture.width_cm, self.text_width)))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # some readers take a missing distance for a third of a centimetre
        self._drawings += 1
        about = shape._inline.docPr
        about.set("id", str(self._drawings))
        about.set("name", name)
        alt = self._clean(picture.alt)
        about.set("descr", bare(alt))
        self._traced.alt(self._drawings, alt)

    def _charts(self, picture: Picture, name: str) -> None:
        """The figure's charts side by side in one paragraph."""
        letters = Letters(native.font(self._docx.styles.element), self.setting.language)
        scale, runs = min(1.0, self.text_width / sum(c.space.width for c in picture.charts)), ""
        for made, traced in ((parts(c, letters), t) for c, t in zip_longest(picture.charts, picture.traces)):
            self.marked += made.marked
            self._drawings += 1
            self._traced.chart(self._drawings, traced or ChartTrace({}))
            drawing = native.Drawing(self._drawings, self._attach(made), name, scale)
            runs += native.run(made, drawing)
        self._add(ooxml.paragraph("FigurePicture", runs))

    def _attach(self, made: Parts) -> str:
        """The chart and its workbook as parts of the file; the relationship to the chart."""
        package = self._docx.part.package
        chart, book = (
            Part(PackURI(path), type_, blob, package)
            for path, type_, blob in native.files(made, self._drawings)
        )
        chart.rels.get_or_add(RELATION.PACKAGE, book)
        return str(self._docx.part.relate_to(chart, RELATION.CHART))

    def _safe(self, text: str) -> tuple[str, int]:
        """A text that the file can hold and that passes for no number it is not."""
        return clean(tamed(text, len(self.ledger.bindings)) if OPEN in text else text)

    def _clean(self, text: str) -> str:
        safe, marked = self._safe(text)
        self.marked += marked
        return safe

    def _table(self, block: Table) -> None:
        block = fitted(block, self.text_width, _FULL_CM, self.setting.table_alt)
        if block.caption:
            words = self._runs((Run(block.caption),), f"{block.source}.caption")
            self._caption(self.setting.table_word, words, block.id and f"{TABLE}{block.id}")
        self._name(self._add(ooxml.table(block)), block)
        note = self._runs((Run(block.note),), f"{block.source}.note") if block.note else ""
        self._add(ooxml.paragraph("BaseNote" if note else "TableEnd", note))

    def _name(self, made: Any, block: Table) -> None:
        """A hidden bookmark, by which the trace finds the table again."""
        name = self._traced.table(block)
        if name:
            mark = ooxml.bookmark(self._counters.bookmark(), name, "")
            self._put(mark, next(made.iter(qn("w:p"))))
        rows = enumerate(made.iter(qn("w:tr"))) if block.authored else ()
        for r, row in rows:
            for c, paragraph in enumerate(row.iter(qn("w:p"))):
                self._put(self._marks.round(f"{block.source}/{r},{c}", ""), paragraph)

    def _put(self, xml: str, paragraph: Any) -> None:
        for element in parse_xml(f"<w:p {ooxml.NAMESPACES}>{xml}</w:p>"):
            paragraph.append(element)

    # At the end

    def _fill(self, place: Any, word: str) -> None:
        """The contents or a list of captions, in its place."""
        counted = self._counters
        lines = lists.captioned(counted.captions, word) if word else lists.contents(counted.entries)
        for made in lists.paragraphs(lines, lists.instruction(word)):
            place.addprevious(parse_xml(made))
        place.getparent().remove(place)

    def _footnotes(self) -> None:
        """The part that holds the footnotes, when there are any."""
        if self._notes.inside:
            part = Part(PackURI(notes.PATH), notes.TYPE, self._notes.part(), self._docx.part.package)
            self._docx.part.relate_to(part, notes.RELATION)
            notes.announce(self._docx.settings.element, parse_xml(notes.SETTING))

    def _trace(self) -> None:
        """The part that says where each number comes from."""
        pages = [part._element for s in self._docx.sections for part in (s.header, s.footer)]
        stories = (self._docx.element, *pages, parse_xml(self._notes.part()))
        tags = (t.get(qn("w:val"), "") for one in stories for t in one.iter(qn("w:tag")))
        used = (int(tag.removeprefix(ooxml.TAG)) for tag in tags if tag.startswith(ooxml.TAG))
        trace = self._traced.trace(self.about, self.ledger, used)
        package = self._docx.part.package
        part = Part(PackURI(tracepart.PATH), tracepart.TYPE, tracepart.to_xml(trace), package)
        self._docx.part.relate_to(part, tracepart.RELATION)
        self._marks.pointers = self._pointers.known(self.setting)
        part = Part(PackURI(marks.PATH), tracepart.TYPE, marks.to_xml(self._marks, self.about), package)
        self._docx.part.relate_to(part, tracepart.RELATION)
