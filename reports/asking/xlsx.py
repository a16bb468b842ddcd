"""A cross-tab as a workbook: the table as one reads it, the tidy data, and where it comes from."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analysis.asking.answer import Answer
from reports.asking.grid import Cell, Grid, Line
from reports.asking.tidy import labelled
from reports.style.look import ACCENT, MUTED, RULE
from reports.style.safe import clean
from reports.word.package import zipped

_BOLD = Font(bold=True)
_HEAD = Font(bold=True, color=ACCENT.lstrip("#"))
_QUIET = Font(color=MUTED.lstrip("#"))
_STAMP = Font(bold=True, color="FFFFFF")
_RED = PatternFill("solid", fgColor="A3141E")
_LINE = Border(bottom=Side(style="thin", color=RULE.lstrip("#")))
_WIDE = 48
_CORE = "docProps/core.xml"


def made(answer: Answer, grid: Grid) -> bytes:
    """The workbook; the same answer gives the same bytes."""
    book = Workbook()
    book.properties.creator = "Svar"
    sheets = {name: grid.speech.say(f"sheets.{name}") for name in ("table", "tidy", "source")}
    stamp = f" {grid.stamp}" if grid.stamp else ""
    first = book.active
    first.title = f"{sheets['table']}{stamp}"
    _Table(first, grid).write()
    _tidy(book.create_sheet(f"{sheets['tidy']}{stamp}"), labelled(answer, grid.speech))
    _source(book.create_sheet(f"{sheets['source']}{stamp}"), grid)
    buffer = io.BytesIO()
    book.save(buffer)
    return undated(buffer.getvalue())


def undated(package: bytes) -> bytes:
    """The workbook without the time it was made, so that the same table is the same file."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[_CORE] = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", parts[_CORE])
    return zipped(parts)


class _Table:
    """Writes the formatted sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, grid: Grid):
        self.sheet, self.grid, self.row = sheet, grid, 0

    def write(self) -> None:
        """Caption, heads, lines, notes."""
        if self.grid.stamp:
            self._say(self.grid.stamp, _STAMP).fill = _RED
        self._say(self.grid.caption, _HEAD)
        for said in self.grid.about:
            self._say(said, _QUIET)
        self._heads()
        for part in self.grid.parts:
            if len(self.grid.parts) > 1:
                self._say(part.heading, _BOLD)
            for line in part.lines:
                self._line(line)
        self.row += 1
        for said in (*self.grid.legend, *self.grid.tests, *self.grid.cautions):
            self._say(said, _QUIET)
        self.sheet.column_dimensions["A"].width = _WIDE

    def _say(self, text: str, font: Font) -> Any:
        self.row += 1
        cell = _put(self.sheet, self.row, 1, text)
        cell.font = font
        return cell

    def _heads(self) -> None:
        """Division, group and letter over each column; they and the labels stay in view."""
        rows = [[c.division for c in self.grid.columns], [c.label for c in self.grid.columns]]
        letters = [c.letter for c in self.grid.columns]
        before = ""
        for heads in (*rows, letters):
            self.row += 1
            for number, text in enumerate(heads, 2):
                shown = "" if heads is rows[0] and text == before else text
                before = text
                cell = _put(self.sheet, self.row, number, shown)
                cell.font, cell.alignment = _BOLD, Alignment(horizontal="right", wrap_text=heads is rows[1])
                self.sheet.column_dimensions[get_column_letter(number)].width = 14
        self.sheet.freeze_panes = f"B{self.row + 1}"

    def _line(self, line: Line) -> None:
        self._say(line.label, _QUIET if line.base else Font(bold=not line.cells)).border = _LINE
        for number, shown in enumerate(line.cells, 2):
            cell = _put(self.sheet, self.row, number, _text(shown))
            cell.alignment, cell.border = Alignment(horizontal="right"), _LINE
            cell.font = _QUIET if line.base else Font()


def _text(cell: Cell) -> str:
    return f"{cell.text} {cell.letters}".rstrip() + cell.mark


def _tidy(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """The data, with numbers as numbers, ready to be filtered."""
    for number, name in enumerate(frame.columns, 1):
        _put(sheet, 1, number, name).font = _BOLD
    for row, values in enumerate(frame.itertuples(index=False), 2):
        for number, value in enumerate(values, 1):
            if not pd.isna(value):
                _put(sheet, row, number, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _source(sheet: Worksheet, grid: Grid) -> None:
    for row, (name, value) in enumerate(grid.source, 1):
        _put(sheet, row, 1, name).font = _BOLD
        _put(sheet, row, 2, value)
    sheet.column_dimensions["A"].width = _WIDE
    sheet.column_dimensions["B"].width = 80


def _put(sheet: Worksheet, row: int, column: int, value: object) -> Any:
    """Write a cell; words are always words, also those that begin like a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value, _ = clean(value)
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell
