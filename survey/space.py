"""All answers that a form accepts, as a finite model for the constraint solver: who can be asked what.

Numbers become intervals cut at the numbers that conditions compare with; dates and texts are answered or not. A literal
of the model is true for exactly the respondents who meet what it stands for. The meaning is that of `survey.conditions`
and `survey.forms.answers`: what is not asked has no answer, boxes beside a tick are «no».
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from ortools.sat.python import cp_model

from survey.conditions import TICKED, UNTICKED, Condition, column_of
from survey.model import (
    Information,
    MultipleChoice,
    Number,
    Option,
    Question,
    Questionnaire,
    SingleChoice,
    Variable,
)
from survey.questions.common import conditions
from survey.sample import Cuts, numbers_asked_about

Literal = Any
"""A Boolean variable of the model, or the negation of one."""

Interval = tuple[float, float]
"""Lowest and highest number of a part of the number line in which every condition has one answer."""


class Space:
    """Answer space of a questionnaire: `model`, and literals by column (`codes`, `asked`) or question (`shown`)."""

    def __init__(self, questionnaire: Questionnaire):
        self.questionnaire = questionnaire.flat
        self.model = cp_model.CpModel()
        self.true: Literal = self.model.new_constant(1)
        self.codes: dict[str, dict[str, Literal]] = {}
        """Column → code (or number of an interval, or `answered`) → literal; an answer is at most one of them."""
        self.asked: dict[str, Literal] = {}
        self.shown: dict[str, Literal] = {}
        self.stuck: dict[str, Literal] = {}
        """Question → shown, must be answered, and nothing to choose."""
        self._intervals: dict[str, list[Interval]] = {}
        self._known: dict[str, Literal] = {}
        for block, question in self.questionnaire.questions():
            self._meet(question, self.all_of([self.meets(c) for c in conditions(block, question)]))

    @cached_property
    def _cuts(self) -> Cuts:
        return numbers_asked_about(self.questionnaire)

    def meets(self, condition: Condition | None) -> Literal:
        """True for those for whom `condition` holds; the constant true for no condition."""
        if condition is None:
            return self.true
        key = condition.model_dump_json(by_alias=True, exclude_none=True)
        if key not in self._known:
            self._known[key] = self._build(condition)
        return self._known[key]

    def _build(self, condition: Condition) -> Literal:
        if condition.test == "not":
            return self.meets(condition.parts[0]).negated()
        if condition.question is None:
            parts = [self.meets(part) for part in condition.parts]
            return self.all_of(parts) if condition.test == "all" else self.any_of(parts)
        column = column_of(condition)
        answers = self.codes.get(column, {})
        if condition.answered is not None:
            given = self.any_of(answers.values())
            return given if condition.answered else given.negated()
        return self.any_of(answers[key] for key in self._fitting(condition, column) if key in answers)

    def _fitting(self, leaf: Condition, column: str) -> list[str]:
        """The answers to `column` for which the leaf is true."""
        if leaf.has is not None:
            return [TICKED]
        if leaf.at_least is not None:
            return [
                str(i) for i, (low, _) in enumerate(self._intervals.get(column, [])) if low >= leaf.at_least
            ]
        if leaf.at_most is not None:
            return [
                str(i) for i, (_, high) in enumerate(self._intervals.get(column, [])) if high <= leaf.at_most
            ]
        return [code for code in (leaf.is_, *(leaf.in_ or ())) if code is not None]

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        """True when all are; the constant true for none."""
        given = list(literals)
        if len(given) < 2:
            return given[0] if given else self.true
        both = self.model.new_bool_var("")
        self.model.add_bool_and(given).only_enforce_if(both)
        self.model.add_bool_or([one.negated() for one in given]).only_enforce_if(both.negated())
        return both

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """True when one of them is; the constant false for none."""
        return self.all_of([one.negated() for one in literals]).negated()

    def _meet(self, question: Question, open_: Literal) -> None:
        columns = self.questionnaire.columns[question.id]
        if isinstance(question, MultipleChoice):
            self._tick(question, columns, open_)
        for variable in (v for v in columns if v.kind != "tick"):
            self._one(question, variable)
        met = [self.asked[v.name] for v in columns]
        self.shown[question.id] = open_ if isinstance(question, Information) else self.any_of(met)

    def _tick(self, question: MultipleChoice, columns: Sequence[Variable], open_: Literal) -> None:
        boxes = [v for v in columns if v.kind == "tick"]
        alone = {f"{question.id}_{o.code}" for o in self.questionnaire.options_of(question) if o.exclusive}
        ticks = {v.name: self.model.new_bool_var(v.name) for v in boxes}
        some = self.any_of(ticks.values())
        for variable in boxes:
            name = variable.name
            self.asked[name] = self.all_of([open_, self.meets(variable.offered)])
            self.model.add_implication(ticks[name], self.asked[name])
            self.codes[name] = {TICKED: ticks[name], UNTICKED: self.all_of([some, ticks[name].negated()])}
            if name in alone:
                others = [tick.negated() for other, tick in ticks.items() if other != name]
                self.model.add_bool_and(others).only_enforce_if(ticks[name])
        if question.required:
            self.model.add_implication(self.any_of(self.asked[v.name] for v in boxes), some)

    def _one(self, question: Question, variable: Variable) -> None:
        """A column with one answer at a time."""
        name = variable.name
        asked = self.asked[name] = self.all_of([self.meets(c) for c in variable.conditions])
        options = variable.options if variable.kind in ("single", "item") else ()
        answers = {key: self.model.new_bool_var(f"{name}={key}") for key in self._keys(question, variable)}
        self.codes[name] = answers
        self.model.add_at_most_one(answers.values())
        for key, answer in answers.items():
            offer = next((o.when for o in options if o.code == key), None)
            self.model.add_implication(answer, self.all_of([asked, self.meets(offer)]))
        if variable.required and variable.name in (question.id, *_items(question)):
            self._must(question, variable, asked, options)

    def _must(
        self, question: Question, variable: Variable, asked: Literal, options: Sequence[Option]
    ) -> None:
        """Asked and answerable means answered; asked and not answerable is a dead end."""
        answers = self.codes[variable.name]
        offers = [self.meets(o.when) for o in options] if options else [self.true] * len(answers)
        possible = self.any_of(offers)
        self.stuck[variable.name] = self.all_of([asked, possible.negated()])
        self.model.add_bool_or([*answers.values(), asked.negated(), possible.negated()])

    def _keys(self, question: Question, variable: Variable) -> Sequence[str]:
        if isinstance(question, Number):
            self._intervals[variable.name] = intervals(question, self._cuts.get(variable.name, set()))
            return [str(i) for i in range(len(self._intervals[variable.name]))]
        return variable.codes or ("answered",)

    def offered(self, question: SingleChoice, option: Option) -> Literal:
        """True for those who are asked the question and can choose the option."""
        return self.all_of([self.asked[question.id], self.meets(option.when)])


def _items(question: Question) -> list[str]:
    return [item.id for item in getattr(question, "items", ())]


def intervals(question: Number, cuts: Iterable[float]) -> list[Interval]:
    """The parts of a number's range between and at the `cuts`, without those that hold no number of its decimals."""
    grid = 10**question.decimals
    low = -math.inf if question.minimum is None else question.minimum
    high = math.inf if question.maximum is None else question.maximum
    inside = sorted({cut for cut in cuts if low <= cut <= high})
    step = 1 / grid
    found: list[Interval] = []
    start = low
    for cut in inside:
        found += [(start, _below(cut, grid)), (cut, cut)]
        start = _above(cut, grid)
    found.append((start, high))
    return [(a, b) for a, b in found if a <= b and _holds_number(a, b, grid, step)]


def _below(cut: float, grid: int) -> float:
    return (math.ceil(round(cut * grid, 9)) - 1) / grid


def _above(cut: float, grid: int) -> float:
    return (math.floor(round(cut * grid, 9)) + 1) / grid


def _holds_number(low: float, high: float, grid: int, step: float) -> bool:
    if math.inf in (-low, high):
        return True
    return math.ceil(round(low * grid, 9)) <= math.floor(round(high * grid, 9)) and high - low > -step
