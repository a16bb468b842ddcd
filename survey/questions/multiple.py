"""Multiple choice: one yes/no column per option; all of them are answered once one is."""

from __future__ import annotations

from survey.conditions import Condition
from survey.model import Block, MultipleChoice, Option, Questionnaire, Variable
from survey.questions.common import boxes, conditions, open_fields


def variables(questionnaire: Questionnaire, block: Block, question: MultipleChoice) -> list[Variable]:
    """A tick column per option, each followed by its text column when the option is open."""
    asked = conditions(block, question)
    found: list[Variable] = []
    for option in questionnaire.options_of(question):
        name = f"{question.id}_{option.code}"
        found.append(
            Variable(
                name=name,
                question=question.id,
                kind="tick",
                options=boxes(questionnaire.languages),
                label=option.label,
                short=option.short,
                conditions=asked,
                offered=option.when,
                required=question.required,
                basis=option.basis,
            )
        )
        found += open_fields(name, option, question.id, asked)
    return found


def piped(questionnaire: Questionnaire, question: MultipleChoice) -> tuple[Option, ...]:
    """The options of an earlier question, each offered to those who ticked it there, and then the question's own."""
    source = questionnaire.question(str(question.options_from))
    if not isinstance(source, MultipleChoice):
        raise TypeError(f"{question.id}: options_from {source.id}, which is no multiple choice")
    brought = [
        option.model_copy(update={"when": Condition(question=source.id, has=option.code), "open": False})
        for option in questionnaire.options_of(source)
        if not option.exclusive
    ]
    return (*brought, *question.options)
