"""Segments: one result group by group, as dots with intervals; several items stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator

from analysis.results import ALL, TOTAL
from reports.charts.spec import Chart
from reports.drawing import alt as in_words
from reports.drawing import dots, native_groups
from reports.drawing.chart import About, BaseFigure, Material, Panel, Row, Value
from reports.drawing.checks import Problem, Study, answer, items, one_scale, segments
from reports.style import look
from survey.conditions import Code

if TYPE_CHECKING:
    from reports.drawing.canvas import Canvas

LABELS_WIDTH = 5.0
NUMBERS_WIDTH = 1.3
ROW = 0.52
HEADING = 1.3
"""A segment's name takes this many rows."""


class Segments(BaseFigure):
    """`measure` of each of `items` (data columns) in every group of the segments in `by`."""

    intervals: ClassVar[bool] = True
    kind: Literal["segments"]
    items: tuple[str, ...] = Field(min_length=1, max_length=3)
    by: tuple[str, ...] = Field(min_length=1)
    measure: Literal["mean", "share", "top"]
    answer: Code | None = Field(None, description="With `share`: of which answer.")

    @model_validator(mode="after")
    def _answer_of_share(self) -> Segments:
        if (self.answer is not None) != (self.measure == "share"):
            raise ValueError("'answer' belongs to the measure 'share', and only to that")
        return self


class Paper(NamedTuple):
    """Where a panel goes: left, top, width and height in cm."""

    canvas: Canvas
    material: Material
    box: tuple[float, float, float, float]


def check(figure: Segments, study: Study) -> list[Problem]:
    """Whether items, segments and answer exist, and whether the measure fits the items."""
    found = items(figure.items, study, ("items",)) + segments(figure.by, study, ("by",))
    if found:
        return found
    if figure.answer is not None:
        return [p for item in figure.items for p in answer(figure.answer, item, study, ("answer",))][:1]
    if figure.measure == "mean" and (found := one_scale(figure.items, figure.kind, study, ("items",))):
        return found
    fitting = [_fits(figure.measure, item, study) for item in figure.items]
    problem = {"kind": figure.kind, "problem": f"it has no {figure.measure}"}
    return [
        Problem("R002", ("items", i), figure.items[i], problem) for i, fits in enumerate(fitting) if not fits
    ]


def _fits(measure: str, item: str, study: Study) -> bool:
    variable = study.questionnaire.variables[item]
    scale = study.questionnaire.scales.get(variable.scale or "")
    return variable.ordinal if measure == "mean" else bool(scale and scale.top)


def chart(figure: Segments, material: Material) -> tuple[Panel, ...]:
    """A panel an item; first everyone, then one row a group; one series, the measure."""
    places = [(TOTAL, ALL), *((s, group) for s in figure.by for group in material.labels.groups(s))]
    return tuple(
        Panel(
            material.labels.short(item),
            {figure.measure: ""},
            tuple(_row(figure, item, of, material) for of in places),
        )
        for item in figure.items
    )


def _row(figure: Segments, item: str, of: tuple[str, str], material: Material) -> Row:
    value = material.value(item, figure.measure, figure.answer or "", of)
    return Row(material.labels.group_short(*of), {figure.measure: value}, of)


def draw(figure: Segments, panels: tuple[Panel, ...], canvas: Canvas, material: Material) -> None:
    """Groups down the left side, a panel an item, everyone's result as a broken line through the groups."""
    from reports.drawing.canvas import lines_height, wrap

    width = (canvas.width - LABELS_WIDTH) / len(panels)
    headings = [wrap(p.heading, width - 0.4) if len(panels) > 1 else "" for p in panels]
    top = lines_height(headings) + 0.2 if len(panels) > 1 else 0.1
    places = list(_places(panels[0]))
    height = (places[-1] + 0.7) * ROW
    canvas.start(top + height + 1.0)
    _names(canvas, panels, places, top, material)
    for i, (panel, heading) in enumerate(zip(panels, headings, strict=True)):
        left = LABELS_WIDTH + i * width
        canvas.text(left, 0.05, heading, va="top", fontweight="bold")
        _panel(figure, panel, places, Paper(canvas, material, (left, top, width, height)))


