"""The trace's own arithmetic: what expressions give, how printed numbers are read, rounding at the edges."""

from fractions import Fraction

import pytest

from reports.tracing.arithmetic import Untold, rounded, value
from reports.tracing.matching import in_any_order, in_order, loose
from reports.tracing.printed import number_in, problem, same_value
from reports.word.bound import Binding, Source

NB = {"decimal": ",", "thousands": "\u00a0"}
EN = {"decimal": ".", "thousands": ","}


def of(*numbers):
    return [Source("estimates", number=None if n is None else float(n)) for n in numbers]


def interval(written):
    return Source("vocabulary", measure=written)


def found(answer, group=""):
    return Source("tests", "a", "s", group, "finding", answer)


def expected(group):
    return Source("chapter", "a", "s", group, "expected")


@pytest.mark.parametrize(
    ("how", "numbers", "result"),
    [
        ("cell", [62.5], 62.5),
        ("sum", [1, 2, 3], 6),
        ("counts_of_base", [25, 15, 80], 50),
        ("rest_of_scale", [30, 20.5], 49.5),
        ("share_of_groups", [12, 28], 30),
        ("count_of", [0.3, 0.4], 2),
        ("as_percent", [0.95], 95),
        ("difference(cell, cell)", [2, 3], -1),
        ("distance(cell, cell)", [2, 3], 1),
        ("distance(counts_of_base:2, cell)", [10, 40, 20], 5),
        ("ratio(cell, cell)", [3, 2], 1.5),
        ("percent_of(distance(cell, cell), cell)", [3.5, 2.5, 4], 25),
        ("of_base(rest_of_scale:2, cell)", [30, 20, 151], 76),
    ],
)
def test_numbers_are_worked_out_again(how, numbers, result):
    assert value(how, of(*numbers)) == Fraction(str(result))


@pytest.mark.parametrize(
    ("how", "sources", "true"),
    [
        ("words(cell, interval:1)", [*of(50), interval("(50, 55)")], False),
        ("words(cell, interval:1)", [*of(50), interval("[50, 50]")], True),
        ("words(cell, interval:1)", [*of(54.9999999999), interval("[55, 63)")], True),
        ("words(ratio(cell, cell), interval:1)", [*of(9, 2), interval("(3.2, inf)")], True),
        ("words(difference(cell, cell), interval:1)", [*of(2, 9), interval("(-10, -4]")], True),
        ("place_1(cell, cell, cell)", of(3, 2, 1), True),
        ("place_3(cell, cell, cell)", of(1, 2, 3), True),
        ("place_1(cell, cell, cell)", of(2, 3, 1), False),
        ("place_2(cell, cell, cell)", of(3, 3, 1), True),
        ("above_1(cell, cell)", of(3.44, 3.43), False),
        ("above_1(cell, cell)", of(3.45, 3.44), True),
        ("most_0(cell, cell)", of(50.4, 49.6), True),
        ("all(above_0(cell, cell), below_0(cell, cell))", of(2, 1, 1, 2), True),
        ("not(all(above_0(cell, cell)))", of(1, 2), True),
        ("small_p", of(0.0009), True),
        ("small_p", of(0.001), False),
        ("branch_clear", [found("clear", "x>y")], True),
        ("branch_clear", [found("clear", "x>y"), expected("x>")], True),
        ("branch_clear", [found("clear", "x>y"), expected("y>")], False),
        ("branch_slight", [found("clear", "x>y")], False),
        ("branch_reversed", [found("slight", "x>y"), expected("y>x")], True),
        ("branch_reversed", [found("none"), expected("y>x")], False),
        ("branch_none", [found("none")], True),
        ("branch_untold", [found("hidden")], True),
        ("branch_untold", [found("none")], False),
        ("branch_quiet", [found("none"), found("untested")], True),
    ],
)
def test_claims_are_tried_again(how, sources, true):
    assert value(how, sources) is true


@pytest.mark.parametrize(
    ("how", "numbers"),
    [("cell", [None]), ("cell", [1, 2]), ("unknown", [1]), ("difference(cell)", [1]), ("sum", []), ("", [1])],
)
def test_what_cannot_be_worked_out_says_so(how, numbers):
    with pytest.raises(Untold):
        value(how, of(*numbers))


@pytest.mark.parametrize(
    ("number", "places", "result"),
    [
        ("62.5", 0, "63"),
        ("-0.25", 1, "-0.3"),
        ("0.5", 0, "1"),
        ("57.49999999999999", 0, "58"),  # 23/40 in binary
        ("57.4999", 0, "57"),
    ],
)
def test_rounding_is_half_away_from_zero(number, places, result):
    assert rounded(Fraction(number), places) == Fraction(result)


@pytest.mark.parametrize(
    ("text", "about", "number"),
    [
        ("62\u00a0prosent", NB, (62, 0)),
        ("3,5", NB, (Fraction("3.5"), 1)),
        ("1\u00a0234", NB, (1234, 0)),
        ("12\u00a0345,6", NB, (Fraction("12345.6"), 1)),
        ("\u22120,3", NB, (Fraction("-0.3"), 1)),
        ("1,234", EN, (1234, 0)),
        ("0.05", EN, (Fraction("0.05"), 2)),
        ("ingen", NB, None),
        ("3 av 4", NB, None),
    ],
)
def test_printed_numbers_are_read_as_their_language_writes_them(text, about, number):
    assert number_in(text, about) == number


def test_a_printed_number_is_compared_at_its_own_precision():
    assert problem(Binding("63\u00a0prosent", tuple(of(62.5))), NB) == ""
    assert problem(Binding("62\u00a0prosent", tuple(of(62.5))), NB) == "its sources give 63"
    assert problem(Binding("62,5", tuple(of(62.46))), NB) == ""
    assert problem(Binding("2019", (Source("outline"),), "wording"), NB) == ""
    assert problem(Binding("5", (Source("override"),)), NB) == ""
    assert "cannot be worked out" in problem(Binding("5", tuple(of(None))), NB)


def test_a_kept_number_is_compared_to_its_last_decimals():
    assert same_value(Binding("", tuple(of(1 / 3))), "0.333333333") == ""
    assert same_value(Binding("", tuple(of(1 / 3))), "0.3334") != ""
    assert "cannot" in same_value(Binding("", tuple(of(None))), "1.0")


def test_every_digit_has_to_lie_in_a_binding():
    assert loose("D004 og ½ og x² men ikke ord") == [("D004", None), ("½", None), ("x²", None)]
    assert in_order("n = 12 av 40 (12)", [(7, "12"), (8, "40"), (7, "12")]) == [
        ("12", 7),
        ("40", 8),
        ("12", 7),
    ]
    assert in_order("n = 120", [(7, "12")]) == [("12", 7), ("0", None)]
    assert in_order("a 3", [(7, "4")]) == [("3", None)]
    assert in_any_order("fra 5 til 19", [(1, "19"), (2, "5")]) == [("5", 2), ("19", 1)]
