"""Each rule on numbers made for it: what holds, what just fails, and what the rule must refuse to judge."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Number, Observed
from analysis.checking.rules import RULES
from analysis.checking.rules.rounding import rounded


def a_claim(rule: str, value: Any = None, **tolerance: Any) -> Claim:
    fields = {
        "id": "c",
        "section": "1",
        "figure": None,
        "kind": "count",
        "variable": "v",
        "population": "all",
        "measure": {"stat": "share"},
        "strength": "hard",
        "note": "",
    }
    return Claim.model_validate({**fields, "value": value, "tolerance": {"rule": rule, **tolerance}})


def number(
    value: str, count: int | None = None, parts: tuple[str, ...] = (), ceiling: int | None = None
) -> Number:
    return Number(
        Fraction(value), count, tuple(map(Fraction, parts)), None if ceiling is None else Fraction(ceiling)
    )


def single(value: str, **more: Any) -> Observed:
    return Observed("answers", {("", ""): number(value, **more)})


def several(**values: str) -> Observed:
    return Observed("answers", {("", name): number(value) for name, value in values.items()})


def items(**counts: int) -> Observed:
    return Observed("answers", {(name, ""): number(str(n), n) for name, n in counts.items()})


def fact(value: Any) -> Observed:
    return Observed("instrument", fact=value)


GRID = Observed(
    "answers",
    {
        (item, level): number(value)
        for item, values in {"a": ("9", "5", "1"), "b": ("9", "5", "4"), "c": ("9", "5", "5")}.items()
        for level, value in zip(("small", "medium", "large"), values, strict=True)
    },
)
ORDER = {"order": [["a"], ["b", "c"]]}
TWICE = {"ratio_over": 2, "high": "s", "low": ["m", "l"]}
AFTER_JUNE = {"from": "2024-06-01", "to": "2024-06-30"}
SUM_51 = {"parts": ("12.5", "37.5")}

# rule, value, tolerance, what holds, what breaks it. The two differ as little as they can.
CASES: list[tuple[str, Any, dict[str, Any], Observed, Observed]] = [
    ("exact", 92, {}, single("92"), single("93")),
    ("exact", 2.9, {}, single("2.9"), single("2.9000000001")),
    ("exact", True, {}, fact(True), fact(False)),
    ("exact", "web", {}, fact("web"), fact("paper")),
    (
        "exact",
        {"municipalities": 3, "of": 4},
        {},
        fact({"municipalities": 3, "of": 4}),
        fact({"municipalities": 3, "of": 5}),
    ),
    ("in", [13, 14], {"set": [13, 14]}, single("14"), single("15")),
    ("superset", {"contains": ["a"]}, {}, fact(("a", "b")), fact(("b",))),
    ("date_interval", AFTER_JUNE, {}, fact(("2024-06-01", "2024-06-30")), fact(("2024-06-01", "2024-07-01"))),
    ("gt", None, {"threshold": 50}, single("50.01"), single("50")),
    ("ge", None, {"threshold": 0.6}, single("3/5"), single("0.5999999")),
    ("lt", None, {"threshold": 50}, single("49.99"), single("50")),
    ("le", None, {"threshold": 2}, single("2"), single("2.01")),
    ("between", {"min": 306, "max": 311}, {}, single("311"), single("312")),
    ("between", None, {"low": 1, "high": 4}, single("1"), single("0")),
    ("interval", 3, {"low": 2.5, "high": 3.5}, single("2.5"), single("3.5")),
    ("interval", {"range": [1, 3]}, {"low": 1, "high": 3}, several(a="1", b="2.99"), several(a="1", b="3")),
    ("interval", {"range": [4, 5]}, {"low": 4, "high": 5}, single("5", ceiling=5), single("5", ceiling=7)),
    ("interval", {"range": [4, 5]}, {"low": 4, "high": 5}, single("4", ceiling=5), single("3.99", ceiling=5)),
    ("round0", 77, {}, single("76.5"), single("77.5")),
    ("round1", 2.9, {}, single("2.85"), single("2.95")),
    (
        "round1_extremes",
        {"min": 1.7, "max": 2.6},
        {},
        several(a="1.65", b="2.64"),
        several(a="1.64", b="2.64"),
    ),
    ("round1_extremes", {"min": 1.7, "max": 2.6}, {}, several(a="1.7", b="2.6"), several(a="1.7", b="2.65")),
    ("label_sum", 51, {}, single("50", **SUM_51), single("50", parts=("12.4", "37.6"))),
    ("round0_or_label_sum", 51, {}, single("50", **SUM_51), single("50", parts=("12.4", "37.6"))),
    ("round0_or_label_sum", 50, {}, single("50", **SUM_51), single("50.5", **SUM_51)),
    ("min_gap", ORDER, {"min_gap": 1, "unit": "count"}, items(a=9, b=8, c=1), items(a=9, b=8, c=9)),
    ("min_gap", {"order": [["a"], ["b"], ["c"]]}, {"min_gap": 1}, items(a=3, b=2, c=1), items(a=3, b=1, c=1)),
    (
        "min_gap",
        {"greater": ["s", ["m", "l"]]},
        {"min_gap": 0.1, "unit": "points"},
        several(s="3.1", m="3", l="2"),
        several(s="3.1", m="3.01", l="2"),
    ),
    (
        "min_gap",
        {"greater_groups": [["a", "b"], ["c"]]},
        {"min_gap": 3, "unit": "pp"},
        Observed("answers", {("a + b", ""): number("60"), ("c", ""): number("57")}),
        Observed("answers", {("a + b", ""): number("60"), ("c", ""): number("57.1")}),
    ),
    (
        "min_gap",
        {"above_total": "l"},
        {"min_gap": 1},
        several(l="51", total="50"),
        several(l="50", total="50"),
    ),
    (
        "min_gap",
        {"below_total": "s"},
        {"min_gap": 1},
        several(s="49", total="50"),
        several(s="50", total="50"),
    ),
    ("max_gap", {"max_gap": 12}, {"max_gap": 12}, several(a="40", b="52", c="45"), several(a="40", b="52.1")),
    (
        "max_gap",
        {"max_gap": 6},
        {"max_gap": 6},
        Observed("answers", {("", "a"): number("-6"), ("", "b"): number("6")}, differences=True),
        Observed("answers", {("", "a"): number("-6.1"), ("", "b"): number("6")}, differences=True),
    ),
    ("ratio", TWICE, {}, several(s="4.01", m="2", l="1"), several(s="4", m="2", l="1")),
    ("mode", {"modal_code": 3}, {}, several(**{"2": "6", "3": "7"}), several(**{"2": "7", "3": "7"})),
    ("top_k", {"top_k": 2, "member": "b"}, {}, items(a=9, b=8, c=7), items(a=9, b=8, c=8)),
    ("majority_lowest", {"lowest": "large", "in_at_least": 2}, {}, GRID, several(small="1", large="2")),
]


@pytest.mark.parametrize(
    ("rule", "value", "tolerance", "holds", "breaks"), CASES, ids=lambda part: str(part)[:50]
)
def test_holds_and_breaks(
    rule: str, value: Any, tolerance: dict[str, Any], holds: Observed, breaks: Observed
) -> None:
    claim = a_claim(rule, value, **tolerance)
    assert RULES[rule](holds, claim) is None
    assert RULES[rule](breaks, claim)
    assert RULES[rule].expected(claim)


def test_majority_lowest_counts_only_strictly_lowest() -> None:
    claim = a_claim("majority_lowest", {"lowest": "large", "in_at_least": 3})
    assert RULES["majority_lowest"](GRID, claim) == "only in 2: a, b"


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == set(RULES)


REFUSED = [
    (a_claim("gt"), single("1"), "needs threshold"),
    (a_claim("gt", None, threshold=1, min_gap=2), single("1"), "does not read min_gap"),
    (a_claim("gt", {"max_gap": 3}, threshold=1), single("1"), "does not read value.max_gap"),
    (a_claim("gt", None, threshold=1), several(a="1", b="2"), "needs one number, the statistic gives 2"),
    (a_claim("gt", None, threshold=1), fact(True), "needs one number, the statistic gives 0"),
    (a_claim("exact"), single("1"), "needs a value"),
    (a_claim("exact", "web"), single("1"), "cannot be exactly web"),
    (a_claim("in", 12, set=[13, 14]), single("13"), "12 is not in the set"),
    (a_claim("interval", {"range": [1, 2]}, low=1, high=3), single("1"), "different limits"),
    (a_claim("max_gap", {"max_gap": 12}, max_gap=15), several(a="1", b="2"), "different limits"),
    (a_claim("max_gap", {"max_gap": 12}, max_gap=12), single("1"), "at least two"),
    (a_claim("min_gap", ORDER, min_gap=1, unit="count"), several(a="3", b="2", c="1"), "unit count"),
    (a_claim("min_gap", ORDER, min_gap=1), items(a=3, b=2), "0 numbers are called 'c'"),
    (a_claim("min_gap", None, min_gap=1), single("1"), "needs one of order"),
    (a_claim("label_sum", 51), single("50"), "needs a share"),
    (a_claim("round0", "x"), single("1"), "needs a number"),
    (a_claim("ratio", {"ratio_over": 2}), single("1"), "needs ratio_over, high and low"),
    (a_claim("superset", {"contains": ["a"]}), single("1"), "needs a list"),
]


@pytest.mark.parametrize(("claim", "observed", "reason"), REFUSED, ids=lambda part: str(part)[:50])
def test_refuses_what_it_cannot_judge(claim: Claim, observed: Observed, reason: str) -> None:
    with pytest.raises(NotEvaluable, match=reason):
        RULES[claim.tolerance.rule](observed, claim)


def test_halves_round_up() -> None:
    assert [rounded(Fraction(v)) for v in ("0.5", "1.5", "2.4999")] == [1, 2, 2]
    assert rounded(Fraction("2.85"), 1) == Fraction("2.9")
