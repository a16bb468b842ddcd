"""Rating: how the answers to each item of a battery spread over its scale, as bars of 100 percent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import model_validator

from reports.charts.spec import Chart
from reports.drawing import alt as in_words
from reports.drawing import native_stack
from reports.drawing.chart import About, BaseFigure, Material, Panel, Piece, Row, sorted_rows
from reports.drawing.checks import Problem, Study, items, one_scale, question
from reports.style import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.drawing.canvas import Canvas, Fill

LABELS_WIDTH = 4.9
MEAN_WIDTH = 1.35
BAR = 0.56
SMALLEST_LABELLED = 5.0
"""Percent: narrower segments have no room for their number."""
SMALLEST_HIDDEN = 15.0


class Rating(BaseFigure):
    """`question` is a battery; `items` are data columns with the same answers instead."""

    kind: Literal["rating"]
    question: str | None = None
    items: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> Rating:
        if (self.question is None) == (not self.items):
            raise ValueError("give either 'question' or 'items'")
        return self


def check(figure: Rating, study: Study) -> list[Problem]:
    """Whether question or items exist, and the items share their answers."""
    if figure.question is not None:
        return question(figure.question, ("battery",), figure.kind, study, ("question",))
    return items(figure.items, study, ("items",)) or one_scale(figure.items, figure.kind, study, ("items",))


def chart(figure: Rating, material: Material) -> tuple[Panel, ...]:
    """One row an item, ordered by the share at the top of the scale, divided into pieces; `mean` and `top` beside."""
    names = figure.items or material.labels.items(str(figure.question))
    codes = material.labels.answers(names[0])
    rows = [_row(item, codes, material) for item in names]
    series = {code: material.labels.answer_short(names[0], code) for code in codes}
    return (Panel("", series, sorted_rows(rows, "top") if material.labels.top(names[0]) else tuple(rows)),)


def _row(item: str, codes: tuple[str, ...], material: Material) -> Row:
    values = {measure: material.value(item, measure) for measure in ("mean", "top")}
    return Row(material.labels.short(item), values, pieces=pieces(item, codes, material))


def pieces(item: str, codes: tuple[str, ...], material: Material) -> tuple[Piece, ...]:
    """An item's answers from the lowest to the highest, as finely as the results show them.

    Where single answers are hidden, the ends of the scale may still be shown as sums. What is left is hidden.
    """
    shares = [Piece((code,), material.value(item, "share", code)) for code in codes]
    if all(piece.value.shown for piece in shares) or not any(piece.value.hidden for piece in shares):
        return tuple(shares)
    top, bottom = material.value(item, "top"), material.value(item, "bottom")
    if not top.shown:
        return tuple(_with_rest(shares))
    high, low = material.labels.top(item), material.labels.bottom(item) if bottom.shown else ()
    between = tuple(code for code in codes if code not in (*high, *low))
    rest = top._replace(
        estimate=100 - top.estimate - (bottom.estimate if low else 0), source=_sum_of(top.source, between)
    )
    found = (Piece(low, bottom), Piece(between, rest), Piece(high, top))
    return tuple(piece for piece in found if piece.codes)


def _with_rest(shares: list[Piece]) -> list[Piece]:
    """The shown pieces, and one without codes for all that is hidden: in its place if that is one place, else last."""
    shown = [piece for piece in shares if piece.value.shown]
    absent = [i for i, piece in enumerate(shares) if not piece.value.shown]
    together = absent[-1] - absent[0] + 1 == len(absent)
    at = absent[0] if together else len(shown)
    left = max(0.0, 100 - sum(piece.value.estimate for piece in shown))
    codes = tuple(shares[i].codes[0] for i in absent)
    first = shares[absent[0]].value
    rest = Piece((), first._replace(estimate=left, source=_sum_of(first.source, codes)))
    return [*shown[:at], rest, *shown[at:]]


def _sum_of(source: str, codes: tuple[str, ...]) -> str:
    """Where the sum of some answers of the same item comes from: what the others leave of 100 percent."""
    return "|".join((*source.split("|")[:3], "share", "+".join(codes)))


def draw(figure: Rating, panels: tuple[Panel, ...], canvas: Canvas, material: Material) -> None:
    """A bar of 100 percent an item, numbers in pieces wide enough, means at the right."""
    from reports.drawing.canvas import legend_lines, lines_height, wrap

    panel = panels[0]
    labels = [wrap(row.label, LABELS_WIDTH - 0.3) for row in panel.rows]
    height = max(lines_height(labels) + 0.32, 0.86)
    entries = _legend(panel, material)
    names = [name for _, name in entries]
    top = 0.5 * legend_lines(names, canvas.width) + 0.67
    canvas.start(top + height * len(labels) + 0.4)
    canvas.legend(entries, 0, 0.05)
    _frame(canvas, panel, labels, (top, height), material)
    axes = canvas.axes(LABELS_WIDTH, top, canvas.width - LABELS_WIDTH - MEAN_WIDTH, height * len(labels))
    for i, row in enumerate(panel.rows):
        _bar(axes, (i, BAR / height), row, list(panel.series), material)
    axes.set(xlim=(0, 100), ylim=(len(labels) - 0.5, -0.5))
    canvas.finish(axes)


def _legend(panel: Panel, material: Material) -> list[tuple[Fill, str]]:
    """A swatch an answer, and one for pieces that stand for several answers or for none."""
    from reports.drawing.canvas import Fill
    from reports.drawing.colours import steps

    colours = steps(len(panel.series))
    entries = [(Fill(colour), name) for colour, name in zip(colours, panel.series.values(), strict=True)]
    drawn = [piece for row in panel.rows for piece in row.pieces]
    if any(len(piece.codes) > 1 for piece in drawn):
        entries.append((Fill(colours[-2], look.PAPER), material.words["merged_legend"]))
    if any(not piece.codes for piece in drawn):
        entries.append((Fill(look.PAPER, look.MUTED), material.words["hidden_legend"]))
    return entries


def _frame(
    canvas: Canvas, panel: Panel, labels: list[str], place: tuple[float, float], material: Material
) -> None:
    """Item labels at the left, the column of means at the right, what the numbers are above."""
    top, height = place
    style: dict[str, Any] = {"fontsize": look.SMALL_PT, "color": look.MUTED}
    canvas.text(LABELS_WIDTH, top - 0.16, material.words["percent_header"], **style)
    means = any(row.values["mean"].shown or row.values["mean"].hidden for row in panel.rows)
    if means:
        canvas.text(canvas.width, top - 0.16, material.words["mean_header"], ha="right", **style)
    for i, (row, label) in enumerate(zip(panel.rows, labels, strict=True)):
        y = top + (i + 0.5) * height
        canvas.text(0, y, label)
        if means:
            mean = row.values["mean"]
            canvas.text(canvas.width, y, material.mean(mean), ha="right", **material.style(mean))


def _bar(axes: Axes, place: tuple[int, float], row: Row, codes: list[str], material: Material) -> None:
    y, thick = place

    left = 0.0
    for piece in row.pieces:
        if not piece.value.shown:
            axes.text(1.2, y, material.numbers.missing, va="center", color=look.MUTED)
            return
        percent, fill = piece.value.estimate, _fill(piece, codes)
        axes.barh(
            y, percent, thick, left, color=fill.colour, edgecolor=fill.hatched or look.PAPER, **fill.style
        )
        axes.barh(y, percent, thick, left, fill=False, edgecolor=look.PAPER, linewidth=0.8)
        _number(axes, (left + percent / 2, y), piece, fill, material)
        left += percent


def _number(axes: Axes, place: tuple[float, float], piece: Piece, fill: Fill, material: Material) -> None:
    """The number of a piece, or the word for hidden, where there is room; hatching leaves a gap for it."""
    from reports.drawing.colours import ink_on

    percent = piece.value.estimate
    if percent < (SMALLEST_LABELLED if piece.codes else SMALLEST_HIDDEN):
        return
    words = material.numbers.count(percent) if piece.codes else material.words["hidden_value"]
    box = {"facecolor": fill.colour, "edgecolor": "none", "pad": 1.6} if fill.hatched else None
    style: dict[str, Any] = {"color": ink_on(fill.colour), "bbox": box}
    style |= {} if piece.codes else look.ABSENT
    axes.text(*place, words, ha="center", va="center", fontsize=look.SMALL_PT, **style)


def _fill(piece: Piece, codes: list[str]) -> Fill:
    """One answer has its own colour; several have the one in their middle, hatched; hidden is hatched paper."""
    from reports.drawing.canvas import Fill
    from reports.drawing.colours import middle, steps

    if not piece.codes:
        return Fill(look.PAPER, look.MUTED)
    colours = [steps(len(codes))[codes.index(code)] for code in piece.codes]
    return Fill(middle(colours), look.PAPER if len(colours) > 1 else "")


def native(figure: Rating, panels: tuple[Panel, ...], about: About, material: Material) -> tuple[Chart, ...]:
    """Bars of 100 percent with a column of means."""
    return (native_stack.chart(panels[0], about, material),)


def alt(figure: Rating, panels: tuple[Panel, ...], material: Material) -> str:
    """The scale's ends, and the items with the largest and smallest share at its top."""
    names = list(panels[0].series.values())
    return in_words.extremes("rating", panels[0].rows, "top", material, low=names[0], high=names[-1])
