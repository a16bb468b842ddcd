"""Planted doubts: each is told with the right code at the right place, in bokmål and nynorsk; clean files have none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from survey.confirm import confirm
from survey.document import read_document
from survey.lint.vocabulary import FOLDER, vocabulary
from survey.load import examine
from survey.messages import CATALOGUE, Finding

ROOT = Path(__file__).parents[3]
PLANTED = ROOT / "tests/surveys/planted"
BASE = (PLANTED / "base.yaml").read_text(encoding="utf-8")
DOUBTS = read_document(PLANTED / "advice.yaml").data
MISTAKES = read_document(PLANTED / "mistakes.yaml").data
INSTRUMENTS = sorted(p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text")


def told(text: str, folder: Path) -> list[Finding]:
    """What is told about `text`, apart from that nobody has confirmed its translations."""
    path = folder / "survey.yaml"
    path.write_text(text, encoding="utf-8")
    return [f for f in examine(path)[1] if f.code != "Q038"]


def plant(doubt: dict[str, Any]) -> str:
    text = BASE
    for change in (doubt, doubt.get("also")):
        if change:
            assert change["old"] in text
            text = text.replace(change["old"], change["new"], 1)
    return text


def places(text: str) -> list[str]:
    return [
        f"{number}:{line.index('§') + 1}"
        for number, line in enumerate(text.split("\n"), start=1)
        if "§" in line
    ]


def test_the_base_raises_no_doubt(tmp_path: Path) -> None:
    assert told(BASE, tmp_path) == []


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt["what"].replace(" ", "-"))
def test_a_planted_doubt_is_told_with_its_code_and_place(doubt: dict[str, Any], tmp_path: Path) -> None:
    text = plant(doubt)
    found = told(text.replace("§", ""), tmp_path)
    assert {f.code for f in found} == {doubt["code"]}, [str(f) for f in found]
    assert doubt.get("message", "") in found[0].message and doubt.get("cure", "") in found[0].cure
    if "§" in text:
        assert places(text)[0] in [f.where.split("survey.yaml:")[1] for f in found]


def test_at_least_forty_defects_are_planted_over_all_codes() -> None:
    assert len(DOUBTS) >= 40
    elsewhere = {"Q036", "Q037", "Q038", "Q060", "Q061", "Q062", "Q063", "Q064"}  # need a lock, or the proof
    elsewhere |= {"Q070", "Q071", "Q072", "Q073"}  # are of a codebook: tests/survey/test_coding_codebook.py
    planted = {entry["code"] for entry in (*DOUBTS, *MISTAKES)} | elsewhere
    assert {code for code in CATALOGUE if code.startswith("Q")} - planted == set()


def test_all_doubts_of_one_file_are_told_at_once(tmp_path: Path) -> None:
    text = BASE.replace("nb: Var du der?", "nb: 'Var  du \"der\" ?'").replace(
        "nb: Maten", "nb: Maten - alltid"
    )
    assert sorted(f.code for f in told(text, tmp_path)) == ["Q040", "Q041", "Q043", "Q044", "Q052"]


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_instrument_is_clean(path: Path) -> None:
    questionnaire, found = examine(path)
    assert questionnaire is not None
    assert [str(f) for f in found] == []


@pytest.mark.parametrize("language", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_every_language_has_every_kind_of_pattern(language: str) -> None:
    lists, model = vocabulary(language), vocabulary("nb")
    assert lists is not None and model is not None
    assert set(lists.patterns) == set(model.patterns)
    assert set(lists.longest) == {"question", "other"}


def test_a_language_without_lists_is_not_checked(tmp_path: Path) -> None:
    text = (
        BASE.replace("nn:", "se:").replace("[nb, nn]", "[nb, se]").replace("se: Maten", "se: 'Aldri \"x\"'")
    )
    assert vocabulary("se") is None
    assert told(text, tmp_path) == []


def test_a_confirmed_file_in_one_language_needs_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_text(
        "id: a\nlanguages: [nb]\ntitle: {nb: A}\nblocks:\n  - id: b\n    title: {nb: B}\n    questions:\n"
        "      - {id: c, type: text, text: {nb: Hva?}}\n",
        encoding="utf-8",
    )
    assert examine(path)[1] == [] and confirm(path) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["survey.yaml"]
