"""Derived items: ticks counted and indexes averaged, person by person."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from small import VISIT

from analysis.counting.coding import MISSING, Item
from analysis.derived import derived, variables
from analysis.plan import Plan

NOT_ASKED, UNANSWERED, DECLARED = range(3)
YES, NO = 3, 4


def plan(at_least: int = 1) -> Plan:
    return Plan.model_validate(
        {
            "study": "visit",
            "crosstabs": [{"questions": "all", "by": ["age_band"]}],
            "indexes": [
                {
                    "id": "service_index",
                    "items": ["helpful", "quiet"],
                    "at_least": at_least,
                    "label": {"en": "Service"},
                }
            ],
        }
    )


def numbers(item: Item) -> list[float | str]:
    return [MISSING[c] if c < 3 else float(item.answers[c - 3]) for c in item.codes]


def ticks(*columns: list[int]) -> list[float | str]:
    one = derived(plan(), VISIT)["purpose"]
    return numbers(one.item([Item(np.array(codes, dtype=np.int8), ("yes", "no")) for codes in columns]))


def index(helpful: list[int], quiet: list[int], at_least: int = 1) -> list[float | str]:
    one = derived(plan(at_least), VISIT)["service_index"]
    own = VISIT.variables["helpful"].substantive
    return numbers(one.item([Item(np.array(codes, dtype=np.int8), own) for codes in (helpful, quiet)]))


def test_which_items_there_are() -> None:
    found = variables(plan(), VISIT)
    assert list(found) == ["purpose", "met", "service_index"]
    assert {variable.kind for variable in found.values()} == {"number"}
    assert found["purpose"].conditions == VISIT.variables["purpose_books"].conditions


def test_an_exclusive_option_is_no_tick() -> None:
    parts = derived(plan(), VISIT)["purpose"].parts
    assert parts == ("purpose_books", "purpose_people", "purpose_other")
    # Whoever chose "no reason" has no on all three.
    assert ticks([NO], [NO], [NO]) == [0]


def test_ticks_are_counted() -> None:
    assert ticks([YES, YES, NO], [YES, NO, NO], [YES, NO, YES]) == [3, 1, 1]


def test_nobody_has_ticks_without_an_answer() -> None:
    missing = [NOT_ASKED, UNANSWERED, DECLARED]
    assert ticks(missing, missing, missing) == list(MISSING)


def test_an_index_is_the_mean_of_what_was_answered() -> None:
    assert index([3, 7, UNANSWERED], [4, 7, 5]) == [1.5, 5, 3]


def test_too_few_answers_make_no_index() -> None:
    assert index([UNANSWERED, DECLARED, NOT_ASKED, 3], [5, DECLARED, NOT_ASKED, 3], at_least=2) == [
        "unanswered",
        "declared",
        "not_asked",
        1,
    ]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=30), st.integers(1, 2))
def test_index_of_anybody(people: list[tuple[int, int]], at_least: int) -> None:
    found = index([a for a, _ in people], [b for _, b in people], at_least)
    for person, value in zip(people, found, strict=True):
        answered = [code - 2 for code in person if code >= 3]
        if len(answered) >= at_least:
            assert value == pytest.approx(sum(answered) / len(answered))
        else:
            assert isinstance(value, str)


def test_answers_are_in_order_and_each_once() -> None:
    answers = [float(answer) for answer in derived(plan(), VISIT)["service_index"].answers]
    assert answers == sorted(set(answers)) == [k / 2 for k in range(2, 11)]
