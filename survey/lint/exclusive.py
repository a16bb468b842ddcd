"""Options that are no ordinary answers: «none of these» rules out the others, «don't know» is a non-answer."""

from __future__ import annotations

from collections.abc import Iterator

from survey.document import Document, Place
from survey.lint.places import questions
from survey.lint.vocabulary import vocabulary
from survey.messages import Finding, finding
from survey.model import MultipleChoice, Option, Questionnaire, SingleChoice


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q033, Q034, Q039 for multiple choices, Q035 for single choices and scales."""
    found: list[Finding] = []
    for place, question in questions(questionnaire):
        if isinstance(question, MultipleChoice):
            found += _multiple(questionnaire, document, (*place, "options"), question)
    for place, options in _one_answer(questionnaire):
        found += [
            finding("Q035", document.where((*place, i)), option.code)
            for i, option in enumerate(options)
            if not option.missing and _reads_as("unknown", option, questionnaire)
        ]
    return found


def _multiple(
    questionnaire: Questionnaire, document: Document, place: Place, question: MultipleChoice
) -> list[Finding]:
    options = question.options
    if len(options) > 1 and not question.options_from and all(option.exclusive for option in options):
        return [finding("Q039", document.where(place), question.id)]
    found = []
    for i, option in enumerate(options):
        where = document.where((*place, i))
        if not option.exclusive and any(
            _reads_as(kind, option, questionnaire) for kind in ("none", "unknown")
        ):
            found.append(finding("Q033", where, option.code))
        if option.exclusive and any(not later.exclusive for later in options[i + 1 :]):
            found.append(finding("Q034", where, option.code))
    return found


def _one_answer(questionnaire: Questionnaire) -> Iterator[tuple[Place, tuple[Option, ...]]]:
    for name, scale in questionnaire.scales.items():
        yield ("scales", name, "options"), scale.options
    for place, question in questions(questionnaire):
        if isinstance(question, SingleChoice):
            yield (*place, "options"), question.options


def _reads_as(kind: str, option: Option, questionnaire: Questionnaire) -> bool:
    """Whether the label in one of the languages is one of the words of that kind."""
    lists = ((vocabulary(language), option.label.get(language, "")) for language in questionnaire.languages)
    return any(words is not None and bool(words.hit(kind, label)) for words, label in lists)
