from pathlib import Path

import pytest

from analysis.plan import Plan
from analysis.results import ALL, TOTAL
from reports.style.labels import Labels
from survey.model import Questionnaire
from survey.words import load_words

TEXT = """
id: tiny
title: {nb: Tittel, nn: Tittel}
languages: [nb, nn]
scales:
  extent:
    top: [2, 3]
    bottom: [1]
    options:
      - {code: 1, label: {nb: I liten grad, nn: I liten grad}, short: {nb: Liten, nn: Liten}}
      - {code: 2, label: {nb: I noen grad, nn: I nokon grad}}
      - {code: 3, label: {nb: I stor grad, nn: I stor grad}}
      - {code: 9, label: {nb: Vet ikke, nn: Veit ikkje}, missing: true}
background:
  - id: size
    label: {nb: Størrelse, nn: Storleik}
    options:
      - {code: small, label: {nb: Små kommuner, nn: Små kommunar}, short: {nb: Små, nn: Små}}
      - {code: large, label: {nb: Store kommuner, nn: Store kommunar}}
      - {code: unknown, label: {nb: Ukjent, nn: Ukjend}}
blocks:
  - id: one
    title: {nb: Del, nn: Del}
    questions:
      - id: agree
        type: battery
        scale: extent
        text: {nb: Hva mener du?, nn: Kva meiner du?}
        items:
          - {id: warm, text: {nb: Det er varmt., nn: Det er varmt.}, short: {nb: Varmt, nn: Varmt}}
          - {id: cold, text: {nb: Det er kaldt., nn: Det er kaldt.}}
      - id: owns
        type: multiple
        text: {nb: Hva har du?, nn: Kva har du?}
        options:
          - {code: cat, label: {nb: Katt, nn: Katt}}
          - {code: other, label: {nb: Annet, nn: Anna}, open: true}
      - id: job
        type: single
        text: {nb: Har du jobb?, nn: Har du jobb?}
        options:
          - {code: "yes", label: {nb: Ja, nn: Ja}}
          - {code: "no", label: {nb: Nei, nn: Nei}}
"""
PLAN = {
    "study": "tiny",
    "segments": [
        {"id": "size", "kind": "copied", "of": "size", "drop": ["unknown"]},
        {"id": "job", "kind": "copied", "of": "job"},
    ],
    "crosstabs": [{"by": ["size"]}],
}


@pytest.fixture
def labels(questionnaire_of) -> Labels:
    questionnaire: Questionnaire = questionnaire_of(TEXT)
    return Labels(questionnaire, Plan.model_validate(PLAN), "nn", {"labels": {"all": "Alle"}})


def test_items(labels):
    assert labels.items("agree") == ("warm", "cold")
    assert labels.items("owns") == ("owns_cat", "owns_other")
    assert (labels.item("warm"), labels.short("warm")) == ("Det er varmt.", "Varmt")
    assert labels.short("cold") == "Det er kaldt."
    assert labels.question("agree") == "Kva meiner du?"


def test_answers_leave_out_declared_non_answers(labels):
    assert labels.answers("warm") == ("1", "2", "3")
    assert labels.answer("warm", "9") == "Veit ikkje"
    assert labels.answer_short("warm", "1") == "Liten"
    assert labels.ordinal_ends("warm") == ("I liten grad", "I stor grad")
    assert (labels.top("warm"), labels.bottom("warm")) == (("2", "3"), ("1",))
    assert labels.top("owns_cat") == ()


def test_groups_follow_the_plan(labels):
    assert labels.groups("size") == ("small", "large")
    assert labels.segment("size") == "Storleik"
    assert (labels.group("size", "small"), labels.group_short("size", "small")) == ("Små kommunar", "Små")


def test_an_answer_can_be_a_segment(labels):
    assert labels.segment("job") == "Har du jobb?"
    assert labels.groups("job") == ("yes", "no")
    assert labels.group("job", "yes") == "Ja"


def test_everyone(labels):
    assert labels.groups(TOTAL) == (ALL,)
    assert labels.segment(TOTAL) == labels.group(TOTAL, ALL) == labels.group("size", ALL) == "Alle"


def test_unknown_names_do_not_pass(labels):
    for lookup in (labels.item, labels.groups, labels.question):
        with pytest.raises(KeyError):
            lookup("nope")
    with pytest.raises(KeyError):
        labels.answer("warm", "7")


def test_a_missing_language_falls_back_to_the_first(labels):
    assert labels.text({"en": "Only English"}) == "Only English"


