"""WordprocessingML as text: fields, bookmarks, tables. Pure functions, strings out.

Texts must be free of characters that XML forbids (see `reports.style.safe`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reports.style.look import RULE
from reports.word.blocks import Cell, Row, Run, Table
from reports.word.bound import bare, pieces
from reports.word.counters import Numbered

TAG = "svar:"
"""Before the number of a binding, in the tag of a content control."""
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)

_TABLE_LOOKS = {
    "text": ("TableText", "BannerText"),
    "number": ("TableNumber", "BannerNumber"),
    "head": ("TableHead", "BannerHead"),
    "head_number": ("TableHeadNumber", "BannerHeadNumber"),
    "group": ("TableHead", "BannerHeadGroup"),
    "item": ("TableHead", "BannerItem"),
    "test": ("TableText", "BannerTest"),
    "test_label": ("TableText", "BannerTestLabel"),
}
_RULE = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE.removeprefix("#")}"'
_UPRIGHT_HEIGHT_CM = 2.5
_LOOK = (
    '<w:tblLook w:val="{code}" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="0" w:noVBand="1"/>'
)


def twips(cm: float) -> int:
    """Word's unit of length."""
    return round(cm * 1440 / 2.54)


def text_run(run: Run) -> str:
    """A run; bound numbers in it stand each in an invisible content control that names its binding."""
    parts = [(_one_run(replace(run, text=text)), place) for text, place in pieces(run.text)]
    return "".join(made if place is None else _control(made, place) for made, place in parts) or _one_run(run)


def _control(inside: str, place: int) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{TAG}{place}"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def _one_run(run: Run) -> str:
    """One run; line breaks and tabs become Word's own."""
    looks = ("<w:b/>" if run.bold else "") + ("<w:i/>" if run.italic else "")
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    pieces = re.split(r"(\n|\t)", run.text.replace("\r\n", "\n").replace("\r", "\n"))
    body = "".join(_piece(piece) for piece in pieces if piece)
    return f"<w:r>{properties}{body}</w:r>"


def _piece(piece: str) -> str:
    special = {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(piece)
    return special or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


def shown_in(paragraph: Any) -> str:
    """What a reader sees of a paragraph: `text_run` backwards."""
    signs = {"tab": "\t", "br": "\n"}
    named = ((node.tag.rpartition("}")[2], node) for node in paragraph.iter())
    return "".join(signs.get(name) or node.text or "" for name, node in named if name in ("t", *signs))


def field(instruction: str, shown: str) -> str:
    """A field whose result is in place from the start, so that nothing needs F9."""
    return f"{field_start(instruction)}{text_run(Run(shown))}{field_end()}"


def field_start(instruction: str) -> str:
    """The beginning of a field that may span paragraphs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end() -> str:
    """The end of a field."""
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bookmark(number: int, name: str, inside: str) -> str:
    """`inside` as a bookmark that links and cross-references can point to."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inside}<w:bookmarkEnd w:id="{number}"/>'
    )


def link(anchor: str, inside: str) -> str:
    """A link to a bookmark in the same document."""
    return f'<w:hyperlink w:anchor={quoteattr(anchor)} w:history="1">{inside}</w:hyperlink>'


AFTER_LIST = '<w:spacing w:before="120"/>'
"""Room above the paragraph that follows a list, whose entries stand close together."""


def paragraph(style: str, inside: str, properties: str = "") -> str:
    """A paragraph of ready-made runs."""
    return f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'


def caption_number(word: str, number: Numbered) -> str:
    """«4-7» as fields: the chapter's number (or an annex letter), then the count within it.

    One sequence for the whole file, as Word makes it, so that its lists and new captions fit in. Word starts it anew
    at every chapter (\\s 1); other readers do so only where they are told to (\\r 1).
    """
    anew = " \\r 1" if number.anew else ""
    sequence = f"SEQ {sequence_of(word)} \\* ARABIC{anew}"
    if not number.prefix:
        return field(sequence, str(number.count))
    prefix = text_run(Run(number.prefix)) if number.annex else field("STYLEREF 1 \\s", number.prefix)
    sequence += "" if number.annex else " \\s 1"
    return prefix + text_run(Run("-")) + field(sequence, str(number.count))


def sequence_of(word: str) -> str:
    """The name of the sequence that counts captions of a kind: its word, as a field can hold it."""
    return re.sub(r"\W", "", word)


def right_tab(width: int, old: Iterable[str] = ()) -> str:
    """Paragraph properties with a tab at the right margin of this page, in place of those at the `old` positions."""
    cleared = "".join(f'<w:tab w:val="clear" w:pos="{pos}"/>' for pos in old if pos != str(width))
    return f'<w:tabs>{cleared}<w:tab w:val="right" w:pos="{width}"/></w:tabs>'


def table(content: Table) -> str:
    """A whole table as one string: about ten times faster than cell by cell."""
    style = "SvarBanner" if content.compact else "SvarTable"
    title, description = quoteattr(bare(content.caption)), quoteattr(bare(described(content)))
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in content.widths)
    rows = "".join(_row(row, content, "<w:tblHeader/>") for row in content.head)
    # The first row stays with the heading above it, so that no page ends in a heading.
    first = tuple(replace(row, keep=len(content.rows) > 1) for row in content.rows[:1])
    rows += "".join(_row(row, content, "") for row in (*first, *content.rows[1:]))
    return (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(map(twips, content.widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{_look(bool(content.head))}"
        f"<w:tblCaption w:val={title}/><w:tblDescription w:val={description}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def described(content: Table) -> str:
    """What a table shows, in words."""
    return content.description or content.note or content.caption


def _look(headed: bool) -> str:
    """Which parts of the table style apply: the first row's only when it is a heading."""
    return _LOOK.format(code="0420" if headed else "0400", first=int(headed))


def _row(row: Row, content: Table, repeated: str) -> str:
    upright = any(cell.upright for cell in row.cells)
    height = f'<w:trHeight w:val="{twips(_UPRIGHT_HEIGHT_CM)}" w:hRule="atLeast"/>' if upright else ""
    cells, column = "", 0
    for cell in row.cells:
        width = sum(map(twips, content.widths[column : column + cell.span]))
        cells += _cell(cell, width, row, content.compact)
        column += cell.span
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, width: int, row: Row, compact: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    top = f"<w:top {_RULE}/>" if row.ruled else ""
    left = f"<w:left {_RULE}/>" if cell.ruled else ""
    borders = f"<w:tcBorders>{top}{left}</w:tcBorders>" if top or left else ""
    direction = '<w:textDirection w:val="btLr"/>' if cell.upright else ""
    counted = compact and any(
        other.align != "text" for other in row.cells
    )  # labels stand beside their numbers
    place = '<w:vAlign w:val="center"/>' if cell.upright else '<w:vAlign w:val="bottom"/>' if counted else ""
    keep = "<w:keepNext/>" if row.keep else ""
    style = _TABLE_LOOKS[cell.align][compact]
    inside = _one_run(Run(bare(cell.text))) if cell.text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{borders}{direction}{place}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{inside}</w:p></w:tc>'
    )


def box(paragraphs: Iterable[str], width_cm: float, called: str) -> str:
    """A fact box: a shaded table of one cell, described by what it is called."""
    width, name = twips(width_cm), quoteattr(bare(called))
    return (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblStyle w:val="SvarBox"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_look(False)}<w:tblCaption w:val={name}/>'
        f"<w:tblDescription w:val={name}/></w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(paragraphs)}</w:tc>'
        "</w:tr></w:tbl>"
    )
