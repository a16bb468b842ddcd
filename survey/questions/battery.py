"""Battery: one column per item, all on the same scale."""

from __future__ import annotations

from survey.model import Battery, Block, Questionnaire, Variable
from survey.questions.common import conditions


def variables(questionnaire: Questionnaire, block: Block, question: Battery) -> list[Variable]:
    """One column per item, named by the item's id."""
    scale = questionnaire.scales[question.scale]
    return [
        Variable(
            name=item.id,
            question=question.id,
            kind="item",
            ordinal=scale.kind == "ordinal",
            options=scale.options,
            label=item.text,
            short=item.short,
            conditions=conditions(block, question, item.when),
            required=question.required,
            basis=item.basis,
            scale=question.scale,
        )
        for item in question.items
    ]
