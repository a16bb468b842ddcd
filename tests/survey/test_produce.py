"""`svar forms`: what it makes of a study, what it says when something is wrong, and the table at the end."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

from survey import imports, produce
from survey.load import load_questionnaire
from survey.messages import Finding, SvarError, finding
from survey.model import Questionnaire
from survey.produce import OUT, chosen, instruments, kinds, main, parse, reader_of, table
from survey.words import Words

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "tests/surveys/forms_gallery.yaml"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with params.yaml and a study of two instruments; the working folder of the test."""
    folder = tmp_path / "questionnaires/tiny"
    folder.mkdir(parents=True)
    source = GALLERY.read_text(encoding="utf-8")
    (folder / "main.yaml").write_text(source, encoding="utf-8")
    (folder / "another.yaml").write_text(source.replace("id: forms_gallery", "id: another"), encoding="utf-8")
    (tmp_path / "params.yaml").write_text(
        "studies:\n  tiny: {questionnaire: questionnaires/tiny/main.yaml}\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def forms(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    words = str(ROOT / "questionnaires/text")
    monkeypatch.setattr(sys, "argv", ["svar forms", "--words", words, *arguments])
    main()


def made(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_analysed_instrument_comes_first(study: Path) -> None:
    assert [path.name for path in instruments(Path("params.yaml"), "tiny")] == ["main.yaml", "another.yaml"]


def test_every_instrument_is_made_with_a_line_each_and_a_table(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forms(monkeypatch, "tiny", "--only", "html", "structure")
    assert made(study / OUT / "tiny") == {
        f"{stem}/{name}"
        for stem, own in (("main", "forms_gallery"), ("another", "another"))
        for name in (f"{own}.nb.html", f"{own}.nn.html", "structure.json")
    }
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("forms       tiny        main: 3 files in ")
    assert lines[3].split()[:4] == ["instrument", "asks", "questions", "columns"]
    assert lines[-1].split()[:4] == ["2", "in", "all", "24"]


def test_out_is_where_it_goes(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms(monkeypatch, "tiny", "--only", "structure", "--out", "elsewhere")
    assert made(study / "elsewhere") == {"main/structure.json", "another/structure.json"}
    assert not (study / OUT).exists()


def test_without_only_everything_is_made() -> None:
    assert list(chosen([])) == list(kinds())
    assert {"html", "codebook", "structure"} <= set(kinds())


def test_an_instrument_with_mistakes_does_not_stop_the_others(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = study / "questionnaires/tiny/another.yaml"
    broken.write_text(
        broken.read_text(encoding="utf-8").replace("scale: often", "scale: oftn"), encoding="utf-8"
    )
    with pytest.raises(SvarError) as refused:
        forms(monkeypatch, "tiny", "--only", "structure")
    assert {f.code for f in refused.value.findings} >= {"Q008"}
    assert made(study / OUT / "tiny") == {"main/structure.json"}
    assert "another: not made, " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "help_given"),
    [
        (["tyni"], "S011", "did you mean 'tiny'"),
        (["tiny", "--only", "htlm"], "S030", "did you mean 'html'"),
        (["--import", "none.xlsx"], "Y003", "none.xlsx"),
        (["tiny", "--read", "params.yaml"], "S031", "'.yaml'"),
    ],
)
def test_refusals_say_what_to_do(
    arguments: list[str], code: str, help_given: str, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SvarError, match=code) as refused:
        forms(monkeypatch, *arguments)
    assert help_given in str(refused.value)


def test_without_study_and_file_it_asks_which(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([])
    assert "which STUDY?" in capsys.readouterr().err


def test_files_are_read_by_their_ending(tmp_path: Path) -> None:
    path = tmp_path / "FORM.DOCX"
    path.write_bytes(b"")
    word = cast(ModuleType, SimpleNamespace())
    assert reader_of(path, {".docx": word}) is word


def test_filled_in_forms_become_answers(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path, known: Mapping[str, Questionnaire]) -> tuple[dict[str, Any], list[Finding]]:
        assert set(known) == {"forms_gallery", "another"}
        return {"respondent_id": path.stem, "works": "yes"}, []

    monkeypatch.setattr(produce, "READERS", {".docx": SimpleNamespace(read=read)})
    for name in ("a.docx", "b.docx"):
        Path(name).write_bytes(b"")
    forms(monkeypatch, "tiny", "--read", "a.docx", "b.docx", "--out", "answers.csv")
    assert Path("answers.csv").read_text(encoding="utf-8") == "respondent_id,works\na,yes\nb,yes\n"


def test_another_platforms_file_becomes_a_questionnaire(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(path: Path) -> tuple[dict[str, Any], list[Finding]]:
        return produce.read_document(GALLERY).data, [finding("D012", "form.json", "x", column="y")]

    importer = SimpleNamespace(read=read, SUFFIX=".json")
    monkeypatch.setattr(imports, "IMPORTERS", (importer,))
    Path("form.json").write_text("{}", encoding="utf-8")
    forms(monkeypatch, "--import", "form.json", "--out", "new/mine.yaml")
    assert load_questionnaire(Path("new/mine.yaml")) == load_questionnaire(GALLERY)
    shown = capsys.readouterr().out
    assert "new/mine.yaml, findings: 1" in shown and "D012" in shown


def test_the_table_adds_up(tmp_path: Path) -> None:
    words: Mapping[str, Words] = {}
    questionnaire = load_questionnaire(GALLERY)
    part = cast(ModuleType, SimpleNamespace(files=lambda q, w: {"a/b.txt": b"x" * 1500}))
    one = produce.make(questionnaire, words, {"part": part}, tmp_path)
    assert (tmp_path / "a/b.txt").stat().st_size == 1500
    assert (one.files, one.size) == (1, 1500)
    last = table([one, one]).splitlines()[-1]
    assert last.split()[:7] == ["2", "in", "all", "24", "54", "2", "3"]
