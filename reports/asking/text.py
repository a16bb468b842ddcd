"""A cross-tab for the terminal: columns side by side as far as the width goes, the rest of them below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from analysis.asking.answer import Answer
from reports.asking.grid import Cell, Column, Grid, Line

WIDTH = 100
_LABEL = (18, 40)  # narrowest and widest column of labels
_COLUMN = (6, 12)
_GAP = 2


@dataclass(frozen=True)
class Page:
    """How wide the terminal is, and the codes that colour it (none in a file or a pipe)."""

    width: int = WIDTH
    colours: dict[str, str] = field(default_factory=dict)

    def paint(self, text: str, look: str) -> str:
        """`text` in a look, when there are colours and something to colour."""
        start, text = self.colours.get(look, ""), text.rstrip()
        return f"{start}{text}\033[0m" if start and text.strip() else text


TERMINAL = {"strong": "\033[1m", "muted": "\033[2m", "stamp": "\033[1;31m", "high": "\033[1;34m"}


def made(answer: Answer, grid: Grid) -> str:
    """The whole cross-tab as text of the usual width, without colours."""
    return shown(grid, Page())


def shown(grid: Grid, page: Page) -> str:
    """The whole cross-tab as text."""
    lines = [*_head(grid, page), ""]
    for number, columns in enumerate(blocks(grid, page.width)):
        lines += [""] if number else []
        lines += Block(grid, page, tuple(columns)).lines()
    lines += [""] if grid.legend else []
    for said in grid.legend:
        lines += [page.paint(line, "muted") for line in _wrapped(said, page.width)]
    lines += _listed(grid.speech.say("tests.heading"), grid.tests, page)
    lines += _listed(grid.speech.say("cautions.heading"), grid.cautions, page)
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _head(grid: Grid, page: Page) -> Iterator[str]:
    if grid.stamp:
        yield page.paint(f"*** {grid.stamp} ***", "stamp")
    for line in _wrapped(grid.caption, page.width):
        yield page.paint(line, "strong")
    for said in grid.about:
        yield from _wrapped(said, page.width)


def _listed(heading: str, said: tuple[str, ...], page: Page) -> Iterator[str]:
    if said:
        yield ""
        yield page.paint(heading, "strong")
        for sentence in said:
            yield from textwrap.wrap(
                sentence, page.width, initial_indent="  ", subsequent_indent="    ", break_long_words=False
            )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20), break_long_words=True) or [""]


def hyphened(text: str, width: int) -> list[str]:
    """`text` on lines of that width; a word that is too long is divided with a hyphen."""
    words = [piece for word in text.split() for piece in _pieces(word, width)]
    return textwrap.wrap(" ".join(words), width, break_long_words=True, break_on_hyphens=True) or [""]


def _pieces(word: str, width: int) -> list[str]:
    if len(word) <= width or width < 3:
        return [word]
    count = -(-len(word) // (width - 1))
    size = -(-len(word) // count)
    parts = [word[i : i + size] for i in range(0, len(word), size)]
    return [*(f"{part}-" for part in parts[:-1]), parts[-1]]


def blocks(grid: Grid, width: int) -> list[list[int]]:
    """The columns (by number) that fit beside the labels at once; the total comes first in every block.

    A division starts a new block rather than being torn apart. One that is too wide for any block is parted evenly.
    """
    sizes = [size + _GAP for size in _widths(grid)]
    whole = width - _label_width(grid, width) - sizes[0]
    found, room = [[0]], whole
    for _, chosen in groupby(range(1, len(grid.columns)), key=lambda c: grid.columns[c].division):
        for part in _parted(list(chosen), sizes, whole):
            needed = sum(sizes[c] for c in part)
            if room < needed and len(found[-1]) > 1:
                found, room = [*found, [0]], whole
            found[-1] += part
            room -= needed
    return [block for block in found if len(block) > 1] or [[0]]


def _parted(columns: list[int], sizes: list[int], whole: int) -> list[list[int]]:
    """`columns` in as few parts of about equal length as fit; a column by itself is always a part."""
    for count in range(1, len(columns) + 1):
        each = -(-len(columns) // count)
        parts = [columns[i : i + each] for i in range(0, len(columns), each)]
        if all(sum(sizes[c] for c in part) <= whole for part in parts):
            return parts
    return [[column] for column in columns]


def _label_width(grid: Grid, width: int) -> int:
    labels = [line.label for part in grid.parts for line in part.lines if line.cells]
    longest = max((len(label) + 2 for label in labels), default=0)
    return max(_LABEL[0], min(longest, _LABEL[1], width // 3))


def _widths(grid: Grid) -> list[int]:
    """How wide each column must be: its numbers whole, its longest word whole where that is possible."""
    return [_column_width(grid, number, column) for number, column in enumerate(grid.columns)]


def _column_width(grid: Grid, number: int, column: Column) -> int:
    cells = [line.cells[number] for part in grid.parts for line in part.lines if line.cells]
    numbers = max((len(cell.text) + len(cell.mark) for cell in cells), default=0)
    letters = max((len(cell.letters) for cell in cells), default=0)
    words = max((len(word) for word in column.label.split()), default=0)
    needed = numbers + (letters + 1 if letters else 0)
    return max(needed, min(max(words, _COLUMN[0]), _COLUMN[1]))


@dataclass(frozen=True)
class Block:
    """Some of the columns with all of the lines."""

    grid: Grid
    page: Page
    chosen: tuple[int, ...]

    def lines(self) -> Iterator[str]:
        """Headings, then each question's lines."""
        yield from self._heads()
        yield "─" * (self.label + sum(self.widths[c] + _GAP for c in self.chosen))
        for number, part in enumerate(self.grid.parts):
            if len(self.grid.parts) > 1:
                yield from ([""] if number else [])
                yield from (
                    self.page.paint(line, "strong") for line in _wrapped(part.heading, self.page.width)
                )
            for line in part.lines:
                yield from self._line(line)

    @property
    def label(self) -> int:
        """The width of the labels."""
        return _label_width(self.grid, self.page.width)

    @property
    def widths(self) -> list[int]:
        """The widths of all columns."""
        return _widths(self.grid)

    def _heads(self) -> Iterator[str]:
        """Division over its groups, the groups' names on as many lines as they need, then the letters."""
        yield from self._divisions()
        names = [hyphened(self.grid.columns[c].label, self.widths[c]) for c in self.chosen]
        for row in range(max(len(name) for name in names)):
            yield self._row("", [name[row] if row < len(name) else "" for name in names])
        letters = [self.grid.columns[c].letter for c in self.chosen]
        if any(letters):
            yield self._row("", letters)

    def _divisions(self) -> Iterator[str]:
        spans = [
            (division, sum(self.widths[c] + _GAP for c in group))
            for division, group in (
                (name, list(chosen))
                for name, chosen in groupby(self.chosen, key=lambda c: self.grid.columns[c].division)
            )
        ]
        wrapped = [hyphened(name, width - _GAP) for name, width in spans]
        for row in range(max((len(name) for name in wrapped), default=0)):
            pieces = [
                " " * _GAP + (name[row] if row < len(name) else "").ljust(width - _GAP)
                for name, (_, width) in zip(wrapped, spans, strict=True)
            ]
            yield self.page.paint(" " * self.label + "".join(pieces), "muted")

    def _line(self, line: Line) -> Iterator[str]:
        space = "  " if line.inside else ""
        labels = [f"{space}{label}" for label in _wrapped(line.label, self.label - len(space))]
        if not line.cells:
            yield from (self.page.paint(label, "strong") for label in _wrapped(line.label, self.page.width))
            return
        yield from labels[:-1]
        cells = [self._cell(line.cells[c], c) for c in self.chosen]
        row = self._row(labels[-1], cells)
        yield self.page.paint(row, "muted") if line.base else row

    def _cell(self, cell: Cell, column: int) -> str:
        """Numbers under numbers: the letters and the star have a place of their own at the right."""
        cells = [line.cells[column] for part in self.grid.parts for line in part.lines if line.cells]
        room = max((len(other.letters) + 1 for other in cells if other.letters), default=0)
        marks = max((len(other.mark) for other in cells), default=0)
        behind = f" {cell.letters}" if cell.letters else cell.mark
        room = max(room, marks)
        return cell.text + behind.ljust(room)

    def _row(self, label: str, cells: list[str]) -> str:
        body = "".join(
            " " * _GAP + cell.rjust(self.widths[c]) for cell, c in zip(cells, self.chosen, strict=True)
        )
        return label.ljust(self.label) + body
