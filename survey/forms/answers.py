"""From what somebody typed to the answers that count: who is asked what, and how a number or a date is read.

The same as survey/forms/routing.js does in the browser, on `survey.conditions`; tests hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from survey.conditions import TICKED, UNTICKED, Condition, holds
from survey.model import Block, Information, Question, Questionnaire, SingleChoice, Variable
from survey.questions.common import conditions

Typed = Mapping[str, str]
"""Column → what stands in the field; an empty field has no entry. What the routing hides is kept here."""

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
_DATES = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[./\- ]+(?P<month>[0-9]{1,2})[./\- ]+(?P<year>[0-9]{4})"),
)


@dataclass(frozen=True)
class Routed:
    """What typed answers lead to, for one respondent."""

    answers: dict[str, str | None] = field(default_factory=dict)
    """Column → code, number, date or words as stored; None when there is no answer."""
    asked: dict[str, bool] = field(default_factory=dict)
    """Column → whether it is this respondent's to fill."""
    shown: dict[str, bool] = field(default_factory=dict)
    """Question → whether the respondent meets it."""
    offered: dict[str, bool] = field(default_factory=dict)
    """«question=code» of a single choice, for options with a condition → whether it can be chosen."""

    def met(self, conditions: Iterable[Condition | None]) -> bool:
        """Whether all `conditions` hold for the answers so far."""
        return all(c is None or holds(c, self.answers) for c in conditions)


def route(questionnaire: Questionnaire, typed: Typed) -> Routed:
    """Everything that `typed` leads to, question by question in the order asked."""
    found = Routed()
    for block, question in questionnaire.questions():
        own = questionnaire.columns[question.id]
        _offer(questionnaire, block, question, found)
        _ask(own, typed, found)
        told = isinstance(question, Information) and found.met(conditions(block, question))
        found.shown[question.id] = told or any(found.asked[variable.name] for variable in own)
    return found


def _offer(questionnaire: Questionnaire, block: Block, question: Question, found: Routed) -> None:
    if isinstance(question, SingleChoice):
        for option in questionnaire.options_of(question):
            if option.when:
                open_ = found.met((*conditions(block, question), option.when))
                found.offered[f"{question.id}={option.code}"] = open_


def _ask(own: Iterable[Variable], typed: Typed, found: Routed) -> None:
    """The columns of one question, in order; boxes beside a ticked one are «no», without a tick all are empty."""
    boxes = [v for v in own if v.kind == "tick"]
    open_ = {v.name: found.met((*v.conditions, v.offered)) for v in boxes}
    some = any(open_[name] and typed.get(name) == TICKED for name in open_)
    for variable in own:
        name = variable.name
        found.asked[name] = open_[name] if name in open_ else found.met(variable.conditions)
        if variable.kind != "tick":
            found.answers[name] = _read(variable, typed, found) if found.asked[name] else None
        elif some:
            found.answers[name] = TICKED if open_[name] and typed.get(name) == TICKED else UNTICKED
        else:
            found.answers[name] = None


def _read(variable: Variable, typed: Typed, found: Routed) -> str | None:
    text = typed.get(variable.name, "").strip()
    if text == "" or found.offered.get(f"{variable.name}={text}") is False:
        return None
    return _READERS[variable.kind](text) if variable.kind in _READERS else text


def read_number(typed: str) -> str | None:
    """«1 200,50» as it is stored: «1200.5»; None when it is no number."""
    text = re.sub(r"\s", "", typed).replace(",", ".").replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        return None
    whole = re.sub(r"^(-?)0+(?=[0-9])", r"\1", text)
    short = re.sub(r"(\.[0-9]*[1-9])0+$|\.0+$", r"\1", whole)
    return "0" if short == "-0" else short


def read_date(typed: str) -> str | None:
    """«24.8.2019» as it is stored: «2019-08-24»; None when there is no such day."""
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(typed))), None)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        return None


_READERS: dict[str, Callable[[str], str | None]] = {"number": read_number, "date": read_date}
