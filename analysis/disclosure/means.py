"""What a published mean gives away: base × mean is the sum of the answers, one more equation about the hidden ones.

For scales with whole-number codes the check is exact within a row: how many people can have given a merged
answer, so that the
others can still make up the sum? Sets of reachable sums are kept as bits of one whole number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from analysis.disclosure.levels import Level, Protected

Weights = tuple[int, ...]


@cache
def reachable(people: int, weights: Weights) -> int:
    """Sums that `people` people can make, each choosing one of `weights`: bit s is set when s is possible."""
    if people == 0:
        return 1
    before = reachable(people - 1, weights)
    sums = 0
    for weight in weights:
        sums |= before << weight
    return sums


def _whole(values: np.ndarray, columns: tuple[int, ...]) -> Weights:
    """The codes of `columns`, counted from the lowest one: codes may be negative, bits may not."""
    lowest = int(values.min())
    return tuple(int(values[c]) - lowest for c in columns)


def tells(counts: np.ndarray, values: np.ndarray, cells: Protected, g: int, interval: int) -> bool:
    """Whether the mean of row `g` would narrow what is known of a hidden or merged answer to fewer than
    `interval` steps.

    Where a category is hidden, the table's sums and the mean work together too closely to be judged apart: no mean.
    """
    if cells.hidden[g].any() or not np.array_equal(values, np.round(values)):
        return True
    merged = [columns for columns in cells.level.categories.values() if len(columns) > 1]
    return any(
        not _room(
            _within(counts[g], values, c, cells.level), int(counts[g, c]), int(counts[g].sum()), interval
        )
        for columns in merged
        for c in columns
        if counts[g, c] > 0
    )


def _within(counts: np.ndarray, values: np.ndarray, column: int, level: Level) -> Callable[[int], bool]:
    """Whether that many people can have given one merged answer, with every category's sum and the mean fixed."""
    own = next(columns for columns in level.categories.values() if column in columns)
    siblings = _whole(values, tuple(c for c in own if c != column))
    others = 1
    for columns in level.categories.values():
        if columns != own:
            others = _sums(others, reachable(int(counts[list(columns)].sum()), _whole(values, columns)))
    people, weight = int(counts[list(own)].sum()), _whole(values, (column,))[0]
    total = int(counts @ (values - values.min()).round())

    def fits(n: int) -> bool:
        left = total - n * weight
        return (
            0 <= n <= people and left >= 0 and bool(others & _mirrored(reachable(people - n, siblings), left))
        )

    return fits


def _room(fits: Callable[[int], bool], truth: int, people: int, interval: int) -> bool:
    """Whether the numbers that fit lie `interval` apart; most do so close to the truth, so those are tried first."""
    near = [n for n in range(truth - interval, truth + interval + 1) if fits(n)]
    if max(near) - min(near) >= interval:
        return True
    every = [n for n in range(people + 1) if fits(n)]
    return max(every) - min(every) >= interval


def _mirrored(sums: int, total: int) -> int:
    """The sums that, added to one of `sums`, make `total`."""
    kept = sums & ((1 << (total + 1)) - 1)
    return int(format(kept, f"0{total + 1}b")[::-1], 2)


def _sums(first: int, second: int) -> int:
    """Every sum of one of `first` and one of `second`."""
    result, step = 0, 0
    while second:
        if second & 1:
            result |= first << step
        second >>= 1
        step += 1
    return result
