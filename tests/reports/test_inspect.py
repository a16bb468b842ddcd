"""The rules for finished Word files: a sound one passes, and each rule sees a violation planted for it."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest

from reports import inspecting
from reports.inspect import findings_of, inspect, main
from reports.inspecting.contrast import contrast
from reports.inspecting.package import opened
from reports.word.package import zipped
from survey.messages import CATALOGUE, SvarError

BODY, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
RELS, SETTINGS = "word/_rels/document.xml.rels", "word/settings.xml"
CHART = "word/charts/chart2.xml"
HEADING = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>{}</w:p>'


def parts_of(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(file, part, pattern, new, count=1):
    """The file with a pattern of one part replaced; the plant must have taken."""
    parts = parts_of(file)
    text = parts[part].decode("utf-8")
    parts[part] = re.sub(pattern, new, text, count=count, flags=re.DOTALL).encode("utf-8")
    assert parts[part].decode("utf-8") != text, f"{pattern} is not in {part}"
    return zipped(parts)


@pytest.fixture
def file(whole):
    return whole()


def test_a_report_of_ours_has_no_findings(file):
    assert [str(found) for found in inspect(file)] == []


PLANTS = [
    ("R161", BODY, r"</w:p></w:tc>", "</w:p><w:tbl/></w:tc>"),
    ("R161", BODY, r"(<w:tc><w:tcPr>.*?</w:tcPr>)<w:p>.*?</w:p></w:tc>", r"\1</w:tc>"),
    ("R162", BODY, r'(<w:bookmarkStart w:id=")2(")', r"\g<1>1\2"),
    ("R162", BODY, r'w:name="_Toc000002"', 'w:name="_Toc000001"'),
    ("R162", BODY, r'(<wp:docPr id=")2(")', r"\g<1>1\2"),
    ("R162", CHART, r'(<c:valAx><c:axId val=")\d+', r"\g<1>1001"),
    ("R163", BODY, r'<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
    ("R163", BODY, r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>', ""),
    ("R163", "word/footer1.xml", r'<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'),
    ("R164", BODY, r'<w:bookmarkEnd w:id="3"/>', ""),
    ("R164", BODY, r'<w:bookmarkStart w:id="3"[^>]*/>', ""),
    ("R165", BODY, r"REF _Ref00000\d", "REF nowhere"),
    ("R165", BODY, r'w:anchor="_Toc000001"', 'w:anchor="nowhere"'),
    ("R165", BODY, r'<w:footnoteReference w:id="1"/>', '<w:footnoteReference w:id="7"/>'),
    ("R165", BODY, r'<w:pStyle w:val="BoxText"/>', '<w:pStyle w:val="Nostyle"/>'),
    ("R166", RELS, r'Target="footnotes.xml"', 'Target="gone.xml"'),
    ("R166", BODY, r'r:embed="rId\d+"', 'r:embed="rId999"'),
    ("R167", RELS, r"</Relationships>", '<Relationship Id="x" Type="t" Target="http://x" TargetMode="External"/></Relationships>'),  # noqa: E501
    ("R168", CORE, r"<cp:lastModifiedBy ?/>|<cp:lastModifiedBy></cp:lastModifiedBy>", "<cp:lastModifiedBy>Kari</cp:lastModifiedBy>"),  # noqa: E501
    ("R168", "docProps/app.xml", r"(<Properties[^>]*)/>", r"\1><Company>Firma</Company></Properties>"),
    ("R168", SETTINGS, r"(<w:zoom[^>]*/>)", r'\1<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'),
    ("R168", BODY, r"<w:p>", '<w:p w:rsidR="00AB12CD">'),
    ("R168", BODY, r'(<wp:docPr id="1" name=")[^"]*', r"\1C:\\\\Users\\\\kari\\\\bilde.png"),
    ("R168", BODY, r"<w:r><w:t xml:space=\"preserve\">Ord for text</w:t></w:r>", '<w:ins w:author="Kari" w:id="9"><w:r><w:t>x</w:t></w:r></w:ins>'),  # noqa: E501
    ("R169", BODY, r'<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="Heading3"/>'),
    ("R169", BODY, r'<w:pStyle w:val="PlainHeading1"/>', '<w:pStyle w:val="PlainHeading2"/>'),
    ("R170", BODY, r'(<w:pStyle w:val="Heading2"/>.*?<w:t xml:space="preserve">)Svar', r"\1 "),
    ("R171", BODY, r'descr="[^"]*"', 'descr=""'),
    ("R171", BODY, r'descr="[^"]*"', 'descr="image1.png"'),
    ("R171", BODY, r'<w:tblDescription w:val="[^"]*"/>', ""),
    ("R172", BODY, r"<w:tblHeader/>", ""),
    ("R173", STYLES, r'<w:lang w:val="nb-NO"', '<w:lang w:val=""'),
    ("R173", STYLES, r'(<w:style .*?)<w:lang w:val="nb-NO"', r'\1<w:lang w:val="en-US"'),
    ("R173", CORE, r"nb-NO", "en-US"),
    ("R173", SETTINGS, r'themeFontLang w:val="nb-NO"', 'themeFontLang w:val="en-US"'),
    ("R173", CHART, r'<c:lang val="nb-NO"/>', '<c:lang val="en-US"/>'),
    ("R173", BODY, r'(<w:r>)(<w:t xml:space="preserve">Ord for text)', r'\1<w:rPr><w:lang w:val="norsk"/></w:rPr>\2'),
    ("R174", CORE, r"<dc:title>.*?</dc:title>", "<dc:title> </dc:title>"),
    ("R175", STYLES, r'(w:styleId="BaseNote">.*?<w:color w:val=")5A656E', r"\1AAAAAA"),
    ("R175", STYLES, r'(w:styleId="SvarBox">.*?w:fill=")EAF0F5', r"\g<1>20282F"),
    ("R175", BODY, r'(<w:r>)(<w:t xml:space="preserve">Ord for text)', r'\1<w:rPr><w:color w:val="DDDDDD"/></w:rPr>\2'),
    ("R175", CHART, r'(<c:ser>.*?<c:spPr><a:solidFill><a:srgbClr val=")\w{6}', r"\g<1>404040"),
    ("R175", CHART, r'(<c:catAx>.*?<a:srgbClr val=")20282F', r"\g<1>CCCCCC"),
    ("R176", BODY, r'( SEQ Figur [^<]*</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">)1', r"\g<1>3"),  # noqa: E501
    ("R176", BODY, r'( STYLEREF [^<]*</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">)1', r"\g<1>2"),  # noqa: E501
    ("R176", BODY, r'( REF [^<]*</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">)1-2', r"\g<1>1-1"),  # noqa: E501
    ("R177", BODY, r'<w:p><w:pPr><w:pStyle w:val="TOC2"/></w:pPr>.*?</w:p>', ""),
    ("R177", BODY, r'(<w:pStyle w:val="TableofFigures"/>.*?Figur.1-2  )En til', r"\1Noe annet"),
    ("R178", BODY, r"Ord for text", "Ord \ue0103\ue011for text"),
    ("R179", CORE, r"<dc:creator ?/>|<dc:creator></dc:creator>", "<dc:creator>Kari</dc:creator>"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "part", "pattern", "new"), PLANTS, ids=lambda value: str(value)[:30])
def test_each_rule_sees_what_is_planted(file, code, part, pattern, new):
    found = {one.code for one in inspect(changed(file, part, pattern, new))}
    assert code in found and found <= {code, *BESIDES.get(code, ())}, found


# A change that breaks one rule may rightly break another: a line of the contents that is gone leaves a list short.
BESIDES = {
    "R161": ("R171",),
    "R163": ("R177", "R176"),
    "R162": ("R165", "R164", "R176", "R166"),
    "R164": ("R165", "R176"),
    "R165": ("R176",),
    "R168": ("R177",),
    "R169": ("R176", "R177"),
    "R170": ("R177",),
    "R172": ("R175",),
    "R176": ("R177",),
    "R177": ("R163",),
}


def test_every_rule_is_listed_and_has_a_plant():
    folder = Path(inspecting.__file__).parent
    shared = {"__init__", "package", "fields", "styles", "counted"}
    files = {path.stem for path in folder.glob("*.py")} - shared
    assert files == {rule.__name__.rpartition(".")[2] for rule in inspecting.RULES}
    codes = {
        code for path in folder.glob("*.py") for code in re.findall(r'"(R1\d\d)"', path.read_text("utf-8"))
    }
    assert codes - {"R160"} == {code for code, *_ in PLANTS} <= set(CATALOGUE)


def test_the_properties_of_a_workbook_inside_are_looked_at(file):
    parts = parts_of(file)
    (name,) = [part for part in parts if part.endswith(".xlsx")]
    book = parts_of(parts[name])
    book[CORE] = b'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Kari</dc:creator></c>'
    assert {one.code for one in inspect(zipped(parts | {name: zipped(book)}))} == {"R179"}


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no zip",
        zipped({"a.xml": b"<a/>"}),
        zipped({"word/document.xml": b"<w>", "word/styles.xml": b""}),
    ],
)
def test_what_is_no_word_file_is_said_to_be_none(broken):
    with pytest.raises(SvarError) as caught:
        opened(broken)
    assert {one.code for one in caught.value.findings} == {"R160"}


def test_colours_contrast_as_wcag_says():
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("1B4B7A", "1B4B7A") == 1


def test_the_command_lists_findings_and_says_by_its_exit_code_whether_there_are_any(
    file, tmp_path, monkeypatch, capsys
):
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    good.write_bytes(file)
    bad.write_bytes(changed(file, BODY, 'descr="[^"]*"', 'descr=""'))
    for names, code in (([good], 0), ([good, bad], 1), ([tmp_path / "none.docx"], 1)):
        monkeypatch.setattr(sys, "argv", ["svar inspect", *map(str, names)])
        with pytest.raises(SystemExit) as exit_:
            main()
        assert exit_.value.code == code
    told = capsys.readouterr().out
    assert f"{good}: no findings" in told and "R171" in told and "1 findings" in told
    assert findings_of(tmp_path / "none.docx")[0].code == "R160"
