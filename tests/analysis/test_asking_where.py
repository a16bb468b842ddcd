"""The small language of conditions only builds conditions; what they mean is tested in test_conditions.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.asking.where import Vocabulary, condition
from analysis.plan import Plan
from survey.conditions import Condition
from survey.load import load_questionnaire
from survey.messages import SvarError

VISIT = load_questionnaire(Path(__file__).parents[1] / "surveys" / "visit.yaml")
PLAN = Plan.model_validate(
    {
        "study": "visit",
        "segments": [
            {"id": "age_band", "kind": "banded", "of": "age", "bands": {"young": [0, 39], "old": [40, None]}}
        ],
        "crosstabs": [{"by": ["age_band"]}],
    }
)
WORDS = Vocabulary(VISIT, PLAN)


def built(*wanted: Any) -> dict[str, Any]:
    found = condition(wanted, WORDS)
    assert found is not None
    return found.model_dump(by_alias=True, exclude_none=True)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("visited: yes", {"question": "visited", "is": "yes"}),
        ("visited: YES ", {"question": "visited", "is": "yes"}),
        ("visited:no", {"question": "visited", "is": "no"}),
        ("helpful: Rather agree, agree", {"question": "helpful", "in": ("4", "5")}),
        ("helpful: 4, 4", {"question": "helpful", "is": "4"}),
        ("helpful: Don't know", {"question": "helpful", "is": "9"}),
        ("not helpful: 1", {"not": {"question": "helpful", "is": "1"}}),
        ("purpose: books", {"question": "purpose", "has": "books"}),
        (
            "purpose: books, people",
            {"any": ({"question": "purpose", "has": "books"}, {"question": "purpose", "has": "people"})},
        ),
        ("met: books", {"question": "met", "has": "books"}),
        ("purpose_books: yes", {"question": "purpose_books", "is": "yes"}),
        ("age_band: Under 40", {"question": "age_band", "is": "young"}),
        ("branch: small", {"question": "branch_size", "is": "small"}),
        ("age: 40..", {"question": "age", "at_least": 40.0}),
        ("age: ..39", {"question": "age", "at_most": 39.0}),
        (
            "age: 18..29",
            {"all": ({"question": "age", "at_least": 18.0}, {"question": "age", "at_most": 29.0})},
        ),
        ("age: 40", {"all": ({"question": "age", "at_least": 40.0}, {"question": "age", "at_most": 40.0})}),
        ("{question: visited, is: no}", {"question": "visited", "is": "no"}),
        ("{question: age, at_least: 40}", {"question": "age", "at_least": 40.0}),
        ("{question: comment, answered: true}", {"question": "comment", "answered": True}),
    ],
)
def test_what_is_built(text: str, data: dict[str, Any]) -> None:
    assert built(text) == data


def test_several_must_all_hold() -> None:
    both = built("visited: yes", "not age_band: old")
    assert [part.get("question", "not") for part in both["all"]] == ["visited", "not"]


def test_nothing_is_no_condition_and_a_condition_is_taken_as_it_is() -> None:
    assert condition([], WORDS) is None
    given = Condition.model_validate({"question": "visited", "is": "yes"})
    assert condition([given], WORDS) is given
    assert condition([{"question": "visited", "is": "yes"}], WORDS) == given


def test_a_label_may_hold_a_comma(questionnaire_of: Any) -> None:
    text = """
id: tiny
languages: [en, nb]
title: {en: Tiny, nb: Liten}
blocks:
  - id: one
    title: {en: One, nb: En}
    questions:
      - id: party
        type: single
        text: {en: Which party?, nb: Hvilket parti?}
        options:
          - {code: a, label: {en: "Free, leaning left", nb: "Fri, mot venstre"}}
          - {code: b, label: {en: Left, nb: Venstre}}
"""
    words = Vocabulary(questionnaire_of(text), PLAN)
    found = condition(["party: free, leaning left, VENSTRE"], words)
    assert found is not None
    assert found.in_ == ("a", "b")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("visited", "S092", "no 'question: answer'"),
        ("visited:", "S092", "no 'question: answer'"),
        (": yes", "S092", "no 'question: answer'"),
        ("vistied: yes", "S095", "did you mean 'visited'?"),
        ("visited: yess", "Q007", "did you mean 'yes'?"),
        ("helpful: 4, 7", "Q007", "'7'"),
        ("age: many", "S092", "18..29"),
        ("age: ..", "S092", "18..29"),
        ("comment: good", "S092", "no list of answers"),
        ("{question: visited}", "S092", "exactly one of"),
        ("{question: [}", "S092", "no YAML"),
        ("{question: nothing, is: a}", "S095", "'nothing'"),
        ("{question: purpose, is: books}", "S095", "'purpose'"),
        ("{question: purpose, has: book}", "S095", "did you mean 'purpose_books'?"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, code: str, told: str) -> None:
    with pytest.raises(SvarError) as refused:
        condition([text], WORDS)
    assert refused.value.findings[0].code == code
    assert told in str(refused.value)
