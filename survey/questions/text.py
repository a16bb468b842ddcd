"""Open text: one column of the respondent's words, and one for the category it is sorted into."""

from __future__ import annotations

from survey.model import Block, OpenText, Questionnaire, Variable
from survey.questions.common import coded, own_column


def variables(questionnaire: Questionnaire, block: Block, question: OpenText) -> list[Variable]:
    """The question's own column and, where categories are defined, the coded column."""
    words = own_column(block, question, "text")
    return [words, *coded(question.coding, question.id, question.text, words.conditions)]
