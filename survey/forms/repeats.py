"""Repeated blocks as a form shows them: written out, and with words in every language for “is there one more?”."""

from __future__ import annotations

from collections.abc import Mapping

from survey.conditions import TICKED, UNTICKED
from survey.model import Block, Option, Question, Questionnaire, Repeat, SingleChoice
from survey.questions.repeats import more, repetitions
from survey.text import Text
from survey.words import Words


def spoken(questionnaire: Questionnaire, words: Mapping[str, Words]) -> Questionnaire:
    """The questionnaire without repeated blocks: each repetition is a block of its own; itself when none repeats.

    `words` is language → words, for every language of the questionnaire.
    """
    if questionnaire.flat is questionnaire:
        return questionnaire
    blocks = tuple(one for block in questionnaire.blocks for one in _spoken(block, words))
    return questionnaire.model_copy(update={"blocks": blocks})


def _spoken(block: Block, words: Mapping[str, Words]) -> list[Block]:
    repeat = block.repeat
    if repeat is None:
        return [block]
    found = []
    for number, one in enumerate(repetitions(block), start=1):
        asks = more(block.id, number)
        questions = tuple(_asked(q, repeat, number + 1, words) if q.id == asks else q for q in one.questions)
        found.append(one.model_copy(update={"questions": questions}))
    return found


def _asked(question: Question, repeat: Repeat, following: int, words: Mapping[str, Words]) -> Question:
    """The question whether there is one more, in words."""
    assert isinstance(question, SingleChoice)
    text = {
        language: words[language]["repeat"]["more"].format(label=label, number=following)
        for language, label in repeat.label.items()
    }
    answers = {TICKED: _labels(repeat, "yes", words), UNTICKED: _labels(repeat, "no", words)}
    options = tuple(Option(code=code, label=label) for code, label in answers.items())
    return question.model_copy(update={"text": text, "options": options})


def _labels(repeat: Repeat, key: str, words: Mapping[str, Words]) -> Text:
    return {language: words[language]["repeat"][key] for language in repeat.label}
