"""The trace of a report: every number has its place, and every planted fault is found."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reports import trace
from reports.prose.published import Cell
from reports.trace import lines, summary
from reports.tracing.comments import with_comments
from reports.tracing.published import PublishedFiles
from reports.tracing.reading import read
from reports.word.package import zipped
from survey.messages import SvarError
from survey.words import load_words
from tests.reports.traced_study import CHAPTER, report, save


@pytest.fixture
def folder(tmp_path, published):
    save(published, tmp_path / "published")
    return tmp_path / "published"


@pytest.fixture
def made(labels, folder, tmp_path):
    return report(labels, folder, tmp_path / "out")[0]


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content, name, change):
    parts = parts_of(content)
    before = parts[name].decode("utf-8")
    after = change(before)
    assert after != before, "the fault was not planted"
    return zipped(parts | {name: after.encode("utf-8")})


def wrong(content, folder=None):
    found = lines(read(content, "x.docx"), PublishedFiles(folder) if folder else None)
    return [
        (one.spot.part, one.spot.text, one.problem or one.state)
        for one in found
        if one.problem or one.state == "UNBOUND"
    ]


def test_every_number_of_a_report_is_accounted_for(made, folder):
    found = list(lines(read(made, "x.docx"), PublishedFiles(folder)))
    assert [one for one in found if one.problem or one.state == "UNBOUND"] == []
    parts = {one.spot.part for one in found}
    assert {"text", "table", "chart", "workbook", "alt", "header"} <= parts
    assert sum(one.spot.part == "chart" and one.spot.kept for one in found) > 20


def test_words_and_guarded_comparisons_stand_in_the_trace_too(made):
    found = {one.spot.text: one for one in lines(read(made, "x.docx"))}
    assert found["over halvparten"].binding.how == "words(cell, interval:1)"
    assert found["over halvparten"].binding.sources[-1].measure == "[55, 63)"
    assert found["Nye tiltak"].binding.how.startswith("place_1(")
    assert found["høyere"].binding.how == "all(above_1(cell, cell))"


def put(old, new):
    return lambda text: text.replace(old, new, 1)


FAULTS = {
    "a number typed": (
        "word/document.xml",
        put("svarer ja, ", "svarer ja (av 77), "),
        ("text", "77", "UNBOUND"),
    ),
    "a bound number changed": (
        "word/document.xml",
        put(">63\u00a0prosent<", ">64\u00a0prosent<"),
        ("text", "64\u00a0prosent", "changed"),
    ),
    "alt text": (
        "word/document.xml",
        lambda text: re.sub(r'descr="([^"]*?)78', r'descr="\g<1>87', text, count=1),
        ("alt", "87", "UNBOUND"),
    ),
    "a table cell": ("word/document.xml", put(">58\u00a0%<", ">59\u00a0%<"), ("table", "59", "UNBOUND")),
    "what a chart keeps": (
        "word/charts/chart1.xml",
        put("<c:v>30.0</c:v>", "<c:v>31.0</c:v>"),
        ("chart", "31.0", "give 30.0"),
    ),
    "a chart's label": ("word/charts/chart4.xml", put("<a:t>", "<a:t>9 "), ("chart", "9", "UNBOUND")),
    "a source": (
        "customXml/item1.xml",
        lambda text: text.replace('number="62.5"', 'number="52.5"'),
        ("text", "63\u00a0prosent", "give 53"),
    ),
    "a limit of a word": (
        "customXml/item1.xml",
        put("[55, 63)", "[50, 55)"),
        ("text", "over halvparten", "no longer true"),
    ),
    "a header": (
        "word/header1.xml",
        put("Hva skjedde i ", "Hva skjedde i 1 av "),
        ("header", "1", "UNBOUND"),
    ),
}


@pytest.mark.parametrize(("part", "change", "told"), FAULTS.values(), ids=FAULTS)
def test_planted_faults_are_found(made, part, change, told):
    found = wrong(with_part(made, part, change))
    assert any((where, text) == told[:2] and told[2] in problem for where, text, problem in found), found


def test_a_changed_workbook_is_found(made):
    import openpyxl

    parts = parts_of(made)
    book = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/chart2.xlsx"]))
    book.active["B2"] = 99.5
    buffer = io.BytesIO()
    book.save(buffer)
    found = wrong(zipped(parts | {"word/embeddings/chart2.xlsx": buffer.getvalue()}))
    assert ("workbook", "99.5", "its sources give 77.5") in found


def test_other_data_are_told_apart(made, labels, published, folder, tmp_path):
    key = ("changed", "total", "all", "share", "yes")
    other = replace(published, cells=published.cells | {key: Cell(42.0, 40, "", "")})
    save(other, tmp_path / "other")
    found = wrong(made, tmp_path / "other")
    assert found and all("is 42.0 now" in problem for _, _, problem in found)
    finding = replace(published.tests["talks", "size"], finding="clear")
    save(replace(published, tests=published.tests | {("talks", "size"): finding}), tmp_path / "third")
    assert any(
        "the finding is clear small>large now" in problem for *_, problem in wrong(made, tmp_path / "third")
    )
    assert PublishedFiles(folder).fingerprint == read(made, "x").trace.about["data"]


def test_a_finding_graded_apart_counts_before_the_test(labels, published, tmp_path):
    save(published, tmp_path / "p")
    (tmp_path / "p" / "findings.csv").write_text(
        "item,segment,finding,high,low,hidden\ntalks,size,clear,small,large,\n", encoding="utf-8"
    )
    content, shelf = report(labels, tmp_path / "p", tmp_path / "out")
    assert wrong(content, tmp_path / "p") == []
    frames = {s.frame for one in lines(read(content, "x")) if one.binding for s in one.binding.sources}
    assert "findings" in frames
    assert [told.written for told in shelf.told if told.rests_on.startswith("talks by")] == ["clear"]


def test_the_list_has_a_row_a_number_and_the_summary_counts_them(made, tmp_path):
    found = list(lines(read(made, "x.docx")))
    trace.write(found, tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found)
    shares = [row for row in rows if row["text"] == "63\u00a0prosent"]
    assert shares[0]["sources"] == "estimates/changed/total/all/share/yes = 62.5 (n = 40)"
    assert summary(found).splitlines()[-1].split()[:2] == ["in", "all"]


def test_the_command_exits_with_one_when_anything_is_wrong(made, folder, tmp_path, monkeypatch, capsys):
    path = tmp_path / "r.docx"
    path.write_bytes(made)
    monkeypatch.setattr("sys.argv", ["svar trace", str(path), "--against", str(folder)])
    trace.main()
    path.write_bytes(
        with_part(made, "word/document.xml", lambda x: x.replace("svarer ja, ", "svarer ja 5, ", 1))
    )
    with pytest.raises(SystemExit):
        trace.main()
    assert "text, paragraph 2: «5» is unbound" in capsys.readouterr().out
    (folder / "quality.json").write_text("{}", encoding="utf-8")
    path.write_bytes(made)
    with pytest.raises(SystemExit):
        trace.main()
    assert "made from other data" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"no zip", zipped({"word/document.xml": b"<x/>"})])
def test_another_file_is_refused(content):
    with pytest.raises(SvarError, match="S080"):
        read(content, "x.docx")


def test_comments_hold_the_trace_of_each_paragraph_and_change_no_number(made, folder):
    commented = with_comments(made)
    assert commented == with_comments(made)
    comments = parts_of(commented)["word/comments.xml"].decode("utf-8")
    assert "63\u00a0prosent: cell: estimates/changed/total/all/share/yes = 62.5 (n = 40)" in comments
    assert wrong(commented, folder) == []
    marks = re.findall(r'commentReference w:id="(\d+)"', parts_of(commented)["word/document.xml"].decode())
    assert marks == [str(i) for i in range(len(marks))] and marks


def test_bound_parts_that_word_split_into_runs_are_one_number(made):
    split = with_part(
        made,
        "word/document.xml",
        lambda x: x.replace(
            ">63\u00a0prosent</w:t></w:r>", ">63</w:t></w:r><w:r><w:t>\u00a0prosent</w:t></w:r>", 1
        ),
    )
    assert wrong(split) == []


def test_deleted_text_is_no_text_and_inserted_numbers_are_unbound(made):
    gone = '<w:del w:id="1" w:author="x"><w:r><w:delText>12</w:delText></w:r></w:del>'
    new = '<w:ins w:id="2" w:author="x"><w:r><w:t>34</w:t></w:r></w:ins>'
    changed = with_part(made, "word/document.xml", lambda x: x.replace("</w:pPr>", f"</w:pPr>{gone}{new}", 1))
    assert wrong(changed) == [("text", "34Funn", "UNBOUND")]


def typed(words, at=()):
    """Where the text files have a number of their own; `book` is of the workbook beside the report."""
    if isinstance(words, dict):
        return [found for key, part in words.items() if key != "book" for found in typed(part, (*at, key))]
    return [at] if re.search(r"\d", str(words)) else []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_typed_number_stands_in_the_words_of_reports(language):
    """It would be in the report without a source. These two are bound to the test and to the finding they are of."""
    words = load_words(Path("reports/text"), [language])[language]["report"]
    assert typed(words) == [("method", "quality", "codes", "D006"), ("annex_tables", "p_small")]


def test_the_chapter_is_what_the_tests_say(labels, folder, tmp_path):
    assert "{% guard" in CHAPTER
    _, shelf = report(labels, folder, tmp_path / "again")
    assert [
        (one.rests_on.split(" (")[0], one.written) for one in shelf.told if one.expected != one.written
    ] == [("talks by size", "none")]
