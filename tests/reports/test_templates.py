"""House templates: ours, the second one, and strangers that lack styles or call them by other names."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from reports.inspect import inspect
from reports.make_template import TEMPLATES, template
from reports.word.house import completed
from reports.word.package import zipped
from survey.messages import SvarError

ROOT = Path(__file__).resolve().parents[2] / "reports"
OURS = (ROOT / "template.docx").read_bytes()
FOREST = (ROOT / "templates/forest.docx").read_bytes()
STYLES, NUMBERING = "word/styles.xml", "word/numbering.xml"


def parts_of(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(file, **changes):
    """The file with pairs of old and new text replaced in parts; each must be there."""
    parts = parts_of(file)
    for name, pairs in changes.items():
        part = f"word/{name}.xml"
        text = parts[part].decode("utf-8")
        for old, new in pairs:
            assert re.search(old, text, re.DOTALL), old
            text = re.sub(old, new, text, flags=re.DOTALL)
        parts[part] = text.encode("utf-8")
    return zipped(parts)


def without(file, *styles):
    gone = [(rf'<w:style [^>]*w:styleId="{style}">.*?</w:style>', "") for style in styles]
    return edited(file, styles=gone)


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_made_of_their_folders_and_have_the_same_styles(name):
    file = (ROOT / f"{name}.docx").read_bytes()
    assert file == template(ROOT / name)
    house = completed(file, OURS, name)
    assert house.findings == ()


@pytest.mark.parametrize("house", [OURS, FOREST], ids=["ours", "forest"])
def test_a_report_in_either_template_is_sound_and_as_wide_as_its_text(whole, house):
    file = whole(house)
    assert inspect(file) == []
    document = docx.Document(io.BytesIO(file))
    section = document.sections[0]
    width = round((section.page_width - section.left_margin - section.right_margin) / 635)
    widths = {sum(int(g.get(qn("w:w"))) for g in t._tbl.iter(qn("w:gridCol"))) for t in document.tables}
    assert all(abs(found - width) <= 2 for found in widths)
    tabs = document.sections[0].footer.paragraphs[0]._p.xpath('.//w:tab[@w:val="right"]/@w:pos')
    assert [abs(int(tab) - width) <= 1 for tab in tabs] == [True]


def test_the_second_template_looks_otherwise(whole):
    first, second = (parts_of(whole(house))[STYLES] for house in (OURS, FOREST))
    assert b'w:ascii="Calibri"' in first and b'w:ascii="Cambria"' in second
    assert b"1B4B7A" in first and b"1B4B7A" not in second


def test_what_a_stranger_lacks_is_lent_and_listed_with_what_may_have_been_meant(whole):
    stranger = edited(
        without(FOREST, "BaseNote", "ListNumber", "SvarBox"),
        styles=[
            ('<w:name w:val="Finding Head"/>', '<w:name w:val="Finding Hed"/>'),
            ('"FindingHead"', '"FindingHed"'),
        ],
    )
    house = completed(stranger, OURS, "house.docx")
    told = {found.value: str(found) for found in house.findings}
    assert set(told) == {"Base Note", "List Number", "Svar Box", "Finding Head"}
    assert "did you mean 'Finding Hed'" in told["Finding Head"]
    assert {found.code for found in house.findings} == {"R184"}
    assert inspect(whole(house.template)) == []


def test_styles_of_a_norwegian_word_are_found_by_their_names(whole):
    names = {
        "Heading1": "Overskrift1",
        "Heading2": "Overskrift2",
        "Caption": "Bildetekst",
        "Footer": "Bunntekst",
    }
    pairs = [(f'"{ours}"', f'"{theirs}"') for ours, theirs in names.items()]
    stranger = edited(FOREST, styles=pairs, numbering=pairs[:2])
    house = completed(stranger, OURS, "house.docx")
    assert house.findings == () and inspect(whole(house.template)) == []
    assert b"Overskrift1" not in parts_of(house.template)[STYLES]


def test_headings_and_lists_without_numbers_get_ours(whole):
    plain = [(r"<w:numPr>(?:(?!</w:numPr>).)*<w:numId w:val=\"[123]\"/>\s*</w:numPr>", "")]
    parts = parts_of(edited(FOREST, styles=plain))
    del parts[NUMBERING]
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        text = parts[name].decode("utf-8")
        parts[name] = re.sub(r"<(Override|Relationship) [^>]*numbering[^>]*/>", "", text).encode("utf-8")
    house = completed(zipped(parts), OURS, "house.docx")
    file = whole(house.template)
    assert inspect(file) == []
    headings = (
        docx.Document(io.BytesIO(file)).styles["Heading 1"].element.xpath("w:pPr/w:numPr/w:numId/@w:val")
    )
    assert headings and headings[0] != "0"


def test_nothing_of_the_templates_maker_comes_along(whole):
    settings = '<w:attachedTemplate r:id="rId9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    text = '<w:p w:rsidR="00AB12CD"><w:r><w:t>Utkast fra Kari</w:t></w:r></w:p>'
    stranger = edited(
        FOREST,
        settings=[
            ("(<w:defaultTabStop)", settings + '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>' + r"\1")
        ],
        document=[("<w:body>", f"<w:body>{text}"), ("<w:sectPr>", '<w:sectPr w:rsidR="00AB12CD">')],
        styles=[('(<w:name w:val="Normal"/>)', r'\1<w:rsid w:val="00AB12CD"/>')],
    )
    parts = parts_of(stranger)
    external = '<Relationship Id="rId9" Type="x" Target="file:///C:/maler/mal.dotx" TargetMode="External"/>'
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{external}</Relationships>"
    ).encode()
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(
        b"/>", b"><Company>Firma</Company></Properties>"
    )
    file = whole(completed(zipped(parts), OURS, "house.docx").template)
    assert inspect(file) == []
    assert not any(b"Kari" in part or b"Firma" in part for part in parts_of(file).values())


@pytest.mark.parametrize("broken", [b"", b"PK", zipped({"word/document.xml": b"<a/>"})])
def test_a_template_that_is_no_word_file_is_refused(broken):
    with pytest.raises(SvarError) as caught:
        completed(broken, OURS, "house.docx")
    assert {found.code for found in caught.value.findings} == {"R186"}
