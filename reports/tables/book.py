"""The table annex as a workbook: a row an estimate, a row a test, what the columns are, and every published statement.

Codes and labels in all languages of the report stand beside each other. Hidden numbers are empty cells, marked in a
column of their own. Dates are fixed, so that the bytes are always the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from analysis.results import ESTIMATE_NUMBERS, TEST_NUMBERS
from reports.prose.verdicts import Verdict
from reports.style.labels import Labels
from survey.words import Words

_EPOCH = datetime(1980, 1, 1)
_WIDTHS = {"code": 18, "label": 36, "number": 11}
_ESTIMATES = ("question", "item", "segment", "group", "measure", "answer")
_TESTS = ("question", "item", "segment", "finding", "high", "low", "method", "effect_name")
UNPUBLISHED = frozenset({"rank", "reached", "not_asked", "unanswered", "declared"})
"""Measures that few groups are published for: a hidden row of these would say nothing."""

Row = Mapping[str, str]


class Book(NamedTuple):
    """What the workbook is made of."""

    folder: Path  # the suppress stage's
    labels: Mapping[str, Labels]  # by language, the main one first
    about: Mapping[str, str]  # study, fingerprint of the data …
    verdicts: Sequence[Verdict] = ()

    def words(self, language: str) -> Words:
        """`report.book` of a language's words."""
        return dict(self.labels[language].words["report"]["book"])


def workbook(book: Book) -> bytes:
    """The .xlsx file."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as file:
        file.set_properties({"created": _EPOCH, "title": book.about.get("title", "")})
        bold = file.add_format({"bold": True})
        words = book.words(next(iter(book.labels)))
        for name, (columns, rows) in _sheets(book).items():
            sheet = file.add_worksheet(str(words["sheets"][name]))
            _fill(sheet, columns, rows, bold)
    return buffer.getvalue()


def _sheets(book: Book) -> dict[str, tuple[list[str], Iterable[Sequence[Any]]]]:
    estimates = (row for row in _read(book.folder / "estimates.csv") if _told(row))
    tests = _read(book.folder / "tests.csv")
    made = {
        "estimates": _sheet(book, estimates, _ESTIMATES, ESTIMATE_NUMBERS),
        "tests": _sheet(book, tests, _TESTS, TEST_NUMBERS),
        "readme": (["", ""], list(_readme(book))),
    }
    if book.verdicts:
        columns = ["id", "section", "figure", "strength", "verdict"]
        made["statements"] = (
            columns,
            [tuple(getattr(v, column) for column in columns) for v in book.verdicts],
        )
    return made


def _told(row: Row) -> bool:
    return not row["hidden"] or row["measure"] not in UNPUBLISHED


def _sheet(
    book: Book, rows: Iterable[Row], codes: Sequence[str], numbers: Sequence[str]
) -> tuple[list[str], Iterator[list[Any]]]:
    """Codes, then labels in each language, then numbers, and last what is hidden or noted."""
    labelled = [name for name in codes if name in _LABELS]
    columns = [*codes, *(f"{name}_{language}" for language in book.labels for name in labelled)]
    tellers = [
        (_LABELS[name], cache(_teller(name, labels))) for labels in book.labels.values() for name in labelled
    ]
    return [*columns, *numbers, "hidden", "note"], (
        [
            *(row[code] for code in codes),
            *(tell(*(row[key] for key in keys)) for keys, tell in tellers),
            *(float(row[number]) if row[number] else None for number in numbers),
            row["hidden"],
            row["note"],
        ]
        for row in rows
    )


_LABELS = {
    "question": ("question",),
    "item": ("item",),
    "segment": ("segment",),
    "group": ("segment", "group"),
    "answer": ("item", "answer"),
    "high": ("segment", "high"),
    "low": ("segment", "low"),
}
"""Column → the columns that its label is found by."""


def _teller(name: str, labels: Labels) -> Callable[..., str]:
    """What gives the label of a code; nothing for an empty code, or one that has no words."""
    tell: dict[str, Callable[..., str]] = {
        "question": labels.question,
        "item": labels.item,
        "segment": labels.segment,
        "answer": labels.answer,
    }
    of = tell.get(name, labels.group)

    def label(*codes: str) -> str:
        try:
            return of(*codes) if codes[-1] else ""
        except KeyError:
            return ""

    return label


def _readme(book: Book) -> Iterator[tuple[str, str]]:
    """Where the numbers come from and what the columns mean, in each language."""
    for language in book.labels:
        words = book.words(language)
        yield str(words["title"]), ""
        for name, value in book.about.items():
            yield str(words["about"][name]), value
        for column, meaning in words["columns"].items():
            yield str(column), str(meaning)
        yield "", ""


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _fill(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]], bold: Any) -> None:
    sheet.write_row(0, 0, columns, bold)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, float):
                sheet.write_number(last, at, cell)
            elif cell:
                sheet.write_string(last, at, cell)
    if any(columns):
        sheet.autofilter(0, 0, last, len(columns) - 1)
    for at, column in enumerate(columns):
        kind = "label" if "_" in column or not column else "code"
        sheet.set_column(at, at, _WIDTHS[kind])
