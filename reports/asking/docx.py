"""A cross-tab as a Word document: one captioned table in the look of the reports, with its notes and its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from analysis.asking.answer import Answer
from reports.asking.grid import Cell as Shown
from reports.asking.grid import Grid
from reports.asking.grid import Line as ShownLine
from reports.document import Document, Properties, Setting
from reports.word.blocks import Block, Cell, Heading, Row, Run, Table, plain

_LABEL_CM = 4.6
_WIDEST_CM = 2.4
_NARROWEST_CM = 1.6
_DATE = datetime(2000, 1, 1)  # a table has no date of its own, and the clock is never asked


def made(answer: Answer, grid: Grid) -> bytes:
    """The document; the same answer gives the same bytes."""
    template = (answer.study.root / str(answer.study.block("write")["template"])).read_bytes()
    words = grid.speech.words
    mark = " – ".join(word for word in (grid.stamp, _synthetic(answer, grid)) if word)
    header = " – ".join(word for word in (grid.stamp, answer.study.id) if word)
    setting = Setting(
        str(words["tag"]),
        header,
        mark,
        str(words["figure"]),
        str(words["figure"]),
        str(words["table"]),
        "{title}",
    )
    document = Document(template, setting, {})
    document.write(blocks(grid, document.text_width))
    return document.finish(Properties(grid.caption, grid.stamp, mark, "", _DATE))


def _synthetic(answer: Answer, grid: Grid) -> str:
    made_up = any(code == "synthetic" for code, _ in answer.cautions)
    return grid.speech.say("synthetic") if made_up else ""


def blocks(grid: Grid, width: float) -> Iterator[Block]:
    """The parts of the document, for a page of that width in cm."""
    if grid.stamp:
        yield Heading(1, (Run(grid.stamp),), numbered=False)
    for number, columns in enumerate(pages(grid, width)):
        yield table(grid, columns, width, grid.caption if not number else f"{grid.caption} ({number + 1})")
    for heading, said in (("tests", grid.tests), ("cautions", grid.cautions)):
        if said:
            yield Heading(2, (Run(grid.speech.say(f"{heading}.heading")),), numbered=False)
            yield from (plain(sentence, "bullet") for sentence in said)
    yield Heading(2, (Run(grid.speech.say("provenance.heading")),), numbered=False)
    yield from (plain(f"{name}: {value}", "bullet") for name, value in grid.source)


def pages(grid: Grid, width: float) -> list[list[int]]:
    """The columns (by number) of each table: the total and as many groups as there is room for."""
    room = max(1, int((width - _LABEL_CM) / _NARROWEST_CM) - 1)
    groups = list(range(1, len(grid.columns)))
    return [[0, *groups[i : i + room]] for i in range(0, max(1, len(groups)), room)]


def table(grid: Grid, columns: list[int], width: float, caption: str) -> Table:
    """Some of the columns with all lines; the heads repeat on every page."""
    each = min(_WIDEST_CM, (width - _LABEL_CM) / len(columns))
    rows = [row for part in grid.parts for row in _part(grid, part.heading, part.lines, columns)]
    note = " ".join((*grid.about, *grid.legend))
    widths = (width - each * len(columns), *[each] * len(columns))
    return Table(caption, widths, tuple(_heads(grid, columns)), tuple(rows), note, compact=len(columns) > 6)


def _heads(grid: Grid, columns: list[int]) -> Iterator[Row]:
    """Divisions over their groups, then the groups with their letters."""
    spans = [(name, len(list(own))) for name, own in groupby(grid.columns[c].division for c in columns)]
    yield Row((Cell("", "head"), *(Cell(name, "group" if name else "head", span=n) for name, n in spans)))
    labels = [
        f"{grid.columns[c].label} ({grid.columns[c].letter})"
        if grid.columns[c].letter
        else grid.columns[c].label
        for c in columns
    ]
    yield Row((Cell(grid.speech.say("label"), "head"), *(Cell(label, "head_number") for label in labels)))


def _part(grid: Grid, heading: str, lines: tuple[ShownLine, ...], columns: list[int]) -> Iterator[Row]:
    if len(grid.parts) > 1:
        yield _wide(heading, len(columns))
    for line in lines:
        if line.cells:
            shown: list[Any] = [Cell(_text(line.cells[c]), "number") for c in columns]
            yield Row((Cell(line.label), *shown), ruled=line.base)
        else:
            yield _wide(line.label, len(columns))


def _wide(text: str, columns: int) -> Row:
    return Row((Cell(text, "item", span=columns + 1),), keep=True)


def _text(cell: Shown) -> str:
    return f"{cell.text} {cell.letters}".rstrip() + cell.mark