def _places(panel: Panel) -> Iterator[float]:
    """Where each row stands, in rows from the top; a new segment leaves room for its name."""
    place, segment = -0.3, TOTAL
    for row in panel.rows:
        place += 1 + (HEADING if row.of[0] != segment else 0)
        segment = row.of[0]
        yield place


def _names(
    canvas: Canvas, panels: tuple[Panel, ...], places: list[float], top: float, material: Material
) -> None:
    segment = TOTAL
    for i, (place, row) in enumerate(zip(places, panels[0].rows, strict=True)):
        if row.of[0] != segment:
            segment = row.of[0]
            heading = material.labels.segment(segment)
            canvas.text(0, top + (place - 1.05) * ROW, heading, fontweight="bold", fontsize=look.SMALL_PT)
        bases = [value.n for panel in panels for value in panel.rows[i].values.values()]
        canvas.text(0, top + place * ROW, _with_base(row.label, bases, material))


def _with_base(label: str, bases: list[float], material: Material) -> str:
    known = sorted({n for n in bases if not isnan(n)})
    if not known:
        return label
    n = "–".join(material.numbers.count(n) for n in dict.fromkeys((known[0], known[-1])))
    return str(material.words["with_base"]).format(name=label, n=n)


def _panel(figure: Segments, panel: Panel, places: list[float], paper: Paper) -> None:
    canvas, material, (left, top, width, height) = paper
    axes = canvas.axes(left + 0.15, top, width - NUMBERS_WIDTH - 0.15, height)
    ticks = _ticks(figure, material)
    dots.grid(axes, ticks)
    everyone = panel.rows[0].values[figure.measure]
    if everyone.shown:
        axes.axvline(everyone.estimate, color=look.MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
    dots.draw(axes, list(zip(places, panel.rows, strict=True)), figure.measure, material)
    pad = (ticks[-1] - ticks[0]) * 0.02
    axes.set(xlim=(ticks[0] - pad, ticks[-1] + pad), ylim=(height / ROW, 0))
    axes.set_xticks(ticks, [_tick(figure, tick, material) for tick in ticks])
    axes.tick_params(labelbottom=True)
    canvas.finish(axes)
    for place, row in zip(places, panel.rows, strict=True):
        words = _write(figure, row.values[figure.measure], material)
        style = {"ha": "right", "fontsize": look.SMALL_PT, **material.style(row.values[figure.measure])}
        canvas.text(left + width - 0.15, top + place * ROW, words, **style)


def _ticks(figure: Segments, material: Material) -> list[float]:
    if figure.measure != "mean":
        return [0.0, 50.0, 100.0]
    return [float(code) for code in material.labels.answers(figure.items[0])]


def _tick(figure: Segments, tick: float, material: Material) -> str:
    return material.numbers.count(tick) if figure.measure == "mean" else material.numbers.percent_table(tick)


def _write(figure: Segments, value: Value, material: Material) -> str:
    return material.mean(value) if figure.measure == "mean" else material.percent(value)


def native(
    figure: Segments, panels: tuple[Panel, ...], about: About, material: Material
) -> tuple[Chart, ...]:
    """A chart an item with one bar and interval a group; each says in words what it shows."""
    ticks = _ticks(figure, material)
    abouts = [about._replace(alt=alt(figure, (panel,), material)) for panel in panels]
    return native_groups.charts(panels, abouts, (figure.measure, ticks), material)


def alt(figure: Segments, panels: tuple[Panel, ...], material: Material) -> str:
    """For each item: everyone's result, and the groups with the highest and lowest."""

    def write(value: Value) -> str:
        return _write(figure, value, material)

    words, parts = material.words["alt"]["segments"], []
    for panel in panels:
        value = write(panel.rows[0].values[figure.measure])
        parts.append(words["item"].format(item=panel.heading, value=value))
        parts.append(in_words.highest_lowest("segments", panel.rows[1:], figure.measure, material, write))
    names = ", ".join(material.labels.segment(segment) for segment in figure.by)
    hidden = in_words.missing((row for panel in panels for row in panel.rows), [figure.measure], material)
    return in_words.join(words["lead"].format(segments=names), *parts, hidden)
