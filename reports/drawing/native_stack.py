"""Bars of 100 percent as a native chart: a series for every answer and for every sum of answers that is shown.

A sum has a series of its own, so that no number stands under an answer that it is not the share of.
"""

from __future__ import annotations

from reports.charts.spec import Chart, Paint, Series, exact
from reports.drawing import native
from reports.drawing.chart import About, Material, Panel, Row

RIGHT = 1.3
BAR = 0.52
LEAST = 0.86
HEAD = 0.4
"""The heading of the column of means."""
SMALLEST_LABELLED = 5
"""Percent: narrower segments have no room for their number."""
SMALLEST_HIDDEN = 15
HIDDEN = "hidden"


def chart(panel: Panel, about: About, material: Material) -> Chart:
    """The chart with its column of means."""
    series = tuple(_series(codes, panel, material) for codes in _all_codes(panel))
    column = _means(panel, material)
    named = {column.key: column.name} if column else {}
    labels = [_label(row, named, material) for row in panel.rows]
    legend = [one.name for one in series]
    return Chart(
        shape="stack",
        alt=about.alt,
        note=about.note,
        mark=about.mark,
        categories=tuple(labels),
        series=series,
        column=column,
        legend=True,
        space=native.space(
            labels, legend, native.Bars(1, BAR, LEAST), native.Sides(about.width, RIGHT, HEAD)
        ),
        words=native.words_of_workbook(material),
    )


def _label(row: Row, named: dict[str, str], material: Material) -> str:
    if not any(piece.value.shown for piece in row.pieces):
        return f"{row.label} ({material.numbers.missing})"
    if not named or row.values["mean"].shown:
        return row.label
    return f"{row.label} ({named['mean']}: {material.absent(row.values['mean'])})"


def _all_codes(panel: Panel) -> list[tuple[str, ...]]:
    """What the pieces stand for, in the order of the scale: a sum stands where its middle is; hidden pieces last."""
    order = list(panel.series)
    pieces = [piece for row in panel.rows for piece in row.pieces if piece.value.shown]
    codes = {piece.codes for piece in pieces} or {(code,) for code in order}

    def place(codes: tuple[str, ...]) -> tuple[float, int]:
        if not codes:
            return len(order), 0
        return sum(order.index(code) for code in codes) / len(codes), len(codes)

    return sorted(codes, key=place)


def _series(codes: tuple[str, ...], panel: Panel, material: Material) -> Series:
    pieces = [next((p for p in row.pieces if p.codes == codes), None) for row in panel.rows]
    values = tuple(exact(p.value.estimate) if p else None for p in pieces)
    sources = tuple(p.value.source if p and p.value.shown else "" for p in pieces)
    return Series(
        key="+".join(codes) or HIDDEN,
        name=_name(codes, panel, material),
        paint=_paint(codes, panel),
        values=values,
        sources=sources,
        format=_format(codes, material),
    )


def _name(codes: tuple[str, ...], panel: Panel, material: Material) -> str:
    if not codes:
        return str(material.words["hidden_legend"])
    names = [panel.series[code] for code in codes]
    return " + ".join(names) if len(names) < 3 else f"{names[0]} – {names[-1]}"


def _paint(codes: tuple[str, ...], panel: Panel) -> Paint:
    order = list(panel.series)
    if not codes:
        return Paint(role="hidden")
    return Paint(role="scale", steps=tuple(order.index(code) for code in codes), of=len(order))


def _format(codes: tuple[str, ...], material: Material) -> str:
    """The number where there is room for it; of what is hidden, the word for it."""
    if codes:
        return f'[>={SMALLEST_LABELLED}]{native.percent_code(material.numbers)};""'
    return f'[>={SMALLEST_HIDDEN}]{native.quoted(str(material.words["hidden_value"]))};""'


def _means(panel: Panel, material: Material) -> Series | None:
    values = [row.values["mean"] for row in panel.rows]
    if not any(value.shown or value.hidden for value in values):
        return None
    return native.column("mean", str(material.words["mean_header"]), values, material)
