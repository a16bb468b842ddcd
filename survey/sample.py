"""Made-up answers to try the routing with, and what one way through a questionnaire costs.

The answers are plain (every code as likely as another), because they are to reach every corner; `survey.simulate` makes
answers that look like those of people.
"""

from __future__ import annotations

import random

from survey.conditions import TICKED, Condition
from survey.forms.answers import Routed, route
from survey.minutes import Effort, effort
from survey.model import (
    Date,
    Information,
    MultipleChoice,
    Number,
    Question,
    Questionnaire,
    SingleChoice,
    Variable,
)
from survey.questions.common import conditions

SEED = 2019
Typed = dict[str, str]
Cuts = dict[str, set[float]]


def random_answers(questionnaire: Questionnaire, cuts: Cuts, rng: random.Random) -> Typed:
    """An answer for every column, each code as likely as another; also where the routing will hide it.

    About one answer in eight is left out where it may be. Numbers fall on, just beside and between the numbers that
    conditions ask about: `cuts`, from `numbers_asked_about`.
    """
    typed: Typed = {}
    for _, question in questionnaire.questions():
        if question.required or rng.random() >= 0.125:
            columns = [v for v in questionnaire.columns[question.id] if v.kind != "tick"]
            typed |= {v.name: _value(question, v, cuts, rng) for v in columns}
            if isinstance(question, MultipleChoice):
                typed |= dict.fromkeys(_ticks(questionnaire, question, rng), TICKED)
    return typed


def numbers_asked_about(questionnaire: Questionnaire) -> Cuts:
    """Number column → the limits that conditions compare it with."""
    found: Cuts = {}
    for condition in _conditions(questionnaire):
        for leaf in condition.leaves():
            limits = {n for n in (leaf.at_least, leaf.at_most) if n is not None}
            found.setdefault(str(leaf.question), set()).update(limits)
    return found


def _conditions(questionnaire: Questionnaire) -> list[Condition]:
    found: list[Condition | None] = []
    for block, question in questionnaire.questions():
        found += conditions(block, question)
        for variable in questionnaire.columns[question.id]:
            found += [*variable.conditions, variable.offered]
        if isinstance(question, SingleChoice):
            found += [option.when for option in questionnaire.options_of(question)]
    return [condition for condition in found if condition is not None]


def _value(question: Question, variable: Variable, cuts: Cuts, rng: random.Random) -> str:
    if isinstance(question, Number):
        return _number(question, cuts.get(variable.name, set()), rng)
    if isinstance(question, Date):
        return question.latest or question.earliest or "2024-02-29"
    return rng.choice(variable.codes) if variable.codes else "ord"


def _number(question: Number, cuts: set[float], rng: random.Random) -> str:
    step = 10.0**-question.decimals
    low = question.minimum if question.minimum is not None else min(cuts, default=0) - 10
    high = question.maximum if question.maximum is not None else max(cuts, default=0) + 10
    near = [cut + side * step for cut in sorted(cuts) for side in (-1, 0, 1)]
    possible = [value for value in (low, high, *near) if low <= value <= high]
    return f"{rng.choice([*possible, rng.uniform(low, high)]):.{question.decimals}f}"


def _ticks(questionnaire: Questionnaire, question: MultipleChoice, rng: random.Random) -> list[str]:
    """Any boxes, at least one; an exclusive one stands alone."""
    options = questionnaire.options_of(question)
    names = {f"{question.id}_{option.code}": option.exclusive for option in options}
    ticked = [name for name in names if rng.random() < 0.5] or [rng.choice(list(names))]
    alone = [name for name in ticked if names[name]]
    if alone and rng.random() < 0.5:
        return [rng.choice(alone)]
    return [name for name in ticked if not names[name]] or alone[:1]


def cost(routed: Routed, questionnaire: Questionnaire, effort: Effort) -> int:
    """Tenths of a second that this way takes."""
    shown = [(block, q) for block, q in questionnaire.questions() if routed.shown[q.id]]
    return (
        sum(effort.blocks[block] for block in {block.id for block, _ in shown})
        + sum(effort.questions[question.id] for _, question in shown)
        + sum(effort.columns[column] for column, asked in routed.asked.items() if asked)
    )


def sampled(questionnaire: Questionnaire, respondents: int) -> tuple[list[int], list[int]]:
    """(questions asked, tenths of a second) of made-up respondents, always the same ones."""
    rng, times = random.Random(SEED), effort(questionnaire)  # noqa: S311 (no secret; the same each time)
    cuts = numbers_asked_about(questionnaire)
    asking = [q.id for _, q in questionnaire.questions() if not isinstance(q, Information)]
    counts, costs = [], []
    for _ in range(respondents):
        routed = route(questionnaire, random_answers(questionnaire, cuts, rng))
        counts.append(sum(routed.shown[question] for question in asking))
        costs.append(cost(routed, questionnaire, times))
    return counts, costs
