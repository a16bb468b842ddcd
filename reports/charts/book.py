"""The workbook inside a chart: what someone sees who chooses «Edit data» in Word.

A row a category, a column a series; then, where there are any, limits, counts and texts. Texts and distances are
formulas, so that a number edited here changes what the chart shows. Cells hold the published number and show one
decimal. XlsxWriter writes it: it never takes a text for a formula, and with a fixed date its bytes are always the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reports.charts.spec import Chart, Numbers, Series, exact

SHEET = "Data"
_EPOCH = datetime(1980, 1, 1)
_WIDTHS = (44, 16)


@dataclass(frozen=True)
class Column:
    """One column of the sheet: what it is called, what it holds, and what a formula works out."""

    key: str  # e.g. share:values
    name: str
    cells: Numbers | tuple[str, ...]
    formula: str = ""  # {0}, {1} … are the cells of `of` in the same row
    of: tuple[str, ...] = ()
    format: str = "0.0"


def columns(chart: Chart) -> list[Column]:
    """The columns after the categories. A column of texts about a series' own numbers repeats no number."""
    found = [c for series in chart.series for c in _numbers(series)]
    for series in chart.series:
        found += [c for c in _beside(series, chart.words)]
    if chart.column:
        known = {c.key for c in found}
        found += [
            c for c in (*_numbers(chart.column), *_beside(chart.column, chart.words)) if c.key not in known
        ]
    return found


def _numbers(series: Series) -> Iterator[Column]:
    yield Column(f"{series.key}:values", series.name, series.values)


def _beside(series: Series, words: dict[str, str]) -> Iterator[Column]:
    value = f"{series.key}:values"
    if series.low:
        yield Column(f"{series.key}:low", words["low"], series.low)
        yield Column(f"{series.key}:high", words["high"], series.high)
        for key, limit, formula in (("minus", "low", "{0}-{1}"), ("plus", "high", "{1}-{0}")):
            of = (value, f"{series.key}:{limit}")
            yield Column(f"{series.key}:{key}", words[key], distances(series, key), formula, of)
    if series.beside:
        yield Column(f"{series.key}:beside", series.beside_name, series.beside, format="0")
    if series.texts:
        needed = (value, f"{series.key}:beside") if series.beside else (value,)
        yield Column(f"{series.key}:texts", words["text"], series.texts, series.formula, needed)


def distances(series: Series, side: str) -> Numbers:
    """How far the limits are from the values: what error bars are made of. `side` is minus or plus."""
    limits, sign = (series.low, -1) if side == "minus" else (series.high, 1)
    return tuple(
        None if value is None or limit is None else exact(sign * (limit - value))
        for value, limit in zip(series.values, limits, strict=True)
    )


class Places:
    """Where things stand in the sheet, as references that a chart holds."""

    def __init__(self, chart: Chart):
        self.rows = len(chart.categories)
        self._at = {column.key: i for i, column in enumerate(columns(chart), 1)}

    def name(self, key: str) -> str:
        """The cell with a column's name."""
        return f"{SHEET}!${letters(self._at[key])}$1"

    def cells(self, key: str = "") -> str:
        """The cells of a column; without a key, the categories."""
        letter = letters(self._at[key] if key else 0)
        return f"{SHEET}!${letter}$2:${letter}${self.rows + 1}"


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    left, last = divmod(column, 26)
    return (letters(left - 1) if left else "") + chr(ord("A") + last)


def workbook(chart: Chart) -> bytes:
    """The .xlsx file."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _EPOCH})
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, _WIDTHS[0])
        sheet.set_column(1, len(columns(chart)), _WIDTHS[1])
        _fill(sheet, chart, {code: book.add_format({"num_format": code}) for code in ("0.0", "0", "General")})
    return buffer.getvalue()


def _fill(sheet: Any, chart: Chart, formats: dict[str, Any]) -> None:
    made, plain = columns(chart), formats["General"]
    for row, category in enumerate(chart.categories, 1):
        _text(sheet, (row, 0), category, plain)
    for at, column in enumerate(made, 1):
        _text(sheet, (0, at), column.name, plain)
        for row, cell in enumerate(column.cells):
            formula = _formula(column, row, made)
            if formula:
                sheet.write_formula(row + 1, at, formula, formats[column.format], cell)
            elif isinstance(cell, str):
                _text(sheet, (row + 1, at), cell, plain)
            elif cell is not None:
                sheet.write_number(row + 1, at, cell, formats[column.format])
    for i, text in enumerate(filter(None, (chart.heading, chart.note, chart.mark))):
        _text(sheet, (len(chart.categories) + 2 + i, 0), text, plain)


def _text(sheet: Any, at: tuple[int, int], text: str, plain: Any) -> None:
    """Any text as it is. What XlsxWriter would take for rich text of its own making comes in two pieces."""
    if text.startswith("<r>"):
        sheet.write_rich_string(*at, text[:1], plain, text[1:])
    elif text:
        sheet.write_string(*at, text)


def _formula(column: Column, row: int, made: list[Column]) -> str:
    """What works a cell out; nothing when a number it needs is not there: then the word for that stands alone."""
    at = {c.key: (i, c) for i, c in enumerate(made, 1)}
    if not column.formula or any(at[key][1].cells[row] is None for key in column.of):
        return ""
    return "=" + column.formula.format(*(f"{letters(at[key][0])}{row + 2}" for key in column.of))
