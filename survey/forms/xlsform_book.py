"""Rows → an .xlsx file with the same bytes every time: all cells are text, and no clock is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, str]
"""Column heading → cell; a heading that is missing is an empty cell."""

_DAY = datetime(2000, 1, 1)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_WIDTHS = {"type": 26, "name": 28, "list_name": 22}


def workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """The file with one sheet per entry; columns in the order in which rows first name them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        _fill(book.create_sheet(name), rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def headings(rows: Sequence[Row]) -> list[str]:
    """Every heading that some row has; columns of one kind (label in several languages) stand together."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    kinds = list(dict.fromkeys(name.partition("::")[0] for name in names))
    return sorted(names, key=lambda name: kinds.index(name.partition("::")[0]))


def _fill(sheet: Worksheet, rows: Sequence[Row]) -> None:
    names = headings(rows)
    for column, name in enumerate(names, start=1):
        sheet.cell(1, column, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 34)
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(names, start=1):
            if row.get(name):
                cell = sheet.cell(number, column, row[name])
                # Text that begins with «=» would become a formula.
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def without_clock(content: bytes) -> bytes:
    """The same package with fixed times, inside and outside."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist()):
            part = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            stamp = rb"\g<1>" + _DAY.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
            new.writestr(part, _STAMP.sub(stamp, old.read(name)))
    return buffer.getvalue()
