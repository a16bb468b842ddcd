"""Means: the mean of each item of a battery, with its interval, on the whole scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from reports.charts.spec import Chart, Scale
from reports.drawing import alt as in_words
from reports.drawing import dots, native_intervals
from reports.drawing.chart import About, BaseFigure, Material, Panel, Row, sorted_rows
from reports.drawing.checks import Problem, Study, columns_of, question
from reports.drawing.native import marked
from reports.style import look

if TYPE_CHECKING:
    from reports.drawing.canvas import Canvas

LABELS_WIDTH = 5.6
NUMBERS_WIDTH = 1.9


class Means(BaseFigure):
    """`question` is a battery on an ordinal scale."""

    intervals: ClassVar[bool] = True
    kind: Literal["means"]
    question: str


def check(figure: Means, study: Study) -> list[Problem]:
    """Whether the question exists and its answers are ordered."""
    found = question(figure.question, ("battery",), figure.kind, study, ("question",))
    if found or study.questionnaire.variables[columns_of(figure.question, study)[0]].ordinal:
        return found
    words = {"kind": figure.kind, "problem": "its answers have no order, so they have no mean"}
    return [Problem("R002", ("question",), figure.question, words)]


def chart(figure: Means, material: Material) -> tuple[Panel, ...]:
    """One row an item, highest mean first; series `mean`."""
    rows = [
        Row(material.labels.short(item), {"mean": material.value(item, "mean")})
        for item in material.labels.items(figure.question)
    ]
    return (Panel("", {"mean": ""}, sorted_rows(rows, "mean")),)


def draw(figure: Means, panels: tuple[Panel, ...], canvas: Canvas, material: Material) -> None:
    """A dot with its interval an item, the mean at the right, the scale below."""
    from reports.drawing.canvas import lines_height, wrap

    rows = panels[0].rows
    labels = [wrap(row.label, LABELS_WIDTH - 0.3) for row in rows]
    height = max(lines_height(labels) + 0.28, 0.72)
    bottom = 0.5 + height * len(labels)
    canvas.start(bottom + 1.25)
    axes = canvas.axes(LABELS_WIDTH, 0.5, canvas.width - LABELS_WIDTH - NUMBERS_WIDTH, bottom - 0.5)
    canvas.text(
        canvas.width, 0.2, material.words["mean_header"], ha="right", fontsize=look.SMALL_PT, color=look.MUTED
    )
    for i, (row, label) in enumerate(zip(rows, labels, strict=True)):
        canvas.text(0, 0.5 + (i + 0.5) * height, label)
        canvas.text(
            canvas.width,
            0.5 + (i + 0.5) * height,
            material.mean(row.values["mean"]),
            ha="right",
            **material.style(row.values["mean"]),
        )
    dots.draw(axes, list(enumerate(rows)), "mean", material)
    codes = [float(code) for code in material.labels.answers(material.labels.items(figure.question)[0])]
    dots.grid(axes, codes)
    axes.set(xlim=(codes[0], codes[-1]), ylim=(len(labels) - 0.5, -0.5))
    canvas.finish(axes)
    _scale(figure, codes, bottom, canvas, material)


def _scale(figure: Means, codes: list[float], y: float, canvas: Canvas, material: Material) -> None:
    """The numbers of the scale under the axis, and in words what its ends mean."""
    style = {"fontsize": look.SMALL_PT, "color": look.MUTED}
    width = canvas.width - LABELS_WIDTH - NUMBERS_WIDTH
    for code in codes:
        x = LABELS_WIDTH + width * (code - codes[0]) / (codes[-1] - codes[0])
        canvas.text(x, y + 0.22, material.numbers.count(code), ha="center", **style)
    low, high = material.labels.ordinal_ends(material.labels.items(figure.question)[0])
    canvas.text(LABELS_WIDTH, y + 0.6, low, ha="left", **style)
    canvas.text(LABELS_WIDTH + width, y + 0.6, high, ha="right", **style)


def native(figure: Means, panels: tuple[Panel, ...], about: About, material: Material) -> tuple[Chart, ...]:
    """A bar with its interval an item, from the low end of the scale, the mean at the right."""
    item = material.labels.items(figure.question)[0]
    codes = [float(code) for code in material.labels.answers(item)]
    low, high = material.labels.ordinal_ends(item)
    scale = Scale(low=codes[0], high=codes[-1], step=1, format="0", low_text=low, high_text=high)
    rows = panels[0].rows
    header = str(material.words["mean_header"])
    names = tuple(marked(row, {"mean": header}, material) for row in rows)
    lines = native_intervals.Lines(names, tuple(range(len(rows))), 0.3, 0.72)
    shown = native_intervals.Shown("mean", header, scale, False)
    return native_intervals.charts(panels, [about], lines, shown, material)


def alt(figure: Means, panels: tuple[Panel, ...], material: Material) -> str:
    """The scale's ends, and the items with the highest and lowest mean."""
    low, high = material.labels.ordinal_ends(material.labels.items(figure.question)[0])
    rows = panels[0].rows
    lead = material.words["alt"]["means"]["lead"].format(count=material.number_of(rows), low=low, high=high)
    range_ = in_words.highest_lowest("means", rows, "mean", material, material.mean)
    return in_words.join(lead, range_, in_words.missing(rows, ["mean"], material))
