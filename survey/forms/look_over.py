"""A respondent's answers in words, as the look-over page shows them before anything is handed in."""

from __future__ import annotations

from typing import NamedTuple

from survey.conditions import TICKED
from survey.forms.problems import Given
from survey.model import Battery, MultipleChoice, Number, Question, Questionnaire, SingleChoice


class Line(NamedTuple):
    """One answer; `row` is the item of a battery, empty elsewhere."""

    row: str
    answer: str


def lines(questionnaire: Questionnaire, question: Question, given: Given, language: str) -> list[Line]:
    """The answers to `question` that count, in the order shown; empty when it is not answered."""
    if isinstance(question, Battery):
        options = {o.code: o.label[language] for o in questionnaire.options_of(question)}
        return [
            Line(item.text[language], options[code])
            for item in question.items
            if (code := given.routed.answers.get(item.id)) is not None
        ]
    if isinstance(question, SingleChoice):
        return _single(questionnaire, question, given, language)
    if isinstance(question, MultipleChoice):
        return _multiple(questionnaire, question, given, language)
    typed = given.typed.get(question.id, "").strip()
    unit = question.unit[language] if isinstance(question, Number) and question.unit else ""
    return [Line("", f"{typed} {unit}".strip())] if typed and given.routed.asked.get(question.id) else []


def _single(questionnaire: Questionnaire, question: SingleChoice, given: Given, language: str) -> list[Line]:
    code = given.routed.answers.get(question.id)
    chosen = [Line("", o.label[language]) for o in questionnaire.options_of(question) if o.code == code]
    return [*chosen, *_own_words(f"{question.id}_text", given)]


def _multiple(
    questionnaire: Questionnaire, question: MultipleChoice, given: Given, language: str
) -> list[Line]:
    found: list[Line] = []
    for option in questionnaire.options_of(question):
        column = f"{question.id}_{option.code}"
        if given.routed.answers.get(column) == TICKED:
            found += [Line("", option.label[language]), *_own_words(f"{column}_text", given)]
    return found


def _own_words(column: str, given: Given) -> list[Line]:
    words = given.routed.answers.get(column)
    return [Line("", words)] if words else []
