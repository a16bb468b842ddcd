import pytest

from analysis.plan import Plan
from analysis.results import ALL, TOTAL
from reports.style.labels import Labels
from survey.model import Questionnaire

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
