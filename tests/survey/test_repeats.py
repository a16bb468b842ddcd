"""Blocks that are asked several times: numbered columns, routing inside each repetition, and one question to go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from survey.conditions import Condition
from survey.forms import codebook, html, structure
from survey.forms.repeats import spoken
from survey.frames import write_frame
from survey.intake.csv import read_raw
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.simulate import simulate
from survey.validate import Validated, validate
from survey.words import load_words

ROOT = Path(__file__).parents[2]
REPEATS = ROOT / "tests" / "surveys" / "repeats.yaml"


@pytest.fixture(scope="module")
def repeats() -> Questionnaire:
    return load_questionnaire(REPEATS)


def checked(rows: list[dict[str, Any]], questionnaire: Questionnaire, folder: Path) -> Validated:
    columns = [name for name, v in questionnaire.variables.items() if v.kind != "coded"]
    head = {"submitted": "2024-01-08T09:00", "language": "nb", "data_origin": "SYNTHETIC"}
    lines = [
        [{"respondent_id": f"k{i}", **head, **row}.get(c, "") for c in ("respondent_id", *head, *columns)]
        for i, row in enumerate(rows)
    ]
    header = ",".join(("respondent_id", *head, *columns))
    (folder / "answers.csv").write_text("\n".join([header, *(",".join(line) for line in lines)]) + "\n")
    raw = read_raw(folder / "answers.csv", "respondent_id")
    return validate(raw, questionnaire, coding=None, invited=None, limits={})


def test_every_repetition_has_its_own_columns_in_the_order_asked(repeats: Questionnaire) -> None:
    second = [name for name in repeats.variables if "_r2" in name]
    assert second == [
        "name_r2",
        "name_code_r2",
        "kind_r2_course",
        "kind_r2_practice",
        "kind_r2_other",
        "kind_r2_other_text",
        "kind_main_r2_course",
        "kind_main_r2_practice",
        "kind_main_r2_other",
        "places_r2",
        "state_plan_r2",
        "state_partners_r2",
        "missing_r2",
        "measures_more_r2",
    ]
    names = list(repeats.variables)
    assert names.index("measures_more_r1") + 1 == names.index("name_r2")
    assert "measures_more_r3" not in names
    assert names[-1] == "comment"


def test_the_first_repetition_has_the_condition_of_the_block_and_the_others_ask_whether_there_is_one_more(
    repeats: Questionnaire,
) -> None:
    asked = {name: v.conditions for name, v in repeats.variables.items()}
    assert asked["name_r1"] == (Condition(question="offers", **{"is": "yes"}),)
    assert asked["measures_more_r1"] == asked["name_r1"]
    assert asked["name_r2"] == (Condition(question="measures_more_r1", **{"is": "yes"}),)
    assert asked["name_r3"] == (Condition(question="measures_more_r2", **{"is": "yes"}),)


def test_conditions_inside_mean_the_same_repetition_and_others_what_they_say(repeats: Questionnaire) -> None:
    variables = repeats.variables
    assert variables["places_r3"].conditions[-1] == Condition(question="kind_r3", has="practice")
    assert variables["kind_main_r2_course"].offered == Condition(question="kind_r2", has="course")
    assert variables["state_partners_r2"].conditions[-1] == Condition(question="partners", has="nav")
    assert [leaf.question for leaf in variables["missing_r2"].conditions[-1].leaves()] == [
        "state_plan_r2",
        "places_r2",
    ]


def test_the_questionnaire_as_written_stays_and_the_flat_one_repeats_nothing(repeats: Questionnaire) -> None:
    assert [block.id for block in repeats.blocks] == ["start", "measures", "end"]
    assert [b.id for b in repeats.flat.blocks] == [
        "start",
        "measures_r1",
        "measures_r2",
        "measures_r3",
        "end",
    ]
    assert repeats.flat.flat is repeats.flat
    assert list(repeats.flat.variables) == list(repeats.variables)
    assert [block.intro is not None for block in repeats.flat.blocks] == [False, True, False, False, False]
    assert repeats.flat.blocks[2].title["nb"] == "Tiltakene: Tiltak 2"


def test_the_question_whether_there_is_one_more_has_words_in_every_form(repeats: Questionnaire) -> None:
    words = load_words(ROOT / "questionnaires" / "text", ["nb", "nn"])
    asks = spoken(repeats, words).question("measures_more_r1")
    assert asks.text == {"nb": "Vil du legge til «Tiltak 2»?", "nn": "Vil du leggje til «Tiltak 2»?"}
    pages = {**html.files(repeats, words), **codebook.files(repeats, words)}
    assert len(pages) == 4
    for page in pages.values():
        assert "«Tiltak 3»" in page.decode()
        assert "☒" not in page.decode()


def test_the_structure_keeps_the_repetition_and_drops_the_words(
    repeats: Questionnaire, tmp_path: Path
) -> None:
    content = structure.files(repeats, {})["structure.json"]
    (tmp_path / "structure.json").write_bytes(content)
    again = load_questionnaire(tmp_path / "structure.json")
    assert again.unit == "municipality"
    assert again.blocks[1].repeat is not None and again.blocks[1].repeat.maximum == 3
    assert again.blocks[0].instruction is None
    routes = {name: (v.conditions, v.offered, v.codes) for name, v in repeats.variables.items()}
    assert {name: (v.conditions, v.offered, v.codes) for name, v in again.variables.items()} == routes


def test_simulated_answers_pass_every_check(repeats: Questionnaire, tmp_path: Path) -> None:
    answers, _ = simulate(repeats, 200, 7)
    write_frame(answers, tmp_path / "answers.csv")
    raw = read_raw(tmp_path / "answers.csv", "respondent_id")
    result = validate(raw, repeats, coding=None, invited=None, limits={})
    assert result.findings.empty
    assert result.summary["accepted"] == 200
    reached = [int(answers[f"name_r{k}"].notna().sum()) for k in (1, 2, 3)]
    assert reached[0] > reached[1] > reached[2] > 0


def test_an_answer_in_a_repetition_that_was_not_opened_is_set_aside(
    repeats: Questionnaire, tmp_path: Path
) -> None:
    one = {
        "offers": "yes",
        "name_r1": "Kurs",
        "kind_r1_course": "yes",
        "measures_more_r1": "no",
        "name_r2": "Ny",
    }
    result = checked([one], repeats, tmp_path)
    assert ("D002", "answers.csv:2 [name_r2]") in set(
        zip(result.findings["code"], result.findings["where"], strict=True)
    )
    assert result.status.loc[2, "name_r2"] == "not_asked"


def test_a_repetition_that_falls_away_takes_the_later_ones_with_it(
    repeats: Questionnaire, tmp_path: Path
) -> None:
    """The first «one more» is hidden with its block; so is what was said on the strength of it."""
    hidden = {
        "offers": "no",
        "measures_more_r1": "yes",
        "name_r2": "Ny",
        "measures_more_r2": "yes",
        "name_r3": "Ny",
    }
    result = checked([hidden], repeats, tmp_path)
    aside = [column for column in result.quarantine["column"] if isinstance(column, str)]
    assert aside == ["measures_more_r1", "name_r2", "measures_more_r2", "name_r3"]


def test_a_block_may_go_by_its_own_condition_only(questionnaire_of: Callable[[str], Questionnaire]) -> None:
    text = REPEATS.read_text(encoding="utf-8").replace(
        '    when: {question: offers, is: "yes"}\n    repeat:', "    repeat:"
    )
    assert questionnaire_of(text).variables["name_r1"].conditions == ()
