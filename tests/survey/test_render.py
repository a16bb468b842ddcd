"""Stage render: what stands in the output folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.render import main, render
from survey.words import load_words

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "tests/surveys/forms_gallery.yaml"
TEXT = ROOT / "questionnaires/text"


def run_main(monkeypatch: pytest.MonkeyPatch, **paths: Path) -> None:
    options = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    monkeypatch.setattr(sys, "argv", ["render", "--study", "tiny", *options])
    main()


def test_it_writes_forms_codebooks_and_structure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "folder"
    run_main(monkeypatch, questionnaire=GALLERY, words=TEXT, out=out)
    assert sorted(path.name for path in out.iterdir()) == [
        "codebook.nb.html",
        "codebook.nn.html",
        "forms_gallery.nb.html",
        "forms_gallery.nn.html",
        "structure.json",
    ]
    assert json.loads((out / "structure.json").read_text(encoding="utf-8"))["id"] == "forms_gallery"
    assert capsys.readouterr().out.startswith("render      tiny        5 files, 27 columns")


def test_the_same_questionnaire_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run_main(monkeypatch, questionnaire=GALLERY, words=TEXT, out=tmp_path)
    questionnaire = load_questionnaire(GALLERY)
    again = render(questionnaire, load_words(TEXT, questionnaire.languages))
    assert again == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_a_changed_label_changes_forms_but_not_the_structure() -> None:
    questionnaire = load_questionnaire(GALLERY)
    words = load_words(TEXT, questionnaire.languages)
    renamed = questionnaire.model_copy(update={"title": {"nb": "Nytt navn", "nn": "Nytt namn"}})
    before, after = render(questionnaire, words), render(renamed, words)
    assert {name for name in before if before[name] == after[name]} == {"structure.json"}


def test_a_language_without_words_is_refused_with_a_finding(tmp_path: Path) -> None:
    with pytest.raises(SvarError) as refused:
        load_words(TEXT, ["nb", "fi"])
    assert refused.value.findings[0].code == "Y003"
    assert refused.value.findings[0].where.endswith("fi.yaml")
