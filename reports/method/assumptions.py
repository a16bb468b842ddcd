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
    for name, scale in questionnaire.scales.items():
        ends = " – ".join(labels.text(option.label, name) for option in (scale.options[0], scale.options[-1]))
        yield from _told(ends, scale.basis, _note(scale.note, name, labels))
        yield from _options(scale.options, name, labels)
    for background in questionnaire.background:
        note = _note(background.note, background.id, labels)
        yield from _told(labels.text(background.label, background.id), background.basis, note)
        yield from _options(background.options, background.id, labels)
    for block, question in questionnaire.questions():
        if question.type == "information":
            title = f"«{labels.text(block.title, block.id)}»"
            yield from _told(title, question.basis, _note(question.note, question.id, labels))
        else:
            yield from _question(question, labels)


def _question(question: Question, labels: Labels) -> Iterator[Assumption]:
    note = _note(question.note, question.id, labels)
    yield from _told(labels.text(question.text, question.id), question.basis, note)
    if isinstance(question, Battery):
        for item in question.items:
            yield from _told(labels.text(item.text, item.id), item.basis, _note(item.note, item.id, labels))
    if isinstance(question, (SingleChoice, MultipleChoice)):
        yield from _options(question.options, question.id, labels)
    if question.type == "text" and question.coding:
        yield from _options(question.coding.options, question.id, labels)


def _options(options: tuple[Option, ...], of: str, labels: Labels) -> Iterator[Assumption]:
    for option in options:
        name = f"{of}={option.code}"
        told = f"«{labels.text(option.label, name)}»"
        yield from _told(told, option.basis, _note(option.note, name, labels))
        if option.coding:
            yield from _options(option.coding.options, of, labels)


def _note(note: str | None, of: str, labels: Labels) -> str:
    return labels.bound(note or "", of)


def _told(part: str, basis: str, note: str) -> Iterator[Assumption]:
    if basis != "published":
        yield part, basis, note
