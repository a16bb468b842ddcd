"""Tables for people: .xlsx and .csv that are safe to open, and filled-in ones read back.

Text that begins like a formula stays text, characters that no document can show are marked, and what is longer than a
cell of a spreadsheet can hold is cut where everybody can see it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from survey.coding.plain import shown
from survey.frames import write_frame
from survey.intake.csv import Raw, read_raw
from survey.messages import SvarError, finding

LARGEST_CELL = 32_000
"""Characters; a spreadsheet takes 32 767."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
_WIDTHS = {"answer": 70, "marked": 70, "replacement": 50, "definition": 60, "include": 50, "exclude": 50}


@dataclass(frozen=True)
class Choice:
    """A drop-down: rows (counted from 0, end left out) of a column, and the cells that hold its list."""

    column: str
    rows: tuple[int, int]
    source: str
    strict: bool = True


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    frame: pd.DataFrame
    choices: Sequence[Choice] = ()
    fill_in: frozenset[str] = field(default_factory=frozenset)
    """Columns that wait for somebody: shaded."""


def cell_text(text: str) -> str:
    """`text` as a cell shows it: marks for what cannot be shown, cut when no cell can hold it."""
    safe = shown(text)
    if len(safe) <= LARGEST_CELL:
        return safe
    return f"{safe[:LARGEST_CELL]} … [{len(safe)} characters, cut here]"


def csv_text(text: str) -> str:
    """`cell_text` for a csv that somebody opens in a spreadsheet: an apostrophe before what would be a formula."""
    safe = cell_text(text)
    return GUARD + safe if safe.startswith(FORMULA) else safe


def same_text(cell: str, text: str) -> bool:
    """Whether a cell that came back shows `text`; spreadsheets change white space and line breaks."""
    return _folded(cell.removeprefix(GUARD)) == _folded(cell_text(text).removeprefix(GUARD))


def _folded(text: str) -> str:
    return " ".join(text.replace("_x000D_", " ").split())


def write_tables(folder: Path, name: str, sheets: Sequence[Sheet]) -> list[Path]:
    """`name`.xlsx with every sheet and `name`.csv with the first; the folder is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    book, plain = folder / f"{name}.xlsx", folder / f"{name}.csv"
    book.write_bytes(workbook(sheets))
    write_frame(guarded(sheets[0].frame), plain)
    return [book, plain]


def guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with every cell as `csv_text`; missing stays missing."""
    return frame.assign(**{name: frame[name].map(csv_text, na_action="ignore") for name in frame.columns})


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The .xlsx; same sheets, same bytes."""
    from openpyxl import Workbook

    from survey.forms.xlsform_book import without_clock

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def _fill(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    names = list(sheet.frame.columns)
    for number, name in enumerate(names, start=1):
        page.cell(1, number, name).font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name.partition("_")[0], 20)
    shade, wrapped = PatternFill("solid", fgColor="FFF2CC"), Alignment(wrap_text=True, vertical="top")
    for row, cells in enumerate(sheet.frame.itertuples(index=False), start=2):
        for number, text in enumerate(cells, start=1):
            cell = page.cell(row, number)
            cell.alignment, cell.number_format = wrapped, "@"
            if not pd.isna(text):
                _write(cell, cell_text(str(text)))
            if names[number - 1] in sheet.fill_in:
                cell.fill = shade
    page.freeze_panes = "A2"
    for choice in sheet.choices:
        _drop_down(page, choice, get_column_letter(names.index(choice.column) + 1))


def _write(cell: Any, text: str) -> None:
    """Text that begins with «=» would become a formula here, or when somebody edits the cell."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)


def _drop_down(page: Any, choice: Choice, letter: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    # Where several codes may be written, the list helps, but does not refuse «a; b».
    rule = DataValidation(
        "list", formula1=choice.source, allow_blank=True, showErrorMessage=choice.strict, showDropDown=False
    )
    rule.error = "Choose a code from the list; the codebook is on the next sheet."
    first, end = choice.rows
    rule.add(f"{letter}{first + 2}:{letter}{end + 1}")
    page.add_data_validation(rule)


def read_table(path: Path, key: str) -> Raw:
    """A filled-in table, .csv or the first sheet of an .xlsx, with a header that names `key`. Cells are text.

    Raises SvarError (Y003, D017, S045) when it cannot be read.
    """
    return _read_book(path, key) if path.suffix.lower() == ".xlsx" else read_raw(path, key)


def _read_book(path: Path, key: str) -> Raw:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True)
        rows = [[_as_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except Exception as problem:  # openpyxl raises anything at all on a damaged file
        raise SvarError([finding("S045", path.as_posix(), problem=problem)]) from problem
    header = [name.strip() for name in rows[0]] if rows else []
    if key not in header:
        raise SvarError([finding("D017", f"{path.name}:1", key)])
    lines = {i: row for i, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)}
    index = pd.Index(list(lines), name="line", dtype="int64")
    frame = pd.DataFrame(list(lines.values()), index=index, columns=header, dtype="str")
    return Raw(path.name, frame.mask(frame == ""), pd.DataFrame(columns=["line", "code", "row"]))


def _as_text(value: Any) -> str:
    """A code 3 that a spreadsheet made a number of is «3», not «3.0»."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
