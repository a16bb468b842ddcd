"""Made-up respondents for tests/proof/surveyjs.py, and what our own evaluator says they meet.

SurveyJS's names are used for what is visible: elements, and «element=code» for choices.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from survey.conditions import TICKED, UNTICKED, Condition, holds
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

NUMBERS = ("0", "10", "16", "17.5", "18", "40", "66", "67", "99")
DATES = ("1999-12-31", "2024-02-29")

Answers = dict[str, str | None]
Data = dict[str, Any]


@dataclass
class Instrument:
    """A questionnaire without repetitions, its export, and what is needed to drive both."""

    path: Path
    questionnaire: Questionnaire
    json: Data
    words: dict[str, dict[str, str]]

    @cached_property
    def parts(self) -> list[tuple[list[Condition | None], Question, list[Variable]]]:
        """Each question with the conditions that lead to it and its columns, in the order asked."""
        columns: dict[str, list[Variable]] = {}
        for variable in self.questionnaire.variables.values():
            if variable.kind != "coded":
                columns.setdefault(variable.question, []).append(variable)
        return [
            ([block.when, question.when], question, columns.get(question.id, []))
            for block, question in self.questionnaire.questions()
        ]

    @cached_property
    def leading(self) -> dict[str, list[str]]:
        """Column → the codes that some condition asks for: respondents give them more often."""
        found: dict[str, list[str]] = {}
        for variable in self.questionnaire.variables.values():
            for leaf in (leaf for condition in conditions_of(variable) for leaf in condition.leaves()):
                found.setdefault(str(leaf.question), []).extend(leaf.in_ or ([leaf.is_] if leaf.is_ else []))
        return {name: sorted(set(codes)) for name, codes in found.items()}

    @cached_property
    def resets(self) -> set[str]:
        """Questions that SurveyJS empties as a whole when their option «other» is offered no more."""
        elements = (element for page in self.json["pages"] for element in page["elements"])
        return {element["name"] for element in elements if "resetValueIf" in element}

    @cached_property
    def conditional(self) -> set[str]:
        """Everything that somebody may not meet: columns, information, and «question=code»."""
        return {name for name in self.named if self.is_conditional(name)}

    @cached_property
    def named(self) -> set[str]:
        """Everything that can be visible."""
        return {n for _, question, own in self.parts for n in names(self.questionnaire, question, own)}

    def is_conditional(self, name: str) -> bool:
        """Whether some condition leads to it."""
        for conditions, question, own in self.parts:
            if name not in names(self.questionnaire, question, own):
                continue
            variable = next((v for v in own if v.name == name), None)
            option = option_of(self.questionnaire, question, name)
            more = [*(variable.conditions if variable else ()), option.when if option else None]
            return any(c is not None for c in (*conditions, *more))
        return False


def names(questionnaire: Questionnaire, question: Question, own: list[Variable]) -> set[str]:
    """What SurveyJS calls the parts of a question: elements, and «element=code» for choices."""
    elements = {v.name for v in own if v.kind != "tick"}
    if isinstance(question, Information | MultipleChoice):
        elements.add(question.id)
    choices = {f"{v.name}={code}" for v in own if v.kind in ("single", "item") for code in v.codes}
    ticks = {f"{question.id}={code_of(question, v)}" for v in own if v.kind == "tick"}
    return elements | choices | ticks


def code_of(question: Question, variable: Variable) -> str:
    return variable.name.removeprefix(f"{question.id}_")


def option_of(questionnaire: Questionnaire, question: Question, name: str) -> Any:
    if not isinstance(question, SingleChoice | MultipleChoice) or "=" not in name:
        return None
    code = name.partition("=")[2]
    return next((o for o in questionnaire.options_of(question) if o.code == code), None)


def expected(instrument: Instrument, typed: dict[str, str]) -> tuple[set[str], Answers]:
    """(visible elements and choices, answers that count) by `survey.conditions.holds`."""
    visible: set[str] = set()
    answers: Answers = {}
    for conditions, question, own in instrument.parts:
        met = all(c is None or holds(c, answers) for c in conditions)
        if isinstance(question, Information):
            visible |= {question.id} if met else set()
        elif isinstance(question, MultipleChoice):
            _ticks(question, own, typed, (visible, answers))
        else:
            _columns(instrument, question, own, typed, (visible, answers))
    return visible, answers


State = tuple[set[str], Answers]


def _ticks(question: MultipleChoice, own: list[Variable], typed: dict[str, str], state: State) -> None:
    visible, answers = state
    boxes = [v for v in own if v.kind == "tick"]
    offered = {v.name: all(holds(c, answers) for c in conditions_of(v)) for v in boxes}
    ticked = {name for name, open_ in offered.items() if open_ and typed.get(name) == TICKED}
    for v in boxes:
        answers[v.name] = (TICKED if v.name in ticked else UNTICKED) if ticked else None
    if any(offered.values()):
        visible.add(question.id)
    visible |= {f"{question.id}={code_of(question, v)}" for v in boxes if offered[v.name]}
    for v in own:
        if v.kind == "text":
            _column(v, typed, state)


def conditions_of(variable: Variable) -> list[Condition]:
    return [*variable.conditions, *([variable.offered] if variable.offered else [])]


def _columns(
    instrument: Instrument, question: Question, own: list[Variable], typed: dict[str, str], state: State
) -> None:
    visible, answers = state
    for v in own:
        before = dict(answers)
        if not _column(v, typed, state):
            continue
        for code in v.codes:
            option = option_of(instrument.questionnaire, question, f"{v.name}={code}")
            if option is None or option.when is None or holds(option.when, before):
                visible.add(f"{v.name}={code}")
            elif answers[v.name] == code:
                answers[v.name] = None


def _column(variable: Variable, typed: dict[str, str], state: State) -> bool:
    visible, answers = state
    asked = all(holds(c, answers) for c in variable.conditions)
    answers[variable.name] = typed.get(variable.name) if asked else None
    if asked:
        visible.add(variable.name)
    return asked


# ── between our columns and SurveyJS's data ──────────────────────────────────────────────────────


def to_data(instrument: Instrument, answers: Answers) -> Data:
    """Columns as SurveyJS keeps them."""
    data: Data = {}
    for _, question, own in instrument.parts:
        for v in own:
            value = answers.get(v.name)
            if v.kind == "tick" and value == TICKED:
                data.setdefault(question.id, []).append(code_of(question, v))
            elif v.kind != "tick" and value is not None:
                data[v.name] = number(value) if v.kind == "number" else value
    return data


def number(text: str) -> float | int:
    return int(text) if text.lstrip("-").isdigit() else float(text)


def from_data(instrument: Instrument, data: Data) -> dict[str, str]:
    """SurveyJS's data as columns: what is ticked, and everything else that has a value."""
    typed: dict[str, str] = {}
    for _, question, own in instrument.parts:
        for v in own:
            if v.kind == "tick" and code_of(question, v) in (data.get(question.id) or ()):
                typed[v.name] = TICKED
            elif v.kind != "tick" and data.get(v.name) not in (None, ""):
                typed[v.name] = str(data[v.name])
    return typed


