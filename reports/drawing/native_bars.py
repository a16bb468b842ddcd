"""Lying bars of percent as native charts: what the kinds columns, ticks and paired share."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.spec import Chart, Paint, Series
from reports.drawing import native
from reports.drawing.chart import About, Material, Panel, Row

RIGHT = 1.9
BAR = 0.44
THIN_BAR = 0.36
LEAST = {1: 0.74, 2: 1.0}
PAINTS = (Paint(role="accent"), Paint(role="second"))


def series(panel: Panel, names: Sequence[str], material: Material) -> tuple[Series, ...]:
    """One series of percent a column of the panel."""
    return tuple(
        native.percent_series(key, name, [row.values[key] for row in panel.rows], paint, material)
        for key, name, paint in zip(panel.series, names, PAINTS, strict=False)
    )


def with_counts(one: Series, rows: Sequence[Row], name: str, material: Material) -> Series:
    """The same series with labels such as «41 % (62)»; the workbook has the counts in a column of their own."""
    values, counts = ([row.values[key] for row in rows] for key in (one.key, "count"))
    texts = []
    for value, count in zip(values, counts, strict=True):
        percent = material.percent(value)
        shown = value.shown and count.shown
        texts.append(f"{percent}\u00a0({material.count(count)})" if shown else percent)
    form = material.numbers
    formula = f'{native.percent_formula(form)}&"\u00a0("&{native.count_formula(form)}&")"'
    more = {"texts": tuple(texts), "formula": formula}
    beside = {"beside": native.numbers(counts), "beside_name": name, "beside_sources": native.sources(counts)}
    return one.model_copy(update={**more, **beside})


def chart(panel: Panel, bars: tuple[Series, ...], about: About, material: Material) -> Chart:
    """The chart. A legend when there is more than one series."""
    labels = [native.marked(row, panel.series, material) for row in panel.rows]
    legend = [one.name for one in bars] if len(bars) > 1 else []
    thick = BAR if len(bars) == 1 else THIN_BAR
    return Chart(
        shape="bars",
        alt=about.alt,
        note=about.note,
        mark=about.mark,
        categories=tuple(labels),
        series=bars,
        legend=bool(legend),
        space=native.space(
            labels, legend, native.Bars(len(bars), thick, LEAST[len(bars)]), native.Sides(about.width, RIGHT)
        ),
        words=native.words_of_workbook(material),
    )