# Names put together -------------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
RICH = {
    "study": "tiny",
    "segments": [
        {"id": "size", "kind": "copied", "of": "size", "drop": ["unknown"]},
        {"id": "job", "kind": "copied", "of": "job"},
        {"id": "both", "kind": "nested", "of": ["size", "job"]},
    ],
    "indexes": [
        {"id": "weather", "items": ["warm", "cold"], "label": {"nb": "Vær i alt", "nn": "Vêr i alt"}},
    ],
    "crosstabs": [
        {"by": ["size*job", "both", "job*both"]},
        {"id": "warm", "by": ["size", "size*job"], "where": {"question": "warm", "in": [2, 3]}},
        {"id": "cats", "by": ["job"], "where": {"question": "owns", "has": "cat"}},
        {
            "id": "small",
            "by": ["job"],
            "where": {"all": [{"question": "size", "is": "small"}, {"not": {"question": "job", "is": "no"}}]},
        },
    ],
}


@pytest.fixture
def rich(questionnaire_of):
    def make(language: str) -> Labels:
        words = load_words(ROOT / "reports" / "text", [language])[language]
        return Labels(questionnaire_of(TEXT), Plan.model_validate(RICH), language, words)

    return make


def test_nested_segments_are_named_by_their_parts(rich):
    labels = rich("nb")
    assert labels.segment("size*job") == labels.segment("both") == "Størrelse og har du jobb?"
    assert labels.segment("job*both") == "Har du jobb?, størrelse og har du jobb?"
    assert labels.groups("both") == ("small*yes", "small*no", "large*yes", "large*no")
    assert labels.group("size*job", "small*yes") == "Små kommuner, Ja"
    assert labels.group_short("both", "small*no") == "Små, Nei"
    assert labels.group("job*both", "no*large*yes") == "Nei, Store kommuner, Ja"
    assert labels.group("both", ALL) == "Alle"


@pytest.mark.parametrize(
    ("language", "segment", "name"),
    [
        ("nb", "size@warm", "Størrelse (bare de som svarte «I noen grad» eller «I stor grad» på «Varmt»)"),
        ("nn", "size@warm", "Storleik (berre dei som svarte «I nokon grad» eller «I stor grad» på «Varmt»)"),
        ("nb", "job@cats", "Har du jobb? (bare de som krysset av for «Katt» på «Hva har du?»)"),
        (
            "nn",
            "job@small",
            "Har du jobb? (berre dei som både er i gruppa «Små kommunar» og ikkje svarte «Nei» på «Har du jobb?»)",
        ),
    ],
)
def test_narrowed_segments_say_whom_they_are_about(rich, language, segment, name):
    assert rich(language).segment(segment) == name


def test_a_language_that_the_questionnaire_lacks_borrows_its_first(rich):
    labels = rich("en")
    assert labels.segment("size*job@warm") == (
        "Størrelse and har du jobb? (only those who answered “I noen grad” or “I stor grad” to “Varmt”)"
    )


def test_groups_of_a_narrowed_segment_are_those_of_the_whole(rich):
    labels = rich("nb")
    assert labels.groups("size@warm") == ("small", "large")
    assert labels.group("size@warm", "small") == "Små kommuner"
    assert labels.group("size*job@warm", "small*yes") == "Små kommuner, Ja"
    with pytest.raises(KeyError):
        labels.group("size*job", "small")


def test_abbreviations_keep_their_capitals(questionnaire_of):
    text = TEXT.replace("Har du jobb?", "NAV-kontor")
    words = load_words(ROOT / "reports" / "text", ["nb"])["nb"]
    labels = Labels(questionnaire_of(text), Plan.model_validate(RICH), "nb", words)
    assert labels.segment("size*job") == "Størrelse og NAV-kontor"


def test_items_worked_out_from_several_have_names(rich):
    labels = rich("nn")
    assert labels.item("owns") == labels.short("owns") == "Talet på kryss på «Kva har du?»"
    assert labels.item("weather") == labels.short("weather") == labels.question("weather") == "Vêr i alt"
    assert labels.variable("owns").kind == labels.variable("weather").kind == "number"
    assert labels.answers("weather") == () and labels.top("owns") == ()
    assert labels.question("owns") == "Kva har du?"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_language_has_the_words(language):
    first = load_words(ROOT / "reports" / "text", ["nb"])["nb"]["labels"]
    words = load_words(ROOT / "reports" / "text", [language])[language]["labels"]
    assert set(words) == set(first) and set(words["who"]) == set(first["who"])
