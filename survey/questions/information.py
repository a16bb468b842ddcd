"""Information page: tells, asks nothing, owns no column."""

from __future__ import annotations

from survey.model import Block, Information, Questionnaire, Variable


def variables(questionnaire: Questionnaire, block: Block, question: Information) -> list[Variable]:
    """None."""
    return []
