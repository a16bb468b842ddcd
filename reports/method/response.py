"""Who was invited and who answered, and how the groups' shares differ between the two."""

from __future__ import annotations

from analysis.results import TOTAL
from reports.method.common import heading, table
from reports.prose.further import Represented
from reports.prose.published import Answered
from reports.word.blocks import Block, Cell, Row, Table, plain
from reports.word.bound import Source
from reports.word.material import Material


def blocks(material: Material) -> list[Block]:
    """The rate in all and per group; without a list of the invited, the answers only."""
    words, numbers = material.words["method"]["response"], material.numbers
    # Nested and narrowed segments would say the same again, in smaller pieces.
    shown = {TOTAL, *(segment.id for segment in material.labels.plan.segments)}
    rows = [row for row in material.published.response if row.segment in shown]
    known = any(row.invited is not None for row in rows if row.segment == TOTAL)
    if known:
        values = {name: getattr(numbers, name)() for name in ("answered", "invited")}
        first = str(words["known"]).format(**values, rate=numbers.response_rate())
    else:
        first = str(words["unknown"]).format(answered=numbers.accepted())
    made: list[Block] = [heading(words["heading"]), plain(first)]
    if rows:
        made.append(_table(material, rows, known))
    return [*made, plain(str(words["caution"]))] if known else made


def _table(material: Material, rated: list[Answered], known: bool) -> Table:
    words = material.words["method"]["response"]
    compared = _compared(material) if known else {}
    columns = ("group", "invited", "answered", "rate") if known else ("group", "answered")
    heads = [words[c] for c in columns] + ([words["difference"]] if compared else [])
    caption = words["caption_known" if known else "caption_unknown"]
    note = str(words["note"]) if compared else ""
    made = table(caption, heads, [], [2.3] * (len(heads) - 1), note)
    rows: list[Row] = []
    before = TOTAL
    for row in rated:
        if row.segment != before:
            rows.append(
                Row((Cell(material.labels.segment(row.segment), "item", span=len(heads)),), keep=True)
            )
            before = row.segment
        name = material.labels.group(row.segment, row.group)
        shown = [_shown(material, row, column) for column in columns[1:]]
        shown += [_difference(material, compared.get((row.segment, row.group)))] if compared else []
        rows.append(Row((Cell(name), *(Cell(text, "number") for text in shown))))
    return Table(made.caption, made.widths, made.head, tuple(rows), made.note)


def _compared(material: Material) -> dict[tuple[str, str], Represented]:
    """Group → how it was compared with the invited, where that was done."""
    rows = material.published.further.representativity or ()
    return {(row.segment, row.group): row for row in rows if row.difference is not None}


def _difference(material: Material, row: Represented | None) -> str:
    """Percentage points with one decimal; nothing on the row of everyone."""
    if row is None or row.difference is None:
        return ""
    source = Source(
        "representativity", "", row.segment, row.group, "difference", number=row.difference, base=row.invited
    )
    return str(material.numbers.bound(material.numbers.format.decimal(row.difference), source))


def _shown(material: Material, row: Answered, column: str) -> str:
    number, form = getattr(row, column), material.numbers.format
    if number is None:
        return material.numbers.hidden if row.hidden else form.missing
    shown = form.percent_table(number) if column == "rate" else form.count(number)
    return str(material.numbers.bound(shown, material.numbers.answered_by(row, column)))
