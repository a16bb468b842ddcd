"""Who was invited and who answered."""

from __future__ import annotations

from analysis.results import TOTAL
from reports.method.common import heading, table
from reports.prose.published import Answered
from reports.word.blocks import Block, Cell, Row, Table, plain
from reports.word.material import Material


def blocks(material: Material) -> list[Block]:
    """The rate in all and per group; without a list of the invited, the answers only."""
    words, numbers = material.words["method"]["response"], material.numbers
    rows = material.published.response
    known = any(row.invited is not None for row in rows if row.segment == TOTAL)
    if known:
        values = {name: getattr(numbers, name)() for name in ("answered", "invited")}
        first = str(words["known"]).format(**values, rate=numbers.response_rate())
    else:
        first = str(words["unknown"]).format(answered=numbers.accepted())
    made: list[Block] = [heading(words["heading"]), plain(first)]
    if rows:
        made.append(_table(material, known))
    return [*made, plain(str(words["caution"]))] if known else made


def _table(material: Material, known: bool) -> Table:
    words = material.words["method"]["response"]
    columns = ("group", "invited", "answered", "rate") if known else ("group", "answered")
    made = table(
        words["caption_known" if known else "caption_unknown"],
        [words[c] for c in columns],
        [],
        [2.6] * (len(columns) - 1),
    )
    rows: list[Row] = []
    before = TOTAL
    for row in material.published.response:
        if row.segment != before:
            rows.append(
                Row((Cell(material.labels.segment(row.segment), "item", span=len(columns)),), keep=True)
            )
            before = row.segment
        name = material.labels.group(row.segment, row.group)
        rows.append(
            Row((Cell(name), *(Cell(_shown(material, row, column), "number") for column in columns[1:])))
        )
    return Table(made.caption, made.widths, made.head, tuple(rows))


def _shown(material: Material, row: Answered, column: str) -> str:
    number, form = getattr(row, column), material.numbers.format
    if number is None:
        return material.numbers.hidden if row.hidden else form.missing
    return form.percent_table(number) if column == "rate" else form.count(number)
