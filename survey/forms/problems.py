"""What is wrong with the answers given so far, in the respondent's words; the script in the form says the same.

The sentences stand in questionnaires/text/ under `script: errors:`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from survey.conditions import TICKED
from survey.forms.answers import Routed, Typed
from survey.forms.spec import limits_of, sentences
from survey.model import (
    Battery,
    Date,
    Information,
    MultipleChoice,
    Number,
    OpenText,
    Question,
    Questionnaire,
    SingleChoice,
)
from survey.words import Words


class Problem(NamedTuple):
    """One thing to mend: `name` is the question or, in a battery, the item."""

    name: str
    question: str
    error: str


class Given(NamedTuple):
    """What was typed and what it leads to."""

    typed: Typed
    routed: Routed


def problems(questionnaire: Questionnaire, given: Given, words: Words, language: str) -> list[Problem]:
    """Everything wrong with the questions this respondent meets, in the order asked."""
    ask = _Asking(questionnaire, given, words, language)
    return [
        problem
        for _, question in questionnaire.questions()
        if given.routed.shown[question.id] and not isinstance(question, Information)
        for problem in ask.problems(question)
    ]


class _Asking(NamedTuple):
    questionnaire: Questionnaire
    given: Given
    words: Words
    language: str

    def problems(self, question: Question) -> list[Problem]:
        if isinstance(question, Battery):
            rows = [item.id for item in question.items if question.required and self._empty(item.id)]
            return [Problem(row, question.id, self.error("battery")) for row in rows]
        error = self._error(question)
        return [Problem(question.id, question.id, error)] if error else []

    def _error(self, question: Question) -> str:
        if isinstance(question, SingleChoice):
            missing = question.required and self._empty(question.id)
            return self.error("single") if missing else self._stray(question)
        if isinstance(question, MultipleChoice):
            return self._boxes(question)
        text = self.given.typed.get(question.id, "").strip()
        if not text:
            return self.error(question.type) if question.required else ""
        return self._fault(question, text)

    def _empty(self, column: str) -> bool:
        return self.given.routed.asked[column] and self.given.routed.answers[column] is None

    def _boxes(self, question: MultipleChoice) -> str:
        options = {f"{question.id}_{o.code}": o for o in self.questionnaire.options_of(question)}
        if question.required and any(map(self._empty, options)):
            return self.error("multiple")
        ticked = [o for name, o in options.items() if self.given.routed.answers[name] == TICKED]
        alone = next((o for o in ticked if o.exclusive), None)
        if alone and len(ticked) > 1:
            return self.error("exclusive").format(option=alone.label[self.language])
        return self._stray(question)

    def _stray(self, question: SingleChoice | MultipleChoice) -> str:
        """Words beside an option that is not chosen: they would be lost. Only a page without script has such fields."""
        several = isinstance(question, MultipleChoice)
        for option in self.questionnaire.options_of(question):
            column = f"{question.id}_{option.code}_text" if several else f"{question.id}_text"
            lost = option.open and not self.given.routed.asked[column]
            if lost and self.given.typed.get(column, "").strip():
                return self.error("stray").format(option=option.label[self.language])
        return ""

    def _fault(self, question: Question, text: str) -> str:
        if isinstance(question, OpenText):
            over = len(text) - question.max_length
            return self.error("long").format(count=over) if over > 0 else ""
        value = self.given.routed.answers[question.id]
        if value is None:
            return self.error(f"not_a_{question.type}")
        return _beyond(question, value, sentences(question, self.words))

    def error(self, key: str) -> str:
        return str(self.words["script"]["errors"][key])


def _beyond(question: Question, value: str, say: Mapping[str, str]) -> str:
    """What to say when a number or date is outside its limits."""
    if isinstance(question, Number) and len(value.partition(".")[2]) > question.decimals:
        return say["decimals"]
    read: Callable[[str], float | str] = float if isinstance(question, Number) else str
    limits = limits_of(question)
    assert isinstance(question, Number | Date)
    if "low" in limits and read(value) < limits["low"]:
        return say["low"]
    return say["high"] if "high" in limits and read(value) > limits["high"] else ""
