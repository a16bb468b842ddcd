"""The questionnaire: which data columns its questions own, in which order, asked of whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from survey.conditions import Condition
from survey.load import load_questionnaire
from survey.model import MultipleChoice, Option, Questionnaire
from survey.questions import TYPES
from survey.text import fold

SURVEYS = Path(__file__).parents[1] / "surveys"
SOM = Path(__file__).parents[2] / "questionnaires" / "som" / "brukerundersokelse.yaml"


def survey(name: str) -> Questionnaire:
    return load_questionnaire(SURVEYS / f"{name}.yaml")


def multiple(questionnaire: Questionnaire, name: str) -> MultipleChoice:
    question = questionnaire.question(name)
    assert isinstance(question, MultipleChoice)
    return question


@pytest.mark.parametrize("path", sorted(SURVEYS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_tiny_survey_loads_and_is_named_after_its_file(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    assert questionnaire.id == path.stem
    assert questionnaire.variables


def test_every_question_type_stands_in_a_tiny_survey() -> None:
    asked = {q.type for path in SURVEYS.glob("*.yaml") for _, q in load_questionnaire(path).questions()}
    assert asked == set(TYPES)


def test_a_battery_has_a_column_per_item_and_no_column_of_its_own() -> None:
    variables = survey("battery").variables
    assert list(variables) == ["cook", "clean", "who_cooks"]
    assert variables["cook"].question == "chores_often"
    assert variables["cook"].short == {"en": "Cooking"}
    assert [variables[name].ordinal for name in variables] == [True, True, False]
    assert variables["clean"].basis == "assumed"


def test_a_declared_non_answer_is_a_code_but_not_an_answer() -> None:
    cook = survey("battery").variables["cook"]
    assert cook.codes == ("1", "2", "3", "4", "dont_know")
    assert cook.substantive == ("1", "2", "3", "4")


def test_a_multiple_choice_has_a_yes_no_column_per_option() -> None:
    variables = survey("routing").variables
    assert [name for name in variables if name.startswith("transport_")] == [
        "transport_bus",
        "transport_bike",
        "transport_none",
    ]
    assert variables["transport_bus"].codes == ("yes", "no")
    assert variables["transport_bus"].kind == "tick"


def test_piped_options_are_offered_to_those_who_ticked_them() -> None:
    questionnaire = survey("piping")
    options = {o.code: o for o in questionnaire.options_of(multiple(questionnaire, "eaten"))}
    assert list(options) == ["apple", "pear", "other", "nothing"], (
        "the exclusive option does not follow, an own one does"
    )
    assert options["apple"].when == Condition(question="known", has="apple")
    assert not options["other"].open, "the text was asked for the first time only"
    assert questionnaire.variables["eaten_pear"].offered == Condition(question="known", has="pear")
    assert questionnaire.variables["eaten_nothing"].offered is None


def test_piping_reaches_through_two_questions() -> None:
    questionnaire = survey("piping")
    codes = [o.code for o in questionnaire.options_of(multiple(questionnaire, "liked"))]
    assert codes == ["apple", "pear", "other"]
    assert questionnaire.variables["liked_apple"].offered == Condition(question="eaten", has="apple")


def test_an_open_option_brings_a_text_column_and_its_categories() -> None:
    variables = survey("other_text").variables
    assert list(variables) == [
        "employer",
        "employer_text",
        "employer_code",
        "tools_pen",
        "tools_other",
        "tools_other_text",
        "wish",
        "wish_code",
    ]
    assert variables["employer_text"].conditions == (Condition(question="employer", **{"is": "elsewhere"}),)
    assert variables["tools_other_text"].conditions == (Condition(question="tools_other", **{"is": "yes"}),)
    assert variables["wish_code"].kind == "coded"
    assert variables["wish_code"].codes == ("time", "money")


def test_a_variable_carries_the_conditions_of_its_block_question_and_item() -> None:
    variables = survey("routing").variables
    assert [c.test for c in variables["car_kind"].conditions] == ["not", "is"]
    assert variables["safe"].conditions == (Condition(question="transport", has="bike"),)
    assert variables["cheap"].conditions == ()


def test_numbers_dates_and_information() -> None:
    variables = survey("numbers_dates").variables
    assert {name: v.kind for name, v in variables.items()} == {
        "nights": "number",
        "price": "number",
        "arrived": "date",
    }
    assert variables["nights"].required
    assert not variables["nights"].closed


def test_text_is_folded_and_paragraphs_stay() -> None:
    text = survey("numbers_dates").question("welcome").text["en"]
    assert text == "Two paragraphs, the first over two lines.\n\nAnd the second."
    assert fold("  one\n two\n \n\n three ") == "one two\n\nthree"


def test_nothing_changes_after_loading() -> None:
    questionnaire = survey("battery")
    with pytest.raises(ValidationError, match="frozen"):
        questionnaire.version = "2"  # type: ignore[misc]


def test_options_from_something_else_than_a_multiple_choice_is_refused() -> None:
    questionnaire = survey("piping")
    wrong = MultipleChoice(id="x", type="multiple", text={"en": "?"}, options_from="pie")
    with pytest.raises(TypeError, match="no multiple choice"):
        questionnaire.options_of(wrong)


def test_codes_may_be_written_as_whole_numbers() -> None:
    assert Option(code=3, label={"en": "Three"}).code == "3"


def test_the_shipped_instrument_has_the_questions_of_the_study() -> None:
    questionnaire = load_questionnaire(SOM)
    assert questionnaire.languages == ("nb", "nn")
    assert {block.id for block in questionnaire.blocks} >= {
        "participation",
        "goals",
        "resources",
        "cooperation",
        "changes",
    }
    assert len(questionnaire.variables) == 80
    assert {b.id for b in questionnaire.background} == {
        "municipality_size",
        "role",
        "unit",
        "contact_person",
        "region",
        "workshop2_group",
    }


def test_the_shipped_instrument_says_what_is_assumed() -> None:
    questionnaire = load_questionnaire(SOM)
    marked = {name: v.basis for name, v in questionnaire.variables.items() if v.basis != "published"}
    assert marked["useful_homework_after"] == "implied"
    assert marked["use_little_or_nothing"] == "assumed"
    assert questionnaire.scales["usefulness5"].basis == "assumed"
    for name in ("barrier", "cooperation", "lowuse"):
        question = questionnaire.question(name)
        assert question.basis == "assumed"
        assert question.note


def test_closed_questions_of_the_shipped_instrument_are_required_and_short_enough_for_charts() -> None:
    questionnaire = load_questionnaire(SOM)
    for variable in questionnaire.variables.values():
        assert variable.required == (variable.kind in ("single", "item", "tick")), variable.name
        if variable.kind in ("item", "tick"):
            words = variable.short or variable.label
            assert max(len(word) for word in words.values()) <= 45, variable.name


def test_the_shipped_instrument_promises_confidentiality_and_never_anonymity() -> None:
    text = SOM.read_text(encoding="utf-8").lower()
    assert "konfidensiell" in text
    assert "anonym" not in text
