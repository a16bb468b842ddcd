"""Columns: how many gave each answer to one question, or how many answered in each group of a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from analysis.results import ALL, TOTAL
from reports.charts.spec import Chart
from reports.drawing import alt as in_words
from reports.drawing import bars, native_bars
from reports.drawing.chart import About, BaseFigure, Material, Panel, Row, Value
from reports.drawing.checks import Problem, Study, question, segments

if TYPE_CHECKING:
    from reports.drawing.canvas import Canvas


class Columns(BaseFigure):
    """`question` for the answers to a single choice, `segment` for the respondents by group."""

    kind: Literal["columns"]
    question: str | None = None
    segment: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Columns:
        if (self.question is None) == (self.segment is None):
            raise ValueError("give either 'question' or 'segment'")
        return self


def check(figure: Columns, study: Study) -> list[Problem]:
    """Whether the question or the segment exists."""
    if figure.question is not None:
        return question(figure.question, ("single",), figure.kind, study, ("question",))
    return [p._replace(place=("segment",)) for p in segments([str(figure.segment)], study, ())]


def chart(figure: Columns, material: Material) -> tuple[Panel, ...]:
    """One row an answer or a group; series `share` (percent) and, beside it, `count`."""
    rows = _answers(figure.question, material) if figure.question else _groups(str(figure.segment), material)
    return (Panel("", {"share": ""}, rows),)


def _answers(item: str, material: Material) -> tuple[Row, ...]:
    return tuple(
        Row(
            material.labels.answer(item, code),
            {"share": material.value(item, "share", code), "count": material.value(item, "count", code)},
        )
        for code in material.labels.answers(item)
    )


def _groups(segment: str, material: Material) -> tuple[Row, ...]:
    n = _everyone(segment, material)
    rows = []
    for group in material.labels.groups(segment):
        count = material.response.get((segment, group), Value(note="no_base"))
        share = count._replace(estimate=100 * count.estimate / n if n else count.estimate, n=n)
        share = share._replace(source=count.source.replace("|answered|", "|share of answered|"))
        rows.append(Row(material.labels.group(segment, group), {"share": share, "count": count}))
    return tuple(rows)


def _everyone(segment: str, material: Material) -> float:
    """Everyone who answered; the sum of the groups where the results hold no total."""
    total = material.response.get((TOTAL, ALL))
    if total is not None:
        return total.estimate
    return sum(value.estimate for (name, _), value in material.response.items() if name == segment)


def draw(figure: Columns, panels: tuple[Panel, ...], canvas: Canvas, material: Material) -> None:
    """Lying bars with percent and count."""

    def write(row: Row, series: str) -> str:
        percent, count = material.percent(row.values[series]), row.values["count"]
        return f"{percent} ({material.numbers.count(count.estimate)})" if count.shown else percent

    bars.draw(panels[0], canvas, material, write)


def native(figure: Columns, panels: tuple[Panel, ...], about: About, material: Material) -> tuple[Chart, ...]:
    """Lying bars with percent and count."""
    bars_ = native_bars.series(panels[0], [str(material.words["percent_header"])], material)
    name = str(material.words["workbook"]["count"])
    counted = native_bars.with_counts(bars_[0], panels[0].rows, name, material)
    return (native_bars.chart(panels[0], (counted,), about, material),)


def alt(figure: Columns, panels: tuple[Panel, ...], material: Material) -> str:
    """Every bar with its percent."""
    return in_words.listing("columns", panels[0].rows, "share", material)
