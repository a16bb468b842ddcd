"""Dots with their intervals: what the kinds means and segments share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.drawing.chart import Material, Row
from reports.style import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw(axes: Axes, rows: list[tuple[float, Row]], series: str, material: Material) -> None:
    """A dot and a line from `low` to `high` for each (place, row); hollow where the base is small."""
    import seaborn

    shown = [(y, row.values[series]) for y, row in rows if row.values[series].shown]
    for y, value in shown:
        axes.plot([value.low, value.high], [y, y], color=look.ACCENT, linewidth=1.1, solid_capstyle="butt")
    if shown:
        seaborn.scatterplot(
            x=[value.estimate for _, value in shown],
            y=[y for y, _ in shown],
            hue=[look.PAPER if material.small(value) else look.ACCENT for _, value in shown],
            palette={colour: colour for colour in (look.ACCENT, look.PAPER)},
            s=28,
            edgecolor=look.ACCENT,
            linewidth=1.1,
            legend=False,
            zorder=3,
            clip_on=False,
            ax=axes,
        )


def grid(axes: Axes, places: list[float]) -> None:
    """Thin lines at the places where the axis has numbers."""
    for place in places:
        axes.axvline(place, color=look.RULE, linewidth=0.6, zorder=0, clip_on=False)
