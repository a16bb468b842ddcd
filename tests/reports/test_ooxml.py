"""The small neighbours of the document: XML strings, safe text, counters, package, template."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reports.make_template import template
from reports.style.safe import MARK, clean, cleaned
from reports.word import ooxml
from reports.word.blocks import Box, Cell, Row, Run, Table, plain
from reports.word.counters import Counters, Numbered
from reports.word.package import stable, zipped

ROOT = Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_can_stand_in_a_document_and_reads_back(text):
    safe, marked = clean(text)
    element = etree.fromstring(ooxml.paragraph("Normal", ooxml.text_run(Run(safe))))
    pieces = {f"{W}br": "\n", f"{W}tab": "\t"}
    back = "".join(pieces.get(e.tag) or e.text or "" for e in element.iter(f"{W}t", f"{W}br", f"{W}tab"))
    assert back == safe.replace("\r\n", "\n").replace("\r", "\n")
    assert safe.count(MARK) - text.count(MARK) == marked


def test_blocks_are_cleaned_wherever_the_text_stands():
    table = Table("a\x00", (1.0,), (), (Row((Cell("b\x0b"),)), Row((Cell("c"),))), "d\ud800")
    safe, marked = cleaned(table)
    assert marked == 3
    assert (safe.caption, safe.rows[0].cells[0].text, safe.note) == ("a␦", "b␦", "d␦")
    box = Box((plain("e"),))
    assert cleaned(box) == (box, 0)


def test_a_field_has_its_result_in_place():
    element = etree.fromstring(ooxml.paragraph("Normal", ooxml.field("REF x \\h", "4-7")))
    assert [e.get(f"{W}fldCharType") for e in element.iter(f"{W}fldChar")] == ["begin", "separate", "end"]
    assert "".join(e.text for e in element.iter(f"{W}t")) == "4-7"


@pytest.mark.parametrize(
    ("number", "shown", "sequence"),
    [
        (Numbered("4", 7, annex=False), "4-7", " SEQ Figur \\* ARABIC \\s 1 "),
        (Numbered("5", 1, annex=False, anew=True), "5-1", " SEQ Figur \\* ARABIC \\r 1 \\s 1 "),
        (Numbered("A", 2, annex=True), "A-2", " SEQ Figur \\* ARABIC "),
        (Numbered("B", 1, annex=True, anew=True), "B-1", " SEQ Figur \\* ARABIC \\r 1 "),
        (Numbered("", 3, annex=False), "3", " SEQ Figur \\* ARABIC "),
    ],
)
def test_caption_numbers(number, shown, sequence):
    element = etree.fromstring(ooxml.paragraph("Caption", ooxml.caption_number("Figur", number)))
    assert "".join(e.text for e in element.iter(f"{W}t")) == shown == str(number)
    assert sequence in [e.text for e in element.iter(f"{W}instrText")]


def test_a_row_fills_the_table_whatever_its_spans():
    wide = Row((Cell("a", "item", span=3),))
    narrow = Row((Cell("b"), Cell("1", "number", span=2)))
    xml = etree.fromstring(ooxml.table(Table("T", (2.0, 3.0, 4.0), (), (wide, narrow), compact=True)))
    grid = sum(int(e.get(f"{W}w")) for e in xml.iter(f"{W}gridCol"))
    for row in xml.iter(f"{W}tr"):
        assert sum(int(e.get(f"{W}w")) for e in row.iter(f"{W}tcW")) == grid


def test_headings_captions_and_annexes_count_on():
    counters = Counters()
    numbers = [counters.heading(level, "x", True).number for level in (1, 2, 2, 3, 1, 2)]
    assert numbers == ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]
    assert [str(counters.caption("F")), str(counters.caption("F")), str(counters.caption("T"))] == [
        "2-1",
        "2-2",
        "2-1",
    ]
    assert counters.annex() == "A"
    assert str(counters.caption("T")) == "A-1"
    assert counters.annex() == "B"
    assert counters.heading(1, "x", False).number == ""


def test_a_package_depends_on_its_contents_only():
    parts = {"b.xml": b"2", "[Content_Types].xml": b"0", "a.xml": b"1"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in reversed(parts.items()):
            archive.writestr(name, data)
    assert stable(buffer.getvalue()) == zipped(parts) == zipped(dict(sorted(parts.items())))
    with zipfile.ZipFile(io.BytesIO(zipped(parts))) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]


def test_the_template_is_made_of_its_folder():
    assert (ROOT / "reports/template.docx").read_bytes() == template(ROOT / "reports/template")
