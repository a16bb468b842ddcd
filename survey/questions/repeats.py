"""Blocks that are asked several times, written out as ordinary blocks: the same questions under numbered names.

Repetition k of block `b` is a block `b_r<k>`; its questions and items end in `_r<k>`, so that a tick column is
`<question>_r<k>_<option>`. All but the last end with a question `b_more_r<k>` (yes or no) that leads to the next.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey.conditions import TICKED, UNTICKED, Condition
from survey.model import (
    Battery,
    Block,
    Coding,
    MultipleChoice,
    OpenText,
    Option,
    Question,
    Repeat,
    SingleChoice,
)
from survey.text import Text

Names = Mapping[str, str]
"""Name as written → name in one repetition."""


def repetitions(block: Block) -> tuple[Block, ...]:
    """`block` as often as it may be asked; itself alone when it does not repeat."""
    if block.repeat is None:
        return (block,)
    return tuple(_repetition(block, block.repeat, k) for k in range(1, block.repeat.maximum + 1))


def numbered(name: str, number: int) -> str:
    """The name of a block, question or item in repetition `number` (from 1)."""
    return f"{name}_r{number}"


def more(block_id: str, number: int) -> str:
    """The id of the question, at the end of repetition `number`, whether there is one more."""
    return numbered(f"{block_id}_more", number)


def title(block: Block, repeat: Repeat, number: int) -> Text:
    """«Measures: Measure 2» in every language."""
    return {
        language: f"{words}: {repeat.label[language]} {number}" for language, words in block.title.items()
    }


def _repetition(block: Block, repeat: Repeat, number: int) -> Block:
    names = {name: numbered(name, number) for name in _own(block)}
    questions = tuple(_question(question, names) for question in block.questions)
    if number < repeat.maximum:
        questions = (*questions, _asks_for_more(block, repeat, number))
    changes: dict[str, object] = {
        "id": numbered(block.id, number),
        "title": title(block, repeat, number),
        "questions": questions,
        "repeat": None,
    }
    if number > 1:
        another = Condition(question=more(block.id, number - 1), **{"is": TICKED})
        changes |= {"when": another, "intro": None, "instruction": None}
    return block.model_copy(update=changes)


def _own(block: Block) -> list[str]:
    items = [
        item.id for question in block.questions if isinstance(question, Battery) for item in question.items
    ]
    return [*(question.id for question in block.questions), *items]


def _asks_for_more(block: Block, repeat: Repeat, number: int) -> SingleChoice:
    """Without words of its own: `survey.forms.repeats` puts in those of each language."""
    languages = repeat.label
    return SingleChoice(
        id=more(block.id, number),
        type="single",
        text={language: f"{label} {number + 1}?" for language, label in repeat.label.items()},
        options=(
            Option(code=TICKED, label=dict.fromkeys(languages, "☒")),
            Option(code=UNTICKED, label=dict.fromkeys(languages, "☐")),
        ),
    )


def _question(question: Question, names: Names) -> Question:
    changes: dict[str, object] = {"id": names[question.id], "when": _condition(question.when, names)}
    if isinstance(question, Battery):
        changes["items"] = tuple(
            item.model_copy(update={"id": names[item.id], "when": _condition(item.when, names)})
            for item in question.items
        )
    if isinstance(question, SingleChoice | MultipleChoice):
        changes["options"] = tuple(_option(option, question, names) for option in question.options)
    if isinstance(question, MultipleChoice) and question.options_from:
        changes["options_from"] = names.get(question.options_from, question.options_from)
    if isinstance(question, OpenText):
        changes["coding"] = _coding(question.coding, question, names)
    return question.model_copy(update=changes)


def _option(option: Option, question: Question, names: Names) -> Option:
    changes = {"when": _condition(option.when, names), "coding": _coding(option.coding, question, names)}
    return option.model_copy(update=changes)


def _coding(coding: Coding | None, question: Question, names: Names) -> Coding | None:
    """The column of sorted answers gets the ending that its question got."""
    if coding is None:
        return None
    return coding.model_copy(
        update={"variable": coding.variable + names[question.id].removeprefix(question.id)}
    )


def _condition(condition: Condition | None, names: Names) -> Condition | None:
    """A question of the same block means the same repetition; any other means itself."""
    if condition is None:
        return None
    changes: dict[str, object] = {}
    if condition.question is not None:
        changes["question"] = names.get(condition.question, condition.question)
    for key in ("all_", "any_"):
        parts = getattr(condition, key)
        if parts is not None:
            changes[key] = tuple(_condition(part, names) for part in parts)
    if condition.not_ is not None:
        changes["not_"] = _condition(condition.not_, names)
    return condition.model_copy(update=changes)
