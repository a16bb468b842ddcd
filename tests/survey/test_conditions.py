"""The routing language: what a condition means, and that every reader agrees."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from survey.conditions import Condition, column_of, holds, mask

NAMES = ("a", "b", "pick")
ANSWERS = (None, "yes", "no", "1", "2", "17", "18.5", "18,5", "-3", "nan", "1e3", "1_000", "lots")
COLUMNS = ("a", "b", "pick_x", "pick_y")


def condition(written: dict[str, Any]) -> Condition:
    return Condition.model_validate(written)


def leaves() -> st.SearchStrategy[dict[str, Any]]:
    name = st.sampled_from(NAMES)
    code = st.sampled_from([answer for answer in ANSWERS if answer])
    number = st.sampled_from([-3, 0, 17, 18.5])
    return st.one_of(
        st.fixed_dictionaries({"question": name, "is": code}),
        st.fixed_dictionaries({"question": name, "in": st.lists(code, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"question": st.just("pick"), "has": st.sampled_from(["x", "y"])}),
        st.fixed_dictionaries({"question": name, "at_least": number}),
        st.fixed_dictionaries({"question": name, "at_most": number}),
        st.fixed_dictionaries({"question": name, "answered": st.booleans()}),
    )


def combined(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"all": several}),
        st.fixed_dictionaries({"any": several}),
        st.fixed_dictionaries({"not": parts}),
    )


CONDITIONS = st.recursive(leaves(), combined, max_leaves=8)
ROWS = st.lists(st.fixed_dictionaries({column: st.sampled_from(ANSWERS) for column in COLUMNS}), max_size=6)


@settings(deadline=None, max_examples=150)
@given(written=CONDITIONS, rows=ROWS, kept=st.sets(st.sampled_from(COLUMNS)), plain=st.booleans())
def test_mask_is_holds_for_every_row(
    written: dict[str, Any], rows: list[dict[str, Any]], kept: set[str], plain: bool
) -> None:
    """Also when a column is not in the frame, and for both ways pandas keeps text."""
    meant = condition(written)
    rows = [{column: row[column] for column in kept} for row in rows]
    index = pd.Index([10 + 2 * i for i in range(len(rows))])
    frame = pd.DataFrame(rows, index=index, columns=sorted(kept), dtype=object if plain else "str")
    found = mask(meant, frame)
    assert found.dtype == bool
    assert found.index.equals(index)
    assert found.tolist() == [holds(meant, row) for row in rows]


@settings(deadline=None)
@given(written=CONDITIONS)
def test_a_condition_survives_being_written_down(written: dict[str, Any]) -> None:
    meant = condition(written)
    assert condition(meant.model_dump(by_alias=True, exclude_none=True)) == meant


@pytest.mark.parametrize(
    ("written", "answer", "expected"),
    [
        ({"is": "yes"}, "yes", True),
        ({"is": 1}, "1", True),
        ({"in": [1, 2]}, "2", True),
        ({"in": ["1"]}, "2", False),
        ({"at_least": 18}, "18", True),
        ({"at_least": 18}, "17.9", False),
        ({"at_most": 18}, "18,0", True),
        ({"at_most": 18}, "eighteen", False),
        ({"at_least": 0}, "1e3", False),
        ({"answered": True}, "no", True),
        ({"answered": True}, "", False),
        ({"answered": False}, "no", False),
    ],
)
def test_leaves(written: dict[str, Any], answer: str, expected: bool) -> None:
    assert holds(condition({"question": "a", **written}), {"a": answer}) is expected


@pytest.mark.parametrize(
    "test", [{"is": "yes"}, {"in": ["yes"]}, {"has": "x"}, {"at_least": 0}, {"answered": True}]
)
def test_no_answer_makes_a_leaf_false_and_its_opposite_true(test: dict[str, Any]) -> None:
    leaf = condition({"question": "a", **test})
    for answers in ({}, {"a": None, "a_x": None}):
        assert not holds(leaf, answers)
        assert holds(condition({"not": {"question": "a", **test}}), answers)


def test_combinations() -> None:
    yes, no = {"question": "a", "is": "yes"}, {"question": "b", "is": "yes"}
    answers = {"a": "yes", "b": "no"}
    assert not holds(condition({"all": [yes, no]}), answers)
    assert holds(condition({"any": [yes, no]}), answers)
    assert holds(condition({"all": [yes, {"not": no}]}), answers)


def test_a_ticked_option_is_read_from_its_own_column() -> None:
    leaf = condition({"question": "pick", "has": "x"})
    assert column_of(leaf) == "pick_x"
    assert holds(leaf, {"pick_x": "yes"})
    assert not holds(leaf, {"pick_x": "no"})


def test_leaves_are_found_in_reading_order() -> None:
    tree = condition(
        {"all": [{"question": "a", "is": 1}, {"not": {"any": [{"question": "b", "answered": True}]}}]}
    )
    assert [leaf.question for leaf in tree.leaves()] == ["a", "b"]
    assert tree.test == "all"
    assert [part.test for part in tree.parts] == ["is", "not"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({}, "nothing"),
        ({"question": "a"}, "nothing"),
        ({"is": "yes"}, "needs a 'question'"),
        ({"question": "a", "is": "yes", "in": ["no"]}, "is and in"),
        ({"question": "a", "is": "yes", "all": [{"question": "a", "is": "yes"}]}, "is and all"),
        ({"all": [{"question": "a", "is": 1}], "any": [{"question": "a", "is": 1}]}, "all and any"),
        ({"all": []}, "at least 1"),
        ({"question": "a", "in": []}, "at least 1"),
        ({"question": "a", "is_": "yes"}, "is_"),
    ],
)
def test_a_condition_has_exactly_one_meaning(written: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        condition(written)
