"""Paired: the same people on two questions, item by item. Did the answers move from the first to the
second?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis.plan import Relation
from analysis.relations import mcnemar, paired_design, signed_rank
from analysis.relations.people import People, ordered, two_answers
from analysis.relations.related import Related
from survey.model import Question, Questionnaire

ONE_WAY = "one_way"
"""The second could be chosen only by those who chose the first: it can but fall, and p says only that it
did."""


def related(relation: Relation, people: People, confidence: float) -> Iterator[tuple[str, str, Related]]:
    """(first item, second item, result) of each pair."""
    first, second = str(relation.first), str(relation.second)
    offered = _offered_from(people.questionnaire, second) == first
    for pair in pairs(people.questionnaire, first, second):
        found = _one(*pair, people, confidence)
        yield *pair, _one_way(found) if offered and not found.note else found


def _one_way(found: Related) -> Related:
    nothing = float("nan")
    return replace(
        found, note=ONE_WAY, p_value=nothing, statistic=nothing, df=nothing, effect=nothing, effect_name=""
    )


def pairs(questionnaire: Questionnaire, first: str, second: str) -> list[tuple[str, str]]:
    """Two items; or of two questions those with the same option, and items in the same place when they are as
    many."""
    if first in questionnaire.variables and second in questionnaire.variables:
        return [(first, second)]
    sides = [[n for n, v in questionnaire.variables.items() if v.question == q] for q in (first, second)]
    options = [
        {name.removeprefix(f"{q}_"): name for name in side}
        for q, side in zip((first, second), sides, strict=True)
    ]
    alike = [(name, options[1][option]) for option, name in options[0].items() if option in options[1]]
    return alike or list(zip(*sides, strict=False))


def _one(first: str, second: str, people: People, confidence: float) -> Related:
    variables = (people.variables[first], people.variables[second])
    numeric = [ordered(variable) for variable in variables]
    if numeric[0] != numeric[1] or not (numeric[0] or all(two_answers(v) for v in variables)):
        return Related("", 0, "not_alike")
    values = people.numbers(first), people.numbers(second)
    both = ~np.isnan(values[0]) & ~np.isnan(values[1])
    before, after = values[0][both], values[1][both]
    if people.basis.clustered or people.basis.weights != "none":
        scale, name = (1.0, "shift") if numeric[0] else (100.0, "difference")
        units = (
            people.clusters
            if people.basis.clustered and people.clusters is not None
            else np.arange(len(both))
        )
        found = paired_design.compare(
            (after - before) * scale, people.weights[both], units[both], people.strata[both], confidence
        )
        return replace(found, estimate_name=name)
    if numeric[0]:
        return signed_rank.compare(before, after, confidence)
    return mcnemar.compare(before, after, confidence)


def _offered_from(questionnaire: Questionnaire, name: str) -> str | None:
    found: list[Question] = [question for _, question in questionnaire.questions() if question.id == name]
    return getattr(found[0], "options_from", None) if found else None
