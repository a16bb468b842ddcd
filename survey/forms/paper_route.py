"""Where an answer lets one jump ahead on paper: only where nothing in between can be asked, whatever else was answered.

A condition is tried with every combination of the answers it looks at. Numbers have infinitely many values, but a
condition only tells those at, between, below and above its limits apart. What would take too many trials gets no jump.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from survey.conditions import TICKED, UNTICKED, Condition, column_of, holds
from survey.forms.paper_plan import Plan
from survey.model import SingleChoice
from survey.questions.common import conditions

MOST_TRIALS = 20_000
END = -1
"""The jump's target when nothing more is asked."""

Known = dict[str, str | None]


def jumps(plan: Plan) -> dict[tuple[str, str], int]:
    """(column, code) → position in `plan.askings` of the next question for those who chose the code, or `END`.

    Only for single choices, and only where at least one question is passed over.
    """
    found: dict[tuple[str, str], int] = {}
    for place, asking in enumerate(plan.askings):
        if isinstance(asking.question, SingleChoice):
            for option in plan.questionnaire.options_of(asking.question):
                target = _target(plan, place, option.code)
                if target is not None:
                    found[asking.question.id, option.code] = target
    return found


def _target(plan: Plan, place: int, code: str) -> int | None:
    asked = plan.askings[place]
    known: Known = {asked.question.id: code}
    given = conditions(asked.part.block, asked.question)
    for later, other in enumerate(plan.askings[place + 1 :], start=place + 1):
        if possible(plan, (*given, *conditions(other.part.block, other.question)), known):
            passed = any(between.number for between in plan.askings[place + 1 : later])
            # A page that only informs has no number to be sent to.
            return later if passed and other.number else None
        known |= {variable.name: None for variable in plan.columns(other.question)}
    return END if any(between.number for between in plan.askings[place + 1 :]) else None


def possible(plan: Plan, wanted: Sequence[Condition], known: Known) -> bool:
    """Whether answers that agree with `known` can make all of `wanted` true; True when that is too much to try."""
    leaves = [leaf for condition in wanted for leaf in condition.leaves()]
    values = {column: _values(plan, column, leaves) for column in map(column_of, leaves)}
    values |= {column: _Values([value]) for column, value in known.items() if column in values}
    trials = 1
    for found in values.values():
        if not found.complete:
            return True
        trials *= len(found.tried)
    if trials > MOST_TRIALS:
        return True
    columns = list(values)
    return any(
        all(holds(condition, dict(zip(columns, answers, strict=True))) for condition in wanted)
        for answers in product(*(values[column].tried for column in columns))
    )


@dataclass(frozen=True)
class _Values:
    """The answers of one column that conditions can tell apart, and whether these are known to be all."""

    tried: list[str | None]
    complete: bool = True


def _values(plan: Plan, column: str, leaves: Iterable[Condition]) -> _Values:
    variable = plan.questionnaire.variables.get(column)
    if variable is None:
        return _Values([], complete=False)
    if variable.kind == "tick":
        return _Values([TICKED, UNTICKED, None])
    if variable.kind == "number":
        return _Values([None, *_numbers(leaf for leaf in leaves if column_of(leaf) == column)])
    return _Values([None, *(variable.codes or ("?",))])


def _numbers(leaves: Iterable[Condition]) -> list[str]:
    limits = sorted(
        {limit for leaf in leaves for limit in (leaf.at_least, leaf.at_most) if limit is not None}
    )
    if not limits:
        return ["0"]
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    return [f"{value:.12f}" for value in (limits[0] - 1, *limits, *between, limits[-1] + 1)]
