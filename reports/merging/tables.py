"""Tables, cell by cell. Words that somebody wrote may be edited; what is computed is reported, with table and cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from reports.merging.align import likeness, normal
from reports.merging.body import Grid, Text
from reports.merging.paragraph import Bit, Read, joined
from reports.merging.rows import Row, told

Cells = list[list[Text]]  # a row
_LIKE = 0.3


@dataclass(frozen=True)
class Cell:
    """A cell before and after, and what it is called."""

    before: Text
    after: Text
    where: str


def tables(before: Sequence[Grid], after: Sequence[Grid]) -> tuple[list[Cell], list[Row]]:
    """The cells of tables that are in both files, and what is said of tables and rows that are only in one."""
    pairs, cells, rows = _pairs(before, after), [], []
    for i, old in enumerate(before):
        if i not in pairs:
            rows.append(told("not carried", "R064", _title(old), _words(old.rows), "–"))
            continue
        found, said = _compared(old, after[pairs[i]])
        cells += found
        rows += said
    for j, new in enumerate(after):
        if j not in pairs.values():
            rows.append(told("not carried", "R064", _title(new), "–", _words(new.rows)))
    return cells, rows


def _pairs(before: Sequence[Grid], after: Sequence[Grid]) -> dict[int, int]:
    """Which table is which: by hidden bookmark, by equal words, then by likeness."""
    pairs: dict[int, int] = {}
    marks = {mark: j for j, grid in enumerate(after) for mark in grid.bookmarks}
    marked = [(i, marks[mark]) for i, grid in enumerate(before) for mark in grid.bookmarks if mark in marks]
    old, new = ([normal(_words(grid.rows)) for grid in grids] for grids in (before, after))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    same = [(block.a + k, block.b + k) for block in blocks for k in range(block.size)]
    for i, j in (*marked, *same):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    for i in (i for i in range(len(before)) if i not in pairs):
        best = _best(i, old, [(j, new[j]) for j in range(len(after)) if j not in pairs.values()])
        if best is not None:
            pairs[i] = best
    return pairs


def _best(i: int, old: list[str], new: list[tuple[int, str]]) -> int | None:
    """The likest of the tables that are left, the nearest of those; None when none is like it."""
    scores = [(likeness(old[i], words), -abs(i - j), j) for j, words in new]
    like, _, j = max(scores, default=(0.0, 0, 0))
    return j if like >= _LIKE else None


def _compared(old: Grid, new: Grid) -> tuple[list[Cell], list[Row]]:
    cells: list[Cell] = []
    rows: list[Row] = []
    for before, after in _rows(old.rows, new.rows):
        if before is None or after is None or len(before) != len(after):
            was, now = (_words([row]) if row is not None else "–" for row in (before, after))
            rows.append(told("conflict", "R064", _title(old), was, now))
            continue
        r = next(i for i, row in enumerate(old.rows) if row is before)
        for c, (one, other) in enumerate(zip(before, after, strict=True)):
            cells.append(Cell(_together(one), _together(other), _place(old, r, c)))
    return cells, rows


def _rows(old: list[Cells], new: list[Cells]) -> Iterator[tuple[Cells | None, Cells | None]]:
    """Rows that belong together; None where one was put in or taken out."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    was, now = ([normal(_words([row])) for row in rows] for rows in (old, new))
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "replace" and b - a != d - c:
            yield from _likest(old[a:b], new[c:d])
        else:
            yield from zip_longest(old[a:b], new[c:d])


def _likest(old: list[Cells], new: list[Cells]) -> Iterator[tuple[Cells | None, Cells | None]]:
    left = list(new)
    for row in old:
        best = max(left, key=lambda other: likeness(_words([row]), _words([other])), default=None)
        if best is not None and likeness(_words([row]), _words([best])) >= _LIKE:
            left = [other for other in left if other is not best]
            yield row, best
        else:
            yield row, None
    yield from ((None, row) for row in left)


def _together(cell: list[Text]) -> Text:
    """The paragraphs of a cell as one."""
    first, *rest = cell or [Text("normal", Read())]
    if not rest:
        return first
    bits = list(first.bits)
    for text in rest:
        bits += [Bit("\n"), *text.bits]
    reads = [text.read for text in cell]
    whole = Read(joined(bits))
    for name in ("marks", "bookmarks", "comments", "things", "drawings"):
        setattr(whole, name, [one for read in reads for one in getattr(read, name)])
    return Text(first.style, whole, under=first.under)


def _words(rows: Sequence[Cells]) -> str:
    return " | ".join(" / ".join(text.text for text in cell) for row in rows for cell in row)


def _title(grid: Grid) -> str:
    return grid.caption or f"the table under «{grid.under}»"


def _place(grid: Grid, r: int, c: int) -> str:
    """«Tabell A-3, row 4 «Ja», column 2 «Nord»»: what a person needs to find the cell."""
    label = _words([[grid.rows[r][0]]])[:60] if c else ""
    head = _words([[grid.rows[0][c]]])[:60] if r and c < len(grid.rows[0]) else ""
    row = f"row {r + 1}" + (f" «{label}»" if label else "")
    return f"{_title(grid)}, {row}, column {c + 1}" + (f" «{head}»" if head else "")
