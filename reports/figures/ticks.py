"""Ticks: the share that ticked each option, or that gave one chosen answer to each item of a battery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reports.charts.spec import Chart
from reports.drawing import alt as in_words
from reports.drawing import bars, native_bars
from reports.drawing.chart import About, BaseFigure, Material, Panel, Row, sorted_rows
from reports.drawing.checks import Problem, Study, answer, columns_of, question
from survey.conditions import TICKED, Code
from survey.model import MultipleChoice

if TYPE_CHECKING:
    from reports.drawing.canvas import Canvas


class Ticks(BaseFigure):
    """`question` is a multiple choice, or a battery together with the `answer` whose share is shown."""

    kind: Literal["ticks"]
    question: str
    answer: Code | None = None


def check(figure: Ticks, study: Study) -> list[Problem]:
    """Whether the question exists and the answer belongs to it."""
    found = question(figure.question, ("multiple", "battery"), figure.kind, study, ("question",))
    if found:
        return found
    battery = study.questionnaire.question(figure.question).type == "battery"
    if battery and figure.answer is None:
        problem = "give the 'answer' whose share is shown"
        return [Problem("R002", ("question",), figure.question, {"kind": figure.kind, "problem": problem})]
    if not battery and figure.answer is not None:
        return [
            Problem("Q010", ("answer",), "answer", {"problem": "a multiple choice shows what was ticked"})
        ]
    return answer(figure.answer or TICKED, columns_of(figure.question, study)[0], study, ("answer",))


def chart(figure: Ticks, material: Material) -> tuple[Panel, ...]:
    """One row an option, largest share first; «other» and options that rule out the rest come last."""
    rows: list[Row] = []
    last: list[Row] = []
    for item in material.labels.items(figure.question):
        row = Row(
            material.labels.short(item), {"share": material.value(item, "share", figure.answer or TICKED)}
        )
        (last if item in _set_apart(figure.question, material) else rows).append(row)
    return (Panel("", {"share": ""}, (*sorted_rows(rows, "share"), *last)),)


def _set_apart(name: str, material: Material) -> list[str]:
    asked = material.labels.questionnaire.question(name)
    if not isinstance(asked, MultipleChoice):
        return []
    options = material.labels.questionnaire.options_of(asked)
    return [f"{name}_{option.code}" for option in options if option.open or option.exclusive]


def draw(figure: Ticks, panels: tuple[Panel, ...], canvas: Canvas, material: Material) -> None:
    """Lying bars with percent."""
    bars.draw(panels[0], canvas, material, material.cell)


def native(figure: Ticks, panels: tuple[Panel, ...], about: About, material: Material) -> tuple[Chart, ...]:
    """Lying bars of percent."""
    series = native_bars.series(panels[0], [str(material.words["percent_header"])], material)
    return (native_bars.chart(panels[0], series, about, material),)


def alt(figure: Ticks, panels: tuple[Panel, ...], material: Material) -> str:
    """How many options, and the largest and smallest share."""
    return in_words.extremes("ticks", panels[0].rows, "share", material)
