"""Margins of a tensor: from cells to groups, and to groups within each unit of the design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analysis.counting.coding import MISSING
from analysis.counting.tensor import Tensor


@dataclass(frozen=True)
class Places:
    """Where T items stand in a tensor: `answers` are those shown; `columns` (T, A), padded with the tensor's width."""

    items: tuple[str, ...]
    answers: tuple[tuple[str, ...], ...]
    columns: np.ndarray
    missing: np.ndarray


def places(tensor: Tensor, items: Sequence[str], shown: Sequence[np.ndarray]) -> Places:
    """The columns of `items` in `tensor`; `shown` holds the places of each item's answers that are shown."""
    width = tensor.totals.shape[1]
    columns = np.full((len(items), max((len(own) for own in shown), default=0)), width)
    for t, (item, own) in enumerate(zip(items, shown, strict=True)):
        columns[t, : len(own)] = tensor.starts[item] + len(MISSING) + own
    starts = np.array([tensor.starts[item] for item in items])
    answers = tuple(
        tuple(tensor.answers[item][k] for k in own) for item, own in zip(items, shown, strict=True)
    )
    return Places(tuple(items), answers, columns, starts[:, None] + np.arange(len(MISSING)))


@dataclass(frozen=True)
class Margin:
    """Sums over cells by (unit, group): `unit` (C,) and `group` (D, C), D ways of dividing the cells into groups, all
    numbered together. -1 for cells that count nowhere.
    """

    unit: np.ndarray
    group: np.ndarray
    shape: tuple[int, int]

    @cached_property
    def _sum(self) -> Any:
        from scipy.sparse import csr_array

        units, groups = self.shape
        way, known = np.nonzero((self.unit >= 0) & (self.group >= 0))
        row = self.unit[known].astype(np.intp) * groups + self.group[way, known]
        return csr_array((np.ones(len(known)), (row, known)), shape=(units * groups, len(self.unit)))

    def of(self, tensor: Tensor) -> np.ndarray:
        """(units, G, W) sums of the tensor's totals."""
        found = np.asarray(self._sum @ tensor.totals)
        return found.reshape(*self.shape, tensor.totals.shape[1])


def group_codes(tensor: Tensor, column: str, groups: Sequence[str]) -> np.ndarray:
    """(C,) place of each cell's group among `groups`; -1 for unknown and for groups that are not shown."""
    k = tensor.column(column)
    place = {group: g for g, group in enumerate(groups)}
    of_level = np.array([*(place.get(level, -1) for level in tensor.levels[k]), -1])
    return np.asarray(of_level[tensor.combos[:, k]])


def picked(sums: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """(units, G, W) → (T, units, G, A): the columns of each table, zeros where they are padding."""
    units, groups, width = sums.shape
    turned = np.zeros((width + 1, units * groups))
    turned[:width] = sums.reshape(units * groups, width).T
    found = turned[columns].reshape(*columns.shape, units, groups)
    return np.ascontiguousarray(found.transpose(0, 2, 3, 1))


def shown_of(sums: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """(G, W) → (T, G, A): the columns of each table, zeros where they are padding."""
    padded = np.zeros((sums.shape[0], sums.shape[1] + 1))
    padded[:, :-1] = sums
    return padded[:, columns].swapaxes(0, 1)
