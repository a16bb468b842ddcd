"""Colours, lines and letters of a chart as DrawingML. Sizes in points, colours as hex with a leading #."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from reports.charts.spec import Paint
from reports.drawing.colours import ink_on, middle, steps, tint
from reports.style import look

LABEL_PT = look.LABEL_PT + 1
SMALL_PT = look.SMALL_PT + 0.8
MARK_PT = 7.0
"""Word's own fonts are narrower than those of the pictures, so the letters may be larger."""
EMU_PER_PT = 12_700
TINT = 0.35
DASH = '<a:prstDash val="sysDash"/>'
NO_FILL, NO_LINE = "<a:noFill/>", "<a:ln><a:noFill/></a:ln>"
INVISIBLE = f"<c:spPr>{NO_FILL}{NO_LINE}</c:spPr>"


@dataclass(frozen=True)
class Letters:
    """The font of the template and the language of the text."""

    font: str = "Calibri"
    language: str = "nb-NO"

    def style(self, tag: str, size: float, colour: str, look_: str = "") -> str:
        """Run properties under the name `tag`; `look_` is further attributes, such as bold."""
        plain = "" if "b=" in look_ else ' b="0"'
        face = f"<a:latin typeface={quoteattr(self.font)}/><a:cs typeface={quoteattr(self.font)}/>"
        language = f" lang={quoteattr(self.language)}" if tag == "a:rPr" else ""
        size_ = f' sz="{round(size * 100)}"'
        return f"<{tag}{language}{size_}{plain}{look_}>{solid(colour)}{face}</{tag}>"

    def text(self, size: float, colour: str, look_: str = "") -> str:
        """How all text of a part of the chart looks."""
        style = self.style("a:defRPr", size, colour, look_)
        return (
            f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{style}</a:pPr>"
            f"<a:endParaRPr lang={quoteattr(self.language)}/></a:p></c:txPr>"
        )

    def rich(self, lines: list[str], size: float, colour: str, look_: str = "") -> str:
        """Text of the chart itself, a paragraph a line, from the left."""
        run = self.style("a:rPr", size, colour, look_)
        default = self.style("a:defRPr", size, colour, look_)
        paragraphs = "".join(
            f'<a:p><a:pPr algn="l">{default}</a:pPr><a:r>{run}<a:t>{escape(line)}</a:t></a:r></a:p>'
            for line in lines
        )
        return f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/>{paragraphs}</c:rich></c:tx>"


def rgb(colour: str) -> str:
    """A colour in DrawingML."""
    return f'<a:srgbClr val="{colour.removeprefix("#").upper()}"/>'


def solid(colour: str) -> str:
    """One colour all over."""
    return f"<a:solidFill>{rgb(colour)}</a:solidFill>"


def hatched(colour: str, lines: str) -> str:
    """A colour with thin lines over it."""
    return f'<a:pattFill prst="ltUpDiag"><a:fgClr>{rgb(lines)}</a:fgClr><a:bgClr>{rgb(colour)}</a:bgClr></a:pattFill>'


def line(colour: str, points: float, dash: str = "") -> str:
    """A line of that colour and width."""
    return f'<a:ln w="{round(points * EMU_PER_PT)}" cap="flat">{solid(colour)}{dash}</a:ln>'


def base(paint: Paint) -> str:
    """The colour that a label on the paint has to be readable on."""
    if paint.role == "scale":
        return middle([steps(paint.of)[i] for i in paint.steps])
    colours = {"accent": look.ACCENT, "second": look.SECOND, "interval": tint(look.ACCENT, TINT)}
    return colours.get(paint.role, look.PAPER)


def shape(paint: Paint) -> str:
    """How the bars of a series look."""
    colour = base(paint)
    if paint.role == "hidden":
        inside = hatched(look.PAPER, look.MUTED) + line(look.MUTED, 0.5)
    elif paint.role == "scale":
        inside = (hatched(colour, _lines_on(colour)) if len(paint.steps) > 1 else solid(colour)) + line(
            look.PAPER, 0.75
        )
    else:
        edge = {"second": line(look.MUTED, 0.5), "interval": line(look.ACCENT, 0.75)}
        inside = solid(colour) + edge.get(paint.role, NO_LINE)
    return f"<c:spPr>{inside}</c:spPr>"


def _lines_on(colour: str) -> str:
    """The colour of hatching that is seen on a colour."""
    return look.PAPER if ink_on(colour) == look.PAPER else look.MUTED


def label_ground(paint: Paint) -> str:
    """What lies behind a label: the plain colour where the bar is hatched, so that it can be read."""
    if paint.role == "hidden" or len(paint.steps) > 1:
        return f"<c:spPr>{solid(base(paint))}{NO_LINE}</c:spPr>"
    return ""


def ink(paint: Paint) -> str:
    """The colour of a label on the paint."""
    return look.MUTED if paint.role == "hidden" else ink_on(base(paint))
