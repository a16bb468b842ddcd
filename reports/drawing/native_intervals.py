"""Bars with intervals as native charts, a chart a panel: what the kinds means and segments share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.results import TOTAL
from reports.charts.measure import height
from reports.charts.spec import Chart, Numbers, Paint, Scale, Series, Space
from reports.drawing import native
from reports.drawing.chart import About, Material, Panel
from reports.style import look

RIGHT = 1.3
AXIS = 0.55
HEADING = 0.5


@dataclass(frozen=True)
class Lines:
    """What stands at the left of all panels: categories, and which of them only name what follows."""

    categories: tuple[str, ...]
    rows: tuple[int | None, ...]  # of the panel; None: a heading
    bar: float
    least: float

    def of(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Texts of a panel's rows, spread over the lines."""
        return tuple("" if row is None else texts[row] for row in self.rows)

    def numbers(self, numbers: Numbers) -> Numbers:
        """Numbers of a panel's rows, spread over the lines."""
        return tuple(None if row is None else numbers[row] for row in self.rows)


@dataclass(frozen=True)
class Shown:
    """What the panels show: the measure's key and name, its axis, whether it is percent."""

    key: str
    name: str
    scale: Scale
    percent: bool


def charts(
    panels: tuple[Panel, ...], abouts: Sequence[About], lines: Lines, shown: Shown, material: Material
) -> tuple[Chart, ...]:
    """A chart a panel, side by side; only the first has the categories beside it."""
    return tuple(
        Chart(
            shape="intervals",
            alt=about.alt,
            note=about.note,
            mark=about.mark,
            heading=panel.heading if len(panels) > 1 else "",
            categories=lines.categories,
            labelled=i == 0,
            headings=tuple(j for j, row in enumerate(lines.rows) if row is None),
            small=_lines_of(native.small_rows(panel, shown.key, material), lines),
            everyone=_lines_of(_everyone(panel), lines),
            series=(_bars(panel, lines, shown),),
            column=_column(panel, lines, shown, material),
            scale=shown.scale,
            space=_space(panels, lines, shown, i, about.width),
            words=native.words_of_workbook(material),
        )
        for i, (panel, about) in enumerate(zip(panels, abouts, strict=True))
    )


def _everyone(panel: Panel) -> list[int]:
    """The rows about everyone, where others are about groups."""
    rows = [i for i, row in enumerate(panel.rows) if row.of[0] == TOTAL]
    return rows if len(rows) < len(panel.rows) else []


def _lines_of(rows: Sequence[int], lines: Lines) -> tuple[int, ...]:
    return tuple(lines.rows.index(row) for row in rows)


def _bars(panel: Panel, lines: Lines, shown: Shown) -> Series:
    values = [row.values[shown.key] for row in panel.rows]
    limits = native.bounds(values)
    return Series(
        key=shown.key,
        name=shown.name,
        paint=Paint(role="interval"),
        values=lines.numbers(native.numbers(values)),
        sources=lines.of(native.sources(values)),
        low=lines.numbers(limits["low"]),
        high=lines.numbers(limits["high"]),
    )


def _column(panel: Panel, lines: Lines, shown: Shown, material: Material) -> Series:
    values = [row.values[shown.key] for row in panel.rows]
    make = native.percent_column if shown.percent else native.column
    whole = make(shown.key, shown.name, values, material)
    texts, sources = lines.of(whole.texts), lines.of(whole.sources)
    return whole.model_copy(
        update={"values": lines.numbers(whole.values), "texts": texts, "sources": sources}
    )


def _space(panels: tuple[Panel, ...], lines: Lines, shown: Shown, i: int, width: float) -> Space:
    """The first panel is wider by the labels; all have the same rows at the same height."""
    whole = native.space(
        lines.categories, [], native.Bars(1, lines.bar, lines.least), native.Sides(width, RIGHT)
    )
    each = (width - whole.labels) / len(panels)
    inner = each - RIGHT - 0.3
    headings = [p.heading for p in panels] if len(panels) > 1 else []
    top = height(headings, inner + RIGHT, look.LABEL_PT + 1) + 0.15 if headings else HEADING
    bottom = AXIS + native.BELOW
    tall = whole.height - whole.top - whole.bottom + top + bottom
    labels = whole.labels if i == 0 else 0.3
    update = {"width": round(labels + each - (0 if i == 0 else 0.3), 3), "labels": labels}
    return whole.model_copy(
        update={**update, "top": round(top, 2), "bottom": round(bottom, 2), "height": round(tall, 2)}
    )
