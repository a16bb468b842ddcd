"""Number: one column, digits with a decimal point."""

from __future__ import annotations

from survey.model import Block, Number, Questionnaire, Variable
from survey.questions.common import own_column


def variables(questionnaire: Questionnaire, block: Block, question: Number) -> list[Variable]:
    """The question's own column."""
    return [own_column(block, question, "number")]
