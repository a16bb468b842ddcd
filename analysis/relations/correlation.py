"""Correlation: do people who answer high on one item answer high on another? Every pair of the items."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from analysis.plan import Relation
from analysis.relations import kendall, spearman
from analysis.relations.people import People, ordered, two_answers
from analysis.relations.related import Related
from survey.model import Variable

FEW_STEPS = 7
"""With at most so many different answers on both sides Kendall's tau-b is told beside Spearman's rho."""


def related(relation: Relation, people: People, confidence: float) -> Iterator[tuple[str, str, Related]]:
    """(first item, second item, result) of each pair."""
    items = [name for each in relation.items for name in _items(people, each)]
    for first, second in combinations(dict.fromkeys(items), 2):
        if not all(_told_by_numbers(people.variables[i]) for i in (first, second)):
            yield first, second, Related("", 0, "not_numeric")
            continue
        values = people.numbers(first), people.numbers(second)
        both = ~np.isnan(values[0]) & ~np.isnan(values[1])
        pair = values[0][both], values[1][both]
        yield first, second, spearman.compare(*pair, confidence)
        if max(len(np.unique(each)) for each in pair) <= FEW_STEPS:
            yield first, second, kendall.compare(*pair, confidence)


def _told_by_numbers(variable: Variable) -> bool:
    return ordered(variable) or two_answers(variable)


def _items(people: People, name: str) -> list[str]:
    """The item of that name, or the items of a question."""
    variables = people.variables
    return [name] if name in variables else [n for n, v in variables.items() if v.question == name]
