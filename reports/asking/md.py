"""A cross-tab as Markdown: a pipe table with its caption, legend, tests and source."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.asking.answer import Answer
from reports.asking.grid import Cell, Column, Grid, Line


def made(answer: Answer, grid: Grid) -> str:
    """The whole cross-tab."""
    return "\n".join(_lines(grid)) + "\n"


def _lines(grid: Grid) -> Iterator[str]:
    if grid.stamp:
        yield f"**{_safe(grid.stamp)}**\n"
    yield f"**{_safe(grid.caption)}**\n"
    yield from (f"{_safe(said)}  " for said in grid.about)
    yield ""
    yield from _table(grid)
    yield ""
    yield from (f"{_safe(said)}  " for said in grid.legend)
    for heading, said in (("tests", grid.tests), ("cautions", grid.cautions)):
        if said:
            yield f"\n{grid.speech.say(f'{heading}.heading')}\n"
            yield from (f"- {_safe(sentence)}" for sentence in said)
    yield f"\n{grid.speech.say('provenance.heading')}\n"
    yield from (f"- {_safe(name)}: `{value}`" for name, value in grid.source)


def _table(grid: Grid) -> Iterator[str]:
    yield _row(["", *(_head(column) for column in grid.columns)])
    yield _row(["---", *("---:" for _ in grid.columns)])
    for part in grid.parts:
        if len(grid.parts) > 1:
            yield _row([f"**{_safe(part.heading)}**", *("" for _ in grid.columns)])
        for line in part.lines:
            yield _row([_safe(line.label), *_cells(line, grid)])


def _head(column: Column) -> str:
    name = f"{column.division}: {column.label}" if column.division else column.label
    return f"{_safe(name)} ({column.letter})" if column.letter else _safe(name)


def _cells(line: Line, grid: Grid) -> list[str]:
    return [_cell(cell) for cell in line.cells] or ["" for _ in grid.columns]


def _cell(cell: Cell) -> str:
    mark = r"\*" if cell.mark else ""
    return f"{cell.text} {cell.letters}{mark}".strip() if cell.letters else f"{cell.text}{mark}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _safe(text: str) -> str:
    """Words may hold anything; in a table they must not end a cell or start a tag."""
    for sign in ("\\", "|", "*", "_", "<", "`"):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
