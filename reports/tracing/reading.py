"""Every number of a Word file with what it rests on: text, tables, charts, alt text, header, footer, footnotes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from reports.tracing import charts
from reports.tracing.matching import Number, counts, in_any_order, in_order, loose
from reports.tracing.story import Fields, Piece, W, joined, pieces
from reports.word.tracepart import PATH, Cells, Trace, from_xml
from survey.messages import SvarError, finding

_STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_CHART = re.compile(r"word/charts/(chart(\d+))\.xml")
_BOOK = re.compile(r"word/embeddings/(chart\d+)\.xlsx")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass(frozen=True)
class Spot:
    """A number where it stands; `place` is its binding's, `field` the Word field it is the result of."""

    part: str  # text, table, chart, workbook, alt, header, footer, footnotes
    where: str
    text: str  # the number, or the bound words
    place: int | None = None
    field: str = ""
    kept: bool = False  # a number that a chart keeps, not a printed one
    around: str = ""  # the whole paragraph, cell or description
    at: int = 0  # where the number begins in its paragraph


@dataclass(frozen=True)
class File:
    """A Word file that holds a trace."""

    parts: dict[str, bytes]
    trace: Trace

    def spots(self) -> Iterator[Spot]:
        """Every number, in the order of the file."""
        for name in sorted(self.parts, key=lambda name: (name != "word/document.xml", name)):
            if _STORIES.fullmatch(name):
                yield from _Story(self.trace, _kind(name)).spots(_parsed(self.parts[name]))
            elif found := _CHART.fullmatch(name):
                yield from self._chart(found[1], int(found[2]), self.parts[name])
            elif found := _BOOK.fullmatch(name):
                yield from self._cells("workbook", found[1], charts.workbook(self.parts[name]))

    def _chart(self, name: str, number: int, part: bytes) -> Iterator[Spot]:
        yield from self._cells("chart", name, charts.cached(part))
        printed = _printed(self.trace, self.trace.slots.get(f"chart:{number}", ()))
        for text in charts.titles(part):
            yield from _spots(in_any_order(text, printed), "chart", name, text)

    def _cells(
        self, part: str, name: str, cells: Sequence[charts.Cell] | Iterator[charts.Cell]
    ) -> Iterator[Spot]:
        grid: Cells = self.trace.charts.get(name, {})
        for cell in cells:
            where = f"{name} {_letters(cell.column)}{cell.row + 1}"
            places = grid.get((cell.row, cell.column), ())
            if cell.number:
                yield Spot(part, where, cell.text, places[0] if places else None, kept=True)
            else:
                yield from _spots(in_order(cell.text, _printed(self.trace, places)), part, where, cell.text)


def read(content: bytes, name: str) -> File:
    """A file made by Svar; SvarError (S080) for another."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}
        return File(parts, from_xml(_trace_of(parts)))
    except (zipfile.BadZipFile, KeyError, ValueError, ElementTree.ParseError) as error:
        raise SvarError([finding("S080", name, name, problem=str(error) or type(error).__name__)]) from None


def _trace_of(parts: dict[str, bytes]) -> bytes:
    """The part with the trace: Word gives it another number when there are other parts of its kind."""
    own = PATH.lstrip("/")
    for name in sorted(parts, key=lambda name: name != own):
        if re.fullmatch(r"customXml/item\d+\.xml", name) and b"urn:svar:trace" in parts[name]:
            return parts[name]
    raise KeyError("no trace")


def _kind(name: str) -> str:
    found = re.sub(r"\d|word/|\.xml", "", name)
    return "text" if found == "document" else found


def _parsed(part: bytes) -> Element:
    return ElementTree.fromstring(part)  # noqa: S314  (Python's parser reads no external entities)


def _printed(trace: Trace, places: Sequence[int]) -> list[tuple[int, str]]:
    return [(place, trace.bindings[place].printed) for place in places if place in trace.bindings]


def _spots(numbers: Sequence[Number], part: str, where: str, around: str) -> Iterator[Spot]:
    return (Spot(part, where, number.text, number.place, around=around) for number in numbers)


def _letters(column: int) -> str:
    left, last = divmod(column, 26)
    return (_letters(left - 1) if left else "") + chr(ord("A") + last)


@dataclass
class _Story:
    trace: Trace
    part: str

    def spots(self, root: Element) -> Iterator[Spot]:
        """The numbers of one story."""
        self.fields, self.paragraphs, self.tables = Fields(), 0, 0
        yield from self._blocks(root)
        for about in root.iter(_DRAWING):
            text = about.get("descr", "")
            slot = self.trace.slots.get(f"alt:{about.get('id')}", ())
            yield from _spots(
                in_order(text, _printed(self.trace, slot)), "alt", f"drawing {about.get('id')}", text
            )

    def _blocks(self, node: Element) -> Iterator[Spot]:
        for child in node:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag != f"{W}sectPr":
                yield from self._blocks(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Spot]:
        self.paragraphs += 1
        found = joined(list(pieces(paragraph, self.fields)))
        whole = "".join(piece.text for piece in found)
        at = 0
        for piece in found:
            where = f"paragraph {self.paragraphs}"
            yield from (replace(spot, at=at) for spot in self._piece(piece, where, whole))
            at += len(piece.text)

    def _piece(self, piece: Piece, where: str, whole: str) -> Iterator[Spot]:
        if piece.place is not None:
            yield Spot(self.part, where, piece.text, piece.place, around=whole)
        elif piece.instruction and counts(piece.text):
            yield Spot(self.part, where, piece.text.strip(), field=piece.instruction, around=whole)
        else:
            yield from _spots(loose(piece.text), self.part, where, whole)

    def _table(self, table: Element) -> Iterator[Spot]:
        marks = table.iter(f"{W}bookmarkStart")
        name = next((m.get(f"{W}name", "") for m in marks if m.get(f"{W}name", "") in self.trace.tables), "")
        self.tables += 1
        described = [table.find(f"{W}tblPr/{W}{one}") for one in ("tblCaption", "tblDescription")]
        text = " ".join(one.get(f"{W}val", "") for one in described if one is not None)
        slot = _printed(self.trace, self.trace.slots.get(f"table:{name}", ()))
        yield from _spots(in_order(text, slot), "alt", f"table {self.tables}", text)
        for r, row in enumerate(table.iterfind(f"{W}tr")):
            for c, cell in enumerate(row.iterfind(f"{W}tc")):
                if name:
                    yield from self._cell(cell, (r, c), name)
                else:
                    yield from self._blocks(cell)

    def _cell(self, cell: Element, at: tuple[int, int], name: str) -> Iterator[Spot]:
        text = "".join(piece.text for p in cell.iter(f"{W}p") for piece in pieces(p, self.fields))
        places = self.trace.tables[name].get(at, ())
        where = f"table {self.tables} row {at[0] + 1} cell {at[1] + 1}"
        yield from _spots(in_order(text, _printed(self.trace, places)), "table", where, text)
