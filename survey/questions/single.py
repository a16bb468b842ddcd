"""Single choice: one column with the chosen code."""

from __future__ import annotations

from survey.model import Block, Questionnaire, SingleChoice, Variable
from survey.questions.common import conditions, open_fields


def variables(questionnaire: Questionnaire, block: Block, question: SingleChoice) -> list[Variable]:
    """The question's own column, and a text column per open option."""
    asked = conditions(block, question)
    options = questionnaire.options_of(question)
    scale = questionnaire.scales.get(question.scale or "")
    own = Variable(
        name=question.id,
        question=question.id,
        kind="single",
        ordinal=scale is not None and scale.kind == "ordinal",
        options=options,
        label=question.text,
        conditions=asked,
        required=question.required,
        basis=question.basis,
        scale=question.scale,
    )
    fields = [field for o in options for field in open_fields(question.id, o, question.id, asked, o.code)]
    return [own, *fields]
