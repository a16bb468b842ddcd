"""The numbers of a Word chart: what it keeps of its workbook, its other texts, and the workbook itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
_CELLS = re.compile(r"[^!]+!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


class Cell(NamedTuple):
    """A text or number that belongs to a cell of the workbook: row and column from 0."""

    row: int
    column: int
    text: str
    number: bool


def cached(chart: bytes) -> list[Cell]:
    """Everything a chart keeps of its workbook, with the cell that each value is a copy of; labels too."""
    root = ElementTree.fromstring(chart)  # noqa: S314  (Python's parser reads no external entities)
    found: list[Cell] = []
    for kind, number in (("numRef", True), ("strRef", False)):
        for copy in root.iter(f"{C}{kind}"):
            found += _points(copy.findtext(f"{C}f", ""), copy.iter(f"{C}pt"), number)
    for series in root.iter(f"{C}ser"):
        for part in series.iter(f"{C15}datalabelsRange"):
            reference = part.findtext(f"{C15}f", "")
            found += [*_points(reference, part.iter(f"{C}pt"), False), *_labels(series, reference)]
    return found


def _points(reference: str, points: Iterator[Element], number: bool) -> Iterator[Cell]:
    row, column = _first(reference)
    for point in points:
        yield Cell(row + int(point.get("idx", "0")), column, point.findtext(f"{C}v", ""), number)


def _labels(series: Element, reference: str) -> Iterator[Cell]:
    row, column = _first(reference)
    for label in series.iter(f"{C}dLbl"):
        at = label.find(f"{C}idx")
        text = "".join(part.text or "" for part in label.iter(f"{A}t"))
        yield Cell(row + int(at.get("val", "0") if at is not None else 0), column, text, False)


def _first(reference: str) -> tuple[int, int]:
    found = _CELLS.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    return int(found[2]) - 1, _index(found[1])


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def titles(chart: bytes) -> list[str]:
    """The texts that are no label of a value: headings and the names of axes."""
    root = ElementTree.fromstring(chart)  # noqa: S314
    labels = {id(text) for label in root.iter(f"{C}dLbl") for text in label.iter(f"{A}t")}
    return [text.text or "" for text in root.iter(f"{A}t") if id(text) not in labels]


def workbook(book: bytes) -> Iterator[Cell]:
    """Every filled cell of the workbook's first sheet, formulas with the value they had when written."""
    import openpyxl

    for row in openpyxl.load_workbook(io.BytesIO(book), data_only=True).worksheets[0].iter_rows():
        for cell in row:
            if cell.value is not None:
                yield Cell(
                    cell.row - 1, cell.column - 1, _text(cell.value), isinstance(cell.value, (int, float))
                )


def _text(content: object) -> str:
    return repr(float(content)) if isinstance(content, (int, float)) else str(content)
