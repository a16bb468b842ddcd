"""What stands under a figure: the base, who was asked, cautions for small groups, what hidden means."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan

from analysis.results import TOTAL
from reports.drawing.chart import BaseFigure, Material, Panel, Row, Value


def base_note(figure: BaseFigure, panels: tuple[Panel, ...], material: Material) -> str:
    """One line of sentences: the base, who was asked, cautions, what hatching and hidden mean"""
    parts = [*_bases(panels, material)]
    if figure.note:
        parts.append(material.labels.text(figure.note, figure.id))
    parts += _cautions(panels, material)
    values = [value for row in _rows(panels) for value in row.every]
    if figure.intervals and any(value.shown and value.low < value.high for value in values):
        parts.append(material.words["interval_note"])
    if any(len(piece.codes) > 1 for row in _rows(panels) for piece in row.pieces):
        parts.append(material.words["merged_note"])
    if any(value.hidden for value in values):
        parts.append(material.words["hidden_note"])
    return " ".join(parts)


def _rows(panels: tuple[Panel, ...]) -> Iterable[Row]:
    return (row for panel in panels for row in panel.rows)


def _bases(panels: tuple[Panel, ...], material: Material) -> Iterable[str]:
    """«n = 151.», or one base a series where they differ."""
    everyone = [row for row in _rows(panels) if row.of[0] == TOTAL]
    series = panels[0].series
    values = {key: [v for row in everyone for v in _of_series(row, key)] for key in series}
    if len({frozenset(v.n for v in of if not isnan(v.n)) for of in values.values()}) == 1:
        yield str(material.words["base"]).format(n=_range(values[next(iter(series))], material))
        return
    for key, of in values.items():
        yield str(material.words["base_of"]).format(name=series[key], n=_range(of, material))


def _of_series(row: Row, key: str) -> tuple[Value, ...]:
    return (row.values[key],) if key in row.values else row.every


def _range(values: Iterable[Value], material: Material) -> str:
    return material.bases(values) or str(material.words["hidden_value"])


def _cautions(panels: tuple[Panel, ...], material: Material) -> Iterable[str]:
    """One sentence a group whose base is small, or one about everybody."""
    small: dict[tuple[str, str], list[Value]] = {}
    for row in _rows(panels):
        for value in row.every:
            if material.small(value):
                small.setdefault(row.of, []).append(value)
    for of, values in small.items():
        words = material.words["small_base" if of[0] == TOTAL else "small_group"]
        group = material.labels.group_short(*of)
        yield str(words).format(group=group, n=_range(values, material))
