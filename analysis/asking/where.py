"""«question: answer» → Condition. A way to write conditions down, not to judge them: that is survey.conditions.

    changes: ja                        one answer, by its code or by its label in any language
    unit: nav, refugee_service         one of several
    goal_set: new_measures             ticked (multiple choice)
    age: 18..29                        a number from … to …; either end may be left out
    not role: leader                   the opposite
    {any: [{question: …}, …]}          a condition as the questionnaire writes it

Several of them must all hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from analysis.asking.names import WHERE, meant
from analysis.plan import Plan, background_of
from survey.conditions import Condition, column_of
from survey.messages import SvarError, did_you_mean, finding
from survey.model import MultipleChoice, Option, Questionnaire

Wanted = str | dict[str, Any] | Condition
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)?\s*\.\.\s*(-?\d+(?:\.\d+)?)?|(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Vocabulary:
    """What conditions of one study may be about: variables, questions, background and segments."""

    questionnaire: Questionnaire
    plan: Plan

    def names(self) -> list[str]:
        """Everything a condition can look at."""
        return [
            *(q.id for _, q in self.questionnaire.questions() if isinstance(q, MultipleChoice)),
            *self.questionnaire.variables,
            *(variable.id for variable in self.questionnaire.background),
            *(segment.id for segment in self.plan.segments),
        ]

    def options(self, name: str) -> tuple[Option, ...]:
        """The possible answers of `name`; none for numbers, dates and open text."""
        if name in self.questionnaire.variables:
            return self.questionnaire.variables[name].options
        if self.ticked(name):
            question = self.questionnaire.question(name)
            assert isinstance(question, MultipleChoice)
            return self.questionnaire.options_of(question)
        background = self.questionnaire.background_variable(name)
        if background is None:
            segment = self.plan.segment(name)
            background = background_of(segment, self.questionnaire)
            if background is None:
                return self.questionnaire.variables[segment.source].options
        return background.options

    def ticked(self, name: str) -> bool:
        """Whether `name` is a multiple choice, whose answers have a column each."""
        asked = {question.id: question for _, question in self.questionnaire.questions()}
        return isinstance(asked.get(name), MultipleChoice)


def condition(wanted: Iterable[Wanted], vocabulary: Vocabulary) -> Condition | None:
    """All of `wanted` as one condition; None for nothing. SvarError (S092, S095, S091, Q007) when one is not clear."""
    parts = [_known(_one(part, vocabulary), vocabulary) for part in wanted]
    if len(parts) < 2:
        return parts[0] if parts else None
    return _built({"all": [part.model_dump(by_alias=True, exclude_none=True) for part in parts]}, "")


def _one(wanted: Wanted, vocabulary: Vocabulary) -> Condition:
    if isinstance(wanted, Condition):
        return wanted
    if isinstance(wanted, dict):
        return _built(wanted, str(wanted))
    text = wanted.strip()
    if text.startswith("{"):
        return _built(_inline(text), text)
    if re.match(r"not\s", text):
        inner = _one(text[4:], vocabulary)
        return _built({"not": inner.model_dump(by_alias=True, exclude_none=True)}, text)
    name, colon, answers = text.partition(":")
    if not colon or not name.strip() or not answers.strip():
        raise _unclear(text, "there is no 'question: answer' in it")
    return _leaf(meant(name.strip(), vocabulary.names(), "S095"), answers.strip(), vocabulary)


def _known(built: Condition, vocabulary: Vocabulary) -> Condition:
    """`built`, when every column it looks at is there: conditions given as data may name anything."""
    names = [name for name in vocabulary.names() if not vocabulary.ticked(name)]
    lost = [column_of(leaf) for leaf in built.leaves() if column_of(leaf) not in names]
    if lost:
        raise SvarError([finding("S095", WHERE, n, suggestion=did_you_mean(n, names)) for n in lost])
    return built


def _leaf(name: str, answers: str, vocabulary: Vocabulary) -> Condition:
    options = vocabulary.options(name)
    if not options:
        return _number(name, answers, vocabulary)
    codes = _codes(name, answers, options)
    if vocabulary.ticked(name):
        ticks = [{"question": name, "has": code} for code in codes]
        return _built(ticks[0] if len(ticks) == 1 else {"any": ticks}, answers)
    return _built({"question": name, **({"is": codes[0]} if len(codes) == 1 else {"in": codes})}, answers)


def _number(name: str, answers: str, vocabulary: Vocabulary) -> Condition:
    variable = vocabulary.questionnaire.variables[name]
    found = _RANGE.fullmatch(answers)
    if variable.kind != "number" or found is None or not any(found.groups()):
        raise _unclear(f"{name}: {answers}", f"{name} has no list of answers; a number is written 18..29")
    low, high = (found[3], found[3]) if found[3] else (found[1], found[2])
    ends = [
        {"question": name, test: float(end)} for test, end in (("at_least", low), ("at_most", high)) if end
    ]
    return _built(ends[0] if len(ends) == 1 else {"all": ends}, answers)


def _codes(name: str, answers: str, options: Sequence[Option]) -> list[str]:
    """The codes of a list with commas between; a label may hold commas itself, so the longest match counts."""
    pieces, codes = answers.split(","), []
    while pieces:
        for size in range(len(pieces), 0, -1):
            code = _code(",".join(pieces[:size]), options)
            if code is not None:
                break
        else:
            raise _no_answer(name, pieces[0].strip(), options)
        codes.append(code)
        pieces = pieces[size:]
    return list(dict.fromkeys(codes))


def _code(answer: str, options: Sequence[Option]) -> str | None:
    """The code that an answer means: a code first, then a label or short label in any language."""
    wanted = " ".join(answer.split()).casefold()
    for spelt in (_codes_of, _labels_of):
        fits = [option.code for option in options if wanted in [words.casefold() for words in spelt(option)]]
        if len(fits) > 1:
            raise SvarError([finding("S091", WHERE, answer.strip(), known=", ".join(fits))])
        if fits:
            return fits[0]
    return None


def _codes_of(option: Option) -> list[str]:
    return [option.code]


def _labels_of(option: Option) -> list[str]:
    return [*option.label.values(), *(option.short or {}).values()]


def _no_answer(name: str, answer: str, options: Sequence[Option]) -> SvarError:
    labels = {label: option.code for option in options for label in option.label.values()}
    known = [*(option.code for option in options), *labels]
    allowed = ", ".join(option.code for option in options)
    suggestion = did_you_mean(answer, known)
    return SvarError([finding("Q007", WHERE, answer, question=name, suggestion=suggestion, allowed=allowed)])


def _inline(text: str) -> Any:
    # Every scalar is read as text: `is: no` stays "no". The model turns numbers into numbers again.
    loader: Any = yaml.BaseLoader
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 (text only)
    except yaml.YAMLError:
        raise _unclear(text, "it is no YAML") from None


def _built(data: Any, text: str) -> Condition:
    try:
        return Condition.model_validate(data)
    except ValidationError as error:
        raise _unclear(text, error.errors()[0]["msg"]) from None


def _unclear(text: str, problem: str) -> SvarError:
    return SvarError([finding("S092", WHERE, text, problem=problem)])
