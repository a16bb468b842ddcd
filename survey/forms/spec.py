"""What the script in a form needs to know: which questions and columns there are, and when each is asked.

The conditions are those of the questionnaire, as JSON; survey/forms/routing.js reads them as `survey.conditions` does.
"""

from __future__ import annotations

from typing import Any

from survey.conditions import Condition
from survey.forms.templates import number
from survey.model import (
    Block,
    Date,
    MultipleChoice,
    Number,
    OpenText,
    Question,
    Questionnaire,
    SingleChoice,
    Variable,
)
from survey.questions.common import conditions
from survey.words import Words


def spec(questionnaire: Questionnaire, words: Words, language: str) -> dict[str, Any]:
    """The form's data for its script, as JSON can hold it."""
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "language": language,
        "respondent": questionnaire.respondent,
        "title": questionnaire.title[language],
        "questions": [
            {**entry, "errors": sentences(questionnaire.question(entry["id"]), words)}
            for entry in routes(questionnaire)
        ],
        "words": words["script"],
    }


def columns(questionnaire: Questionnaire) -> list[str]:
    """The columns a respondent fills, in order; categories of open answers are added later by people."""
    return [name for name, variable in questionnaire.variables.items() if variable.kind != "coded"]


def routes(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """One entry a question, in the order asked: type, columns, limits, and the conditions of each."""
    return [_question(questionnaire, block, question) for block, question in questionnaire.questions()]


def _question(questionnaire: Questionnaire, block: Block, question: Question) -> dict[str, Any]:
    own = [v for v in questionnaire.variables.values() if v.question == question.id and v.kind != "coded"]
    return {
        "id": question.id,
        "type": question.type,
        "required": question.required,
        "when": [_json(c) for c in conditions(block, question)],
        "columns": [_column(variable) for variable in own],
        **limits_of(question),
        **_choices(questionnaire, question),
    }


def _column(variable: Variable) -> dict[str, Any]:
    given = {"offered": _json(variable.offered)} if variable.offered else {}
    return {
        "name": variable.name,
        "kind": variable.kind,
        "when": [_json(c) for c in variable.conditions],
        **given,
    }


def limits_of(question: Question) -> dict[str, Any]:
    """The limits of a number, date or text: `low`, `high`, `decimals`, `longest`; only those that are set."""
    given: dict[str, Any] = {}
    if isinstance(question, Number):
        given = {"low": question.minimum, "high": question.maximum, "decimals": question.decimals}
    elif isinstance(question, Date):
        given = {"low": question.earliest, "high": question.latest}
    elif isinstance(question, OpenText):
        given = {"longest": question.max_length}
    return {name: limit for name, limit in given.items() if limit is not None}


def sentences(question: Question, words: Words) -> dict[str, str]:
    """Limit → what to say when a limit of the question is passed."""
    limits, say = limits_of(question), words["script"]["errors"]
    if isinstance(question, Number):
        shown = {name: number(limit, words) for name, limit in limits.items() if name != "decimals"}
        decimals = say["decimals" if question.decimals else "decimals_0"].format(count=question.decimals)
        return {
            "decimals": decimals,
            **{name: say[name].format(limit=limit) for name, limit in shown.items()},
        }
    if isinstance(question, Date):
        names = {"low": "early", "high": "late"}
        return {name: say[names[name]].format(limit=_day(limit)) for name, limit in limits.items()}
    return {}


def _day(date: str) -> str:
    """2019-08-24 as people in the countries of our languages write it."""
    year, month, day = date.split("-")
    return f"{int(day)}.{int(month)}.{year}"


def _choices(questionnaire: Questionnaire, question: Question) -> dict[str, Any]:
    """Codes of a single choice that are offered only when something holds; columns that rule out the others."""
    if isinstance(question, SingleChoice):
        offered = {o.code: _json(o.when) for o in questionnaire.options_of(question) if o.when}
        return {"choices": offered}
    if isinstance(question, MultipleChoice):
        alone = [f"{question.id}_{o.code}" for o in questionnaire.options_of(question) if o.exclusive]
        return {"exclusive": alone}
    return {}


def _json(condition: Condition | None) -> dict[str, Any] | None:
    return None if condition is None else condition.model_dump(mode="json", by_alias=True, exclude_none=True)
