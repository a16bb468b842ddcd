"""The styles of a Word form: one accent colour, Calibri (Carlito where it is missing), exact distances."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from survey.forms.docx_xml import NAMESPACES, twips
from survey.forms.templates import asset

FONT = "Calibri"
WIDTH = 17.0
"""cm of text on a line: A4 with margins of 2 cm."""
INDENT = 1.0
"""cm from the margin to whatever belongs to a question."""


@cache
def colour(name: str) -> str:
    """A colour of colours.css as Word writes it: six hexadecimal digits."""
    found = re.search(rf"--{name}:\s*#([0-9a-fA-F]{{6}})", asset("colours.css"))
    assert found is not None, name
    return found[1].upper()


@dataclass(frozen=True)
class Style:
    """A paragraph or character style: id, name, what it says of paragraphs and of letters."""

    id: str
    name: str
    paragraph: str = ""
    letters: str = ""
    based: str = "Normal"
    kind: str = "paragraph"


def _space(before: int, after: int, line: int = 264) -> str:
    """Points above and below; `line` is in 240ths of a line."""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}" w:line="{line}" w:lineRule="auto"/>'


def _letters(points: float, shade: str = "", weight: str = "") -> str:
    look = "<w:b/>" if weight == "bold" else ""
    look += f'<w:color w:val="{colour(shade)}"/>' if shade else ""
    return f'{look}<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _bar(shade: str, ground: str, side: str = "left") -> str:
    """A coloured bar at one side on a tinted ground."""
    edge = f'<w:{side} w:val="single" w:sz="24" w:space="8" w:color="{colour(shade)}"/>'
    return f'<w:pBdr>{edge}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{colour(ground)}"/>'


def _indent(cm: float, hanging: float = 0.0) -> str:
    return f'<w:ind w:left="{twips(cm)}" w:hanging="{twips(hanging)}"/>'


def _tabs(*stops: tuple[float, str]) -> str:
    return (
        "<w:tabs>"
        + "".join(f'<w:tab w:val="{kind}" w:pos="{twips(cm)}"/>' for cm, kind in stops)
        + "</w:tabs>"
    )


TOGETHER, WHOLE = "<w:keepNext/><w:keepLines/>", "<w:keepLines/>"
CENTER = '<w:jc w:val="center"/>'


def _rule(side: str, shade: str, eighths: int, distance: int) -> str:
    """A line above or below a paragraph."""
    edge = f'w:val="single" w:sz="{eighths}" w:space="{distance}" w:color="{colour(shade)}"'
    return f"<w:pBdr><w:{side} {edge}/></w:pBdr>"


def _panel() -> str:
    """A tinted ground that reaches a little beyond the text."""
    edge = f'w:val="single" w:sz="36" w:space="4" w:color="{colour("ground")}"'
    edges = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right"))
    return f'<w:pBdr>{edges}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{colour("ground")}"/>'


def _headings() -> list[Style]:
    first = TOGETHER + _rule("top", "accent", 12, 6) + _space(26, 6) + '<w:outlineLvl w:val="0"/>'
    second = TOGETHER + _tabs((INDENT, "left")) + _space(15, 3) + _indent(INDENT, INDENT)
    return [
        Style("Kind", "Kind", _space(0, 0), _letters(10.5, "accent", "bold")),
        Style("Title", "Title", _space(0, 8, 240), _letters(25, "accent", "bold")),
        Style("Heading1", "heading 1", first, _letters(16, "accent", "bold")),
        Style("Heading2", "heading 2", second + '<w:outlineLvl w:val="1"/>', _letters(11.5, "", "bold")),
    ]


def _texts() -> list[Style]:
    inner = f'<w:ind w:left="{twips(0.3)}" w:right="{twips(0.3)}"/>'
    how = TOGETHER + _panel() + _space(10, 0) + inner
    condition = TOGETHER + _bar("accent", "accent-tint") + _space(12, 4) + _indent(0.35)
    instruction = TOGETHER + _bar("edge", "ground") + _space(4, 6) + _indent(0.35)
    right = _tabs((WIDTH, "right")) + _space(0, 0)
    return [
        Style("Lead", "Lead", _space(0, 8), _letters(11.5)),
        Style("HowHead", "How Head", how, _letters(10.5, "accent", "bold")),
        Style("How", "How", WHOLE + _panel() + _space(0, 0) + inner),
        Style("Help", "Help", TOGETHER + _space(0, 4) + _indent(INDENT), _letters(10, "muted")),
        Style("Told", "Told", WHOLE + _space(0, 6)),
        Style("Condition", "Condition", condition),
        Style("Instruction", "Instruction", instruction),
        Style("End", "End", WHOLE + _rule("top", "accent", 12, 6) + _space(24, 0), _letters(10.5, "muted")),
        Style("Header", "header", right, _letters(9, "muted")),
        Style("Footer", "footer", right, _letters(9, "muted")),
    ]


def _answers() -> list[Style]:
    option = WHOLE + _tabs((INDENT + 0.8, "left")) + _space(0, 1, 240) + _indent(INDENT + 0.8, 0.8)
    line = WHOLE + _rule("bottom", "edge", 6, 2) + _space(2, 4) + _indent(INDENT + 0.8)
    # A column of a battery is narrow: its heading may use the cell's margins.
    narrow = '<w:ind w:left="-90" w:right="-90"/>'
    return [
        Style("Option", "Option", option),
        Style("Line", "Line", line),
        Style("Gap", "Gap", _space(0, 0, 240), _letters(5)),
        Style("Cell", "Cell", _space(2, 2, 240), _letters(10)),
        Style("CellHead", "Cell Head", narrow + CENTER, _letters(8.5, "", "bold"), "Cell"),
        Style("CellBox", "Cell Box", _space(0, 0, 240) + CENTER),
        Style("Field", "Field", _space(3, 3, 240)),
    ]


def _characters() -> list[Style]:
    code = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>' + _letters(9)
    return [
        Style("Tick", "Tick", letters=_signs(28), kind="character"),
        Style("Number", "Number", letters=f'<w:b/><w:color w:val="{colour("accent")}"/>', kind="character"),
        Style("Jump", "Jump", letters=_letters(10, "accent", "bold"), kind="character"),
        Style("Strong", "Strong", letters="<w:b/>", kind="character"),
        Style("Code", "Code", letters=code, kind="character"),
        Style("Aside", "Aside", letters='<w:b w:val="0"/>' + _letters(10, "muted"), kind="character"),
        Style("PlaceholderText", "Placeholder Text", letters=_letters(9, "muted"), kind="character"),
    ]


def _styles() -> list[Style]:
    return [*_headings(), *_texts(), *_answers(), *_characters()]


def _signs(half_points: int) -> str:
    fonts = 'w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}" w:cs="{0}"'.format("Segoe UI Symbol")
    return f'<w:rFonts {fonts}/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(style: Style) -> str:
    look = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    letters = f"<w:rPr>{style.letters}</w:rPr>" if style.letters else ""
    based = f'<w:basedOn w:val="{style.based}"/>' if style.kind == "paragraph" else ""
    return (
        f'<w:style w:type="{style.kind}" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f"{based}<w:qFormat/>{look}{letters}</w:style>"
    )


def _table(name: str, borders: str) -> str:
    margins = "".join(f'<w:{side} w:w="100" w:type="dxa"/>' for side in ("left", "right"))
    edges = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f"<w:tblPr>{edges}<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )


def _border(side: str, shade: str, eighths: int = 4) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour(shade)}"/>'


def styles(language: str) -> str:
    """styles.xml; `language` is a tag such as nb-NO."""
    fonts = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"'
    lines = _border("top", "edge", 6) + _border("bottom", "edge", 6) + _border("insideH", "line")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles {NAMESPACES}><w:docDefaults>'
        f'<w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:color w:val="{colour("ink")}"/><w:sz w:val="21"/>'
        f'<w:szCs w:val="21"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{_space(0, 6)}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
        f"{''.join(_style(style) for style in _styles())}"
        f"{_table('Rows', lines)}{_table('Boxes', '')}</w:styles>"
    )
