"""The parts of a chart as files: order and ids of the schema, equal bytes, and words that want to break it."""

import io
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from reports.charts.book import letters as column_letters
from reports.charts.clean import LONGEST, LONGEST_LABEL, text_for_cell
from reports.charts.ink import Letters, base, ink
from reports.charts.measure import ENTRY, height, legend_grid, lines, text_width, wrapped
from reports.charts.part import parts
from reports.charts.spec import Chart, Paint, Scale, Series, Space, exact
from reports.drawing.colours import contrast
from reports.style import look
from reports.word.chart import Drawing, files, font, run

ROOT = Path(__file__).resolve().parents[2]
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
SPACE = Space(width=16, height=5, labels=5.3, right=1.3, top=0.9, bottom=0.9, bar=0.6)
WORDS = {"count": "Antall", "low": "Nedre", "high": "Øvre", "minus": "Ned", "plus": "Opp", "text": "Tekst"}


def chart(shape="stack", **given) -> Chart:
    """A chart with everything a chart can have."""
    paint = {"stack": Paint(role="scale", steps=(0, 1), of=5), "bars": Paint(role="accent")}.get(
        shape, Paint(role="interval")
    )
    rows = len(given.get("categories", ("A", "B")))
    numbers = tuple(float(20 + i) for i in range(rows))
    texts = {"texts": tuple(f"{n:.0f} %" for n in numbers), "formula": 'FIXED({0},0,TRUE)&" %"'}
    counts = {"beside": numbers, "beside_name": given.pop("beside_name", "n")}
    limits = {"low": tuple(n - 1 for n in numbers), "high": tuple(n + 2 for n in numbers)}
    name, head = given.pop("name", "Serie"), given.pop("head", "Snitt")
    extra = {"stack": {"format": "0"}, "bars": {**texts, **counts}, "intervals": limits}[shape]
    column = Series(key="mean", name=head, paint=Paint(role="accent"), values=numbers, **texts)
    return Chart(
        **{
            "shape": shape,
            "alt": "Alt",
            "note": "n = 2.",
            "heading": "Over",
            "mark": "Merke",
            "categories": ("A", "B"),
            "small": (0,),
            "everyone": (1,),
            "legend": shape != "intervals",
            "words": WORDS,
            "space": SPACE,
            "series": (Series(key="one", name=name, paint=paint, values=numbers, **extra),),
            "column": None if shape == "bars" else column,
            "scale": Scale(low=1, high=5, step=1, format="0", low_text="lite", high_text="mye"),
            **given,
        }
    )


SHAPES = ("stack", "bars", "intervals")

