"""Text stands out from what is behind it by 4.5 to 1 or more (WCAG 2.1, 1.4.3): in paragraphs, tables and charts."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reports.inspecting.package import A, C, Package, W
from reports.inspecting.styles import Styles, style_of
from survey.messages import Finding, finding

LEAST = 4.5
PAPER, INK = "FFFFFF", "000000"
_INSIDE = ("ctr", "inEnd", "inBase")
_FILLS = (f"{A}solidFill", f"{A}pattFill/{A}fgClr", f"{A}pattFill/{A}bgClr")
_SHOWN = ("showVal", "showCatName", "showSerName", "showPercent")


def findings(package: Package) -> Iterator[Finding]:
    """R175 each pair of colours that is too pale, once."""
    seen: dict[tuple[str, str, str], str] = {}
    styles = Styles.of(package)
    for name, story in package.stories():
        for style, ink, ground in _paragraphs(story, styles, PAPER):
            seen.setdefault((ink, ground, f"style {style or 'Normal'}"), name)
    for name, chart in package.charts():
        for ink, ground in _chart(chart):
            seen.setdefault((ink, ground, "chart"), name)
    for (ink, ground, kind), name in seen.items():
        if contrast(ink, ground) < LEAST:
            how = f"{contrast(ink, ground):.1f}"
            yield finding("R175", name, ink, ground=ground, ratio=how, kind=kind)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours (RRGGBB), 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _paragraphs(node: Element, styles: Styles, ground: str) -> Iterator[tuple[str, str, str]]:
    """Style, colour and ground of every run of text below `node`."""
    for child in node:
        if child.tag == f"{W}tbl":
            yield from _table(child, styles)
        elif child.tag == f"{W}p":
            yield from _runs(child, styles, ground)
        else:
            yield from _paragraphs(child, styles, ground)


def _table(table: Element, styles: Styles) -> Iterator[tuple[str, str, str]]:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    name = style.get(f"{W}val", "") if style is not None else ""
    look = table.find(f"{W}tblPr/{W}tblLook")
    headed = look is not None and look.get(f"{W}firstRow") == "1"
    all_, first = styles.value(name, "tcPr/shd", "fill"), _first_row(name, styles) if headed else ""
    for i, row in enumerate(table.findall(f"{W}tr")):
        for cell in row.iter(f"{W}tc"):
            own = cell.find(f"{W}tcPr/{W}shd")
            fill = own.get(f"{W}fill", "") if own is not None else (first if i == 0 else "") or all_
            yield from _paragraphs(cell, styles, _colour(fill, PAPER))


def _first_row(style: str, styles: Styles) -> str:
    for one in styles.chain(style):
        for part in one.iter(f"{W}tblStylePr"):
            shade = part.find(f"{W}tcPr/{W}shd")
            if part.get(f"{W}type") == "firstRow" and shade is not None:
                return shade.get(f"{W}fill", "")
    return ""


def _runs(paragraph: Element, styles: Styles, ground: str) -> Iterator[tuple[str, str, str]]:
    style = style_of(paragraph)
    own = paragraph.find(f"{W}pPr/{W}shd")
    fill = own.get(f"{W}fill", "") if own is not None else styles.value(style, "pPr/shd", "fill")
    ink = _colour(styles.value(style, "rPr/color"), INK)
    for run in paragraph.iter(f"{W}r"):
        colour, character = run.find(f"{W}rPr/{W}color"), run.find(f"{W}rPr/{W}rStyle")
        found = colour.get(f"{W}val", "") if colour is not None else ""
        if not found and character is not None:
            found = styles.value(character.get(f"{W}val", ""), "rPr/color")
        yield style, _colour(found, ink), _colour(fill, ground)


def _colour(found: str, otherwise: str) -> str:
    return found.upper() if len(found) == 6 and found != "auto" else otherwise


def _chart(chart: Element) -> Iterator[tuple[str, str]]:
    """Colour and ground of the labels of every series, and of all other text."""
    inside = set()
    for series in chart.iter(f"{C}ser"):
        for labels in series.iter(f"{C}dLbls"):
            inside |= set(labels.iter())
            for ground in _grounds(series, labels) if _visible(labels) else ():
                yield from ((ink, ground) for ink in _inks(labels))
    for node in chart.iter():
        if node not in inside and node.tag in (f"{A}defRPr", f"{A}rPr"):
            yield from ((ink, PAPER) for ink in _inks(node))


def _visible(labels: Element) -> bool:
    return any(node.get("val") == "1" for name in _SHOWN for node in labels.iter(f"{C}{name}"))


def _grounds(series: Element, labels: Element) -> list[str]:
    """What lies behind a series' labels: their own ground, the bar, or the paper."""
    own = [node.get("val", PAPER) for node in labels.iterfind(f"{C}spPr/{A}solidFill/{A}srgbClr")]
    place = labels.find(f"{C}dLblPos")
    within = place is not None and place.get("val") in _INSIDE
    bars = [n.get("val", PAPER) for path in _FILLS for n in series.iterfind(f"{C}spPr/{path}/{A}srgbClr")]
    return own or (bars if within and bars else [PAPER])


def _inks(node: Element) -> list[str]:
    """The colours of the letters of a label, or of one text."""
    styles = list(node.iter(f"{A}defRPr")) or [node]
    return [n.get("val", INK) for style in styles for n in style.iterfind(f"{A}solidFill/{A}srgbClr")]
