"""Adding up joint codes by cell: stretch by stretch where people of a cell stand together, else person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counting.cells import Cells, Stretches

if TYPE_CHECKING:
    from analysis.counting.tensor import Pack


class Stretched:
    """Adds up joint codes stretch by stretch.

    People are the entries of a sparse matrix whose rows are stretches; written out, entries of the same place add up.
    That takes a third of the time of bincount, which must be told the row of everybody. Memory is taken once.
    """

    def __init__(self, stretches: Stretches):
        self._stretches = stretches
        self.rows = len(stretches.cell)
        self._codes = np.empty(int(stretches.ends[-1]), dtype=np.int32)
        self._size = 0
        self._room: dict[Any, np.ndarray] = {}

    def take(self, pack: Pack) -> None:
        """What is added up next."""
        np.copyto(self._codes, pack.codes)
        self._size = pack.size

    def added(self, weights: np.ndarray | None) -> np.ndarray:
        """(S, size) totals of the joint codes; overwritten by the next."""
        from scipy.sparse import csr_array

        added = self._stretches.ones if weights is None else weights
        shape = self.rows, self._size
        people = csr_array((added, self._codes, self._stretches.ends), shape=shape)
        return np.asarray(people.toarray(out=self._out(shape, people.dtype)))

    def _out(self, shape: tuple[int, int], dtype: np.dtype[Any]) -> np.ndarray:
        size = shape[0] * shape[1]
        if dtype not in self._room or len(self._room[dtype]) < size:
            self._room[dtype] = np.empty(size, dtype)
        return self._room[dtype][:size].reshape(shape)

    def by_cell(self, totals: np.ndarray) -> np.ndarray:
        """(C, W) from (S, W)."""
        return self._stretches.in_cells(totals)


class Binned:
    """Adds up joint codes of people who stand in any order."""

    def __init__(self, cells: Cells):
        self._cells = cells
        self.rows = len(cells.combos)
        self._room = np.empty(max((len(run.near) for run in cells.runs), default=0), dtype=np.intp)
        self._pack: Pack | None = None

    def take(self, pack: Pack) -> None:
        """What is added up next."""
        self._pack = pack

    def added(self, weights: np.ndarray | None) -> np.ndarray:
        """(C, size) totals of the joint codes."""
        pack = self._pack
        assert pack is not None
        size, room = pack.size, self._room
        total = np.zeros((size, self.rows))
        for run in self._cells.runs:
            bins = np.multiply(pack.codes[run.people], run.width, dtype=np.int32)
            bins += run.near
            room[: len(bins)] = bins
            found = np.bincount(
                room[: len(bins)], None if weights is None else weights[run.people], size * run.width
            )
            total[:, run.first : run.first + run.width] += found.reshape(size, run.width)
        return total.T

    def by_cell(self, totals: np.ndarray) -> np.ndarray:
        """As they are."""
        return totals
