"""A cross-tab for a notebook: a plain, accessible HTML table, every word escaped, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from analysis.asking.answer import Answer
from reports.asking.grid import Cell, Grid, Line
from reports.style.look import ACCENT, INK, MUTED, RULE

_STYLE = (
    f".svar-crosstab{{font-family:system-ui,sans-serif;color:{INK};background:#fff;max-width:100%;overflow-x:auto}}"
    ".svar-crosstab table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    f".svar-crosstab caption{{text-align:left;font-weight:600;color:{ACCENT};padding:4px 0}}"
    f".svar-crosstab th,.svar-crosstab td{{padding:2px 8px;text-align:right;border-bottom:1px solid {RULE};"
    f"vertical-align:bottom;background:#fff;color:{INK}}}"
    ".svar-crosstab th[scope=row],.svar-crosstab th[scope=rowgroup]{text-align:left;font-weight:400}"
    ".svar-crosstab th[scope=rowgroup]{font-weight:600}"
    f".svar-crosstab tr.base *{{color:{MUTED}}}"
    f".svar-crosstab sup{{color:{ACCENT};padding-left:2px}}"
    ".svar-crosstab p,.svar-crosstab li{font-size:90%;margin:2px 0;text-align:left}"
    ".svar-crosstab .stamp{color:#a3141e;font-weight:700}"
)


def made(answer: Answer, grid: Grid) -> str:
    """A `div` with the table and the sentences around it."""
    return "".join(_pieces(grid))


def _pieces(grid: Grid) -> Iterator[str]:
    language = escape(grid.speech.labels.language)
    framing = escape(grid.speech.say("tag"))
    yield f'<div class="svar-crosstab" lang="{framing}"><style>{_STYLE}</style>'
    if grid.stamp:
        yield f'<p class="stamp">{escape(grid.stamp)}</p>'
    yield f'<table><caption lang="{language}">{escape(grid.caption)}</caption><thead>'
    yield from _divisions(grid)
    yield from _names(grid)
    yield "</thead>"
    for part in grid.parts:
        yield "<tbody>"
        if len(grid.parts) > 1:
            span = len(grid.columns) + 1
            yield f'<tr><th scope="rowgroup" colspan="{span}" lang="{language}">{escape(part.heading)}</th></tr>'
        yield from (_line(line, grid, language) for line in part.lines)
        yield "</tbody>"
    yield "</table>"
    yield from (f"<p>{escape(said)}</p>" for said in (*grid.about, *grid.legend))
    for heading, said in (("tests", grid.tests), ("cautions", grid.cautions)):
        if said:
            items = "".join(f"<li>{escape(sentence)}</li>" for sentence in said)
            yield f"<p><strong>{escape(grid.speech.say(f'{heading}.heading'))}</strong></p><ul>{items}</ul>"
    yield "</div>"


def _divisions(grid: Grid) -> Iterator[str]:
    """The segments over their groups; the corner and the total reach down over both rows of heads."""
    yield f'<tr><td rowspan="2"></td><th scope="col" rowspan="2">{escape(grid.columns[0].label)}</th>'
    for division, columns in groupby(grid.columns[1:], key=lambda column: column.division):
        span = len(list(columns))
        yield f'<th scope="colgroup" colspan="{span}">{escape(division)}</th>'
    yield "</tr>"


def _names(grid: Grid) -> Iterator[str]:
    yield "<tr>"
    for column in grid.columns[1:]:
        letter = f"<br>{escape(column.letter)}" if column.letter else ""
        yield f'<th scope="col">{escape(column.label)}{letter}</th>'
    yield "</tr>"


def _line(line: Line, grid: Grid, language: str) -> str:
    if not line.cells:
        span = len(grid.columns) + 1
        return f'<tr><th scope="rowgroup" colspan="{span}" lang="{language}">{escape(line.label)}</th></tr>'
    cells = "".join(f"<td>{_cell(cell)}</td>" for cell in line.cells)
    look = ' class="base"' if line.base else ""
    space = "&emsp;" if line.inside else ""
    return f'<tr{look}><th scope="row" lang="{language}">{space}{escape(line.label)}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    behind = cell.letters or cell.mark
    return escape(cell.text) + (f"<sup>{escape(behind)}</sup>" if behind else "")
