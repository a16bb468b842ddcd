"""What the kinds of figure share when they say what a native chart shows: rows, texts, formulas, room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reports.charts.measure import height, legend_grid
from reports.charts.spec import Numbers, Paint, Series, Space, exact
from reports.drawing.chart import Material, Panel, Row, Value
from reports.style import look
from reports.style.format import NumberFormat

LABELS = 5.3
LEGEND_LINE = 0.46
BELOW = 0.4
TALLEST = 21.0
"""What a page holds besides caption and note, in cm."""


def numbers(values: Sequence[Value]) -> Numbers:
    """Estimates; None for what is hidden or cannot be computed."""
    return tuple(exact(value.estimate) for value in values)


def bounds(values: Sequence[Value]) -> dict[str, Numbers]:
    """`low` and `high` of a series with intervals; None where there is no interval."""
    known = [v.shown and v.low < v.high for v in values]
    pairs = list(zip(values, known, strict=True))
    return {
        "low": tuple(exact(v.low) if k else None for v, k in pairs),
        "high": tuple(exact(v.high) if k else None for v, k in pairs),
    }


def sources(values: Sequence[Value]) -> tuple[str, ...]:
    """Where each value was published."""
    return tuple(value.source for value in values)


def percent_series(key: str, name: str, values: Sequence[Value], paint: Paint, material: Material) -> Series:
    """Percent, written by Word from the number as «62 %»."""
    code = percent_code(material.numbers)
    return Series(
        key=key, name=name, paint=paint, values=numbers(values), sources=sources(values), format=code
    )


def percent_code(form: NumberFormat) -> str:
    """The language's percent as a number format of Word and Excel: `0" %"`."""
    before, after = form.percent.split("{}")
    return quoted(before) + "0" + quoted(after)


def quoted(words: str) -> str:
    """Words inside a number format: the quotation mark itself cannot be quoted there."""
    return '"{}"'.format(words.replace('"', "”")) if words else ""


def decimal_formula(form: NumberFormat) -> str:
    """A number with one decimal as text in the language's own way, whatever the reader's machine is set to."""
    other = "," if form.decimal_mark == "." else "."
    return f'SUBSTITUTE(FIXED({{0}},1,TRUE),"{other}","{form.decimal_mark}")'


def percent_formula(form: NumberFormat) -> str:
    """Percent as text."""
    before, after = (part.replace('"', '""') for part in form.percent.split("{}"))
    return f'"{before}"&FIXED({{0}},0,TRUE)&"{after}"' if before else f'FIXED({{0}},0,TRUE)&"{after}"'


def count_formula(form: NumberFormat) -> str:
    """A count below a million as text, with the language's space between thousands."""
    apart = form.thousands.replace('"', '""')
    return f'IF({{1}}<1000,FIXED({{1}},0,TRUE),INT({{1}}/1000)&"{apart}"&TEXT(MOD({{1}},1000),"000"))'


def marked(row: Row, named: dict[str, str], material: Material) -> str:
    """A row's label; where some of its numbers are not there, with the word for it: «Roller (skjult)»."""
    absent = [(name, row.values[key]) for key, name in named.items() if not row.values[key].shown]
    if not absent:
        return row.label
    if len(absent) == len(named):
        words = list(dict.fromkeys(material.absent(value) for _, value in absent))
    else:
        words = [f"{name}: {material.absent(value)}" for name, value in absent]
    return f"{row.label} ({'; '.join(words)})"


def small_rows(panel: Panel, key: str, material: Material) -> tuple[int, ...]:
    """The rows whose base is small."""
    return tuple(i for i, row in enumerate(panel.rows) if material.small(row.values[key]))


def words_of_workbook(material: Material) -> dict[str, str]:
    """What the columns of a workbook are called besides its series."""
    return {key: str(text) for key, text in material.words["workbook"].items()}


class Bars(NamedTuple):
    """The bars of a row: how many, how thick each is and how high a row is at least, in cm."""

    number: int
    thick: float
    least: float


class Sides(NamedTuple):
    """The whole width, what is kept free at the right, and what stands above the bars besides the legend, in cm."""

    width: float
    right: float
    above: float = 0.0


def space(labels: Sequence[str], legend: Sequence[str], bars: Bars, sides: Sides) -> Space:
    """Room for a chart with every category beside it. One that would be taller than a page is squeezed."""
    lines = legend_grid(legend, sides.width, look.SMALL_PT + 1)[0] if legend else 0
    top = LEGEND_LINE * lines + 0.1
    top += sides.above
    row = max(
        height(labels, LABELS - 0.3, look.LABEL_PT + 1) + 0.3, bars.least, bars.number * bars.thick + 0.26
    )
    row = min(row, (TALLEST - top - BELOW) / max(len(labels), 1))
    return Space(
        width=sides.width,
        height=round(top + row * len(labels) + BELOW, 2),
        labels=LABELS,
        right=sides.right,
        top=round(top, 2),
        bottom=BELOW,
        bar=round(min(bars.number * bars.thick, 0.8 * row) / row, 4),
    )


def with_base(label: str, values: Sequence[Value], material: Material) -> str:
    """«Ledere (n = 40)», or a range where the panels differ."""
    n = material.bases(values)
    return str(material.words["with_base"]).format(name=label, n=n) if n else label


def column(key: str, name: str, values: Sequence[Value], material: Material) -> Series:
    """Numbers with one decimal that stand as text at the right: «3,4»."""
    texts = tuple(material.mean(value) for value in values)
    return _column((key, name), values, texts, decimal_formula(material.numbers))


def percent_column(key: str, name: str, values: Sequence[Value], material: Material) -> Series:
    """Percent that stand as text at the right: «62 %»."""
    texts = tuple(material.percent(value) for value in values)
    return _column((key, name), values, texts, percent_formula(material.numbers))


def _column(named: tuple[str, str], values: Sequence[Value], texts: tuple[str, ...], formula: str) -> Series:
    return Series(
        key=named[0],
        name=named[1],
        paint=Paint(role="accent"),
        values=numbers(values),
        sources=sources(values),
        texts=texts,
        formula=formula,
    )
