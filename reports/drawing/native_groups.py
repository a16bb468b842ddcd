"""The rows of the kind segments as native charts: groups with their bases, under the names of their segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.results import TOTAL
from reports.charts.spec import Chart, Scale
from reports.drawing import native
from reports.drawing.chart import About, Material, Panel
from reports.drawing.native_intervals import Lines, Shown
from reports.drawing.native_intervals import charts as interval_charts

BAR = 0.24
LEAST = 0.5


def charts(
    panels: tuple[Panel, ...], abouts: Sequence[About], measured: tuple[str, list[float]], material: Material
) -> tuple[Chart, ...]:
    """A chart a panel; `measured` is the measure and the places of its gridlines."""
    measure, ticks = measured
    percent = measure != "mean"
    header = str(material.words["percent_header" if percent else "mean_header"])
    code = native.percent_code(material.numbers) if percent else "0"
    scale = Scale(low=ticks[0], high=ticks[-1], step=ticks[1] - ticks[0], format=code)
    categories, rows = zip(*_lines(panels, measure, material), strict=True)
    lines = Lines(categories, rows, BAR, LEAST)
    return interval_charts(panels, abouts, lines, Shown(measure, header, scale, percent), material)


def _lines(panels: tuple[Panel, ...], measure: str, material: Material) -> Iterator[tuple[str, int | None]]:
    """What stands at the left of each line, and which row of the panels it is; None for a segment's name."""
    segment = TOTAL
    for i, row in enumerate(panels[0].rows):
        if row.of[0] != segment:
            segment = row.of[0]
            yield material.labels.segment(segment).upper(), None
        yield _label(panels, i, measure, material), i


def _label(panels: tuple[Panel, ...], i: int, measure: str, material: Material) -> str:
    """«Ledere (n = 40)»; with the word for what is not shown, and in which panels when not in all."""
    values = [panel.rows[i].values[measure] for panel in panels]
    label = native.with_base(panels[0].rows[i].label, values, material)
    absent = [(panel, v) for panel, v in zip(panels, values, strict=True) if not v.shown]
    words = list(dict.fromkeys(material.absent(value) for _, value in absent))
    if not absent:
        return label
    if len(absent) == len(panels):
        return f"{label} ({'; '.join(words)})"
    return f"{label} ({'; '.join(f'{panel.heading}: {material.absent(value)}' for panel, value in absent)})"
