"""Every instrument that ships: clean, in both written standards, and made-up answers to it pass every check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from survey.forms import structure
from survey.frames import write_frame
from survey.intake.csv import read_raw
from survey.load import examine, load_questionnaire
from survey.model import Questionnaire
from survey.render import render
from survey.simulate import simulate
from survey.validate import validate
from survey.words import load_words

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "questionnaires"
PATHS = sorted(path for path in FOLDER.glob("*/*.yaml") if path.parent.name != "text")
SOM = [path for path in PATHS if path.parent.name == "som"]
PAGE = (ROOT / "docs" / "instruments.md").read_text(encoding="utf-8")

UNITS = {"person": "a person", "municipality": "a municipality", "region": "a region", "team": "a team"}
MODES = {"web": "on screen", "paper": "on paper", "phone": "by phone", "face_to_face": "face to face"}

every = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
of_som = pytest.mark.parametrize("path", SOM, ids=lambda path: path.stem)


def written(questionnaire: Questionnaire) -> int:
    """Questions as written: a repeated one counts once."""
    return sum(q.type != "information" for block in questionnaire.blocks for q in block.questions)


@every
def test_it_is_clean(path: Path) -> None:
    questionnaire, found = examine(path)
    assert questionnaire is not None
    assert [str(f) for f in found] == []


@every
def test_made_up_answers_pass_every_check(path: Path, tmp_path: Path) -> None:
    questionnaire = load_questionnaire(path)
    answers, _ = simulate(questionnaire, 80, 11)
    write_frame(answers, tmp_path / "answers.csv")
    raw = read_raw(tmp_path / "answers.csv", questionnaire.respondent)
    result = validate(raw, questionnaire, coding=None, invited=None, limits={})
    assert list(result.findings["message"]) == []
    assert result.summary["accepted"] == 80


@every
def test_its_structure_has_the_same_columns(path: Path, tmp_path: Path) -> None:
    questionnaire = load_questionnaire(path)
    (tmp_path / "structure.json").write_bytes(structure.files(questionnaire, {})["structure.json"])
    again = load_questionnaire(tmp_path / "structure.json")
    assert {n: (v.kind, v.codes, v.conditions) for n, v in again.variables.items()} == {
        n: (v.kind, v.codes, v.conditions) for n, v in questionnaire.variables.items()
    }
    assert (again.unit, again.mode) == (questionnaire.unit, questionnaire.mode)


@of_som
def test_every_form_of_the_pipeline_is_made_in_each_language(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    made = render(questionnaire, load_words(FOLDER / "text", questionnaire.languages))
    assert {f"{questionnaire.id}.{language}.html" for language in ("nb", "nn")} <= set(made)
    for language in ("nb", "nn"):
        assert (
            questionnaire.title[language].split(":")[0]
            in made[f"{questionnaire.id}.{language}.html"].decode()
        )


@of_som
def test_it_is_of_a_useful_size_and_says_whom_it_is_about(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    assert questionnaire.id == path.stem
    assert questionnaire.languages == ("nb", "nn")
    assert questionnaire.purpose
    assert 6 <= written(questionnaire) <= 25
    keys = {
        "person": "respondent_id",
        "municipality": "municipality_id",
        "region": "region_id",
        "team": "team_id",
    }
    assert questionnaire.respondent == keys[questionnaire.unit]


@of_som
def test_whoever_asks_is_told_how(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    if questionnaire.mode in ("phone", "face_to_face"):
        parts = [*questionnaire.blocks, *(q for _, q in questionnaire.questions())]
        assert sum(part.instruction is not None for part in parts) >= 2


@of_som
def test_guesswork_is_marked_and_explained(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    assumed = [q for block in questionnaire.blocks for q in block.questions if q.basis == "assumed"]
    assert assumed
    assert [q.id for q in assumed if not q.note] == []


@of_som
def test_the_page_tells_of_it_what_the_file_says(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    row = re.search(rf"^\| `{questionnaire.id}` \|(.+)\|$", PAGE, flags=re.MULTILINE)
    assert row is not None
    cells = [cell.strip() for cell in row[1].split("|")]
    assert cells[2] == UNITS[questionnaire.unit]
    assert cells[3].startswith(MODES[questionnaire.mode])
    assert int(cells[4]) == written(questionnaire)


def test_the_page_lists_no_instrument_that_is_not_there() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE)) == {path.stem for path in SOM}


def test_the_seven_steps_are_tasks_and_parts_of_the_checklist() -> None:
    tasks = load_questionnaire(FOLDER / "som" / "oppgaver.yaml")
    checklist = load_questionnaire(FOLDER / "som" / "sjekkliste.yaml")
    steps = [f"step{n}" for n in range(1, 8)]
    assert [block.id for block in tasks.blocks] == steps
    assert [q.id for _, q in checklist.questions() if q.type == "battery"] == steps


def test_the_rule_for_choosing_municipalities_turns_at_55_per_cent() -> None:
    rule = load_questionnaire(FOLDER / "som" / "kommuneutvalg.yaml")
    below, above = rule.question("below_limit").when, rule.question("weak_transition").when
    assert below is not None and below.at_most == 54.9
    assert above is not None and above.at_least == 55
