"""Index: the mean of several items of one scale, for those who answered at least so many of them.

The value is the mean of the items that a person answered (person-mean substitution of the rest, as the plan's
`at_least` allows: C. K. Enders 2010, Applied Missing Data Analysis, 2.10). Sums are whole numbers of the
scale's smallest step, so equal means are equal values, whatever the order of addition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from math import lcm

import numpy as np

from analysis.counting.coding import Item, smallest_dtype
from analysis.derived.kind import FIRST, Derived, missing_kind
from analysis.plan import Index, Plan
from survey.model import Questionnaire, Variable


def derive(plan: Plan, questionnaire: Questionnaire) -> Iterator[Derived]:
    """Every index of the plan."""
    for index in plan.indexes:
        scale = [Fraction(code) for code in questionnaire.variables[index.items[0]].substantive]
        unit = lcm(*(value.denominator for value in scale))
        steps = np.array([int(value * unit) for value in scale])
        means = possible(steps, index)
        distinct = sorted(set(means.values()))
        place = {mean: k for k, mean in enumerate(distinct)}
        table = np.zeros(
            (len(index.items) + 1, int(np.abs(steps).max()) * 2 * len(index.items) + 1), dtype=int
        )
        for (answered, total), mean in means.items():
            table[answered, total] = place[mean] + FIRST
        variable = Variable(name=index.id, question=index.id, kind="number", label=index.label)
        answers = tuple(repr(float(mean / unit)) for mean in distinct)
        yield Derived(variable, index.items, answers, partial(codes, steps=steps, table=table))


def possible(steps: np.ndarray, index: Index) -> dict[tuple[int, int], Fraction]:
    """(answered, sum) → mean, for every sum that so many items can have, in steps of the scale."""
    found: dict[tuple[int, int], Fraction] = {}
    sums = {0}
    for answered in range(1, len(index.items) + 1):
        sums = {total + int(step) for total in sums for step in steps}
        if answered >= index.at_least:
            found |= {(answered, total): Fraction(total, answered) for total in sums}
    return found


def codes(parts: Sequence[Item], steps: np.ndarray, table: np.ndarray) -> np.ndarray:
    """(n,) codes of the means; the kind of missing where too few are answered. Negative sums count from behind."""
    of_code = np.concatenate([np.zeros(FIRST, dtype=int), steps])
    answered = np.zeros(len(parts[0].codes), dtype=np.int64)
    total = np.zeros(len(parts[0].codes), dtype=np.int64)
    for part in parts:
        answered += part.codes >= FIRST
        total += of_code[part.codes]
    found = table[answered, total].astype(smallest_dtype(int(table.max()) + 1))
    who = np.flatnonzero(found == 0)
    found[who] = missing_kind(parts, who)
    return found
