"""What can be wrong with a figure that reads well: names that do not exist, questions of the wrong kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from analysis.plan import Plan
from survey.load import Place
from survey.messages import did_you_mean
from survey.model import Questionnaire


class Study(NamedTuple):
    """What a figure may refer to."""

    questionnaire: Questionnaire
    plan: Plan


class Problem(NamedTuple):
    """A code of the message catalogue, the place inside the figure, the value there, and the message's words."""

    code: str
    place: Place
    value: str
    words: dict[str, Any]


def question(name: str, types: Sequence[str], kind: str, study: Study, place: Place) -> list[Problem]:
    """R001 when there is no such question, R002 when it is of a type the kind of figure cannot draw."""
    asked = {q.id: q for _, q in study.questionnaire.questions()}
    if name not in asked:
        return [Problem("R001", place, name, {"suggestion": did_you_mean(name, asked)})]
    if asked[name].type in types:
        return []
    problem = f"it is of type {asked[name].type}, not {' or '.join(types)}"
    return [Problem("R002", place, name, {"kind": kind, "problem": problem})]


def items(names: Iterable[str], study: Study, place: Place) -> list[Problem]:
    """R001 for every name that is no data column."""
    known = study.questionnaire.variables
    return [
        Problem("R001", (*place, i), name, {"suggestion": did_you_mean(name, known)})
        for i, name in enumerate(names)
        if name not in known
    ]


def one_scale(names: Sequence[str], kind: str, study: Study, place: Place) -> list[Problem]:
    """R002 for every data column whose answers differ from the first one's, or that has none."""
    known = study.questionnaire.variables
    found = [(i, name, known[name]) for i, name in enumerate(names) if name in known]
    expected = found[0][2].options if found else ()
    return [
        Problem("R002", (*place, i), name, {"kind": kind, "problem": "its answers differ from the others'"})
        for i, name, variable in found
        if not variable.closed or variable.options != expected
    ]


def segments(names: Iterable[str], study: Study, place: Place) -> list[Problem]:
    """P003 for every name that is no segment of the plan."""
    known = [segment.id for segment in study.plan.segments_in_use]
    return [
        Problem("P003", (*place, i), name, {"suggestion": did_you_mean(name, known)})
        for i, name in enumerate(names)
        if name not in known
    ]


def answer(code: str, item: str, study: Study, place: Place) -> list[Problem]:
    """Q007 when the data column has no such answer."""
    variable = study.questionnaire.variables.get(item)
    if variable is None or code in variable.substantive:
        return []
    allowed = ", ".join(variable.substantive)
    words = {"question": item, "suggestion": did_you_mean(code, variable.substantive), "allowed": allowed}
    return [Problem("Q007", place, code, words)]


def columns_of(name: str, study: Study) -> list[str]:
    """The data columns that answer a question, as `Labels.items` gives them."""
    from reports.style.labels import COUNTED

    return [
        v.name for v in study.questionnaire.variables.values() if v.question == name and v.kind in COUNTED
    ]
