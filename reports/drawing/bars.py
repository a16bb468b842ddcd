"""Lying bars of percent with their numbers: what the kinds columns, ticks and paired share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reports.drawing.chart import Material, Panel, Row
from reports.style import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.drawing.canvas import Canvas

Write = Callable[[Row, str], str]

LABELS_WIDTH = 5.9
NUMBERS_WIDTH = 1.9
"""Room to the right of 100 percent, for the number after the longest bar."""
BAR = 0.44
THIN_BAR = 0.37
COLOURS = (look.ACCENT, look.SECOND)


def draw(panel: Panel, canvas: Canvas, material: Material, write: Write, legend: Sequence[str] = ()) -> None:
    """One row of bars a line of `panel`, one bar a series; `write` makes the number after a bar of a row."""
    from reports.drawing.canvas import Fill, wrap

    labels = [wrap(row.label, LABELS_WIDTH - 0.35) for row in panel.rows]
    height = _row_height(labels, len(panel.series))
    top = 0.75 if legend else 0.1
    canvas.start(top + height * len(labels) + 0.4)
    if legend:
        canvas.legend([(Fill(c), name) for c, name in zip(COLOURS, legend, strict=False)], LABELS_WIDTH, 0.05)
    width = canvas.width - LABELS_WIDTH - NUMBERS_WIDTH
    axes = canvas.axes(LABELS_WIDTH, top, width, height * len(labels))
    for i, label in enumerate(labels):
        canvas.text(0, top + (i + 0.5) * height, label)
    thickness = (BAR if len(panel.series) == 1 else 2 * THIN_BAR) / height
    _bars(axes, panel, thickness)
    _numbers(axes, panel, thickness, material, write)
    canvas.finish(axes)
    axes.axvline(0, color=look.MUTED, linewidth=0.7, clip_on=False)


def _row_height(labels: list[str], series: int) -> float:
    from reports.drawing.canvas import lines_height

    return max(lines_height(labels) + 0.3, 0.72 if series == 1 else 1.0)


def _bars(axes: Axes, panel: Panel, thickness: float) -> None:
    import seaborn

    cells = [(i, s, row.values[s].estimate) for i, row in enumerate(panel.rows) for s in panel.series]
    rows, series, percent = zip(*cells, strict=True)
    seaborn.barplot(
        x=percent,
        y=rows,
        hue=series,
        order=range(len(panel.rows)),
        hue_order=list(panel.series),
        palette=list(COLOURS[: len(panel.series)]),
        orient="h",
        errorbar=None,
        saturation=1,
        width=thickness,
        linewidth=0,
        legend=False,
        ax=axes,
    )
    axes.set(xlim=(0, 100), ylim=(len(panel.rows) - 0.5, -0.5))


def _numbers(axes: Axes, panel: Panel, thickness: float, material: Material, write: Write) -> None:
    for i, row in enumerate(panel.rows):
        for j, series in enumerate(panel.series):
            value = row.values[series]
            y = i + (j - (len(panel.series) - 1) / 2) * thickness / len(panel.series)
            axes.text(
                (value.estimate if value.shown else 0) + 1.2,
                y,
                write(row, series),
                va="center",
                fontsize=look.SMALL_PT,
                **material.style(value),
            )
