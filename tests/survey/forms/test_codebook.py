"""The codebook tells of every column and every code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from survey.forms import codebook
from survey.forms.codebook import Reader
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.words import Words

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text")


@pytest.mark.parametrize(
    "path", [ROOT / "tests/surveys/forms_gallery.yaml", *SHIPPED], ids=lambda path: path.stem
)
def test_every_column_and_code_is_there(path: Path, words: dict[str, Words]) -> None:
    questionnaire = load_questionnaire(path)
    for name, content in codebook.files(questionnaire, words).items():
        named = set(re.findall(r"<code>([^<]*)</code>", content.decode()))
        codes = {code for variable in questionnaire.variables.values() for code in variable.codes}
        assert {*questionnaire.variables, *codes, questionnaire.respondent, "submitted"} <= named, name


def test_a_question_is_told_with_route_codes_and_basis(
    gallery: Questionnaire, words: dict[str, Words]
) -> None:
    entry = Reader(gallery, words["nb"], "nb").entry(gallery.question("view"))
    assert entry.who.startswith("Stilles til dem som enten svarte «Ja»")
    assert [line.name for line in entry.columns] == ["view_simple", "view_short", "view_paid"]
    assert entry.columns[0].remarks == ()
    assert "svarte «Nei» på «Er du i jobb?»" in entry.columns[2].remarks[0]
    codes = entry.codes["Kode"]
    assert [(line.name, line.remarks) for line in codes][:3] == [
        ("1", ("lav ende",)),
        ("2", ("lav ende",)),
        ("3", ()),
    ]
    assert (codes[3].basis, codes[3].note) == ("assumed", "Ordet er vårt.")
    assert entry.notes == ("Skalaen er vår.",)


def test_ticks_open_text_and_sorted_answers(gallery: Questionnaire, words: dict[str, Words]) -> None:
    entry = Reader(gallery, words["nb"], "nb").entry(gallery.question("goal"))
    lines = {line.name: line for line in entry.columns}
    assert lines["goal_other"].basis == "implied"
    assert lines["goal_other_text"].text == "Fritekst til «Annet»"
    assert lines["goal_other_code"].text == "Kategori for «Annet»"
    assert lines["goal_other_text"].remarks == (
        "Stilles til dem som krysset av for «Annet» på «Hvilke mål har du?»",
    )
    assert lines["goal_rest"].remarks == ("Vises bare for dem som svarte «Ja» på «Er du i jobb?»",)
    assert lines["goal_nothing"].remarks == ("utelukker de andre",)
    assert [line.name for line in entry.codes["Kode i goal_other_code"]] == ["learn", "make"]


def test_piped_options_are_told_once(gallery: Questionnaire, words: dict[str, Words]) -> None:
    entry = Reader(gallery, words["nb"], "nb").entry(gallery.question("reached"))
    assert "krysset av for det samme på «Hvilke mål har du?»" in entry.who
    assert all(line.remarks == () for line in entry.columns)


def test_limits_and_units(gallery: Questionnaire, words: dict[str, Words]) -> None:
    reader = Reader(gallery, words["nb"], "nb")
    assert reader.entry(gallery.question("age")).facts == (
        "Tall",
        "Må besvares",
        "Enhet: år",
        "Grenser: fra 16 til 99",
    )
    assert reader.entry(gallery.question("hours")).facts[-1] == "Grenser: fra 0"
    assert reader.entry(gallery.question("since")).facts[-1] == "Grenser: fra 1990-01-01 til 2030-12-31"


def test_basis_is_left_out_where_everything_is_known(words: dict[str, Words]) -> None:
    known = load_questionnaire(ROOT / "tests/surveys/forms_gallery.yaml")
    assert codebook.uncertain(known)
    scales = {
        name: scale.model_copy(update={"options": scale.options[:3]}) for name, scale in known.scales.items()
    }
    block = known.blocks[1].model_copy(update={"when": None})
    certain = known.model_copy(update={"scales": scales, "blocks": (block,)})
    assert not codebook.uncertain(certain)
    assert 'class="basis' not in codebook.codebook(certain, words["nb"], "nb")
