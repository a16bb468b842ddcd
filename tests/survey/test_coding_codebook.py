"""The codebook: what is wrong in it is found where it stands, and what it says reaches the coders."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.coding.codebook import codebook_path, examine_codebook, load_codebook
from survey.coding.sheet import Order, coding_sheet
from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.questions.repeats import numbered

ROOT = Path(__file__).parents[2]
QUESTIONNAIRE = load_questionnaire(ROOT / "tests" / "surveys" / "coding.yaml")
BOOK = """
questionnaire: coding
entries:
  - variable: why_code
    rule: {en: The first one counts., nb: Den første gjelder.}
    codes:
      - code: time
        definition: {en: Too little time, nb: For lite tid}
        include: [{en: "No time", nb: "Ikke tid"}]
      - {code: place, definition: {en: Far away, nb: Langt unna}}
      - {code: people, definition: {en: The others, nb: De andre}}
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("variable: why_code", "variable: whycode", "Q070", 4),
        ("{code: place,", "{code: plaice,", "Q071", 10),
        ("{code: people,", "{code: place,", "Q072", 11),
        ("definition: {en: Far away, nb: Langt unna}", "include: []", "Q073", 4),
        (", nb: Langt unna", "", "Q009", 10),
        ("definition: {en: Far", "defnition: {en: Far", "Q001", 10),
    ],
)
def test_a_mistake_is_found_where_it_stands(old: str, new: str, code: str, line: int, tmp_path: Path) -> None:
    assert examine_codebook(write(tmp_path, BOOK), QUESTIONNAIRE) == []
    assert old in BOOK
    found = examine_codebook(write(tmp_path, BOOK.replace(old, new)), QUESTIONNAIRE)
    assert code in [f.code for f in found]
    place = next(f.where for f in found if f.code == code)
    assert place.split(":")[1] == str(line)


def test_an_error_stops_the_sheet_and_a_warning_does_not(tmp_path: Path) -> None:
    with pytest.raises(SvarError, match="Q071"):
        load_codebook(write(tmp_path, BOOK.replace("code: place", "code: plaice")), QUESTIONNAIRE)
    thin = BOOK.replace("definition: {en: Far away, nb: Langt unna}", "include: []")
    assert (
        load_codebook(write(tmp_path, thin), QUESTIONNAIRE).entry("why_code").category("place").definition
        is None
    )


def test_the_codebook_stands_behind_the_sheet(tmp_path: Path) -> None:
    import pandas as pd

    book = load_codebook(write(tmp_path, BOOK), QUESTIONNAIRE)
    rows = pd.DataFrame(
        {"respondent_id": ["a"], "like": ["no"], "why": ["No"], "wish": [None], "like_text": [None]}
    )
    explained = coding_sheet(rows, QUESTIONNAIRE, book, order=Order("a", 1), language="nb")[1].frame
    time = explained[explained["code"] == "time"].iloc[0]
    assert (time["label"], time["definition"], time["include"]) == ("Tid", "For lite tid", "• Ikke tid")
    assert time["question"] == "Hvorfor ikke?" and time["rule"] == "Den første gjelder."
    several = explained[explained["variable"] == "wish_code"].iloc[0]
    assert "Several codes" in several["rule"]


def test_the_shipped_codebooks_are_without_fault() -> None:
    found = {}
    for path in sorted((ROOT / "questionnaires").glob("*/*.yaml")):
        if (path.parent / "coding" / path.name).is_file():
            questionnaire = load_questionnaire(path)
            book = codebook_path(path, questionnaire)
            found[book.name] = [str(f) for f in examine_codebook(book, questionnaire)]
    assert found and set(map(tuple, found.values())) == {()}


def test_several_codes_have_a_column_each_in_repetitions_too(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "surveys" / "coding.yaml").read_text(encoding="utf-8")
    repeated = text.replace(
        "    questions:", "    repeat: {maximum: 2, label: {en: Turn, nb: Gang}}\n    questions:", 1
    )
    variables = load_questionnaire(write(tmp_path, repeated)).variables
    assert variables[numbered("wish_code", 2) + "_other"].kind == "coded"
    assert variables["wish_code_r1_better_rooms"].short == {"en": "Rooms", "nb": "Lokaler"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("code: more_time", "code: More-Time", "Q022"), ("- id: why\n", "- id: wish_code_other\n", "Q004")],
)
def test_a_column_that_several_codes_cannot_have_is_found(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    text = (ROOT / "tests" / "surveys" / "coding.yaml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SvarError, match=code):
        load_questionnaire(write(tmp_path, text.replace(old, new)))
