"""Background columns joined to one number a person: the cell, a combination of their codes that occurs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.counting.coding import Column

DENSE = 1 << 22
"""Combinations that a lookup table may have; beyond that, those that occur are sorted out first."""


SHORT, LONG = 1 << 16, 1 << 20
"""People counted at a time: few, so that bins stay in the processor's cache, unless each few are in cells all over."""

TOGETHER = 8
"""People of a cell that stand together, on average, from which they are counted stretch by stretch."""


@dataclass(frozen=True)
class Run:
    """People one after the other: they are in cells from `first` on, `width` of them; `near` (n,) counts from there."""

    people: slice
    first: int
    width: int
    near: np.ndarray


@dataclass(frozen=True)
class Stretches:
    """S stretches of people one after the other who are in the same cell.

    `ends` (S + 1,) holds where each begins and, last, how many people there are; `cell` (S,) the cell of each.
    """

    ends: np.ndarray
    cell: np.ndarray

    @cached_property
    def ones(self) -> np.ndarray:
        """(n,) the weight of a person when people are counted."""
        return np.ones(int(self.ends[-1]), dtype=np.int32)

    def in_cells(self, totals: np.ndarray) -> np.ndarray:
        """(C, W) totals from those of the stretches (S, W); every cell has a stretch."""
        if np.array_equal(self.cell, np.arange(len(self.cell))):
            return totals
        from scipy.sparse import csr_array

        stretch = np.arange(len(self.cell))
        return np.asarray(csr_array((np.ones(len(stretch)), (self.cell, stretch))) @ totals)


@dataclass(frozen=True)
class Cells:
    """C combinations of K background `columns`.

    `combos` (C, K) holds their codes in `levels` (-1 unknown), `of` (n,) the cell of each person.
    """

    columns: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    combos: np.ndarray
    of: np.ndarray

    @cached_property
    def runs(self) -> list[Run]:
        """Everybody, run by run. Where people of a cluster stand together, a run meets few cells."""
        short = _runs(self.of, SHORT)
        return short if sum(run.width for run in short) <= 4 * len(self.combos) else _runs(self.of, LONG)

    def as_they_stand(self) -> Cells:
        """The same, with the cells numbered in the order that people stand in, where each stands together."""
        stretches = self.stretches
        if stretches is None or len(stretches.cell) != len(self.combos):
            return self
        number = np.repeat(np.arange(len(stretches.cell), dtype=np.int32), np.diff(stretches.ends))
        return Cells(self.columns, self.levels, self.combos[stretches.cell], number)

    @cached_property
    def stretches(self) -> Stretches | None:
        """Everybody, stretch by stretch; None where people of a cell do not stand together, or are few."""
        changes = np.flatnonzero(self.of[1:] != self.of[:-1]) + 1
        number = len(changes) + 1
        if len(self.of) < TOGETHER * number or number > 2 * len(self.combos):
            return None
        return Stretches(
            np.concatenate([[0], changes, [len(self.of)]]).astype(np.int32), self.of[np.append(0, changes)]
        )


def _runs(of: np.ndarray, length: int) -> list[Run]:
    found = []
    for start in range(0, len(of), length):
        own = of[start : start + length]
        first = int(own.min())
        found.append(Run(slice(start, start + length), first, int(own.max()) - first + 1, own - first))
    return found


def join(background: Mapping[str, Column], columns: Sequence[str], people: int) -> Cells:
    """The cells of n `people` by `columns` (none: everybody is in the one cell)."""
    parts = [background[name] for name in columns]
    key, size = np.zeros(people, dtype=np.int32), 1
    for part in parts:
        width = len(part.levels) + 1
        if size * width > DENSE:
            key, size = _compressed(key)
        if size * width > DENSE:
            wide = key.astype(np.int64) * width + part.codes + 1
            key, size = _compressed(wide)
        else:
            key *= np.int32(width)
            key += part.codes
            key += np.int32(1)
            size *= width
    someone = np.full(size, -1, dtype=np.int32)
    someone[key] = np.arange(people, dtype=np.int32)
    occurs = np.flatnonzero(someone >= 0)
    combos = [part.codes[someone[occurs]].astype(np.int32) for part in parts]
    number = np.zeros(size, dtype=np.int32)
    number[occurs] = np.arange(len(occurs))
    return Cells(
        tuple(columns),
        tuple(part.levels for part in parts),
        np.stack(combos, axis=1) if combos else np.zeros((len(occurs), 0), dtype=np.int32),
        number[key],
    )


def _compressed(key: np.ndarray) -> tuple[np.ndarray, int]:
    """`key` renumbered to the values that occur, in the same order."""
    occurs, number = np.unique(key, return_inverse=True)
    return number.astype(np.int32), len(occurs)


def families(
    combinations: Callable[[Sequence[str]], int], always: Sequence[str], segments: Sequence[str], limit: int
) -> list[tuple[str, ...]]:
    """Segments put together as long as the cells of a family, by `always` and its segments, stay within `limit`.

    Joint cells save counting; too many of them cost more than they save. One segment may exceed the limit alone.
    `combinations` counts those that occur.
    """
    if combinations([*always, *segments]) <= limit:
        return [tuple(segments)]
    found: list[tuple[str, ...]] = []
    for segment in segments:
        wider = (*found[-1], segment) if found else (segment,)
        if found and combinations([*always, *wider]) <= limit:
            found[-1] = wider
        else:
            found.append((segment,))
    return found
