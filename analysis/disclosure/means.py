"""What a published mean gives away: base × mean is the sum of the answers, one more equation about the hidden ones.

For scales with whole-number codes the check is exact within a row: how many people can have given a merged
answer, so that the
others can still make up the sum? Sets of reachable sums are kept as bits of one whole number.
"""

from __future__ import annotations

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


def _shift(values: np.ndarray) -> int:
    """Codes may be negative; sums are counted from the lowest one."""
    return int(values.min())


def _whole(values: np.ndarray, columns: tuple[int, ...]) -> Weights:
    return tuple(int(values[c]) - _shift(values) for c in columns)


def tells(counts: np.ndarray, values: np.ndarray, cells: Protected, g: int, interval: int) -> bool:
    """Whether the mean of row `g` would narrow what is known of a hidden or merged answer to fewer than
    `interval` steps.

    Where a category is hidden, the table's sums and the mean work together too closely to be judged apart: no mean.
    """
    if cells.hidden[g].any() or not np.array_equal(values, np.round(values)):
        return True
    merged = [columns for columns in cells.level.categories.values() if len(columns) > 1]
    return any(
        sum(_within(counts[g], values, column, cells.level)) < interval
        for columns in merged
        for column in columns
        if counts[g, column] > 0
    )


def _within(counts: np.ndarray, values: np.ndarray, column: int, level: Level) -> tuple[int, int]:
    """(down, up) of one merged answer: its own category's sum is fixed, and so are the others', but not their inside."""
    own = next(columns for columns in level.categories.values() if column in columns)
    siblings = tuple(c for c in own if c != column)
    others = [columns for columns in level.categories.values() if columns != own]
    base = 1
    for columns in others:
        base = _sums(base, reachable(int(counts[list(columns)].sum()), _whole(values, columns)))
    people, truth = int(counts[list(own)].sum()), int(counts[column])
    total = round(float(counts @ values)) - _shift(values) * int(counts.sum())
    weight = int(values[column]) - _shift(values)
    fits = [
        n
        for n in range(people + 1)
        if _sums(base, reachable(people - n, _whole(values, siblings)) << (n * weight)) >> total & 1
    ]
    return truth - min(fits), max(fits) - truth


def _sums(first: int, second: int) -> int:
    """Every sum of one of `first` and one of `second`."""
    result, step = 0, 0
    while second:
        if second & 1:
            result |= first << step
        second >>= 1
        step += 1
    return result