# ── made-up respondents ──────────────────────────────────────────────────────────────────────────


def cases(instrument: Instrument, count: int, rng: random.Random) -> list[Data]:
    """Answers to begin with (those that routing leaves of a random vector), and one to four changes after them."""
    found = []
    routing = routing_questions(instrument)
    for _ in range(count):
        share = rng.choice((0.3, 0.7, 0.95))
        typed = {name: value for name, value in everything(instrument, rng).items() if rng.random() < share}
        begin = to_data(instrument, expected(instrument, typed)[1])
        changes = [change(instrument, routing, rng) for _ in range(rng.randint(1, 4))]
        found.append({"data": begin, "changes": changes})
    return found


def everything(instrument: Instrument, rng: random.Random) -> dict[str, str]:
    typed: dict[str, str] = {}
    for _, question, own in instrument.parts:
        value = random_value(instrument, question, own, rng)
        typed |= from_data(instrument, value)
    return typed


def random_value(instrument: Instrument, question: Question, own: list[Variable], rng: random.Random) -> Data:
    """A random answer to one question, as data; every column has one."""
    data: Data = {}
    if isinstance(question, MultipleChoice):
        options = instrument.questionnaire.options_of(question)
        ticked = [o for o in options if rng.random() < rng.choice((0.2, 0.6))] or [rng.choice(options)]
        alone = [o for o in ticked if o.exclusive]
        data[question.id] = [o.code for o in (alone[:1] or ticked)]
    for v in own:
        if v.kind == "number":
            data[v.name] = number(rng.choice(possible(question)))
        elif v.kind == "date":
            data[v.name] = rng.choice(days(question))
        elif v.kind != "tick":
            leading = instrument.leading.get(v.name)
            data[v.name] = rng.choice(
                leading if leading and rng.random() < 0.5 else v.codes or ("ord", "flere ord")
            )
    return data


def days(question: Question) -> list[str]:
    """Dates within the question's limits."""
    assert isinstance(question, Date)
    low, high = question.earliest or "", question.latest or "9999"
    return [day for day in DATES if low <= day <= high] or [question.earliest or str(question.latest)]


def possible(question: Question) -> list[str]:
    """Numbers within the question's limits: SurveyJS keeps no others."""
    assert isinstance(question, Number)
    low, high = question.minimum, question.maximum
    every = [*NUMBERS, *(f"{limit:g}" for limit in (low, high) if limit is not None)]
    fine = [n for n in every if (low is None or float(n) >= low) and (high is None or float(n) <= high)]
    return [n for n in fine if question.decimals or "." not in n]


def routing_questions(instrument: Instrument) -> list[str]:
    """Questions that some condition looks at."""
    looked = {
        leaf.question
        for v in instrument.questionnaire.variables.values()
        for condition in conditions_of(v)
        for leaf in condition.leaves()
    }
    columns = instrument.questionnaire.variables
    owners = {columns[name].question if name in columns else str(name) for name in looked if name}
    return sorted(owners)


def change(instrument: Instrument, routing: list[str], rng: random.Random) -> Data:
    """One answer given anew, or taken away; mostly of a question that others depend on."""
    asking = [part for part in instrument.parts if part[2]]
    preferred = [part for part in asking if part[1].id in routing] if rng.random() < 0.8 else []
    _, question, own = rng.choice(preferred or asking)
    data = random_value(instrument, question, own, rng)
    name = rng.choice(sorted(data))
    return {"name": name, "value": None if rng.random() < 0.2 else data[name]}