# The order in which the schema (ECMA-376, dml-chart.xsd) wants the children that we write.
ORDER = {
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay",
    "plotArea": "layout barChart catAx valAx spPr",
    "barChart": "barDir grouping varyColors ser gapWidth overlap axId",
    "ser": "idx order tx spPr invertIfNegative dPt dLbls errBars cat val extLst",
    "dPt": "idx invertIfNegative bubble3D spPr",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize extLst",
    "dLbl": "idx tx dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize extLst",
    "errBars": "errBarType errValType noEndCap plus minus spPr",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses "
    "auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossBetween majorUnit",
    "scaling": "orientation max min",
    "legend": "legendPos layout overlay txPr",
    "strRef": "f strCache",
    "numRef": "f numCache",
    "manualLayout": "layoutTarget xMode yMode x y w h",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_children_stand_in_the_order_of_the_schema(shape):
    root = etree.fromstring(parts(chart(shape), Letters()).xml)
    seen = set()
    for element in root.iter(f"{C}*"):
        name = etree.QName(element).localname
        children = [etree.QName(child).localname for child in element if child.tag.startswith(C)]
        if children and name in ORDER:
            order = ORDER[name].split()
            places = [order.index(child) for child in children]
            axes = name == "plotArea"  # pairs of axes may alternate
            assert axes or places == sorted(places), (name, children)
            seen.add(name)
    assert {"chartSpace", "plotArea", "ser", "dLbls", "catAx", "valAx"} <= seen


@pytest.mark.parametrize("shape", SHAPES)
def test_axes_have_positive_ids_and_belong_together(shape):
    root = etree.fromstring(parts(chart(shape), Letters()).xml)
    axes = {int(a.find(f"{C}axId").get("val")): a for a in root.iter(f"{C}catAx", f"{C}valAx")}
    assert len(axes) == (2 if shape == "bars" else 4) and min(axes) > 0
    assert len(axes) == len(list(root.iter(f"{C}catAx", f"{C}valAx")))
    for number, axis in axes.items():
        other = axes[int(axis.find(f"{C}crossAx").get("val"))]
        assert int(other.find(f"{C}crossAx").get("val")) == number and other.tag != axis.tag
    for group in root.iter(f"{C}barChart"):
        category, value = (axes[int(one.get("val"))] for one in group.findall(f"{C}axId"))
        assert category.tag == f"{C}catAx" and value.tag == f"{C}valAx"
        # The first row is at the top.
        assert category.find(f"{C}scaling/{C}orientation").get("val") == "maxMin"
    orders = [int(s.find(f"{C}order").get("val")) for s in root.iter(f"{C}ser")]
    assert orders == list(range(len(orders)))


def test_gridlines_never_stand_beyond_the_scale():
    for right in (0.5, 1.3, 4.0):
        given = chart(
            "intervals", space=SPACE.model_copy(update={"right": right}), scale=Scale(low=1, high=7, step=1)
        )
        axis = etree.fromstring(parts(given, Letters()).xml).find(f".//{C}valAx")
        end = float(axis.find(f"{C}scaling/{C}max").get("val"))
        step = float(axis.find(f"{C}majorUnit").get("val"))
        assert 7 < end < 7 + step and 6 % step == 0
        inner = SPACE.width - SPACE.labels
        assert 6 / (end - 1) == pytest.approx((inner - right) / inner, abs=1e-6)


def test_labels_can_be_read_on_their_bars():
    paints = [
        Paint(role="scale", steps=s, of=5) for s in ((0,), (1,), (2,), (3,), (4,), (0, 1), (3, 4), (1, 2, 3))
    ]
    for paint in (*paints, Paint(role="accent"), Paint(role="second"), Paint(role="hidden")):
        assert contrast(ink(paint), base(paint)) > 4
    assert ink(paints[4]) == look.PAPER and ink(paints[0]) == look.INK


def test_the_same_chart_gives_the_same_bytes_anywhere():
    code = (
        "import sys, hashlib, locale; sys.path.insert(0, 'tests/reports'); locale.setlocale(locale.LC_ALL, '')\n"
        "from test_charts_parts import *\n"
        "made = [parts(chart(shape), Letters()) for shape in SHAPES]\n"
        "print(hashlib.sha256(b''.join(m.xml + m.workbook for m in made)).hexdigest())"
    )
    settings = [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        {"PYTHONHASHSEED": "77", "LC_ALL": "C", "TZ": "Pacific/Auckland"},
    ]
    made = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **extra},
                       capture_output=True, text=True, check=True).stdout
        for extra in settings
    }  # fmt: skip
    here = [parts(chart(shape), Letters()) for shape in SHAPES]
    assert len(made) == 1 and len(made.pop()) == 65
    assert [m.workbook for m in here] == [parts(chart(shape), Letters()).workbook for shape in SHAPES]


NASTY = [
    "</c:v>", "]]>", "<![CDATA[", "&amp;&#x0;", "{{7*7}}", "{0}", "%s", "=1+1", "=cmd|' /C calc'!A0", "+1",
    "@SUM(A1)", "<r>", "<r><t>x</t></r>", "_x0041_", "_x000D_", "\x00", "\x0b", "\x1f", "\x7f", "\x85", "\ufffe",
    "\ud800", "\u202e", "\u202d", "\u2066", "\u200f", "\r\n", "\r", "\n", "\t", " ", "\u00a0", "\u2028",
    "😀", "👩‍👩‍👧‍👦", "a" + "\u0301" * 300, "漢字",
    "עברית", '"', "'", "''", "#REF!", "$A$1", "Data!A1", "http://x.y/z", "mailto:a@b", "TRUE", "1e5", "0301", "-0",
]  # fmt: skip
MUCH = ["x" * 40_000, "😀" * 20_000, "ab\x00" * 15_000]


def hostile() -> list[str]:
    draw = random.Random(11)
    made = ["".join(draw.choices(NASTY, k=draw.randint(1, 6))) for _ in range(200 - len(NASTY))]
    return [*NASTY, *made]


@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_words_come_back_as_they_were_or_marked(shape):
    words = hostile()
    assert len(words) == 200
    for at in range(0, 200, 8):
        eight = tuple(words[at : at + 8])
        one, two, three, four, five, six, seven, eighth = eight
        texts = {"alt": one, "note": two, "heading": three, "mark": four, "name": five, "head": six}
        given = chart(shape, categories=eight, small=(), everyone=(), beside_name=seven, **texts)
        given = given.model_copy(update={"words": {**WORDS, "text": eighth}})
        check(given)


