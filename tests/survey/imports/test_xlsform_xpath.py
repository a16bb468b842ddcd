"""Expressions: what is read, what is refused with a reason, and that nothing else ever happens."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.conditions import Condition, holds
from survey.imports.xlsform_routes import Known, Reader
from survey.imports.xlsform_tidy import tidy
from survey.imports.xlsform_xpath import Unreadable, parse

KNOWN = {
    "s": Known("s", "single", {"a": "a", "b": "b", "1": "1", "2": "2"}),
    "m": Known("m", "multiple", {"a": "a", "b": "b"}),
    "n": Known("n", "number"),
    "t": Known("t", "text"),
}
PIECES = [
    "${s}",
    "${m}",
    "${n}",
    "'a'",
    '"b"',
    "1",
    "2.5",
    ".",
    "..",
    "/",
    "(",
    ")",
    ",",
    " and ",
    " or ",
    "not(",
]
PIECES += [
    "=",
    "!=",
    "<",
    ">=",
    "-",
    "*",
    " div ",
    "selected(",
    "count-selected(",
    "true()",
    "x",
    "[",
    "]",
    "if(",
]
PIECES += ["€", "'", "${", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        verdict = Reader(KNOWN).condition(text)
    except Unreadable as reason:
        assert str(reason)
    else:
        assert isinstance(verdict, bool | Condition)


@pytest.mark.parametrize(
    "text", ["(" * 5000, "not(" * 5000, "-" * 5000, "", "((1)", "'a", "${s} = ", "= 'a'", "a b"]
)
def test_what_is_incomplete_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(text)


def test_a_long_chain_is_read() -> None:
    verdict = Reader(KNOWN).condition(" or ".join(["${s} = 'a'", "${s} = 'b'"] * 2000))
    assert isinstance(verdict, Condition)
    assert tidy(verdict, {}) == Condition.model_validate({"question": "s", "in": ["a", "b"]})


def xpath(condition: dict[str, Any]) -> str:
    """A condition in the simplest XPath that a person would write."""
    if "all" in condition:
        return "(" + " and ".join(map(xpath, condition["all"])) + ")"
    if "any" in condition:
        return "(" + " or ".join(map(xpath, condition["any"])) + ")"
    if "not" in condition:
        return f"not({xpath(condition['not'])})"
    name = f"${{{condition['question']}}}"
    if "is" in condition:
        return f"{name} = '{condition['is']}'"
    if "has" in condition:
        return f"selected({name}, '{condition['has']}')"
    if "answered" in condition:
        return f"{name} != ''" if condition["answered"] else f"{name} = ''"
    return (
        f"{name} >= {condition['at_least']}"
        if "at_least" in condition
        else f"{condition['at_most']} >= {name}"
    )


def some_condition(rng: random.Random, depth: int) -> dict[str, Any]:
    if depth == 0 or rng.random() < 0.35:
        return rng.choice(
            [
                {"question": "s", "is": rng.choice("ab12")},
                {"question": "m", "has": rng.choice("ab")},
                {"question": rng.choice("snt"), "answered": rng.random() < 0.5},
                {"question": "n", "at_least": rng.choice([-2, 0, 2.5])},
                {"question": "n", "at_most": rng.choice([-2, 0, 2.5])},
            ]
        )
    parts = [some_condition(rng, depth - 1) for _ in range(rng.randint(1, 3))]
    return rng.choice([{"all": parts}, {"any": parts}, {"not": parts[0]}])


def test_what_is_read_means_the_same_also_when_tidied() -> None:
    rng = random.Random(7)
    true = 0
    for _ in range(1500):
        given_ = some_condition(rng, 3)
        read = Reader(KNOWN).condition(xpath(given_))
        assert isinstance(read, Condition)
        short = tidy(read, {})
        for _ in range(6):
            answers = {
                "s": rng.choice([None, "a", "b", "1", "2"]),
                "m_a": rng.choice([None, "yes", "no"]),
                "m_b": rng.choice([None, "yes", "no"]),
                "n": rng.choice([None, "-2", "0", "1", "2.5", "9"]),
                "t": rng.choice([None, "x"]),
            }
            wanted = holds(Condition.model_validate(given_), answers)
            assert holds(read, answers) == wanted
            assert holds(short, answers) == wanted
            true += wanted
    assert 2000 < true < 7000


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("${s} >= 2", {"question": "s", "is": "2"}),
        ("${s} != 'a'", {"not": {"question": "s", "is": "a"}}),
        (
            "number(${n}) > 3",
            {"all": [{"question": "n", "answered": True}, {"not": {"question": "n", "at_most": 3}}]},
        ),
        ("${m} = 'a'", {"all": [{"question": "m", "has": "a"}, {"not": {"question": "m", "has": "b"}}]}),
        ("true() and ${s} = 'a'", {"question": "s", "is": "a"}),
        ("-1 <= ${n}", {"question": "n", "at_least": -1}),
    ],
)
def test_single_expressions(text: str, condition: dict[str, Any]) -> None:
    assert Reader(KNOWN).condition(text) == Condition.model_validate(condition)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("${s} = ${n}", "compares two answers"),
        ("${t} = 'x'", "is no code or number"),
        ("${q} = 'x'", "no question that we carry over"),
        ("../s = 'a'", "path"),
        ("/data/s = 'a'", "path"),
        ("regex(${t}, 'x')", "regex()"),
        ("${n} = 'many'", "is no number"),
        ("selected(${n}, 'a')", "has no options"),
        ("count-selected(${m}) = 2", "counts"),
    ],
)
def test_why_it_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        Reader(KNOWN).condition(text)
    assert reason in str(caught.value)
