"""Hostile words: control characters, markup, formulas, scripts, and lengths that want to break a file, in every slot.

python -m pytest tests/reports/test_hostile.py            # 200 strings, each in some slots
python tests/proof/hostile.py                             # 2 000 strings, each in every slot
"""

import io
import random

import docx
import pytest
from docx.oxml.ns import qn

from reports.charts.clean import LONGEST, LONGEST_LABEL, text_for_cell
from reports.inspect import inspect
from reports.inspecting.package import C, W, opened, text_of
from reports.style.safe import clean
from reports.word.bound import harmless

PIECES = (
    "{{7*7}}", "{% raw %}", "${x}", "</w:t>", "<w:p/>", "]]>", "<!--", "&amp;", "&#0;", '"', "'", "\\",
    "\n", "\t", "\r\n",
    "\x00", "\x0b", "\x1f", "\x7f", "\x85", "\ud800", "\udfff", "\ufffe", "\uffff", "\u202e", "\u202d",
    "\u2066", "\u200f",
    "\ue000", "\ue001", "\ue010", "\ue0103\ue011", "\ue0109\ue01162\ue012", "\ue012", "a\u0301" * 40,
    "\u0300" * 200,
    "👩‍👩‍👧‍👦", "🇳🇴", "𝕊", "漢字", "שלום", "مرحبا", "ﷺ", "\u00ad", "\u2028", "\u200b", "\ufeff",
    "= cmd|' /C calc'!A0", "@SUM(1)",
    "{=1+1}", "^[note]", "**fet**", "# Overskrift", "|a|b|", "svar:1", "REF x",
    "[x](http://example.org)", "%s %d", "{}", "{0}",
)  # fmt: skip
WHOLE = (
    "", " ", "x" * 50_000, "\u0301" * 10_000, "<" * 3_000, "\n" * 300, "\x00" * 300, "🙂" * 5_000, "&" * 5_000,
    "\ue0100\ue011", "\ue012\ue010",
)  # fmt: skip


def strings(count: int, seed: int = 7) -> list[str]:
    """`count` strings: each piece alone, the long ones, then random mixtures."""
    draw = random.Random(seed)
    made = [*PIECES, *WHOLE]
    while len(made) < count:
        made.append("".join(draw.choices((*PIECES, "ord ", "Ærlig", " "), k=draw.randint(2, 12))))
    return made[:count]


def expected(text):
    """What stands in the file: the three marks of bound numbers are gone, what no document holds is shown as ␦."""
    return clean(harmless(text))[0]


def lines(text):
    return expected(text).replace("\r\n", "\n").replace("\r", "\n")


def read(file):
    """What a reader gets back from each slot."""
    package, document = opened(file), docx.Document(io.BytesIO(file))
    core, body = document.core_properties, package.tree("word/document.xml")
    styled = {}
    for p in body.iter(f"{W}p"):
        styled.setdefault(p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), []).append(text_of(p))
    table = next(body.iter(f"{W}tbl"))
    rows = [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
    drawings = [d.get("descr") for d in document.element.body.iter(qn("wp:docPr"))]
    described = [t.get(f"{W}val") for t in body.iter(f"{W}tblCaption")]
    chart = package.tree("word/charts/chart2.xml")
    points = [v.text or "" for v in chart.iterfind(f".//{C}cat//{C}v")]
    section = document.sections[0]
    headed = text_of_p(section.header.paragraphs[0]._p)
    return {
        "title": core.title,
        "subject": core.subject,
        "header": headed,
        "footer": text_of_p(section.footer.paragraphs[0]._p),
        "heading": styled["Heading1"][0],
        "text": styled["Normal"][0],
        "box": styled["BoxText"][0],
        "footnote": [text_of(p) for p in package.tree("word/footnotes.xml").iter(f"{W}p")][-1],
        "caption": styled["Caption"][0],
        "base": styled["BaseNote"][0],
        "alt": drawings[0],
        "chart_alt": drawings[1],
        "category": points[0],
        "series": next(v.text or "" for v in chart.iterfind(f".//{C}ser/{C}tx//{C}v")),
        "table": described[0],
        "head": rows[0][1],
        "cell": rows[2][0],
        "note": (*styled["BaseNote"], "")[2],
    }


def text_of_p(p):
    signs = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    tags = (qn("w:t"), *signs)
    return "".join(signs.get(t.tag) or t.text or "" for t in p.iter(*tags) if t.get(qn("w:pos")) is None)


def should(given):
    """What should come back."""
    told = {slot: lines(text) for slot, text in given.items()}
    return told | {
        "title": expected(given["title"])[:255],
        "subject": expected(given["subject"])[:255],
        "header": told["header"] + ("\t" + told["mark"] if given["mark"] else ""),
        "footer": told["footer"] + "\t1",
        "footnote": " " + told["footnote"] if given["footnote"] else None,
        "caption": f"Figur\u00a01-1  {told['caption']}",
        "alt": expected(given["alt"]),
        "table": expected(given["table"]),
        "chart_alt": text_for_cell(harmless(given["chart_alt"]), LONGEST)[0],
        "category": text_for_cell(harmless(given["category"]), LONGEST_LABEL)[0],
        "series": text_for_cell(harmless(given["series"]), LONGEST_LABEL)[0],
    }


def wrong(given, file):
    """The slots whose text did not come back, and the findings of our own rules."""
    back, wanted = read(file), should(given)
    lost = [slot for slot in back if wanted[slot] is not None and back[slot] != wanted[slot]]
    blank = {"R170", "R171", "R174"} if any(not expected(text).strip() for text in given.values()) else set()
    if any("\\\\" in given[slot] for slot in ("title", "subject")):
        blank = blank | {"R168"}  # it may pass for the path of a disk
    found = {one.code for one in inspect(file)} - blank - {"R171"}
    return lost, found


@pytest.mark.parametrize("part", range(10))
def test_hostile_words_come_back_as_they_were_or_marked(whole, part):
    words = strings(200)
    for at in range(part * 20, part * 20 + 20, 4):
        given = spread(words, at, 7)
        assert wrong(given, whole(**given)) == ([], set()), given


def spread(words, at, step):
    """Another string for every slot."""
    given = {slot: words[(at + i * step) % len(words)] for i, slot in enumerate(slots())}
    given["table"] = (
        given["table"] if expected(given["table"]) else "-"
    )  # nothing can point to one without a caption
    return given


def slots():
    return (
        "title", "subject", "header", "mark", "footer", "heading", "text", "box", "footnote", "caption", "alt", "base",
        "chart_alt", "category", "series", "chart_heading", "table", "head", "cell", "note",
    )  # fmt: skip
