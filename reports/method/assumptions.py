"""Every part of the questionnaire that is implied or assumed, with its note."""

from __future__ import annotations

from collections.abc import Iterator

from reports.method.common import heading, table
from reports.style.labels import Labels
from reports.word.blocks import Block, plain
from reports.word.material import Material
from survey.model import Battery, MultipleChoice, Option, Question, Questionnaire, SingleChoice

Assumption = tuple[str, str, str]  # part, basis, note


def blocks(material: Material) -> list[Block]:
    """A table, or one sentence when nothing is assumed."""
    words = material.words["method"]["assumptions"]
    found = list(dict.fromkeys(assumptions(material.questionnaire, material.labels)))
    if not found:
        return [heading(words["heading"]), plain(str(words["none"]))]
    rows = [[part, str(words["bases"][basis]), note] for part, basis, note in found]
    columns = [words["part"], words["basis"], words["note"]]
    return [
        heading(words["heading"]),
        plain(str(words["text"])),
        table(words["caption"], columns, rows, [3.0, 7.0]),
    ]


def assumptions(questionnaire: Questionnaire, labels: Labels) -> Iterator[Assumption]:
    """Scales, background variables, questions, items and options whose basis is not published, in the order asked."""
    for scale in questionnaire.scales.values():
        ends = f"{labels.text(scale.options[0].label)} – {labels.text(scale.options[-1].label)}"
        yield from _told(ends, scale.basis, scale.note)
        yield from _options(scale.options, labels)
    for background in questionnaire.background:
        yield from _told(labels.text(background.label), background.basis, background.note)
        yield from _options(background.options, labels)
    for block, question in questionnaire.questions():
        if question.type == "information":
            yield from _told(f"«{labels.text(block.title)}»", question.basis, question.note)
        else:
            yield from _question(question, labels)


def _question(question: Question, labels: Labels) -> Iterator[Assumption]:
    yield from _told(labels.text(question.text), question.basis, question.note)
    if isinstance(question, Battery):
        for item in question.items:
            yield from _told(labels.text(item.text), item.basis, item.note)
    if isinstance(question, (SingleChoice, MultipleChoice)):
        yield from _options(question.options, labels)
    if question.type == "text" and question.coding:
        yield from _options(question.coding.options, labels)


def _options(options: tuple[Option, ...], labels: Labels) -> Iterator[Assumption]:
    for option in options:
        yield from _told(f"«{labels.text(option.label)}»", option.basis, option.note)
        if option.coding:
            yield from _options(option.coding.options, labels)


def _told(part: str, basis: str, note: str | None) -> Iterator[Assumption]:
    if basis != "published":
        yield part, basis, note or ""
