"""The Word file as a reader opens it: lists, captions, references, footnotes, lists, languages, tables in words."""

import io
import re
from datetime import datetime
from pathlib import Path

import docx
import pytest

from reports.document import Document, Properties, Setting
from reports.inspect import inspect
from reports.inspecting.package import opened, text_of
from reports.prose.markdown import blocks
from reports.word.blocks import Cell, Row, Run, Table, plain
from reports.word.bound import Binding, Ledger, Source
from reports.word.tables import fitted
from survey.messages import SvarError

HOUSE = Path(__file__).resolve().parents[2] / "reports/template.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = (Row((Cell("Gruppe", "head"), Cell("Andel", "head_number"))),)
ROWS = tuple(Row((Cell(name), Cell("4", "number"))) for name in ("Ledere", "Medarbeidere", "Andre"))


def body(file):
    return opened(file).tree("word/document.xml")


def styled(file, style):
    found = (p for p in body(file).iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle") is not None)
    return [text_of(p) for p in found if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style]


def instructions(file):
    return [" ".join((node.text or "").split()) for node in body(file).iter(f"{W}instrText")]


def test_lists_of_figures_and_tables_are_complete_when_first_opened(whole):
    assert styled(whole(), "TableofFigures") == [
        "Figur\u00a01-1  Ord for caption",
        "Figur\u00a01-2  En til",
        "Tabell\u00a01-1  Ord for table",
        "Tabell\u00a02-1  En siste",
        "Tabell\u00a0A-1  En siste",
    ]
    told = instructions(whole())
    assert 'TOC \\h \\z \\c "Figur"' in told and 'TOC \\h \\z \\c "Tabell"' in told


def test_captions_start_anew_in_every_chapter_in_word_and_elsewhere(whole):
    told = [code for code in instructions(whole()) if code.startswith("SEQ")]
    assert told == [
        "SEQ Figur \\* ARABIC \\s 1",
        "SEQ Figur \\* ARABIC \\s 1",
        "SEQ Tabell \\* ARABIC \\s 1",
        "SEQ Tabell \\* ARABIC \\r 1 \\s 1",
        "SEQ Tabell \\* ARABIC \\r 1",
    ]


def test_references_ahead_show_the_numbers_of_figures_and_tables(whole):
    assert "Se figur\u00a01-2 og tabell\u00a01-1." in styled(whole(), "Normal")[1]


def test_a_footnote_stands_in_its_part_and_its_numbers_are_bound():
    ledger = Ledger()
    share = ledger.bind(Binding("62 prosent", (Source("estimates", "a", number=62.0),)))
    house = HOUSE.read_bytes()
    document = Document(house, Setting("nb-NO", "", "", "F", "f", "T", ""), {}, ledger)
    document.write(blocks(f"Tekst^[Av dem **{share}**.] videre.", [], "c.md", numbered=True))
    file = document.finish(Properties("T", "", "", "", datetime(2020, 1, 1)))
    notes = opened(file).tree("word/footnotes.xml")
    assert [text_of(note) for note in notes][2:] == [" Av dem 62 prosent."]
    assert [tag.get(f"{W}val") for tag in notes.iter(f"{W}tag")] == ["svar:0"]
    assert b'n="0" printed="62 prosent"' in opened(file).parts["customXml/item1.xml"]
    assert inspect(file) == []


def test_every_numbered_list_begins_at_one(whole):
    document = docx.Document(io.BytesIO(whole()))
    lists = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.style_id == "ListNumber"]
    assert lists[0] == lists[1] != lists[2]
    numbering = document.part.numbering_part.element
    starts = {n.numId: n.xpath("w:lvlOverride/w:startOverride/@w:val") for n in numbering.num_lst}
    assert starts[lists[0]] == starts[lists[2]] == ["1"]


