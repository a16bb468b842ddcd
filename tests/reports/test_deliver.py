"""The delivery: page numbers in the lists, what lies in the folder, and what happens without LibreOffice."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from reports import deliver
from reports.delivering import office
from reports.delivering.lines import anchors
from reports.delivering.office import Office, Programs, installed
from reports.delivering.paged import paged
from reports.delivering.traced import COLUMNS, trace_csv
from reports.inspect import inspect
from reports.style.outline import Place
from survey.messages import SvarError

NO_OFFICE = Programs(problem="it is not installed")
OUTLINE = "title: T\nfile: rapport.docx\ndate: 2019-11-06\nsections:\n  - {kind: cover}\n"


class Fake:
    """Stands in for LibreOffice: every bookmark on a page of its own, later on when numbers make the file longer."""

    def __init__(self, shifts=(0, 1, 1, 1), lost=""):
        self.shifts, self.lost, self.asked = list(shifts), lost, []

    def pages(self, file, pdf=None):
        body = zipfile.ZipFile(file).read("word/document.xml").decode("utf-8")
        self.asked.append(pdf is not None)
        if pdf:
            pdf.write_bytes(b"%PDF made of " + str(len(body)).encode())
        shift = self.shifts.pop(0)
        return {anchor: i + shift for i, anchor in enumerate(anchors(body), 3) if anchor != self.lost}


@pytest.fixture
def study(tmp_path, whole):
    """params.yaml, an outline, and two written reports."""
    (tmp_path / "report").mkdir()
    (tmp_path / "report/outline.yaml").write_text(OUTLINE, encoding="utf-8")
    params = f"studies:\n  tiny: {{report: {tmp_path}/report, language: [nb, nn]}}\n"
    (tmp_path / "params.yaml").write_text(params, encoding="utf-8")
    for name in ("rapport.docx", "rapport-nn.docx"):
        path = tmp_path / "write/tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(whole())
    return tmp_path


def arguments(study, *more):
    given = [
        "tiny",
        "--params",
        f"{study}/params.yaml",
        "--written",
        f"{study}/write",
        "--tabulated",
        f"{study}/tabulate",
        "--out",
        f"{study}/out",
    ]
    return deliver.parse([*given, *more])


def listed(file):
    """Each line of the lists: its text and the page number it ends in."""
    body = docx.Document(io.BytesIO(file)).element.body
    found = []
    for p in body.iter(qn("w:p")):
        style = p.pPr.pStyle.get(qn("w:val")) if p.pPr is not None and p.pPr.pStyle is not None else ""
        if style.startswith("TOC") or style == "TableofFigures":
            found.append("".join(t.text or "\t" for t in p.iter(qn("w:t"), qn("w:tab"))).rsplit("\t", 1))
    return found


def test_every_line_gets_the_page_that_its_bookmark_is_on_when_nothing_moves_any_more(whole):
    fake = Fake()
    made = paged(whole(), "rapport.docx", fake)
    assert [page for _, page in listed(made.docx)] == [str(i + 4) for i in range(10)]
    assert fake.asked == [False, True, True]  # the numbers moved the text once
    assert made.pdf.startswith(b"%PDF") and inspect(made.docx) == []


def test_page_numbers_that_never_settle_or_lead_nowhere_are_refused(whole):
    with pytest.raises(SvarError) as caught:
        paged(whole(), "rapport.docx", Fake(shifts=(0, 1, 2, 3)))
    assert {found.code for found in caught.value.findings} == {"R183"}
    with pytest.raises(SvarError) as caught:
        paged(whole(), "rapport.docx", Fake(lost="_Toc000002"))
    assert [(found.code, found.value) for found in caught.value.findings] == [("R181", "_Toc000002")]


def test_without_libreoffice_the_report_is_handed_over_as_it_is_and_the_terminal_says_so(
    study, monkeypatch, capsys
):
    monkeypatch.setattr(deliver, "installed", lambda: NO_OFFICE)
    monkeypatch.setattr(sys, "argv", ["svar deliver", *vars_of(study)])
    with pytest.raises(SystemExit) as exit_:
        deliver.main()
    told = capsys.readouterr()
    assert exit_.value.code == 0 and "R180" in told.err and "no page numbers" in told.err
    out = study / "out"
    assert (out / "rapport.docx").read_bytes() == (study / "write/tiny/rapport.docx").read_bytes()
    assert not list(out.glob("*.pdf")) and "rapport-nn.docx" in told.out


def vars_of(study):
    return [
        "tiny",
        "--params",
        f"{study}/params.yaml",
        "--written",
        f"{study}/write",
        "--tabulated",
        f"{study}/tabulate",
        "--out",
        f"{study}/out",
    ]


def test_the_folder_holds_report_annex_trace_and_checksums_that_agree(study):
    (study / "tabulate/tiny").mkdir(parents=True)
    (study / "tabulate/tiny/tabeller.xlsx").write_bytes(b"annex")
    files = deliver.deliver(deliver.reports_of(arguments(study)), study / "tabulate/tiny", NO_OFFICE)
    assert set(files) == {
        "rapport.docx", "rapport-trace.csv", "rapport-nn.docx", "rapport-nn-trace.csv", "tabeller.xlsx", "SHA256SUMS",
    }  # fmt: skip
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {n: hashlib.sha256(c).hexdigest() for n, c in files.items() if n != "SHA256SUMS"}
    assert list(sums) == sorted(sums)


def test_a_new_delivery_takes_away_what_the_last_one_left_and_nothing_else(tmp_path):
    first = {"a.docx": b"1", "b.pdf": b"2"}
    deliver.write(first | {"SHA256SUMS": deliver.checksums(first).encode()}, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    deliver.write({"a.docx": b"3", "SHA256SUMS": b""}, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"a.docx", "SHA256SUMS", "notes.txt"}
    assert (tmp_path / "a.docx").read_bytes() == b"3"


@pytest.mark.parametrize(
    ("more", "code"),
    [(("--language", "nm"), "R185"), (("--written", "nowhere"), "R182"), (("--language", "nn"), "")],
)
def test_what_is_asked_for_must_be_there(study, more, code):
    args = arguments(study, *more)
    if code:
        with pytest.raises(SvarError) as caught:
            deliver.reports_of(args)
        assert {found.code for found in caught.value.findings} == {code}
    else:
        assert [path.name for path in deliver.reports_of(args)] == ["rapport-nn.docx"]


def test_an_unknown_study_is_refused_with_what_was_meant(study):
    with pytest.raises(SvarError) as caught:
        deliver.languages_of({"studies": {"tiny": {"language": "nb"}}}, "tinny", None)
    assert "S011" in str(caught.value) and "did you mean 'tiny'" in str(caught.value)
    assert deliver.languages_of({"studies": {"tiny": {"language": "nb"}}}, "tiny", None) == [
        Place("nb", ("nb",))
    ]


def test_the_trace_is_a_table_with_a_row_a_source():
    from reports.document import Document, Setting
    from reports.word.blocks import plain
    from reports.word.bound import Binding, Ledger, Source
    from reports.word.setting import Properties

    ledger, sources = Ledger(), (Source("estimates", "a", number=62.4, base=151.0), Source("estimates", "b"))
    told = ledger.bind(Binding("62 prosent", sources, "counts_of_base"))
    house = (Path(deliver.__file__).parent / "template.docx").read_bytes()
    document = Document(house, Setting("nb-NO", "", "", "F", "f", "T", ""), {}, ledger)
    document.write([plain(f"{told} svarte.")])
    from datetime import datetime

    rows = list(
        csv.reader(io.StringIO(trace_csv(document.finish(Properties("T", "", "", "", datetime(2020, 1, 1))))))
    )
    assert tuple(rows[0]) == COLUMNS and len(rows) == 3
    assert rows[1][1:5] == ["62 prosent", "counts_of_base", "estimates", "a"] and "62.4" in rows[1]


def test_libreoffice_that_hangs_or_fails_is_an_error_with_its_own_words(tmp_path):
    file = tmp_path / "rapport.docx"
    script = tmp_path / "python"
    for text, seconds, told in (
        ("#!/bin/sh\necho oh no >&2\nexit 1\n", 5.0, "oh no"),
        ("#!/bin/sh\nexec sleep 5\n", 0.2, "no answer"),
    ):
        script.write_text(text)
        script.chmod(0o755)
        with pytest.raises(SvarError) as caught:
            Office(Programs("soffice", str(script)), "pipe", seconds).pages(file)
        assert caught.value.findings[0].code == "R181" and told in str(caught.value)


def test_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr(office.shutil, "which", lambda *_, **__: None)
    assert installed().problem == "it is not installed"
    monkeypatch.setattr(office.shutil, "which", lambda name, **_: f"/usr/bin/{name}")
    monkeypatch.setattr(office, "_speaks", lambda python: False)
    assert "uno" in installed().problem
    monkeypatch.setattr(office, "_speaks", lambda python: python.endswith("python3"))
    assert installed().problem == "" and installed().python.endswith("python3")


def test_no_process_is_left_when_libreoffice_ends():
    with office.running(Programs(sys.executable, ""), 1.0) as made:
        assert made.pipe.startswith("svar")
    with office.running(Programs(sys.executable, ""), 1.0) as other:
        assert other.pipe != made.pipe
