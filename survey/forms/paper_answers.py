"""The places for answers on a paper form, one function a question type: boxes to tick, lines and fields to write in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from survey.forms.docx_control import Control, checkbox, date, tag, words
from survey.forms.docx_look import INDENT, WIDTH, colour
from survey.forms.docx_package import region
from survey.forms.docx_xml import HEADER, KEEP, Table, cell, frame, paragraph, row, run, table, tall
from survey.forms.paper_plan import Asking
from survey.forms.paper_sheet import Sheet
from survey.model import Battery, Date, Item, MultipleChoice, Number, OpenText, Option, SingleChoice

LINE_CM = 0.75
ROW_CM = 0.72
TALLEST_CM = 20.0
NARROWEST_ITEM_CM = 3.5
USUAL_ITEM_CM = 8.0
WIDEST_ANSWER_CM = 2.1
MANY = 6
"""From more answers than this, a battery shows their short labels."""


def places(sheet: Sheet, asking: Asking) -> str:
    """Where the answer goes; nothing for a page that only informs."""
    make = _MAKERS.get(asking.question.type)
    return make(sheet, asking, asking.question) if make else ""


def _single(sheet: Sheet, asking: Asking, question: SingleChoice) -> str:
    options = sheet.plan.questionnaire.options_of(question)
    return "".join(
        _option(sheet, asking, option, tag(question.id, option.code), keep=_keep(option, options))
        + _line(sheet, asking, option, f"{question.id}_text")
        for option in options
    )


def _multiple(sheet: Sheet, asking: Asking, question: MultipleChoice) -> str:
    options = sheet.plan.questionnaire.options_of(question)
    return "".join(
        _option(sheet, asking, option, tag(f"{question.id}_{option.code}"), keep=_keep(option, options))
        + _line(sheet, asking, option, f"{question.id}_{option.code}_text")
        for option in options
    )


def _keep(option: Option, options: Sequence[Option]) -> str:
    """Answers stay together on a page; a field below an answer stays with it."""
    return KEEP if option is not options[-1] or option.open else ""


def _option(sheet: Sheet, asking: Asking, option: Option, name: str, *, keep: str) -> str:
    label = sheet.text(option.label)
    box = checkbox(Control(name, sheet.own["name"].format(number=asking.number, label=label)))
    aside = f" {sheet.own['exclusive']}" if option.exclusive else ""
    if not _piped(asking, option):
        aside += sheet.aside(option.when)
    jump = sheet.jump(asking, option.code) if asking.question.type == "single" else ""
    after = run("\u2003") + run(jump, "Jump") if jump else ""
    return paragraph("Option", box, run(f"\t{label}"), run(aside, "Aside"), after, keep=keep)


def _piped(asking: Asking, option: Option) -> bool:
    question = asking.question
    return isinstance(question, MultipleChoice) and option not in question.options


def _line(sheet: Sheet, asking: Asking, option: Option, column: str) -> str:
    """The line to write on beside an answer such as “other”."""
    if not option.open:
        return ""
    name = sheet.own["name"].format(number=asking.number, label=sheet.text(option.label))
    return paragraph("Line", words(Control(tag(column), name), sheet.own["prompt"]))


def _battery(sheet: Sheet, asking: Asking, question: Battery) -> str:
    options = sheet.plan.questionnaire.options_of(question)
    labels = [sheet.text((o.short if len(options) > MANY else None) or o.label) for o in options]
    first, *rest = widths = _widths(labels)
    heads = [paragraph("CellHead", run(label), keep=KEEP) for label in labels]
    title = paragraph("Cell", run(sheet.own["statement"], "Aside"), keep=KEEP)
    header = row([cell(first, title), *map(cell, rest, heads)], HEADER)
    lines = [
        _item(sheet, asking, item, (widths, options), keep="" if item is question.items[-1] else KEEP)
        for item in question.items
    ]
    look = Table("Rows", widths, f"{asking.number} {sheet.text(question.text)}")
    return table(look, [header, *lines]) + paragraph("Gap")


def _widths(labels: Sequence[str]) -> list[float]:
    """The items' column and one column an answer, in cm: no word of a label is broken while there is room."""
    needed = max(len(word) for label in labels for word in label.split()) * 0.17 + 0.4
    usual = min(WIDEST_ANSWER_CM, (WIDTH - USUAL_ITEM_CM) / len(labels))
    width = min(max(needed, usual), (WIDTH - NARROWEST_ITEM_CM) / len(labels))
    return [WIDTH - width * len(labels), *[width] * len(labels)]


def _item(sheet: Sheet, asking: Asking, item: Item, across: tuple[Any, Any], *, keep: str) -> str:
    (first, *rest), options = across
    aside = run(sheet.aside(item.when), "Aside")
    text = paragraph("Cell", run(sheet.text(item.text)), aside, keep=keep)
    name = sheet.text(item.short or item.text)
    boxes = [
        paragraph(
            "CellBox",
            checkbox(Control(tag(item.id, option.code), f"{sheet.text(option.label)}: {name}")),
            keep=keep,
        )
        for option in options
    ]
    return row([cell(first, text), *map(cell, rest, boxes)], tall(ROW_CM))


def _number(sheet: Sheet, asking: Asking, question: Number) -> str:
    field = words(_named(sheet, asking), sheet.own["prompt"])
    return _box(sheet, asking, (3.6, 0.9), field, sheet.text(question.unit) if question.unit else "")


def _date(sheet: Sheet, asking: Asking, question: Date) -> str:
    field = date(_named(sheet, asking), sheet.own["prompt_date"], region(sheet.language))
    return _box(sheet, asking, (4.6, 0.9), field)


def _text(sheet: Sheet, asking: Asking, question: OpenText) -> str:
    height = min(max(question.lines * LINE_CM, 0.9), TALLEST_CM)
    return _box(sheet, asking, (WIDTH - INDENT, height), words(_named(sheet, asking), sheet.own["prompt"]))


def _named(sheet: Sheet, asking: Asking) -> Control:
    text = sheet.text(asking.question.text)
    return Control(tag(asking.question.id), sheet.own["name"].format(number=asking.number, label=text))


def _box(sheet: Sheet, asking: Asking, size: tuple[float, float], field: str, after: str = "") -> str:
    """A box to write in, `size` (width, height) cm, and what stands after it, such as a unit."""
    width, height = size
    place = "top" if height > 1 else "center"
    cells = [cell(width, paragraph("Field", field), border=frame(colour("edge")), place=place)]
    spans = [width]
    if after:
        spans.append(WIDTH - INDENT - width)
        cells.append(cell(spans[-1], paragraph("Field", run(after))))
    look = Table("Boxes", spans, f"{asking.number} {sheet.text(asking.question.text)}", INDENT)
    return table(look, [row(cells, tall(height))]) + paragraph("Gap")


_MAKERS: dict[str, Callable[[Sheet, Asking, Any], str]] = {
    "single": _single,
    "multiple": _multiple,
    "battery": _battery,
    "number": _number,
    "date": _date,
    "text": _text,
}
