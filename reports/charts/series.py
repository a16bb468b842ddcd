"""A series of bars as DrawingML: its numbers as Word keeps them, its look, its labels, its intervals.

Every number stands in the workbook too; the copy here is what Word shows until someone edits the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from reports.charts import ink
from reports.charts.book import Places, distances
from reports.charts.ink import Letters
from reports.charts.spec import Chart, Numbers, Series
from reports.style import look

C15 = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
_LABELS_EXT = f'<c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" {C15}>'
_RANGE_EXT = f'<c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" {C15}>'


_ONE_LINE = '<a:bodyPr wrap="none"/>'
_NO_NAME = "<c:v>\u00a0</c:v>"
"""The column at the right has a heading instead of a place in the legend. (Word can leave an entry out of a legend,
but LibreOffice then leaves out another one.)"""


@dataclass(frozen=True)
class Setting:
    """What all series of a chart share."""

    chart: Chart
    places: Places
    letters: Letters


def bars(series: Series, at: int, where: str, setting: Setting) -> str:
    """A visible series; `where` is the place of its labels."""
    labels = _labels(series, where, setting) if series.format or series.texts else _no_labels()
    points = _points(setting) if series.paint.role == "interval" else ""
    look_ = f'{ink.shape(series.paint)}<c:invertIfNegative val="0"/>{points}'
    name = strings(setting.places.name(f"{series.key}:values"), [series.name])
    return _series(series, at, (name, f"{look_}{labels}{_intervals(series, setting)}"), setting)


def column(series: Series, at: int, setting: Setting) -> str:
    """A series that only carries its texts: bars that nobody sees, from the right edge, labelled where they start."""
    labels = _texts(series, "inBase", look.INK, setting)
    looks = f'{ink.INVISIBLE}<c:invertIfNegative val="0"/>{labels}'
    return _series(series, at, (_NO_NAME, looks), setting)


def _series(series: Series, at: int, named: tuple[str, str], setting: Setting) -> str:
    values = f"{series.key}:values"
    name, looks = named
    categories = strings(setting.places.cells(), setting.chart.categories)
    numbers_ = numbers(setting.places.cells(values), series.values, "0.0")
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx>{name}</c:tx>{looks}'
        f"<c:cat>{categories}</c:cat><c:val>{numbers_}</c:val>{_range(series, setting)}</c:ser>"
    )


def strings(reference: str, texts: Sequence[str]) -> str:
    """Texts of the workbook."""
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(text)}</c:v></c:pt>' for i, text in enumerate(texts))
    return (
        f"<c:strRef><c:f>{reference}</c:f><c:strCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'
    )


def numbers(reference: str, values: Numbers, code: str) -> str:
    """Numbers of the workbook; a number that is not there has no point."""
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value!r}</c:v></c:pt>' for i, value in enumerate(values) if value is not None
    )
    return (
        f"<c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>{code}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _points(setting: Setting) -> str:
    """Rows that look otherwise: everyone in grey, few answers hollow."""
    looks = {i: ink.solid(look.SECOND) + ink.line(look.MUTED, 0.75) for i in setting.chart.everyone}
    hollow = ink.solid(look.PAPER) + ink.line(look.ACCENT, 0.75, ink.DASH)
    looks |= dict.fromkeys(setting.chart.small, hollow)
    return "".join(
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{looks[i]}</c:spPr></c:dPt>"
        for i in sorted(looks)
    )


def _labels(series: Series, where: str, setting: Setting) -> str:
    inside = where == "ctr"
    colour = ink.ink(series.paint) if inside else look.INK
    if series.texts:
        return _texts(series, where, colour, setting)
    code = f'<c:numFmt formatCode={quoteattr(series.format)} sourceLinked="0"/>'
    ground = ink.label_ground(series.paint) if inside else ""
    slant = ' i="1"' if series.paint.role == "hidden" else ""
    letters = setting.letters.text(ink.SMALL_PT, colour, slant)
    return f"<c:dLbls>{code}{ground}{letters}{_place(where, 'Val')}</c:dLbls>"


def _no_labels() -> str:
    return f"<c:dLbls>{_place('', '')}</c:dLbls>"


def _place(where: str, shown: str) -> str:
    at = f'<c:dLblPos val="{where}"/>' if where else ""
    what = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    return at + "".join(f'<c:show{name} val="{int(name == shown)}"/>' for name in what)


def _texts(series: Series, where: str, colour: str, setting: Setting) -> str:
    """Labels that are cells of the workbook; each also holds its text, for readers that do not know such labels."""
    made = [
        _text(i, text, where, colour, setting)
        for i, (value, text) in enumerate(zip(series.values, series.texts, strict=True))
        if value is not None
    ]
    letters = setting.letters.text(ink.SMALL_PT, colour).replace("<a:bodyPr/>", _ONE_LINE)
    extension = f'<c:extLst>{_LABELS_EXT}<c15:showDataLabelsRange val="1"/></c:ext></c:extLst>'
    return f"<c:dLbls>{''.join(made)}{letters}{_place(where, '')}{extension}</c:dLbls>"


def _text(i: int, text: str, where: str, colour: str, setting: Setting) -> str:
    style = setting.letters.style("a:rPr", ink.SMALL_PT, colour)
    field = (
        f'<a:fld id="{{{_identity(i)}}}" type="CELLRANGE">{style}<a:pPr/><a:t>{escape(text)}</a:t></a:fld>'
    )
    rich = f"<c:tx><c:rich>{_ONE_LINE}<a:lstStyle/><a:p>{field}</a:p></c:rich></c:tx>"
    extension = f'<c:extLst>{_LABELS_EXT}<c15:showDataLabelsRange val="1"/></c:ext></c:extLst>'
    return f'<c:dLbl><c:idx val="{i}"/>{rich}{_place(where, "")}{extension}</c:dLbl>'


def _identity(i: int) -> str:
    return f"5AA70000-0000-4000-8000-{i:012X}"


def _range(series: Series, setting: Setting) -> str:
    if not series.texts:
        return ""
    reference = setting.places.cells(f"{series.key}:texts")
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(text)}</c:v></c:pt>' for i, text in enumerate(series.texts) if text
    )
    cache = f'<c15:dlblRangeCache><c:ptCount val="{len(series.texts)}"/>{points}</c15:dlblRangeCache>'
    return (
        f"<c:extLst>{_RANGE_EXT}<c15:datalabelsRange><c15:f>{reference}</c15:f>{cache}"
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )


def _intervals(series: Series, setting: Setting) -> str:
    if not any(value is not None for value in series.low):
        return ""
    sides = "".join(_side(side, series, setting) for side in ("plus", "minus"))
    return (
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{sides}<c:spPr>{ink.line(look.INK, 1.1)}</c:spPr></c:errBars>"
    )


def _side(side: str, series: Series, setting: Setting) -> str:
    reference = setting.places.cells(f"{series.key}:{side}")
    return f"<c:{side}>{numbers(reference, distances(series, side), '0.0')}</c:{side}>"


def group(made: Iterable[str], grouping: str, spacing: tuple[int, int], axes: tuple[int, int]) -> str:
    """Lying bars that share a pair of axes; `spacing` is the gap between rows and the overlap, in percent."""
    gap, overlap = spacing
    ids = "".join(f'<c:axId val="{axis}"/>' for axis in axes)
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{"".join(made)}'
        f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{ids}</c:barChart>'
    )
