"""WordprocessingML as text: runs, paragraphs, tables. Pure functions; every text is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"'
)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """`text` ready for XML; a character that no XML may hold becomes a visible mark."""
    return escape(_FORBIDDEN.sub("␦", text))


def attribute(text: str) -> str:
    """`text` in quotes, ready to be an attribute's value."""
    return quoteattr(_FORBIDDEN.sub("␦", text))


def twips(cm: float) -> int:
    """Word's unit of length."""
    return round(cm * 1440 / 2.54)


def run(text: str, style: str = "") -> str:
    """One run in a character style; tabs and line breaks become Word's own."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    body = "".join(_piece(piece) for piece in re.split(r"(\n|\t)", text) if piece)
    return f"<w:r>{look}{body}</w:r>" if body else ""


def _piece(piece: str) -> str:
    special = {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(piece)
    return special or f'<w:t xml:space="preserve">{safe(piece)}</w:t>'


def paragraph(style: str, *inside: str, keep: str = "") -> str:
    """Runs and controls as a paragraph; `keep` is `KEEP` where the next paragraph must be on the same page."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{"".join(inside)}</w:p>'


KEEP = "<w:keepNext/>"


def field(instruction: str, shown: str) -> str:
    """A field such as PAGE, with a result in place from the start."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@dataclass(frozen=True)
class Table:
    """How a table looks: its style, the width of its columns in cm, and what a screen reader says it is."""

    style: str
    widths: Sequence[float]
    title: str
    indent: float = 0.0
    """cm from the left margin."""


def table(look: Table, rows: Iterable[str]) -> str:
    """`rows` (from `row`) as a table of fixed column widths."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in look.widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look.style}"/><w:tblW w:w="{twips(sum(look.widths))}" w:type="dxa"/>'
        f'<w:tblInd w:w="{twips(look.indent)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(look.title)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


HEADER = "<w:tblHeader/>"


def tall(cm: float) -> str:
    """A row that is at least `cm` high."""
    return f'<w:trHeight w:val="{twips(cm)}" w:hRule="atLeast"/>'


def row(cells: Iterable[str], special: str = "") -> str:
    """A row that never splits over two pages; `special` is `HEADER` or `tall(…)`."""
    return f"<w:tr><w:trPr><w:cantSplit/>{special}</w:trPr>{''.join(cells)}</w:tr>"


def cell(width: float, *inside: str, border: str = "", place: str = "center") -> str:
    """Paragraphs as a cell `width` cm wide, at the top, center or bottom; `border` is what `frame` gives."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{border}<w:vAlign w:val="{place}"/></w:tcPr>'
        f"{''.join(inside)}</w:tc>"
    )


def frame(colour: str, fill: str = "") -> str:
    """A box around a cell; `fill` is the ground's colour, or nothing for none."""
    side = f'w:val="single" w:sz="6" w:space="0" w:color="{colour}"'
    edges = "".join(f"<w:{edge} {side}/>" for edge in ("top", "left", "bottom", "right"))
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f"<w:tcBorders>{edges}</w:tcBorders>{ground}"
