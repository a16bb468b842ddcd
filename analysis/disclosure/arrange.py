"""The attack in pieces: blocks of unknowns that share no sum, when everything else is taken to be as it is in truth.

A piece may be a table, all tables of a segment (whose hidden bases move together), or all tables of an item (whose hidden
totals do). What is uncertain while the rest stands still is uncertain all the more when it may move as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components


class Part(NamedTuple):
    """Some unknowns and the rows over them: `matrix` has a row each, a column an unknown; all else as in Arrangement."""

    columns: np.ndarray
    matrix: csr_array
    origin: np.ndarray
    shift: np.ndarray

    def within(self, wanted: np.ndarray) -> Part:
        """The part that has only the `wanted` (boolean) of its columns, and the rows that reach into no other."""
        touched = abs(self.matrix) @ (~wanted).astype(float) > 0
        rows = np.flatnonzero(~touched)
        return Part(
            self.columns[wanted],
            self.matrix[rows][:, np.flatnonzero(wanted)],
            self.origin[rows],
            self.shift[rows],
        )


@dataclass(frozen=True)
class Arrangement:
    """Rows over unknowns that are not known yet, in blocks.

    `origin` says which row of the whole system each row is (part of); `shift` is what its known unknowns and, from near, those
    of other tables add up to.
    """

    matrix: csr_array
    origin: np.ndarray
    shift: np.ndarray
    block: np.ndarray
    """Unknown → block; -1 when it is known."""

    @cached_property
    def row_block(self) -> np.ndarray:
        """Row → the block of its first unknown; -1 when nothing in it is unknown."""
        filled = np.diff(self.matrix.indptr) > 0
        found = np.full(self.matrix.shape[0], -1)
        found[filled] = self.block[self.matrix.indices[self.matrix.indptr[:-1][filled]]]
        return found

    @cached_property
    def columns(self) -> dict[int, np.ndarray]:
        """Block → its unknowns."""
        return grouped(self.block)

    @cached_property
    def lines(self) -> dict[int, np.ndarray]:
        """Block → its rows."""
        return grouped(self.row_block)

    def part(self, block: int) -> Part:
        """A block by itself; what a row has in other blocks is left out."""
        columns, lines = self.columns[block], self.lines.get(block, np.zeros(0, dtype=int))
        matrix = self.matrix[lines][:, columns]
        return Part(columns, matrix, self.origin[lines], self.shift[lines])

    def spans(self, row: int) -> set[int]:
        """The blocks that a row reaches into."""
        start, end = self.matrix.indptr[row], self.matrix.indptr[row + 1]
        return set(self.block[self.matrix.indices[start:end]].tolist())


def arranged(
    whole: csr_array, active: np.ndarray, free: np.ndarray, truth: np.ndarray, label: np.ndarray
) -> Arrangement:
    """Blocks of unknowns of one `label` (a number each) that the `active` rows tie together.

    A row over several labels becomes a row in each: what the others add to it is taken to be as in truth.
    """
    matrix = _loose(whole, free).tocoo()
    pairs = matrix.row.astype(np.int64) * (int(label.max()) + 1) + label[matrix.col]
    names, row = np.unique(pairs, return_inverse=True)
    origin = names // (int(label.max()) + 1)
    split = csr_array((matrix.data, (row, matrix.col)), shape=(len(names), whole.shape[1]))
    shift = (whole @ truth)[origin] - split @ truth
    return Arrangement(split, origin, shift, _blocks(split[active[origin]], free))


def _loose(whole: csr_array, free: np.ndarray) -> csr_array:
    matrix = whole.multiply(free[None, :]).tocsr()
    matrix.eliminate_zeros()
    return matrix


def _blocks(matrix: csr_array, free: np.ndarray) -> np.ndarray:
    graph = block_array([[None, matrix], [matrix.T, None]], format="csr")
    found = connected_components(graph, directed=False)[1][matrix.shape[0] :]
    return np.where(free, found, -1)


def grouped(labels: np.ndarray) -> dict[int, np.ndarray]:
    """Label → places, without -1."""
    order = np.argsort(labels, kind="stable")
    names, starts = np.unique(labels[order], return_index=True)
    parts = np.split(order, starts[1:])
    return {int(name): part for name, part in zip(names, parts, strict=True) if name >= 0}
