"""The steps of a form: each shows one part of the questionnaire at a time, never more than one battery.

A part is a block; it has one step or several. Rating batteries and information pages stand alone, because a battery
fills a phone. Short questions in a row share a step, and a follow-up stands below the answer that calls for it; what
an answer would take away waits for the next step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.conditions import Condition
from survey.model import (
    Battery,
    Block,
    Information,
    MultipleChoice,
    OpenText,
    Question,
    Questionnaire,
    SingleChoice,
)

ROOM = 6
"""How much fits on one step: a choice or a short field takes 1, a list of boxes or a large field 2."""


@dataclass(frozen=True)
class Step:
    """One page: some consecutive questions of a block. `place` is 1 for the first step of the block."""

    block: Block
    place: int
    questions: tuple[Question, ...]

    @property
    def key(self) -> str:
        """The name of the step in addresses."""
        return f"{self.block.id}-{self.place}"


def steps(questionnaire: Questionnaire) -> tuple[Step, ...]:
    """Every step in order, after the opening."""
    return tuple(step for block in parts(questionnaire) for step in _steps(questionnaire, block))


def opening(questionnaire: Questionnaire) -> tuple[Block, ...]:
    """The first block, when it only informs and is for everyone: it belongs on the start page."""
    first = questionnaire.flat.blocks[0]
    plain = first.when is None and all(isinstance(q, Information) and q.when is None for q in first.questions)
    return (first,) if plain and len(questionnaire.flat.blocks) > 1 else ()


def parts(questionnaire: Questionnaire) -> tuple[Block, ...]:
    """The blocks that the respondent meets as “Part 1 of …”; repetitions count one each."""
    return questionnaire.flat.blocks[len(opening(questionnaire)) :]


def _steps(questionnaire: Questionnaire, block: Block) -> list[Step]:
    groups = _groups(questionnaire, block)
    return [Step(block, place, tuple(group)) for place, group in enumerate(groups, start=1)]


def _groups(questionnaire: Questionnaire, block: Block) -> Iterator[list[Question]]:
    group: list[Question] = []
    for question in block.questions:
        if group and not _joins(questionnaire, question, group):
            yield group
            group = []
        group = [*group, question]
    yield group


def _joins(questionnaire: Questionnaire, question: Question, group: list[Question]) -> bool:
    """Whether `question` can stand on the same step as the ones before it."""
    if _alone(question) or _alone(group[0]) or _vanishes(questionnaire, question, group):
        return False
    return _follows(questionnaire, question, group) or sum(map(_size, (*group, question))) <= ROOM


def _alone(question: Question) -> bool:
    return isinstance(question, Battery | Information)


def _size(question: Question) -> int:
    large = isinstance(question, OpenText) and question.lines > 2
    long = isinstance(question, SingleChoice) and len(question.options) > 6
    return 2 if isinstance(question, MultipleChoice) or large or long else 1


def _follows(questionnaire: Questionnaire, question: Question, group: list[Question]) -> bool:
    """Whether an answer on this step decides if `question`, or one of its options, is shown."""
    looks = [leaf for condition in _conditions(question) for leaf in condition.leaves()]
    piped = isinstance(question, MultipleChoice) and question.options_from in {q.id for q in group}
    return piped or any(_about(questionnaire, leaf, group) for leaf in looks)


def _vanishes(questionnaire: Questionnaire, question: Question, group: list[Question]) -> bool:
    """Whether `question` would stand there before an answer on the same step, and be gone after it."""
    return any(
        _about(questionnaire, leaf, group)
        for condition in _conditions(question)
        for leaf in _negative(condition)
    )


def _negative(condition: Condition, denied: bool = False) -> Iterator[Condition]:
    """The leaves that hold as long as nothing is answered."""
    if condition.question is not None and denied != (condition.answered is False):
        yield condition
    for part in condition.parts:
        yield from _negative(part, denied != (condition.test == "not"))


def _conditions(question: Question) -> list[Condition]:
    given = [question.when, *(option.when for option in getattr(question, "options", ()))]
    return [condition for condition in given if condition is not None]


def _about(questionnaire: Questionnaire, leaf: Condition, group: list[Question]) -> bool:
    variable = questionnaire.variables.get(str(leaf.question))
    return (variable.question if variable else leaf.question) in {q.id for q in group}
