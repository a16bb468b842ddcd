"""The SurveyJS export: names, expressions, and what each question type becomes (survey-core itself: tests/proof)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from survey.conditions import Condition
from survey.forms.surveyjs import OWN_WORDS, files, interface, survey
from survey.forms.surveyjs_expression import expression
from survey.model import Questionnaire
from survey.words import Words


@pytest.fixture(scope="module")
def made(gallery: Questionnaire, words: dict[str, Words]) -> dict[str, Any]:
    return survey(gallery, words)


def elements(value: Any) -> Iterator[dict[str, Any]]:
    for page in value["pages"]:
        for element in page["elements"]:
            yield element
            yield from element.get("elements", ())


def element(made: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [e for e in elements(made) if e["name"] == name]
    return found


def test_files_are_the_survey_and_the_words_that_surveyjs_lacks(
    gallery: Questionnaire, words: dict[str, Words]
) -> None:
    found = files(gallery, words)
    assert list(found) == ["forms_gallery.surveyjs.json", "surveyjs-words.nn.json"]
    assert json.loads(found["surveyjs-words.nn.json"])["pageNextText"] == "Neste"
    assert found == files(gallery, words)


def test_the_interface_has_words_in_every_language(words: dict[str, Words]) -> None:
    for own in words.values():
        assert all(interface(own).values())
    assert "{0}" in interface(words["nn"])["progressText"]
    assert "nn" not in OWN_WORDS


def test_bokmal_stands_under_its_locale_and_hidden_answers_are_cleared(made: dict[str, Any]) -> None:
    assert made["locale"] == "no"
    assert made["title"] == {"no": "Alt et skjema kan vise", "nn": "Alt eit skjema kan vise"}
    assert made["clearInvisibleValues"] == "onHiddenContainer"


def test_a_survey_in_surveyjs_own_language_names_no_locale(
    questionnaire_of: Callable[[str], Questionnaire], words: dict[str, Words]
) -> None:
    questionnaire = questionnaire_of(
        "{id: q, languages: [en], title: {en: T}, blocks: [{id: b, title: {en: B}, questions: "
        "[{id: a, type: text, text: {en: Why?}}]}]}"
    )
    made = survey(questionnaire, words)
    assert "locale" not in made
    assert list(files(questionnaire, words)) == ["q.surveyjs.json"]


def test_names_are_our_columns(made: dict[str, Any], gallery: Questionnaire) -> None:
    columns = {n for n, v in gallery.variables.items() if v.kind not in ("tick", "coded")}
    names = {e["name"] for e in elements(made)}
    assert columns <= names
    assert names - columns == {"about", "told", "goal", "reached", "view", "habit"}
    assert next(page["name"] for page in made["pages"]) == "block_welcome"


def test_a_battery_is_a_panel_of_radio_groups(made: dict[str, Any]) -> None:
    panel = element(made, "view")
    assert panel["type"] == "panel" and "isRequired" not in panel
    assert [e["name"] for e in panel["elements"]] == ["view_simple", "view_short", "view_paid"]
    assert all(e["type"] == "radiogroup" and e["isRequired"] for e in panel["elements"])
    assert panel["elements"][2]["visibleIf"] == "{works} = 'no'"


def test_choices_keep_codes_conditions_and_what_rules_out_the_others(made: dict[str, Any]) -> None:
    goal = element(made, "goal")
    assert [c["value"] for c in goal["choices"]] == ["read", "walk", "rest", "other", "nothing"]
    assert [c.get("isExclusive") for c in goal["choices"]] == [None, None, None, None, True]
    assert goal["choices"][2]["visibleIf"] == "{works} = 'yes'"
    assert "hideIfChoicesEmpty" not in goal


def test_an_open_option_has_a_text_question_under_our_column_name(made: dict[str, Any]) -> None:
    assert element(made, "goal_other_text")["visibleIf"] == "{goal} contains 'other'"
    assert element(made, "place_text")["visibleIf"] == "{place} = 'elsewhere'"


def test_options_that_follow_have_a_condition_each(made: dict[str, Any]) -> None:
    reached = element(made, "reached")
    assert [c.get("visibleIf") for c in reached["choices"]] == [
        *(f"{{goal}} contains '{code}'" for code in ("read", "walk", "rest", "other")),
        None,
    ]
    assert reached["visibleIf"] == "!({goal} contains 'nothing')"
    assert reached["resetValueIf"] == "{$self.value} contains 'other' and !({goal} contains 'other')"


def test_numbers_dates_and_texts_have_their_limits(made: dict[str, Any]) -> None:
    age, since, reason = element(made, "age"), element(made, "since"), element(made, "reason")
    assert (age["inputType"], age["min"], age["max"], age["step"]) == ("number", 16, 99, 1)
    assert age["minErrorText"]["nn"] == "Talet må vere 16 eller høgare"
    assert element(made, "hours")["step"] == 0.1
    assert (since["inputType"], since["min"], since["max"]) == ("date", "1990-01-01", "2030-12-31")
    assert (reason["type"], reason["rows"], reason["maxLength"]) == ("comment", 2, 60)


def test_information_is_html_without_anything_that_could_run(
    questionnaire_of: Callable[[str], Questionnaire], words: dict[str, Words]
) -> None:
    questionnaire = questionnaire_of(
        "{id: q, languages: [en], title: {en: T}, blocks: [{id: b, title: {en: B}, questions: "
        '[{id: a, type: information, text: {en: "<script>1 & 2</script>"}}]}]}'
    )
    (found,) = elements(survey(questionnaire, words))
    assert found["html"] == {"en": "<p>&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>"}


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ({"question": "works", "is": "yes"}, "{works} = 'yes'"),
        ({"question": "view_simple", "in": ["1", "2"]}, "{view_simple} anyof ['1', '2']"),
        ({"question": "goal", "has": "read"}, "{goal} contains 'read'"),
        ({"question": "age", "at_least": 18}, "{age} >= 18"),
        ({"question": "age", "at_most": 66.5}, "{age} <= 66.5"),
        ({"question": "since", "answered": True}, "{since} notempty"),
        ({"question": "since", "answered": False}, "{since} empty"),
        ({"not": {"question": "works", "is": "it's"}}, "!({works} = 'it\\'s')"),
        ({"question": "goal_read", "is": "yes"}, "{goal} contains 'read'"),
        ({"question": "goal_read", "is": "no"}, "({goal} notempty and !({goal} contains 'read'))"),
        ({"question": "goal_read", "in": ["yes", "no"]}, "{goal} notempty"),
        ({"question": "goal_read", "answered": False}, "{goal} empty"),
    ],
)
def test_leaves_as_expressions(condition: dict[str, Any], wanted: str, gallery: Questionnaire) -> None:
    assert expression(gallery, [Condition.model_validate(condition)]) == wanted


def test_combinations_keep_their_brackets(gallery: Questionnaire) -> None:
    yes, old = {"question": "works", "is": "yes"}, {"question": "age", "at_least": 67}
    condition = Condition.model_validate({"any": [{"all": [yes, old]}, {"not": {"any": [yes, old]}}, yes]})
    assert expression(gallery, [condition]) == (
        "({works} = 'yes' and {age} >= 67) or !({works} = 'yes' or {age} >= 67) or {works} = 'yes'"
    )
    two = [Condition.model_validate(yes), None, Condition.model_validate({"any": [yes, old]})]
    assert expression(gallery, two) == "{works} = 'yes' and ({works} = 'yes' or {age} >= 67)"
    assert expression(gallery, [None]) is None