def check(given: Chart) -> None:
    made = parts(given, Letters())
    root = etree.fromstring(made.xml)
    expected = [text_for_cell(text, LONGEST_LABEL)[0] for text in given.categories]
    for reference in root.iter(f"{C}cat"):
        assert [point.findtext(f"{C}v") or "" for point in reference.iter(f"{C}pt")] == expected
    name = text_for_cell(given.series[0].name, LONGEST_LABEL)[0]
    assert (root.find(f".//{C}ser/{C}tx//{C}v").text or "") == name
    drawn = ["".join(t.itertext()) for t in root.iter(f"{C}title")]
    assert text_for_cell(given.mark, LONGEST_LABEL)[0] in drawn
    sheet = openpyxl.load_workbook(io.BytesIO(made.workbook))["Data"]
    rows = len(expected)
    assert [(sheet.cell(2 + i, 1).value or "") for i in range(rows)] == expected
    assert (sheet.cell(1, 2).value or "") == name
    below = [sheet.cell(rows + 3 + i, 1) for i in range(3)]
    lengths = {given.note: LONGEST}
    below_rows = (given.heading, given.note, given.mark)
    notes = [text_for_cell(text, lengths.get(text, LONGEST_LABEL))[0] for text in below_rows if text]
    assert [cell.value for cell in below if cell.value is not None] == notes
    formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    known = re.compile(r'=FIXED\([A-Z]\d+,0,TRUE\)&" %"|=[A-Z]\d+-[A-Z]\d+')
    assert all(known.fullmatch(formula) for formula in formulas)
    assert made.marked >= sum(text_for_cell(text, LONGEST_LABEL)[1] for text in given.categories)
    drawing = run(made, Drawing(1, "rId9", "Figur", 1.0))
    read = etree.fromstring(f'<x xmlns:w="w" xmlns:r="r">{drawing}</x>')
    assert next(read.iter("{*}docPr")).get("descr") == text_for_cell(given.alt)[0]


def test_texts_longer_than_a_cell_are_cut_visibly():
    for text in MUCH:
        shown, marked = text_for_cell(text)
        assert len(shown.encode("utf-16-le")) // 2 <= LONGEST and shown.endswith("… ␦") and marked >= 1
        given = chart("bars", categories=(text, "B"), name=text, note=text, alt=text)
        check(given)
        made = parts(given, Letters())
        assert len(made.chart.categories[0].encode("utf-16-le")) // 2 <= LONGEST_LABEL
    exactly = "y" * LONGEST
    assert text_for_cell(exactly) == (exactly, 0)


def test_room_for_words():
    assert text_width("i", 9) < text_width("m", 9) < text_width("漢", 9)
    assert lines("kort", 5, 9) == 1
    assert lines("Formalisere samarbeid mellom enheter og kommuner i fylket", 5, 9) == 2
    assert lines("x" * 200, 5, 9) > 4
    assert height(["a", "b c " * 40], 5, 9) > height(["a"], 5, 9)
    assert wrapped("ett to tre", 1.0, 9) == ["ett to", "tre"] and wrapped("", 1, 9) == [""]
    assert lines("z" * 10_000_000, 5, 9) < 500


def test_small_things():
    assert [column_letters(i) for i in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
    assert exact(float("nan")) is None and exact(57.49999999999999) == 57.5
    assert str(exact(-0.0)) == "0.0"
    names = [name for name, _, _ in files(parts(chart(), Letters()), 3)]
    assert names == ["/word/charts/chart3.xml", "/word/embeddings/chart3.xlsx"]


def test_a_legend_stands_in_one_line_or_in_columns_with_room_for_the_widest_name():
    short = ["Ja", "Nei"]
    assert legend_grid(short, 16.0, 9) == (1, 16.0)
    names = ["Ikke", "Ikke nyttig + Lite nyttig", "Lite", "Nokså", "Nyttig", "Nyttig + Svært nyttig", "Svært"]
    rows, width = legend_grid(names, 9.0, 9)
    widest = max(text_width(name, 9) for name in names) + ENTRY
    assert rows == 4 and width == pytest.approx(2 * widest) and width <= 9.0
    assert legend_grid(names, 1.0, 9) == (7, 1.0)


def test_the_font_is_that_of_the_templates_tables():
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def styles(fonts: str) -> str:
        return font(etree.fromstring(f'<w:styles xmlns:w="{w}">{fonts}</w:styles>'))

    assert styles('<w:rFonts w:ascii="Georgia"/><w:rFonts w:ascii="Arial"/>') == "Georgia"
    assert styles('<w:rFonts w:asciiTheme="minorHAnsi"/>') == styles("") == "+mn-lt"
    serif, head = (
        '<w:rFonts w:ascii="Cambria"/>',
        '<w:style w:styleId="Small"><w:rFonts w:ascii="Arial"/></w:style>',
    )
    table = '<w:style w:styleId="TableText"><w:basedOn w:val="{}"/>{}</w:style>'
    assert styles(serif + head + table.format("Small", "")) == "Arial"
    assert styles(serif + head + table.format("Small", '<w:rFonts w:ascii="Verdana"/>')) == "Verdana"
    assert styles(serif + table.format("TableText", "")) == "Cambria"
    xml = parts(chart(), Letters('Geor"gia', "nn-NO")).xml.decode()
    assert set(re.findall(r"<a:latin typeface=(.*?)/>", xml)) == {"'Geor\"gia'"}
    assert 'lang="nn-NO"' in xml and "nb-NO" not in xml
