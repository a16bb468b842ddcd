"""The steps of a form: each shows one part of the questionnaire at a time, never more than one battery.

A part is a block; it has one step or several. Rating batteries and information pages stand alone, because a battery
fills a phone; other questions in a row share a step, so that a follow-up question appears right below its cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from survey.model import Battery, Block, Information, Question, Questionnaire


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
    return tuple(
        step for block in questionnaire.blocks[len(opening(questionnaire)) :] for step in _steps(block)
    )


def opening(questionnaire: Questionnaire) -> tuple[Block, ...]:
    """The first block, when it only informs and is for everyone: it belongs on the start page."""
    first = questionnaire.blocks[0]
    plain = first.when is None and all(isinstance(q, Information) and q.when is None for q in first.questions)
    return (first,) if plain and len(questionnaire.blocks) > 1 else ()


def parts(questionnaire: Questionnaire) -> tuple[Block, ...]:
    """The blocks that the respondent meets as “Part 1 of …”."""
    return questionnaire.blocks[len(opening(questionnaire)) :]


def _steps(block: Block) -> list[Step]:
    alone = enumerate(block.questions)
    groups = groupby(alone, key=lambda pair: pair[0] if isinstance(pair[1], Battery | Information) else -1)
    return [Step(block, n, tuple(q for _, q in group)) for n, (_, group) in enumerate(groups, start=1)]