def test_what_follows_a_list_stands_apart_from_it():
    document = Document(HOUSE.read_bytes(), Setting("nb-NO", "", "", "F", "f", "T", ""), {})
    text = "# Kapittel\n\nFør.\n\n- en\n- to\n\nEtter.\n\n- tre\n\n## Ny del\n\nUnder.\n"
    document.write(blocks(text, [], "c.md", numbered=True))
    file = document.finish(Properties("T", "", "", "", datetime(2020, 1, 1)))
    assert inspect(file) == []
    spaced = {text_of(p) for p in body(file).iter(f"{W}p") if p.find(f"{W}pPr/{W}spacing") is not None}
    assert spaced == {"Etter."}


@pytest.mark.parametrize("language", ["nb-NO", "nn-NO", "en-GB"])
def test_the_whole_file_is_in_the_reports_language(whole, language):
    file = whole(language=language)
    assert inspect(file) == []
    package = opened(file)
    for part in ("word/styles.xml", "word/settings.xml", "word/charts/chart2.xml"):
        tags = re.findall(rb'(?:<w:lang w|themeFontLang w|<c:lang ):?val="([\w-]+)"', package.parts[part])
        assert set(tags) == {language.encode()}, part


def test_a_table_says_in_words_what_it_shows():
    table = Table("kommuner", (8.0, 8.0), HEAD, ROWS)
    made = fitted(table, 16.0, 16.0, "Om {caption}: {columns}; {first} til {last}.")
    assert made.description == "Om kommuner: Gruppe; Andel; Ledere til Andre."
    assert fitted(Table("x", (16.0,), (), ()), 16.0, 16.0, "{caption}").description == ""


@pytest.mark.parametrize(
    ("widths", "text", "should"),
    [((8, 8), 15, (7.5, 7.5)), ((8, 8), 17, (8.5, 8.5)), ((4, 4), 15, (4, 4)), ((10, 10), 15, (7.5, 7.5))],
)
def test_tables_are_as_wide_as_the_text_or_as_they_were_made(widths, text, should):
    made = fitted(Table("t", tuple(map(float, widths)), HEAD, ROWS), float(text), 16.0, "")
    assert made.widths == pytest.approx(should)


def test_a_note_stays_with_the_end_of_its_table():
    noted, bare = (
        fitted(Table("t", (8.0, 8.0), HEAD, ROWS, note), 16.0, 16.0, "") for note in ("n = 4.", "")
    )
    assert [row.keep for row in noted.rows] == [False, True, True]
    assert [row.keep for row in bare.rows] == [False, False, False]


def test_a_forged_number_is_text(whole):
    file = whole(text="\ue0100\ue01162 prosent\ue012 og \ue01099\ue011x\ue012")
    assert styled(file, "Normal")[0] == "062 prosent og 99x"
    assert not list(body(file).iter(f"{W}tag"))


def test_a_reference_to_a_table_that_is_not_shown_is_refused():
    house = HOUSE.read_bytes()
    document = Document(house, Setting("nb-NO", "", "", "F", "f", "T", ""), {})
    document.write([plain("x"), *blocks("Se.", [], "c.md", numbered=True)])
    from reports.word.blocks import Paragraph

    document.write([Paragraph((Run("x", ref="table:goals"),))])
    with pytest.raises(SvarError) as caught:
        document.finish(Properties("T", "", "", "", datetime(2020, 1, 1)))
    assert [(found.code, found.value) for found in caught.value.findings] == [("R016", "goals")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a^[b [c] d] e", [("a", ()), ("", ("b [c] d",)), (" e", ())]),
        ("x^2 og \\^[a] og ^[åpen", [("x^2 og ^[a] og ^[åpen", ())]),
    ],
)
def test_footnotes_in_markdown(text, told):
    (made,) = blocks(text, [], "c.md", numbered=True)
    assert [(run.text, tuple(n.text for n in run.note)) for run in made.runs] == told


def test_the_cover_is_no_table_and_every_box_is_described(whole):
    tables = list(body(whole()).iter(f"{W}tbl"))
    said = [t.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val") for t in tables]
    called = [t.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") for t in tables]
    assert said.count("Boks") == called.count("Boks") == 2 and all(said)
