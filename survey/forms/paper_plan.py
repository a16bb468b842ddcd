"""What stands on a paper form and under which number: 1, 2, and 2a, 2b for what follows up on the answer to 2.

A block that repeats is printed a few times, with the same numbers each time; the rest does not fit on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from survey.conditions import Condition
from survey.model import Block, Information, Question, Questionnaire, Repeat, Variable
from survey.questions.repeats import more, numbered

PRINTED = 3
"""How often a repeated block is printed at most."""


@dataclass(frozen=True)
class Printed:
    """A block as it stands on paper. `repetition` is 0 for a block that does not repeat."""

    block: Block
    repetition: int = 0
    repeat: Repeat | None = None


@dataclass(frozen=True)
class Asking:
    """A question as it stands on paper; `number` is empty for what only informs."""

    part: Printed
    question: Question
    number: str


@dataclass(frozen=True)
class Plan:
    """Everything on a paper form, in order. `questionnaire` has its repetitions written out (`spoken`)."""

    questionnaire: Questionnaire
    parts: tuple[Printed, ...]
    askings: tuple[Asking, ...]

    def asked_in(self, part: Printed) -> list[Asking]:
        """The questions of one part."""
        return [asking for asking in self.askings if asking.part is part]

    def columns(self, question: Question) -> list[Variable]:
        """The columns that a respondent fills by answering `question`."""
        own = self.questionnaire.variables.values()
        return [variable for variable in own if variable.question == question.id and variable.kind != "coded"]

    def printed_columns(self) -> list[str]:
        """The columns that the form has a place for."""
        return [variable.name for asking in self.askings for variable in self.columns(asking.question)]


def plan(original: Questionnaire, spoken: Questionnaire) -> Plan:
    """The plan for `spoken`, which is `original` with its repetitions written out and in words."""
    by_id = {block.id: block for block in spoken.blocks}
    parts = tuple(part for block in original.blocks for part in _parts(block, by_id))
    askings = tuple(asking for part in _numbered(spoken, parts) for asking in part)
    return Plan(spoken, parts, askings)


def _parts(block: Block, by_id: dict[str, Block]) -> Iterator[Printed]:
    if block.repeat is None:
        yield Printed(by_id[block.id])
        return
    for repetition in range(1, min(block.repeat.maximum, PRINTED) + 1):
        one = by_id[numbered(block.id, repetition)]
        beyond = more(block.id, repetition) if repetition == PRINTED else ""
        questions = tuple(question for question in one.questions if question.id != beyond)
        yield Printed(one.model_copy(update={"questions": questions}), repetition, block.repeat)


def _numbered(questionnaire: Questionnaire, parts: Iterable[Printed]) -> Iterator[list[Asking]]:
    """The questions of each part with their numbers; a later repetition takes those of the first."""
    last, first = 0, list[str]()
    for part in parts:
        questions = part.block.questions
        if part.repetition > 1:
            numbers = first[: len(questions)]
        else:
            numbers = _numbers(questionnaire, questions, last)
            last += sum(number.isdigit() for number in numbers)
            first = numbers
        yield [Asking(part, question, number) for question, number in zip(questions, numbers, strict=True)]


def _numbers(questionnaire: Questionnaire, questions: Iterable[Question], last: int) -> list[str]:
    found: list[str] = []
    main, letters = "", 0
    for question in questions:
        if isinstance(question, Information):
            found.append("")
        elif main and letters < len(ascii_lowercase) and _owners(questionnaire, question.when) == {main}:
            found.append(f"{last}{ascii_lowercase[letters]}")
            letters += 1
        else:
            last, main, letters = last + 1, question.id, 0
            found.append(str(last))
    return found


def _owners(questionnaire: Questionnaire, condition: Condition | None) -> set[str]:
    """The questions whose answers decide; of an item, the battery it stands in."""
    names = {str(leaf.question) for leaf in condition.leaves()} if condition else set()
    variables = questionnaire.variables
    return {variables[name].question if name in variables else name for name in names}


def runs(askings: Iterable[Asking]) -> list[list[Asking]]:
    """Neighbours that are asked on the same condition, together."""
    return [list(group) for _, group in groupby(askings, key=lambda asking: asking.question.when)]
