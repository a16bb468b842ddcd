"""The axes of a chart. Rows are read from the top: the axis of categories is turned around."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from reports.charts import ink
from reports.charts.ink import Letters
from reports.charts.spec import Chart, Scale
from reports.style import look

CATEGORIES, VALUES, COLUMN_CATEGORIES, COLUMN_VALUES = 1001, 1002, 1003, 1004
_NO_TICKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
_NO_LINE = f"<c:spPr>{ink.NO_LINE}</c:spPr>"


def categories(chart: Chart, letters: Letters) -> str:
    """The rows from top to bottom, every one named; a line where bars start unless they are 100 percent."""
    edge = _NO_LINE if chart.shape == "stack" else f"<c:spPr>{ink.line(look.MUTED, 0.75)}</c:spPr>"
    shown = "low" if chart.labelled else "none"
    return (
        f'<c:catAx><c:axId val="{CATEGORIES}"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'{_NO_TICKS}<c:tickLblPos val="{shown}"/>{edge}{letters.text(ink.LABEL_PT, look.INK)}'
        f'<c:crossAx val="{VALUES}"/><c:crosses val="min"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="60"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def values(chart: Chart, title: str, letters: Letters) -> str:
    """The numbers, under the rows. It reaches beyond the scale by what the column at the right takes."""
    scale = chart.scale
    grid = (
        f"<c:majorGridlines><c:spPr>{ink.line(look.RULE, 0.6)}</c:spPr></c:majorGridlines>"
        if scale.step
        else ""
    )
    step = f'<c:majorUnit val="{_step(chart)!r}"/>' if scale.step else ""
    shown = "high" if scale.step else "none"
    return (
        f'<c:valAx><c:axId val="{VALUES}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{end(chart)!r}"/><c:min val="{scale.low!r}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/>{grid}{title}<c:numFmt formatCode={quoteattr(_ends(scale))} sourceLinked="0"/>'
        f'{_NO_TICKS}<c:tickLblPos val="{shown}"/>{_NO_LINE}{letters.text(ink.SMALL_PT, look.MUTED)}'
        f'<c:crossAx val="{CATEGORIES}"/><c:crosses val="max"/><c:crossBetween val="between"/>{step}</c:valAx>'
    )


def end(chart: Chart) -> float:
    """Where the axis of values ends, so that the end of the scale is where the column at the right begins."""
    scale, space = chart.scale, chart.space
    if chart.column is None:
        return scale.high
    inner = space.width - space.labels
    return round(scale.low + (scale.high - scale.low) * inner / (inner - space.right), 6)


def _step(chart: Chart) -> float:
    """The distance between gridlines: the scale's own, or a multiple so wide that none stands beyond the scale."""
    scale, last = chart.scale, end(chart)
    count = max(1, round((scale.high - scale.low) / scale.step))
    fitting = (n for n in range(1, count) if count % n == 0 and scale.high + n * scale.step > last)
    return float(scale.step * next(fitting, count))


def _ends(scale: Scale) -> str:
    """The axis' number format; the ends of a scale also say in words what they mean."""
    if not scale.low_text:
        return scale.format
    ends = ((scale.low, scale.low_text), (scale.high, scale.high_text))
    low, high = (f'[={at:g}]"{at:g} – {text.replace(chr(34), "”")}"' for at, text in ends)
    return f"{low};{high};{scale.format}"


def column(chart: Chart, title: str) -> str:
    """Axes for the column of texts: the same rows, numbers counted from the right edge; nothing of them is seen."""
    made = [value for value in (chart.column.values if chart.column else ()) if value is not None]
    low, high = min([0.0, *made]), max([1.0, *made])
    return (
        f'<c:catAx><c:axId val="{COLUMN_CATEGORIES}"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="r"/>{_NO_TICKS}<c:tickLblPos val="none"/>'
        f'<c:crossAx val="{COLUMN_VALUES}"/><c:crosses val="min"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{COLUMN_VALUES}"/><c:scaling><c:orientation val="maxMin"/>'
        f'<c:max val="{high!r}"/><c:min val="{low!r}"/></c:scaling><c:delete val="0"/><c:axPos val="t"/>{title}'
        f'<c:numFmt formatCode="General" sourceLinked="0"/>{_NO_TICKS}<c:tickLblPos val="none"/>{_NO_LINE}'
        f'<c:crossAx val="{COLUMN_CATEGORIES}"/><c:crosses val="min"/><c:crossBetween val="between"/></c:valAx>'
    )
