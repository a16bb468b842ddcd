"""The tensor question × cell × answer of one quantity: people, or the sum of a weight. Everything else is its margins.

Tensors of parts (row groups of a file, processes, machines) add up to the tensor of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from analysis.counting.adding import Binned, Stretched
from analysis.counting.cells import Cells
from analysis.counting.coding import MISSING, Item, in_order

PEOPLE = "people"
"""The quantity 1 a person; other quantities are names of weights."""
PACKED = 64
"""Joint answers of the items that are counted in one go: five-point items go two by two, ticks three by three."""
BINS = 1 << 19
ROWS = 512

Fetch = Callable[[str], Item]


@dataclass(frozen=True)
class Tensor:
    """`totals` (C, W) of one quantity by C cells and the answers of all items side by side.

    `combos` (C, K) are codes of the background `columns` in `levels`. Item by item stand the kinds of missing, then
    `answers`.
    """

    columns: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    combos: np.ndarray
    answers: dict[str, tuple[str, ...]]
    totals: np.ndarray

    @cached_property
    def starts(self) -> dict[str, int]:
        """The first column of each item in `totals`."""
        return _starts(self.answers)

    def column(self, name: str) -> int:
        """The place of a background column in `combos`; ValueError when the cells do not know it."""
        return self.columns.index(name)

    def __add__(self, other: Tensor) -> Tensor:
        """The tensor of both parts; they must be of the same columns and items (ValueError)."""
        if self.columns != other.columns or list(self.answers) != list(other.answers):
            raise ValueError("tensors of different columns or items do not add up")
        levels = tuple(_union(a, b) for a, b in zip(self.levels, other.levels, strict=True))
        answers = {item: _merged(own, other.answers[item]) for item, own in self.answers.items()}
        mine, theirs = _recoded(self, levels), _recoded(other, levels)
        if answers == self.answers == other.answers and np.array_equal(mine, theirs):
            return Tensor(self.columns, levels, mine, answers, self.totals + other.totals)
        combos, where = np.unique(np.concatenate([mine, theirs]), axis=0, return_inverse=True)
        where = where.reshape(-1)
        totals = np.zeros((len(combos), _width(answers)))
        for part, rows in ((self, where[: len(mine)]), (other, where[len(mine) :])):
            if part.answers == answers:
                totals[rows] += part.totals
                continue
            totals[np.ix_(rows, _places(part.answers, answers))] += part.totals
        return Tensor(self.columns, levels, combos, answers, totals)


def count(
    cells: Cells, packed: Sequence[Pack], quantities: Mapping[str, np.ndarray | None]
) -> dict[str, Tensor]:
    """The tensor of each quantity of the packed items: `quantities` maps a name to (n,) weights, or to None for people.

    Several items are packed into one code where their joint answers are few, so that one bincount serves them all.
    """
    answers = {item: own for pack in packed for item, own in pack.answers.items()}
    adder = Stretched(cells.stretches) if cells.stretches else Binned(cells)
    parts: dict[str, list[np.ndarray]] = {name: [] for name in quantities}
    for pack in packed:
        adder.take(pack)
        for name, weights in quantities.items():
            parts[name].append(pack.unpacked(adder.added(weights)))
    return {
        name: Tensor(cells.columns, cells.levels, cells.combos, answers, adder.by_cell(side_by_side(own)))
        for name, own in parts.items()
    }


def count_few(
    cells: Cells, items: Mapping[str, Item], quantities: Mapping[str, np.ndarray | None]
) -> dict[str, Tensor]:
    """The same for so few people that all their answers are counted in one go."""
    answers = {name: item.answers for name, item in items.items()}
    rows, width = len(cells.combos), _width(answers)
    starts = np.array(list(_starts(answers).values()), dtype=np.intp)
    place = np.stack([item.codes for item in items.values()], axis=1) + starts
    place += cells.of[:, None] * width
    found = {}
    for name, weights in quantities.items():
        of_answer = None if weights is None else np.repeat(weights, len(items))
        totals = np.bincount(place.ravel(), of_answer, rows * width).reshape(rows, width)
        found[name] = Tensor(cells.columns, cells.levels, cells.combos, answers, totals.astype(float))
    return found


def side_by_side(parts: Sequence[np.ndarray]) -> np.ndarray:
    """(C, W…) arrays as one. Some rows at a time, or every write would be to another page of memory."""
    if len(parts) == 1:
        return parts[0]
    out = np.empty((len(parts[0]), sum(part.shape[1] for part in parts)))
    for start in range(0, len(out), ROWS):
        rows = slice(start, start + ROWS)
        np.concatenate([part[rows] for part in parts], axis=1, out=out[rows])
    return out


def beside(tensors: Sequence[Tensor]) -> Tensor:
    """Tensors of different items over the same cells as one."""
    first = tensors[0]
    answers = {item: own for tensor in tensors for item, own in tensor.answers.items()}
    totals = side_by_side([tensor.totals for tensor in tensors])
    return Tensor(first.columns, first.levels, first.combos, answers, totals)


@dataclass(frozen=True)
class Pack:
    """Items whose codes stand in one number a person; `spans` are their (lowest code, width), the last one fastest."""

    answers: dict[str, tuple[str, ...]]
    spans: tuple[tuple[int, int], ...]
    codes: np.ndarray

    @property
    def size(self) -> int:
        """How many joint codes there are."""
        return prod(width for _, width in self.spans)

    @cached_property
    def _apart(self) -> np.ndarray:
        """(size, W) 1 where a joint code holds an answer."""
        apart = np.zeros((self.size, _width(self.answers)))
        codes, starts = np.arange(self.size), _starts(self.answers).values()
        digits = np.unravel_index(codes, tuple(width for _, width in self.spans))
        for start, (low, _), digit in zip(starts, self.spans, digits, strict=True):
            apart[codes, start + low + digit] = 1
        return apart

    def unpacked(self, totals: np.ndarray) -> np.ndarray:
        """(C, W) totals by the answers of all items, item by item, from those of the joint codes (C, size)."""
        if len(self.spans) > 1:
            return np.asarray(totals @ self._apart)
        low, width = self.spans[0]
        found = np.zeros((len(totals), _width(self.answers)))
        found[:, low : low + width] = totals
        return found


def packs(items: Sequence[str], fetch: Fetch, cells: int) -> Iterator[Pack]:
    """The items, packed as far as their joint answers by so many cells stay few."""
    limit = max(8, min(PACKED, BINS // max(1, cells)))
    held: Pack | None = None
    for name in items:
        item = fetch(name)
        low, width = item.span
        if held is not None and held.size * width <= limit:
            # Whatever overflows on the way comes back: the joint codes themselves are below 256.
            joint = held.codes
            joint *= np.uint8(width)
            joint += item.codes.view(np.uint8)
            joint -= np.uint8(low)
            held = Pack({**held.answers, name: item.answers}, (*held.spans, (low, width)), joint)
            continue
        if held is not None:
            yield held
        moved = item.codes - item.codes.dtype.type(low)
        held = Pack({name: item.answers}, ((low, width),), moved.view(np.uint8) if _bytes(item) else moved)
        if not _bytes(item):
            yield held
            held = None
    if held is not None:
        yield held


def _bytes(item: Item) -> bool:
    """Whether the codes stand in one byte each, so that others can be packed with them."""
    return item.codes.dtype.itemsize == 1


def _width(answers: Mapping[str, tuple[str, ...]]) -> int:
    return sum(len(own) + len(MISSING) for own in answers.values())


def _starts(answers: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    ends = np.cumsum([0, *(len(own) + len(MISSING) for own in answers.values())])
    return {item: int(start) for item, start in zip(answers, ends[:-1], strict=True)}


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def _merged(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Closed items always have the same answers; those of a number are the values that occur, in order."""
    return first if first == second else in_order([*first, *second])


def _recoded(part: Tensor, levels: tuple[tuple[str, ...], ...]) -> np.ndarray:
    if part.levels == levels:
        return part.combos
    columns = []
    for own, every, codes in zip(part.levels, levels, part.combos.T, strict=True):
        columns.append(np.array([*(every.index(level) for level in own), -1], dtype=np.int32)[codes])
    return np.stack(columns, axis=1) if columns else part.combos


def _places(own: Mapping[str, tuple[str, ...]], every: Mapping[str, tuple[str, ...]]) -> np.ndarray:
    """Where the columns of a part stand in the whole."""
    places: list[int] = []
    for item, start in _starts(every).items():
        place = {answer: start + len(MISSING) + k for k, answer in enumerate(every[item])}
        places += [*range(start, start + len(MISSING)), *(place[answer] for answer in own[item])]
    return np.array(places, dtype=np.intp)
