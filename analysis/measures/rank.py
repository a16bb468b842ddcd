"""Rank: an item's place among the items of its question, 1 for the highest mean or the largest share that ticked it.

Equal items share the better place (1, 2, 2, 4: "standard competition ranking"). Per group, by weighted means;
items without an answer in the group have no place. No interval: with close means a place says little, and the
means themselves are there.
"""

from __future__ import annotations

import numpy as np

from analysis.counting.stacked import Tables
from analysis.design.linear import ratio
from analysis.measures.estimates import Estimates, base_notes
from survey.conditions import TICKED
from survey.model import Variable

DIGITS = 10
"""Means that agree to so many decimals are equal."""


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group, for ticks and ordered items of questions that have several."""
    question = _numbered([(v.question, s) for v, s in zip(tables.variables, tables.segments, strict=True)])
    ranked = np.array([_ranked(variable) for variable in tables.variables], dtype=bool)
    several = np.bincount(question[ranked], minlength=len(tables))[question] > 1
    score = _score(tables)
    level = ratio(np.einsum("tga,ta->tg", tables.weighted, score), tables.weighted_base)
    places = _places(np.where(ranked[:, None], level, np.nan), question)
    return [Estimates("rank", places, note=base_notes(tables), applies=ranked & several)]


def _ranked(variable: Variable) -> bool:
    return variable.kind == "tick" or (variable.kind == "item" and variable.ordinal)


def _numbered(names: list[tuple[str, str]]) -> np.ndarray:
    number: dict[tuple[str, str], int] = {}
    return np.array([number.setdefault(name, len(number)) for name in names], dtype=np.intp)


def _score(tables: Tables) -> np.ndarray:
    """(T, A) the answers' values; of a tick box 1 for ticked."""
    score: np.ndarray = np.where(np.isnan(tables.values), 0.0, tables.values)
    for t, variable in enumerate(tables.variables):
        if variable.kind == "tick":
            score[t, : len(tables.answers[t])] = [answer == TICKED for answer in tables.answers[t]]
    return score


def _places(level: np.ndarray, question: np.ndarray) -> np.ndarray:
    """(T, G) places by falling `level` among the tables of the same question; nan where there is no level."""
    tables, groups = level.shape
    height = np.round(level, DIGITS).T.ravel()
    family = (question + np.arange(groups)[:, None] * (question.max(initial=0) + 1)).ravel()
    order = np.lexsort((-np.where(np.isnan(height), -np.inf, height), family))
    sorted_family, sorted_height = family[order], height[order]
    place = np.arange(len(order))
    new_family = np.ones(len(order), dtype=bool)
    new_family[1:] = sorted_family[1:] != sorted_family[:-1]
    new = new_family.copy()
    new[1:] |= sorted_height[1:] != sorted_height[:-1]
    start = np.maximum.accumulate(np.where(new_family, place, 0))
    same = np.maximum.accumulate(np.where(new, place, 0))
    found = np.empty(len(order))
    found[order] = same - start + 1
    return np.where(np.isnan(height), np.nan, found).reshape(groups, tables).T
