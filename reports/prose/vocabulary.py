"""Words for size, from the text files (`vocabulary`): each holds for an interval written as in mathematics.

`[50, 55)` is from 50 up to, but not including, 55. The intervals of a list have no gaps and do not overlap (a test
looks), and the word that is printed is bound to the number and to the interval that it was chosen by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports.word.bound import Source

_WRITTEN = re.compile(r"([\[(])\s*(-?[\d.]+|-inf)\s*,\s*(-?[\d.]+|inf)\s*([\])])")
_NOISE = 9
"""Decimals that count: 57.49999999999999 is 57.5."""


@dataclass(frozen=True)
class Interval:
    """Numbers from `low` to `high`; each end belongs to it or not."""

    low: float
    high: float
    with_low: bool
    with_high: bool

    def holds(self, number: float) -> bool:
        """Whether the number lies in it."""
        x = round(number, _NOISE)
        above = x >= self.low if self.with_low else x > self.low
        return above and (x <= self.high if self.with_high else x < self.high)


def interval(written: str) -> Interval:
    """The interval «[50, 55)»; ValueError for anything else."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise ValueError(written)
    opening, low, high, closing = found.groups()
    return Interval(float(low), float(high), opening == "[", closing == "]")


def chosen(table: Mapping[str, Any], number: float) -> tuple[str, Any]:
    """The interval (as written) that the number lies in, and what stands there."""
    for written, words in table.items():
        if interval(written).holds(number):
            return written, words
    raise LookupError(number)


def gaps(intervals: Iterable[str], low: float, high: float) -> list[str]:
    """What is wrong with intervals that are to cover everything from `low` to `high`; empty when all is well."""
    found = [interval(written) for written in intervals]
    problems = [] if (found[0].low, found[0].with_low) == (low, True) else [f"does not begin at {low}"]
    if found[-1].high != high or not (found[-1].with_high or high == float("inf")):
        problems.append(f"does not end at {high}")
    for before, after in pairwise(found):
        if before.high != after.low or before.with_high == after.with_low:
            problems.append(f"{before} and {after} do not meet in one point")
    return problems


def rule(name: str, written: str) -> Source:
    """The row of the vocabulary that a word stands in."""
    return Source("vocabulary", item=name, measure=written)
