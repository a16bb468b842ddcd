"""Complementary hiding: when one number of a sum is hidden, subtraction finds it, so others must go with it.

A table is groups × answers; a reader knows the row sums (bases), the column sums (totals) and every visible
cell. What a hidden
cell can be is then a transport problem, whose bounds are whole numbers: the cell can rise (or fall) by as many as
can be sent round cycles of hidden cells that take one away and give one back in turn. `width` counts them,
`protect` hides the smallest further cells until every hidden cell can move by `interval`.

Source: L. H. Cox (1995), Network models for complementary cell suppression, JASA 90(432), 1453-1462.
"""

from __future__ import annotations

from collections import deque

import numpy as np

Cell = tuple[int, int]
OPEN = -1
"""The one node that stands for all rows whose sum is hidden: only their joint sum is known."""


class Hidden:
    """The hidden cells of a table as a network of rows and columns.

    An arc row → column takes one from a cell (as often as there is one to take); column → row gives one to a cell.
    """

    def __init__(self, counts: np.ndarray, hidden: np.ndarray, open_rows: np.ndarray):
        self.value = {(int(g), int(a)): int(counts[g, a]) for g, a in np.argwhere(hidden)}
        self.row = {g: OPEN if open_rows[g] else g for g in range(len(counts))}
        self.in_row: dict[int, list[Cell]] = {}
        self.in_column: dict[int, list[Cell]] = {}
        for cell in self.value:
            self.in_row.setdefault(self.row[cell[0]], []).append(cell)
            self.in_column.setdefault(cell[1], []).append(cell)

    def width(self, cell: Cell, limit: int) -> int:
        """How far `cell` can move, up and down together, given all that is published; counting stops at `limit`."""
        up = self._moves(dict(self.value), cell, limit, rising=1)
        return up + (self._moves(dict(self.value), cell, limit - up, rising=-1) if up < limit else 0)

    def _moves(self, value: dict[Cell, int], cell: Cell, limit: int, *, rising: int) -> int:
        moved = 0
        while moved < limit and (rising > 0 or value[cell] > 0):
            path = self._path(value, cell, rising)
            if path is None:
                break
            value[cell] += rising
            for step, sign in path:
                value[step] += sign
            moved += 1
        return moved

    def _path(self, value: dict[Cell, int], cell: Cell, rising: int) -> list[tuple[Cell, int]] | None:
        """Cells to change by -1 and +1 in turn so that all sums hold after `cell` has changed by `rising`."""
        row, column = self.row[cell[0]], cell[1]
        start, goal = (("row", row), ("column", column)) if rising > 0 else (("column", column), ("row", row))
        came: dict[tuple[str, int], tuple[tuple[str, int], Cell, int]] = {}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for nearby, step, sign in self._arcs(node, value, cell):
                if nearby not in came and nearby != start:
                    came[nearby] = (node, step, sign)
                    if nearby == goal:
                        return _trace(came, start, goal)
                    queue.append(nearby)
        return None

    def _arcs(
        self, node: tuple[str, int], value: dict[Cell, int], cell: Cell
    ) -> list[tuple[tuple[str, int], Cell, int]]:
        kind, place = node
        if kind == "row":
            cells = [c for c in self.in_row.get(place, ()) if c != cell and value[c] > 0]
            return [(("column", c[1]), c, -1) for c in cells]
        return [(("row", self.row[c[0]]), c, 1) for c in self.in_column.get(place, ()) if c != cell]


def _trace(
    came: dict[tuple[str, int], tuple[tuple[str, int], Cell, int]],
    start: tuple[str, int],
    goal: tuple[str, int],
) -> list[tuple[Cell, int]]:
    path, node = [], goal
    while node != start:
        node, step, sign = came[node]
        path.append((step, sign))
    return path


def protect(counts: np.ndarray, hidden: np.ndarray, open_rows: np.ndarray, interval: int) -> np.ndarray:
    """`hidden` with the smallest cells added that it takes; everything hidden in the worst case.

    `counts` and `hidden` are groups × answers; `open_rows` marks rows whose sum is hidden too.
    """
    hidden = hidden.copy()
    while (exposed := _first_exposed(counts, hidden, open_rows, interval)) is not None:
        extra = _cheapest(counts, hidden, exposed)
        if extra is None:
            break
        hidden[extra] = True
    return hidden


def spare(
    counts: np.ndarray, hidden: np.ndarray, primary: np.ndarray, open_rows: np.ndarray, interval: int
) -> np.ndarray:
    """`hidden` without the cells that nothing needs: largest first, each tried once with all that are left."""
    hidden = hidden.copy()
    extra = [tuple(cell) for cell in np.argwhere(hidden & ~primary)]
    for cell in sorted(extra, key=lambda c: -counts[c]):
        hidden[cell] = False
        if _first_exposed(counts, hidden, open_rows, interval) is not None:
            hidden[cell] = True
    return hidden


def _first_exposed(
    counts: np.ndarray, hidden: np.ndarray, open_rows: np.ndarray, interval: int
) -> Cell | None:
    network = Hidden(counts, hidden, open_rows)
    # An answer that nobody gave is 0 for every group: the published total says so, and it tells of no one.
    given = counts.sum(axis=0) > 0
    for cell in network.value:
        if given[cell[1]] and network.width(cell, interval) < interval:
            return cell
    return None


def _cheapest(counts: np.ndarray, hidden: np.ndarray, exposed: Cell) -> Cell | None:
    """The smallest visible cell in the row or column of `exposed`, else anywhere, zeros last; ties go to the first."""
    beside = np.zeros_like(hidden)
    beside[exposed[0]] = beside[:, exposed[1]] = True
    for places in (beside & (counts > 0), counts > 0, beside, ~beside):
        candidates = np.argwhere(places & ~hidden)
        if len(candidates):
            row, column = candidates[counts[candidates[:, 0], candidates[:, 1]].argmin()]
            return int(row), int(column)
    return None
