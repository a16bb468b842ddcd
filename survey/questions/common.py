"""What several question types share: the conditions that lead to a question, and open "other" fields."""

from __future__ import annotations

from typing import Literal

from survey.conditions import TICKED, Condition
from survey.model import Asked, Block, Coding, Option, Variable
from survey.text import Text


def conditions(block: Block, question: Asked, *more: Condition | None) -> tuple[Condition, ...]:
    """Everything that must hold for `question` (or a part of it, with `more`) to be asked."""
    return tuple(c for c in (block.when, question.when, *more) if c is not None)


def coded(coding: Coding | None, question: str, label: Text, asked: tuple[Condition, ...]) -> list[Variable]:
    """The column that holds the category of an open answer, where the questionnaire defines categories."""
    if coding is None:
        return []
    return [
        Variable(
            name=coding.variable,
            question=question,
            kind="coded",
            options=coding.options,
            label=label,
            conditions=asked,
        )
    ]


def open_fields(
    name: str, option: Option, question: str, asked: tuple[Condition, ...], chosen: str | None = None
) -> list[Variable]:
    """The text field beside an open option and its coding; asked only of those who chose the option."""
    if not option.open:
        return []
    picked = Condition(question=name, **{"is": chosen or TICKED})
    when = (*asked, picked)
    words = Variable(name=f"{name}_text", question=question, kind="text", label=option.label, conditions=when)
    return [words, *coded(option.coding, question, option.label, when)]


def own_column(block: Block, question: Asked, kind: Literal["number", "date", "text"]) -> Variable:
    """The single column of a question without options."""
    return Variable(
        name=question.id,
        question=question.id,
        kind=kind,
        label=question.text,
        conditions=conditions(block, question),
        required=question.required,
        basis=question.basis,
    )
