"""A small table of everyone's answers to one question, for chapters."""

from __future__ import annotations

from dataclasses import replace

from reports.prose.numbers import Numbers
from reports.prose.values import Unknown, Value
from reports.word.blocks import Cell, Row, Table
from survey.messages import did_you_mean
from survey.words import Words

_WIDTH = 16.0
_NUMBER = 1.9


def question_table(question: str, numbers: Numbers, words: Words) -> Table:
    """Ticks: count and share, most first. A scale: each answer's share, and the mean. One choice: a row an answer."""
    labels, published = numbers.labels, numbers.published
    ticked = labels.counts_ticks(question)  # such a question has results of its own: its number of ticks
    if question in published.items and not ticked and labels.variable(question).kind != "tick":
        return _answers(question, numbers, words)
    known = {q.id for _, q in labels.questionnaire.questions()}
    items = [i for i in (labels.items(question) if question in known else ()) if i in published.items]
    if not items:
        raise Unknown("R001", question, suggestion=did_you_mean(question, known | published.items))
    if all(labels.variable(item).kind == "tick" for item in items):
        return _ticks(question, numbers, words)
    return _scale(question, items, numbers, words)


def _note(numbers: Numbers, items: list[str], words: Words) -> str:
    bases = list(dict.fromkeys(numbers.n(item) for item in items))
    return str(words["base"]).format(n=bases[0] if len(bases) == 1 else f"{min(bases)}–{max(bases)}")


def _table(caption: str, columns: list[str], rows: list[list[str]], note: str) -> Table:
    widths = (_WIDTH - _NUMBER * (len(columns) - 1), *[_NUMBER] * (len(columns) - 1))
    head = Row(tuple(Cell(text, "head_number" if i else "head") for i, text in enumerate(columns)))
    body = tuple(
        Row(tuple(Cell(text, "number" if i else "text") for i, text in enumerate(row))) for row in rows
    )
    return Table(caption, widths, (head,), body, note)


def _percent(value: Value, numbers: Numbers) -> str:
    if value.number is None or value.binding is None:
        return str(value)
    printed = numbers.format.percent_table(value.number)
    return numbers.ledger.bind(replace(value.binding, printed=printed))


def _ticks(question: str, numbers: Numbers, words: Words) -> Table:
    items = [ranked.item for ranked in numbers.ranked(question, "share")]
    hidden = [i for i in numbers.labels.items(question) if i in numbers.published.items and i not in items]
    rows = [
        [numbers.labels.short(item), str(numbers.count(item)), _percent(numbers.share(item), numbers)]
        for item in [*items, *hidden]
    ]
    columns = [str(words["answer"]), str(words["count"]), str(words["share"])]
    return _table(numbers.labels.question(question), columns, rows, _note(numbers, [*items, *hidden], words))


def _answers(item: str, numbers: Numbers, words: Words) -> Table:
    codes = numbers.labels.answers(item)
    rows = [
        [
            numbers.labels.answer(item, code),
            str(numbers.count(item, code)),
            _percent(numbers.share(item, code), numbers),
        ]
        for code in codes
    ]
    columns = [str(words["answer"]), str(words["count"]), str(words["share"])]
    return _table(numbers.labels.item(item), columns, rows, _note(numbers, [item], words))


def _scale(question: str, items: list[str], numbers: Numbers, words: Words) -> Table:
    codes = numbers.labels.answers(items[0])
    ordinal = numbers.labels.variable(items[0]).ordinal
    columns = [str(words["item"]), *(numbers.labels.answer_short(items[0], code) for code in codes)]
    columns += [str(words["mean"])] if ordinal else []
    rows = []
    for item in items:
        shares = [_percent(numbers.share(item, code), numbers) for code in codes]
        rows.append([numbers.labels.short(item), *shares, *([str(numbers.mean(item))] if ordinal else [])])
    return _table(numbers.labels.question(question), columns, rows, _note(numbers, items, words))
