"""Date: one column, YYYY-MM-DD."""

from __future__ import annotations

from survey.model import Block, Date, Questionnaire, Variable
from survey.questions.common import own_column


def variables(questionnaire: Questionnaire, block: Block, question: Date) -> list[Variable]:
    """The question's own column."""
    return [own_column(block, question, "date")]
