"""What the proof of a questionnaire has to show possible (or impossible), each with its place in the file.

A claim stands for all repetitions of a block at once: a condition is dead when it is so in every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.conditions import Condition
from survey.document import Document, Place
from survey.messages import Finding, finding
from survey.model import Asked, Battery, MultipleChoice, Question, Questionnaire, SingleChoice
from survey.questions.repeats import repetitions
from survey.space import Literal, Space

NEVER, ALWAYS, UNASKED, STUCK = "Q061", "Q062", "Q060", "Q063"
_NO_OPTION = "an answer is required, but some are offered none"


@dataclass(frozen=True)
class Claim:
    """`literal` must be possible, provided that `context` is; for dead ends it must be impossible."""

    code: str
    place: Place
    value: str
    context: Literal
    literal: Literal

    def broken(self, context: bool, literal: bool) -> bool:
        """Whether the claim is wrong, given what the solver found possible."""
        return literal if self.code == STUCK else context and not literal

    def finding(self, document: Document) -> Finding:
        """What to say when it is wrong."""
        return finding(self.code, document.where(self.place), self.value, problem=_NO_OPTION)


def claims(questionnaire: Questionnaire, space: Space) -> Iterator[Claim]:
    """Every claim, those about a whole before those about its parts."""
    for b, block in enumerate(questionnaire.blocks):
        every = repetitions(block)
        if block.when is not None:
            yield from _condition(space, ("blocks", b, "when"), [(space.true, block.when)])
        for q, question in enumerate(block.questions):
            place: Place = ("blocks", b, "questions", q)
            reached = [space.meets(one.when) for one in every]
            copies = [one.questions[q] for one in every]
            if question.when is not None:
                whens = [(c, copy.when) for c, copy in zip(reached, copies, strict=True)]
                yield from _condition(space, (*place, "when"), whens)
            yield from _question(space, place, reached, copies)


def _question(
    space: Space, place: Place, reached: Sequence[Literal], copies: Sequence[Question]
) -> Iterator[Claim]:
    open_ = [space.all_of([c, space.meets(q.when)]) for c, q in zip(reached, copies, strict=True)]
    shown = space.any_of(space.shown[copy.id] for copy in copies)
    yield Claim(UNASKED, (*place, "id"), copies[0].id, space.any_of(open_), shown)
    dead = [space.stuck[name] for copy in copies for name in _answered_at(copy) if name in space.stuck]
    if dead:
        yield Claim(STUCK, (*place, "id"), copies[0].id, space.true, space.any_of(dead))
    for key, i in _conditional_parts(copies[0]):
        whens = [(c, getattr(copy, key)[i].when) for c, copy in zip(open_, copies, strict=True)]
        yield from _condition(space, (*place, key, i, "when"), whens)


def _answered_at(question: Asked) -> list[str]:
    return [item.id for item in question.items] if isinstance(question, Battery) else [question.id]


def _conditional_parts(question: Question) -> Iterator[tuple[str, int]]:
    parts: tuple[str, tuple[object, ...]] = ("options", ())
    if isinstance(question, Battery):
        parts = ("items", question.items)
    elif isinstance(question, SingleChoice | MultipleChoice):
        parts = ("options", question.options)
    yield from ((parts[0], i) for i, part in enumerate(parts[1]) if getattr(part, "when", None) is not None)


Met = tuple[Literal, Condition | None]
"""Who gets to a condition, and the condition, in one repetition."""


def _condition(space: Space, place: Place, met: Sequence[Met]) -> Iterator[Claim]:
    """The condition can be true and can be false for those who get to it; then the same of its parts."""
    literals = [(context, space.meets(condition)) for context, condition in met]
    context = space.any_of(c for c, _ in literals)
    yield Claim(NEVER, place, "", context, space.any_of(space.all_of([c, one]) for c, one in literals))
    fails = space.any_of(space.all_of([c, one.negated()]) for c, one in literals)
    yield Claim(ALWAYS, place, "", context, fails)
    first = met[0][1]
    if first is None or first.test == "not":
        return
    for i, _ in enumerate(first.parts):
        inside = [
            (_reaching(space, c, condition, i), condition.parts[i]) for c, condition in met if condition
        ]
        yield from _condition(space, (*place, first.test, i), inside)


def _reaching(space: Space, context: Literal, condition: Condition, part: int) -> Literal:
    """Those for whom the parts before this one have not settled the matter."""
    before = [space.meets(other) for other in condition.parts[:part]]
    if condition.test == "any":
        before = [one.negated() for one in before]
    return space.all_of([context, *before])
