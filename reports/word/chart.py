"""A native chart in the text: the drawing that shows it, and what its two parts are called in the package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from reports.charts.part import Parts

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU_PER_CM = 360_000
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TABLE_TEXT = "TableText"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


class Drawing(NamedTuple):
    """What a drawing is called: its number in the document, its relationship, its name, and how much it is scaled."""

    number: int
    relation: str
    name: str
    scale: float


def files(made: Parts, number: int) -> Iterator[tuple[str, str, bytes]]:
    """Name, content type and bytes: first the chart, then the workbook it is linked to."""
    yield f"/word/charts/chart{number}.xml", CHART_TYPE, made.xml
    yield f"/word/embeddings/chart{number}.xlsx", WORKBOOK_TYPE, made.workbook


def run(made: Parts, drawing: Drawing) -> str:
    """A run with the chart in line with the text, described by its alt text."""
    space = made.chart.space
    cx, cy = (round(side * drawing.scale * _EMU_PER_CM) for side in (space.width, space.height))
    about = f"name={quoteattr(drawing.name)} descr={quoteattr(made.chart.alt)}"
    return (
        f'<w:r><w:drawing><wp:inline {_NAMESPACES} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{drawing.number}" {about}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{drawing.relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def font(styles: Any) -> str:
    """The font of a template's tables, from its styles: a named one, or the theme's. A chart is read as a table is."""
    by_id = {style.get(f"{{{_WORD}}}styleId"): style for style in styles.iter(f"{{{_WORD}}}style")}
    # Of all the styles the document's defaults come first.
    for own in (*_lineage(by_id, _TABLE_TEXT), styles):
        fonts = next(own.iter(f"{{{_WORD}}}rFonts"), None)
        if fonts is not None:
            return str(fonts.get(f"{{{_WORD}}}ascii") or "+mn-lt")
    return "+mn-lt"


def _lineage(by_id: dict[str, Any], name: str) -> list[Any]:
    """A style and those it is based on, nearest first."""
    found: dict[str, Any] = {}
    while name in by_id and name not in found:
        found[name] = by_id[name]
        above = by_id[name].find(f"{{{_WORD}}}basedOn")
        name = "" if above is None else above.get(f"{{{_WORD}}}val")
    return list(found.values())
