"""What several question types share: the conditions that lead to a question, and open "other" fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from survey.conditions import TICKED, UNTICKED, Condition
from survey.model import Asked, Block, Coding, Option, Variable
from survey.text import Text


def conditions(block: Block, question: Asked, *more: Condition | None) -> tuple[Condition, ...]:
    """Everything that must hold for `question` (or a part of it, with `more`) to be asked."""
    return tuple(c for c in (block.when, question.when, *more) if c is not None)


def coded(coding: Coding | None, question: str, label: Text, asked: tuple[Condition, ...]) -> list[Variable]:
    """The column that holds the category of an open answer, where the questionnaire defines categories.

    Where an answer may belong to several, one yes/no column a category instead.
    """
    if coding is None:
        return []
    if coding.multiple:
        return [_box(coding, option, question, asked) for option in coding.options]
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


def _box(coding: Coding, option: Option, question: str, asked: tuple[Condition, ...]) -> Variable:
    return Variable(
        name=f"{coding.variable}_{option.code}",
        question=question,
        kind="coded",
        options=boxes(option.label),
        label=option.label,
        short=option.short,
        conditions=asked,
    )


def boxes(languages: Iterable[str]) -> tuple[Option, Option]:
    """Ticked and not ticked, shown as boxes: they need no words in any language."""
    languages = tuple(languages)
    return (
        Option(code=TICKED, label=dict.fromkeys(languages, "☒")),
        Option(code=UNTICKED, label=dict.fromkeys(languages, "☐")),
    )


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
