"""Where things stand in the file, for findings: questions, lists of options, conditions and data columns."""

from __future__ import annotations

from collections.abc import Iterator

from survey.conditions import Condition
from survey.document import Place
from survey.model import Asked, Battery, Coding, MultipleChoice, OpenText, Option, Questionnaire, SingleChoice


def questions(questionnaire: Questionnaire) -> Iterator[tuple[Place, Asked]]:
    """Every question with its place, in the order asked."""
    for b, block in enumerate(questionnaire.blocks):
        for q, question in enumerate(block.questions):
            yield ("blocks", b, "questions", q), question


def option_lists(questionnaire: Questionnaire) -> Iterator[tuple[Place, tuple[Option, ...]]]:
    """Every written list of options with its place; categories of open answers too."""
    for name, scale in questionnaire.scales.items():
        yield ("scales", name, "options"), scale.options
    for i, variable in enumerate(questionnaire.background):
        yield ("background", i, "options"), variable.options
    for place, question in questions(questionnaire):
        if isinstance(question, SingleChoice | MultipleChoice) and question.options:
            yield (*place, "options"), question.options
    for place, coding in codings(questionnaire):
        yield (*place, "options"), coding.options


def codings(questionnaire: Questionnaire) -> Iterator[tuple[Place, Coding]]:
    """Every list of categories for an open answer, with its place."""
    for place, question in questions(questionnaire):
        if isinstance(question, OpenText) and question.coding:
            yield (*place, "coding"), question.coding
        if isinstance(question, SingleChoice | MultipleChoice):
            for i, option in enumerate(question.options):
                if option.coding:
                    yield (*place, "options", i, "coding"), option.coding


def conditions(questionnaire: Questionnaire) -> Iterator[tuple[Place, Condition, str]]:
    """Every routing condition with its place and the id of the question it guards (a block: its first question)."""
    for b, block in enumerate(questionnaire.blocks):
        if block.when:
            yield ("blocks", b, "when"), block.when, block.questions[0].id
    for place, question in questions(questionnaire):
        if question.when:
            yield (*place, "when"), question.when, question.id
        yield from _inside(place, question)


def _inside(place: Place, question: Asked) -> Iterator[tuple[Place, Condition, str]]:
    parts: tuple[object, ...] = ()
    key = "options"
    if isinstance(question, Battery):
        parts, key = question.items, "items"
    elif isinstance(question, SingleChoice | MultipleChoice):
        parts = question.options
    for i, part in enumerate(parts):
        when = getattr(part, "when", None)
        if when is not None:
            yield (*place, key, i, "when"), when, question.id


def leaves(place: Place, condition: Condition) -> Iterator[tuple[Place, Condition]]:
    """Every leaf of a condition with its own place."""
    if condition.question is not None:
        yield place, condition
    for i, part in enumerate(condition.parts):
        inside: Place = (*place, "not") if condition.test == "not" else (*place, condition.test, i)
        yield from leaves(inside, part)


def names(questionnaire: Questionnaire) -> Iterator[tuple[Place, str]]:
    """Every id and every data column with the place that gives it its name."""
    for place, question in questions(questionnaire):
        yield (*place, "id"), question.id
        if isinstance(question, Battery):
            yield from (((*place, "items", i, "id"), item.id) for i, item in enumerate(question.items))
        if isinstance(question, MultipleChoice):
            yield from _piped(questionnaire, place, question)
        if isinstance(question, SingleChoice | MultipleChoice):
            yield from _options(place, question)
    for place, coding in codings(questionnaire):
        yield (*place, "variable"), coding.variable
    for i, variable in enumerate(questionnaire.background):
        yield ("background", i, "id"), variable.id


def _options(place: Place, question: SingleChoice | MultipleChoice) -> Iterator[tuple[Place, str]]:
    fields: dict[str, Place] = {}
    for i, option in enumerate(question.options):
        here = (*place, "options", i, "code")
        column = question.id
        if isinstance(question, MultipleChoice):
            column = f"{question.id}_{option.code}"
            yield here, column
        if option.open:
            fields.setdefault(f"{column}_text", here)
    yield from ((here, name) for name, here in fields.items())


def _piped(
    questionnaire: Questionnaire, place: Place, question: MultipleChoice
) -> Iterator[tuple[Place, str]]:
    for option in sources(questionnaire, question):
        yield (*place, "options_from"), f"{question.id}_{option.code}"


def sources(questionnaire: Questionnaire, question: MultipleChoice) -> list[Option]:
    """The options that `options_from` brings in, through any number of earlier questions; stops at a circle."""
    multiple = {q.id: q for _, q in questions(questionnaire) if isinstance(q, MultipleChoice)}
    found: list[Option] = []
    seen = {question.id}
    source = multiple.get(question.options_from or "")
    while source is not None and source.id not in seen:
        seen.add(source.id)
        found += [option for option in source.options if not option.exclusive]
        source = multiple.get(source.options_from or "")
    return found
