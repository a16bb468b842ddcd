"""Paired: two multiple choices over the same options side by side, each with its own base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reports.charts.spec import Chart
from reports.drawing import alt as in_words
from reports.drawing import bars, native_bars
from reports.drawing.chart import About, BaseFigure, Material, Panel, Row, Value, sorted_rows
from reports.drawing.checks import Problem, Study, question
from survey.conditions import TICKED
from survey.model import MultipleChoice, Option, Part, Questionnaire
from survey.text import Text

if TYPE_CHECKING:
    from reports.drawing.canvas import Canvas


class Series(Part):
    """A multiple choice and what it is called in the figure."""

    question: str
    name: Text


class Paired(BaseFigure):
    """`first` decides which options there are and their order; `second` shows the same options."""

    kind: Literal["paired"]
    first: Series
    second: Series


def check(figure: Paired, study: Study) -> list[Problem]:
    """Whether both questions exist and share options."""
    found = []
    for key, series in (("first", figure.first), ("second", figure.second)):
        found += question(series.question, ("multiple",), figure.kind, study, (key, "question"))
    if found:
        return found
    first, second = (_codes(series.question, study) for series in (figure.first, figure.second))
    if set(first) & set(second):
        return []
    words = {"kind": figure.kind, "problem": f"it shares no option with {figure.first.question}"}
    return [Problem("R002", ("second", "question"), figure.second.question, words)]


def _codes(name: str, study: Study) -> list[str]:
    return [option.code for option in _options(name, study.questionnaire)]


def _options(name: str, questionnaire: Questionnaire) -> tuple[Option, ...]:
    asked = questionnaire.question(name)
    assert isinstance(asked, MultipleChoice)
    return questionnaire.options_of(asked)


def chart(figure: Paired, material: Material) -> tuple[Panel, ...]:
    """One row an option of the first question, largest first; series `first` and `second` in percent."""
    options = _options(figure.first.question, material.labels.questionnaire)
    rows = [_row(figure, option.code, material) for option in options]
    names = {"first": figure.first.name, "second": figure.second.name}
    series = {key: material.labels.text(name, figure.id) for key, name in names.items()}
    return (Panel("", series, sorted_rows(rows, "first")),)


def _row(figure: Paired, code: str, material: Material) -> Row:
    item = f"{figure.first.question}_{code}"
    values = {
        "first": material.value(item, "share", TICKED),
        "second": material.value(f"{figure.second.question}_{code}", "share", TICKED),
    }
    return Row(material.labels.short(item), values)


def draw(figure: Paired, panels: tuple[Panel, ...], canvas: Canvas, material: Material) -> None:
    """Two lying bars an option, with percent, and a legend with both bases."""
    legend = [_legend(panels[0], key, material) for key in panels[0].series]
    bars.draw(panels[0], canvas, material, material.cell, legend)


def _legend(panel: Panel, key: str, material: Material) -> str:
    value = next((row.values[key] for row in panel.rows if row.values[key].n > 0), Value())
    return str(material.words["with_base"]).format(name=panel.series[key], n=material.base(value))


def native(figure: Paired, panels: tuple[Panel, ...], about: About, material: Material) -> tuple[Chart, ...]:
    """Two lying bars an option; their names in the legend have their bases."""
    names = [_legend(panels[0], key, material) for key in panels[0].series]
    series = native_bars.series(panels[0], names, material)
    return (native_bars.chart(panels[0], series, about, material),)


def alt(figure: Paired, panels: tuple[Panel, ...], material: Material) -> str:
    """The largest and smallest of each series."""
    return in_words.series("paired", panels[0], material)
