"""The whole report: written from a tiny study, opened again, and read as a reader and as a machine would."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from reports.charts.read import behind_of, read_figures
from reports.prose.chapters import Shelf
from reports.prose.published import Cell as Estimate
from reports.style.outline import Outline
from reports.word.blocks import Cell, Heading, Row, Run, Table, plain
from reports.word.material import Material, Verdict
from reports.write import chapters, functions, read_verdicts, write
from survey.messages import SvarError

TEMPLATE = "reports/template.docx"
SETTINGS = {
    "compare": {"alpha": 0.05, "adjust": "holm", "slight_effect": 0.1, "clear_effect": 0.2, "small_base": 20},
    "suppress": {"smallest_group": 5, "smallest_cell": 3, "smallest_mean_base": 10, "extreme_base": 10},
}
SECTIONS = [
    {"kind": "cover"},
    {"kind": "contents"},
    {"kind": "chapter", "file": "summary.md", "numbered": False},
    {"kind": "chapter", "file": "one.md"},
    {"kind": "method"},
    {"kind": "annex_tables"},
    {"kind": "annex_replication"},
]
CHAPTERS = {
    "summary.md": "# Sammendrag\n\n{{ share('changed', 'yes') }} ser endringer. Se {{ ref('b') }}.\n",
    "one.md": "# Funn\n\n## Svar\n\n{{ figure('a') }}\n\n{{ findings('rate') }}\n\n{{ figure('b') }}\n\n"
    "{{ table('rate') }}\n\n{{ table('goals') }}\n\n{{ table('changed') }}\n\n> **Boks**\n>\n> Tekst.\n",
}
OUTLINE = {
    "title": "Hva skjedde?",
    "subtitle": "En prøve",
    "date": "2019-11-06",
    "facts": {
        "client": {"label": "Oppdragsgiver", "value": "IMDi"},
        "year": {"label": "År", "value": "2019", "cover": False},
    },
    "sections": SECTIONS,
}


@pytest.fixture
def template(request):
    return (request.config.rootpath / TEMPLATE).read_bytes()


@pytest.fixture
def material_of(numbers, words, picture):
    def make(sources=CHAPTERS, pictures=None, outline=OUTLINE, given=numbers) -> Material:
        shown = {"a": picture(), "b": picture()} if pictures is None else pictures
        plan = Outline.model_validate(outline)
        shelf = Shelf()
        called = functions(given, words, shown, plan, shelf)
        texts = chapters(plan, sources, "reports/tiny", called, shelf)
        verdicts = (
            Verdict("c1", "4.1", "4-1", "hard", "satisfied"),
            Verdict("c2", "4.2", "", "soft", "violated"),
        )
        return Material(plan, words, given, shown, texts, verdicts, SETTINGS)

    return make


@pytest.fixture
def report(material_of, template):
    return docx.Document(io.BytesIO(write(material_of(), template)[0]))


def texts(document):
    """Every paragraph as a reader sees it: also what stands in content controls, which python-docx passes over."""
    return [whole(p) for p in document.element.body.iter(qn("w:p"))]


def whole(p):
    signs = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    return "".join(signs.get(t.tag) or t.text or "" for t in p.iter(qn("w:t"), qn("w:tab"), qn("w:br")))


def parts_of(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fields_of(document):
    """Instruction and shown result of every simple field."""
    xml = document.element.body.xml
    pattern = r"<w:instrText[^>]*> (.*?) </w:instrText>.*?separate\"/>\s*</w:r>(.*?)<w:fldChar w:fldCharType=\"end\""
    return [
        (m[1], "".join(re.findall(r"<w:t[^>]*>(.*?)</w:t>", m[2]))) for m in re.finditer(pattern, xml, re.S)
    ]


def annex_of(document):
    """The rows of the first annex table: the only kind with the groups in its second row."""
    tables = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    return next(rows for rows in tables if len(rows) > 1 and "Små kommuner" in rows[1])


def test_chapters_are_numbered_and_the_summary_is_not(report):
    styles = [(p.style.name, p.text) for p in report.paragraphs if "eading" in p.style.name]
    assert ("Plain Heading 1", "Sammendrag") in styles
    assert ("Heading 1", "Funn") in styles
    assert ("Plain Heading 1", "Vedlegg A: Alle resultater etter gruppe") in styles
    assert ("Plain Heading 1", "Vedlegg B: Etterprøving av publiserte utsagn") in styles


def test_contents_are_complete_when_first_opened_and_lead_to_the_headings(report):
    entries = [p for p in report.paragraphs if p.style.style_id in ("TOC1", "TOC2")]
    shown = [
        "".join(t.text or "\t" for t in p._p.iter(qn("w:t"), qn("w:tab")) if t.getparent().tag == qn("w:r"))
        for p in entries
    ]
    assert shown[:3] == ["Sammendrag", "1\tFunn", "1.1\tSvar"]
    anchors = {b.get(qn("w:name")) for b in report.element.body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in report.element.body.iter(qn("w:hyperlink"))]
    assert len(links) == len(entries) and set(links) <= anchors


def test_captions_are_numbered_by_chapter_in_fields(report):
    captions = [p.text for p in report.paragraphs if p.style.style_id == "Caption"]
    assert captions[:2] == ["Figur\u00a01-1  En figur", "Figur\u00a01-2  En figur"]
    assert [c.split("  ")[0] for c in captions if c.startswith("Tabell\u00a01")] == [
        f"Tabell\u00a01-{i}" for i in (1, 2, 3)
    ]
    assert "Tabell\u00a0A-1  Alt" in captions
    assert ("SEQ Figur \\* ARABIC \\s 1", "2") in fields_of(report)


def test_a_reference_ahead_shows_the_figures_number(report):
    assert "63\u00a0prosent ser endringer. Se figur\u00a01-2." in texts(report)
    assert any(code.startswith("REF ") and shown == "1-2" for code, shown in fields_of(report))


def test_figures_have_alt_text_caption_above_and_base_below(report):
    drawings = list(report.element.body.iter(qn("wp:docPr")))
    assert [d.get("descr") for d in drawings] == ["Søyler", "Søyler"]
    assert len({d.get("id") for d in drawings}) == 2
    told = texts(report)
    place = told.index("Figur\u00a01-1  En figur")
    assert told[place + 1 : place + 3] == ["", "n = 40."]


def test_fields_and_bookmarks_are_balanced(report):
    marks = [f.get(qn("w:fldCharType")) for f in report.element.body.iter(qn("w:fldChar"))]
    assert marks.count("begin") == marks.count("separate") == marks.count("end") > 10
    starts = [b.get(qn("w:id")) for b in report.element.body.iter(qn("w:bookmarkStart"))]
    ends = [b.get(qn("w:id")) for b in report.element.body.iter(qn("w:bookmarkEnd"))]
    assert len(starts) == len(set(starts)) and sorted(starts) == sorted(ends)


def test_tables_repeat_their_heads_keep_their_rows_and_right_align_numbers(report):
    table = next(t for t in report.tables if t.rows[0].cells[0].text == "Svar" and len(t.columns) == 3)
    assert [cell.text for cell in table.rows[1].cells] == ["Nye tiltak", "31", "78\u00a0%"]
    properties = table.rows[0]._tr.trPr
    assert properties.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[1].cells[1].paragraphs[0].style.name == "Table Number"
    assert all(len(cell.findall(qn("w:p"))) for cell in report.element.body.iter(qn("w:tc")))


def test_the_annex_shows_every_group_with_its_test(report):
    rows = annex_of(report)
    assert ["Innlegg", "3,4", "4,1", "3,0"] in rows
    assert ["n", "40", "12", "28"] in rows
    assert ["Test", "", "η 0,05, p 0,80", "η 0,05, p 0,80"] in rows


def test_the_replication_annex_has_verdicts_and_totals(report):
    rows = [[cell.text for cell in row.cells] for table in report.tables[-2:] for row in table.rows]
    assert ["I alt", "1", "1", "0", "2"] in rows
    assert ["c2", "4.2", "", "Myk", "Holder ikke"] in rows


def test_without_a_ledger_there_is_no_replication_annex_and_no_empty_page(material_of, template):
    made = docx.Document(io.BytesIO(write(replace(material_of(), verdicts=()), template)[0]))
    assert not any("Etterprøving" in text for text in texts(made))
    assert len(made.sections) == 2 and made.sections[-1].page_width > made.sections[-1].page_height


def test_the_method_chapter_accounts_for_every_row(report):
    told = " ".join(texts(report))
    assert "Datafilen hadde 42 rader. Av dem er 40 brukt og 2 satt til side" in told
    assert "40 av 80 inviterte svarte. Det gir en svarprosent på 50\u00a0prosent." in told
    assert "Samme person flere ganger" in told and "Ordlyden er antatt." in told
    assert "Grupper med færre enn 5 svar vises ikke." in told


def test_made_up_data_are_marked_on_cover_header_and_in_properties(report):
    assert "Denne rapporten bygger på syntetiske data" in texts(report)
    for section in report.sections:
        assert "SYNTETISKE DATA" in section.header.paragraphs[0].text
    assert report.core_properties.keywords == "SYNTETISKE DATA"


def test_real_data_are_not_marked(material_of, numbers, template):
    quality = numbers.published.quality | {"synthetic": False}
    real = replace(numbers, published=replace(numbers.published, quality=quality))
    made = docx.Document(io.BytesIO(write(material_of(given=real), template)[0]))
    assert not any(
        "syntetisk" in text.lower() for text in [*texts(made), made.sections[0].header.paragraphs[0].text]
    )


def test_properties_are_neutral_and_dated_by_the_outline(report):
    core = report.core_properties
    assert (core.title, core.author, core.last_modified_by, core.language) == (
        "Hva skjedde?",
        "",
        "",
        "nb-NO",
    )
    assert core.created.date() == core.modified.date() == date(2019, 11, 6)


def test_the_package_is_norwegian_tidy_and_points_nowhere(material_of, template):
    parts = parts_of(write(material_of(), template)[0])
    assert not any("stylesWithEffects" in name for name in parts)
    languages = set(re.findall(rb'<w:lang w:val="([\w-]+)"', parts["word/styles.xml"]))
    assert languages == {b"nb-NO"}
    assert not any(b'TargetMode="External"' in text for name, text in parts.items() if name.endswith(".rels"))
    body = parts["word/document.xml"].decode()
    used = set(re.findall(r'<w:(?:pStyle|tblStyle) w:val="(\w+)"', body))
    assert used <= set(re.findall(r'w:styleId="(\w+)"', parts["word/styles.xml"].decode()))


def test_the_same_material_gives_the_same_bytes(material_of, template):
    first, second = (write(material_of(), template)[0] for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        names = [info.filename for info in archive.infolist()]
        assert names == sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


HOSTILE = "\x0b\x00 {{7*7}} </w:t><w:p> & \" ' \u202e ☃ \ud800 " + "a\u0301" * 500


def test_hostile_text_is_shown_or_marked_and_counted(material_of, picture, template):
    pictures = {"a": picture(HOSTILE, HOSTILE, HOSTILE), "b": picture()}
    outline = OUTLINE | {"title": HOSTILE.replace("\ud800", ""), "subtitle": "\x01"}
    file, document = write(material_of(pictures=pictures, outline=outline), template)
    told = texts(docx.Document(io.BytesIO(file)))
    caption = next(text for text in told if "Figur\u00a01-1" in text)
    assert caption == "Figur\u00a01-1  " + HOSTILE.translate(dict.fromkeys([0, 11, 0x202E, 0xD800], "␦"))
    assert document.marked >= 4 * 3 + 4


def test_a_hidden_number_stands_nowhere(material_of, numbers, template):
    cells = {
        key: Estimate(None, None, "protected", "") if key[:2] == ("talks", "size") else cell
        for key, cell in numbers.published.cells.items()
    }
    hidden = replace(numbers, published=replace(numbers.published, cells=cells))
    made = docx.Document(io.BytesIO(write(material_of(given=hidden), template)[0]))
    rows = annex_of(made)
    assert "4,1" not in str(rows) + str(texts(made))


def test_every_mistake_of_every_chapter_comes_at_once(material_of):
    sources = {"summary.md": "# S\n\n{{ shar('x') }}\n", "one.md": "# F\n\n{{ figure('aa') }}\n"}
    with pytest.raises(SvarError) as caught:
        material_of(sources)
    assert [(f.where, f.code) for f in caught.value.findings] == [
        ("reports/tiny/summary.md:3", "R015"),
        ("reports/tiny/one.md:3", "R014"),
    ]


@pytest.mark.parametrize(
    ("one", "code"),
    [("# F\n\nSe {{ ref('a') }}.\n", "R016"), ("# F\n\n{{ figure('b') }}\n\n{{ figure('b') }}\n", "R020")],
)
def test_figures_are_shown_once_and_references_lead_somewhere(material_of, template, one, code):
    with pytest.raises(SvarError) as caught:
        write(material_of(CHAPTERS | {"one.md": one}), template)
    assert caught.value.findings[0].code == code


def test_a_document_may_hold_any_blocks(material_of, template):
    material = material_of()
    wide = Table(
        "T",
        (4.0, 4.0),
        (Row((Cell("h", "head", span=2),)),),
        (Row((Cell("a"), Cell("1", "number"))),),
        "note",
    )
    extra = [Heading(3, (Run("Tre"),)), plain("linje\nskift\ttabulator"), wide]
    texts_of = material.chapters | {"one.md": [*material.chapters["one.md"], *extra]}
    made = docx.Document(io.BytesIO(write(replace(material, chapters=texts_of), template)[0]))
    assert "linje\nskift\ttabulator" in [p.text for p in made.paragraphs]


def test_pictures_and_verdicts_are_read_and_may_be_missing(tmp_path, picture, numbers):
    behind = behind_of(numbers.published, numbers.labels)
    assert read_figures(tmp_path, behind, numbers.ledger, charts=True) == {}
    assert read_verdicts(None) == () and read_verdicts(tmp_path) == ()
    (tmp_path / "a.png").write_bytes(picture().png)
    row = {
        "id": "a",
        "file": "a.png",
        "caption": "C",
        "alt": "A",
        "base_note": "n",
        "width_cm": 16,
        "height_cm": 8,
    }
    (tmp_path / "figures.json").write_text(json.dumps([row]), encoding="utf-8")
    (tmp_path / "verdicts.csv").write_text(
        "id,section,figure,strength,kind,verdict\nc,4,,hard,count,satisfied\n", encoding="utf-8"
    )
    assert read_figures(tmp_path, behind, numbers.ledger, charts=True)["a"].caption == "C"
    assert read_verdicts(tmp_path) == (Verdict("c", "4", "", "hard", "satisfied"),)
