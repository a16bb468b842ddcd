"""A whole chart as the parts that Word wants: DrawingML with a link to a workbook, and the workbook."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from reports.charts import axes, ink, series
from reports.charts.book import Places, workbook
from reports.charts.clean import clean
from reports.charts.ink import Letters
from reports.charts.measure import legend_grid, text_width, wrapped
from reports.charts.series import Setting
from reports.charts.spec import Chart
from reports.style import look

WORKBOOK_ID = "rId1"
"""The relationship from the chart to its workbook."""
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NOTHING = f"{ink.NO_FILL}{ink.NO_LINE}"


class Parts(NamedTuple):
    """A chart ready for a document: its XML, its workbook, the cleaned description, and how many marks were set."""

    xml: bytes
    workbook: bytes
    chart: Chart
    marked: int


def parts(given: Chart, letters: Letters) -> Parts:
    """The parts of one chart. Characters that no document can hold are marked in all of them alike."""
    chart, marked = clean(given)
    return Parts(xml(chart, letters).encode("utf-8"), workbook(chart), chart, marked)


def xml(chart: Chart, letters: Letters) -> str:
    """The chart part, in the order of the schema."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:lang val={quoteattr(letters.language)}/>'
        f'<c:roundedCorners val="0"/><c:chart>{_heading(chart, letters)}{_plot(chart, letters)}'
        f'{_legend(chart, letters)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_NOTHING}</c:spPr>{letters.text(ink.LABEL_PT, look.INK)}"
        f'<c:externalData r:id="{WORKBOOK_ID}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _heading(chart: Chart, letters: Letters) -> str:
    """The name of a panel, in bold above it."""
    if not chart.heading:
        return '<c:autoTitleDeleted val="1"/>'
    room = chart.space.width - chart.space.labels - 0.2
    lines = wrapped(chart.heading, room, ink.LABEL_PT * 1.08)
    return _title(chart, lines, (chart.space.labels - 0.1, 0.02), letters) + '<c:autoTitleDeleted val="0"/>'


def _title(chart: Chart, lines: list[str], at: tuple[float, float], letters: Letters) -> str:
    text = letters.rich(lines, ink.LABEL_PT, look.INK, ' b="1"')
    return f'<c:title>{text}{_at(chart, at)}<c:overlay val="1"/></c:title>'


def _plot(chart: Chart, letters: Letters) -> str:
    setting = Setting(chart, Places(chart), letters)
    mark = _mark(chart, letters)
    where = "ctr" if chart.shape == "stack" else "outEnd"
    made = [series.bars(one, i, where, setting) for i, one in enumerate(chart.series)]
    grouping, overlap = ("stacked", 100) if chart.shape == "stack" else ("clustered", 0)
    main = series.group(made, grouping, (_gap(chart), overlap), (axes.CATEGORIES, axes.VALUES))
    groups, both = main, axes.categories(chart, letters) + axes.values(chart, mark, letters)
    if chart.column:
        carrier = [series.column(chart.column, len(made), setting)]
        ids = (axes.COLUMN_CATEGORIES, axes.COLUMN_VALUES)
        groups += series.group(carrier, "clustered", (_gap(chart), 0), ids)
        both += axes.column(chart, _column_head(chart, letters))
    return f"<c:plotArea>{_room(chart)}{groups}{both}<c:spPr>{_NOTHING}</c:spPr></c:plotArea>"


def _gap(chart: Chart) -> int:
    """The space between rows, in percent of one bar, from the share of a row that its bars take."""
    bars = 1 if chart.shape == "stack" else len(chart.series)
    return min(500, max(0, round(100 * (1 - chart.space.bar) / (chart.space.bar / bars))))


def _room(chart: Chart) -> str:
    """Where the bars stand. Above and below are legend and axis, at the left the names of the rows."""
    space = chart.space
    right = 0.0 if chart.column else space.right
    box = (
        space.labels / space.width,
        space.top / space.height,
        (space.width - space.labels - right) / space.width,
        (space.height - space.top - space.bottom) / space.height,
    )
    return _layout('<c:layoutTarget val="inner"/>', box)


def _at(chart: Chart, place: tuple[float, float]) -> str:
    """A place in centimetres from the upper left corner."""
    return _layout("", (place[0] / chart.space.width, place[1] / chart.space.height))


def _layout(target: str, box: tuple[float, ...]) -> str:
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    sizes = "".join(f'<c:{name} val="{round(part, 5)!r}"/>' for name, part in zip("xywh", box, strict=False))
    return f"<c:layout><c:manualLayout>{target}{modes}{sizes}</c:manualLayout></c:layout>"


def _column_head(chart: Chart, letters: Letters) -> str:
    """What the column at the right is, above it; a panel has its own heading there."""
    assert chart.column is not None
    if chart.heading:
        return ""
    name = chart.column.name
    left = chart.space.width - text_width(name, ink.SMALL_PT) - 0.3
    text = letters.rich([name], ink.SMALL_PT, look.MUTED)
    return f'<c:title>{text}{_at(chart, (left, chart.space.top - 0.42))}<c:overlay val="1"/></c:title>'


def _mark(chart: Chart, letters: Letters) -> str:
    """That the data are made up, in the lower right corner, so that it follows a chart copied out of the report."""
    if not chart.mark:
        return ""
    place = (chart.space.width - text_width(chart.mark, ink.MARK_PT) - 0.3, chart.space.height - 0.4)
    text = letters.rich([chart.mark], ink.MARK_PT, look.MUTED, ' i="1"')
    return f'<c:title>{text}{_at(chart, place)}<c:overlay val="1"/></c:title>'


def _legend(chart: Chart, letters: Letters) -> str:
    """The series above the bars, in their order; the column at the right has its own heading instead."""
    if not chart.legend:
        return ""
    space = chart.space
    _, width = legend_grid([series.name for series in chart.series], space.width, look.SMALL_PT + 1)
    part, tall = width / space.width, space.top - (0.5 if chart.column else 0.1)
    box = _layout("", ((1 - part) / 2, 0.0, part, tall / space.height))
    return (
        f'<c:legend><c:legendPos val="t"/>{box}<c:overlay val="0"/>'
        f"{letters.text(ink.SMALL_PT, look.INK)}</c:legend>"
    )
