"""Where things stand in the file, for findings: questions, lists of options, conditions and data columns."""

from __future__ import annotations

from collections.abc import Iterator

from survey.conditions import Condition
from survey.document import Place
from survey.model import Asked, Battery, Coding, MultipleChoice, OpenText, Option, Questionnaire, SingleChoice
from survey.questions.repeats import more, numbered


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
    """Every id and every data column, as written, with the place that gives it its name."""
    for place, question in questions(questionnaire):
        yield from (
            (here, f"{stem}{ending}") for here, stem, ending in _named(questionnaire, place, question)
        )
    for place, coding in codings(questionnaire):
        yield from ((here, f"{stem}{ending}") for here, stem, ending in _sorted_into(place, coding))
    for i, variable in enumerate(questionnaire.background):
        yield ("background", i, "id"), variable.id


def generated(questionnaire: Questionnaire) -> Iterator[tuple[Place, str, str]]:
    """Place, name as written and name in a repetition, for all that stands in a repeated block."""
    codes = list(codings(questionnaire))
    for b, block in enumerate(questionnaire.blocks):
        repeat: Place = ("blocks", b, "repeat")
        for k in range(1, block.repeat.maximum + 1 if block.repeat else 1):
            yield ("blocks", b, "id"), block.id, numbered(block.id, k)
            yield repeat, more(block.id, 0), more(block.id, k)
            for q, question in enumerate(block.questions):
                for here, stem, ending in _named(questionnaire, ("blocks", b, "questions", q), question):
                    yield here, f"{stem}{ending}", f"{numbered(stem, k)}{ending}"
            for here, coding in codes:
                if here[:2] == ("blocks", b):
                    for spot, stem, ending in _sorted_into(here, coding):
                        yield spot, f"{stem}{ending}", f"{numbered(stem, k)}{ending}"


Named = tuple[Place, str, str]
"""Place, the name that a repetition numbers, and what comes after the number."""


def _named(questionnaire: Questionnaire, place: Place, question: Asked) -> Iterator[Named]:
    yield (*place, "id"), question.id, ""
    if isinstance(question, Battery):
        yield from (((*place, "items", i, "id"), item.id, "") for i, item in enumerate(question.items))
    if isinstance(question, MultipleChoice):
        for option in sources(questionnaire, question):
            yield (*place, "options_from"), question.id, f"_{option.code}"
    if isinstance(question, SingleChoice | MultipleChoice):
        yield from _options(place, question)


def _sorted_into(place: Place, coding: Coding) -> Iterator[Named]:
    yield (*place, "variable"), coding.variable, ""
    if coding.multiple:
        yield from (
            ((*place, "options", i, "code"), coding.variable, f"_{option.code}")
            for i, option in enumerate(coding.options)
        )


def _options(place: Place, question: SingleChoice | MultipleChoice) -> Iterator[Named]:
    fields: dict[str, Place] = {}
    for i, option in enumerate(question.options):
        here = (*place, "options", i, "code")
        ending = f"_{option.code}" if isinstance(question, MultipleChoice) else ""
        if ending:
            yield here, question.id, ending
        if option.open:
            fields.setdefault(f"{ending}_text", here)
    yield from ((here, question.id, ending) for ending, here in fields.items())


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
