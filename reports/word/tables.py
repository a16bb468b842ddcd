"""A table as it is to stand in a document: as wide as the text, and described in words."""

from __future__ import annotations

from dataclasses import replace

from reports.word.blocks import Row, Table

_NEARLY = 0.05


def fitted(table: Table, width: float, full: float, pattern: str) -> Table:
    """The table for a text `width` cm wide: one made `full` wide becomes as wide as the text, none is wider.

    `pattern` says what it shows: {caption}, {columns}, {first} and {last} are filled in. The last row stays with a
    note below.
    """
    made = replace(table, description=table.description or spoken(table, pattern))
    if table.note and len(table.rows) > 1:
        made = replace(made, rows=(*made.rows[:-2], replace(made.rows[-2], keep=True), *made.rows[-1:]))
        made = replace(made, rows=(*made.rows[:-1], replace(made.rows[-1], keep=True)))
    total = sum(table.widths)
    if abs(total - full) > _NEARLY and total <= width + _NEARLY:
        return made
    return replace(made, widths=tuple(one * width / total for one in table.widths))


def spoken(table: Table, pattern: str) -> str:
    """The table in a sentence: what it is about, its columns, its first and last row."""
    labels = [label for row in table.rows if (label := _label(row))]
    heads = [cell.text for row in table.head[-1:] for cell in row.cells if cell.text]
    if not (labels and heads and pattern):
        return ""
    words = {"caption": table.caption or heads[0], "columns": "; ".join(heads)}
    return pattern.format(first=labels[0], last=labels[-1], **words)


def _label(row: Row) -> str:
    """What a row is called; nothing for one that only divides or tests."""
    return row.cells[0].text if len(row.cells) > 1 and row.cells[0].align in ("text", "head") else ""
