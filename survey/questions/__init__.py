"""One file a question type. To add a type: a model class, one file here, and one line in `TYPES`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.questions import battery, date, information, multiple, number, single, text

if TYPE_CHECKING:
    from survey.model import Block, Question, Questionnaire, Variable

TYPES = {
    "single": single,
    "multiple": multiple,
    "battery": battery,
    "number": number,
    "date": date,
    "text": text,
    "information": information,
}


def variables_of(questionnaire: Questionnaire, block: Block, question: Question) -> list[Variable]:
    """The data columns that `question` owns, in order."""
    found: list[Variable] = TYPES[question.type].variables(questionnaire, block, question)
    return found
