"""What could tell who somebody is: made-up sentences in four languages and in hostile dress, and time on long ones.

The sentences of the set `held` were written before the finders were tuned on the set `tuned`.
"""

from __future__ import annotations

import csv
import re
import time
from pathlib import Path

import pytest

from survey.coding.finders import Known
from survey.coding.finders.numbers import fits, valid_identity
from survey.coding.flags import NEVER, Flag, marked, quotable
from survey.coding.plain import plain, shown

ROOT = Path(__file__).parents[2]
KNOWN = Known(
    places=frozenset({"Lyngstrand", "Heimlia", "Gullhaug", "Husvåg"}), people=frozenset({"Tordhild Aa"})
)
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def sentences(which: str) -> list[tuple[str, set[str]]]:
    """(text, kinds that should be found) of one set; invisible characters are written as \\uXXXX in the file."""
    with (Path(__file__).parent / "coding_sentences.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == which]
    return [
        (_ESCAPE.sub(lambda m: chr(int(m[1], 16)), row["text"]), set(row["kinds"].split(";")) - {""})
        for row in rows
    ]


def measured(which: str) -> dict[str, int]:
    known = Known(places=KNOWN.places)
    found = [(kinds, {flag.kind for flag in quotable(text, known)}) for text, kinds in sentences(which)]
    return {
        "telling": sum(bool(kinds) for kinds, _ in found),
        "stopped": sum(bool(kinds and got) for kinds, got in found),
        "named": sum(bool(kinds) and kinds <= got for kinds, got in found),
        "harmless": sum(not kinds for kinds, _ in found),
        "false": sum(bool(not kinds and got) for kinds, got in found),
    }


def test_all_sentences_that_finders_were_tuned_on_come_out_right() -> None:
    got = measured("tuned")
    assert got["telling"] == got["stopped"] == 77
    assert got["named"] >= 76 and got["false"] == 0


def test_recall_and_false_alarms_are_those_the_page_states() -> None:
    tuned, held = measured("tuned"), measured("held")
    assert tuned["telling"] + tuned["harmless"] + held["telling"] + held["harmless"] >= 150
    page = " ".join((ROOT / "docs" / "open-text.md").read_text(encoding="utf-8").split())
    for got in (tuned, held):
        assert f"{got['stopped']} of {got['telling']}" in page
        assert f"{got['false']} of {got['harmless']}" in page
    assert held["stopped"] / held["telling"] >= 0.94


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("Ring 41\u200d23\u200b45\u206067 nå.", "phone", "41\u200d23\u200b45\u206067"),
        ("nr ４１２３４５６７!", "phone", "４１２３４５６７"),
        ("Født 12. mars 1985 i byen", "birth_date", "12. mars 1985"),
        ("Spør Anne-Lise Hansen om det", "name", "Anne-Lise Hansen"),
        ("i Storgata 5 B.", "address", "Storgata 5 B"),
        ("se kari@eksempel.no.", "email", "kari@eksempel.no"),
    ],
)
def test_the_span_is_that_of_the_text_as_written(text: str, kind: str, span: str) -> None:
    flags = quotable(text)
    assert [(flag.kind, text[flag.start : flag.end]) for flag in flags] == [(kind, span)]
    assert flags[0].why
    assert marked(text, flags) == text.replace(span, f"⟦{span}⟧")


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("01016050012", True),
        ("41016051223", True),
        ("01416052359", True),
        ("01816053125", True),
        ("01666054497", True),
        ("81234567802", True),
        ("29026470046", True),
        ("01016050013", False),
        ("01016050112", False),
        ("31026050012", False),
        ("00000000000", False),
    ],
)
def test_the_control_digits_of_identity_numbers(number: str, valid: bool) -> None:
    assert valid_identity(number) is valid


def test_every_wrong_digit_in_an_identity_number_is_noticed() -> None:
    number = "01016050012"
    others = [number[:i] + d + number[i + 1 :] for i in range(11) for d in "0123456789" if d != number[i]]
    assert [other for other in others if valid_identity(other)] == []


@pytest.mark.parametrize(("digits", "good"), [("123456785", True), ("123456784", False), ("100000008", True)])
def test_the_control_digit_of_organisation_numbers(digits: str, good: bool) -> None:
    # 1·3 = 3 and 11 − 3 = 8 for the last.
    assert fits(digits, (3, 2, 7, 6, 5, 4, 3, 2)) is good


def test_a_person_and_a_place_that_only_the_study_knows() -> None:
    assert quotable("tordhild orket ikke mer.") == []
    assert [flag.kind for flag in quotable("tordhild orket ikke mer.", KNOWN)] == ["name"]
    assert [flag.why for flag in quotable("gullhaugskolen er god", KNOWN)] == [
        "begins with a place of this study"
    ]


LONG = 50_000
UNITS = [
    *("a", "1", "@", "A", "1 ", "a-", "A.", "www.", ".no", "12.12.", "Kari ", "vei 1", "+47 ", "a@", "(at)"),
    *("12345678901 ", "born ", "http://", "-", " ", "\n", "A b ", "\u200d", "\u0301", "\u0436"),
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        flags = quotable(text)
        assert all(0 <= flag.start < flag.end <= length for flag in flags)
        return time.process_time() - start

    short, long = seconds(LONG // 10), seconds(LONG)
    assert long < 6
    # Quadratic time would be a hundredfold.
    assert long < max(30 * short, 0.5)


def test_a_name_is_found_at_the_end_of_a_long_answer() -> None:
    text = "vi har ikke tid. " * 3000 + "Spør Kari."
    assert [text[flag.start : flag.end] for flag in quotable(text)] == ["Kari"]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "\u202e", "é\u0301", "𝟒𝟏𝟐𝟑𝟒𝟓𝟔𝟕", "①②", "ﷺ", "\U000e0041"]
)
def test_odd_text_is_no_trouble(text: str) -> None:
    seen = plain(text)
    assert len(seen.text) == len(seen.starts)
    assert all(isinstance(flag, Flag) for flag in quotable(text))
    assert "\x00" not in shown(text) and "\u202e" not in shown(text)


def test_kinds_that_may_never_stand_in_a_quotation_are_kinds_that_are_found() -> None:
    found = {
        flag.kind
        for which in ("tuned", "held")
        for text, _ in sentences(which)
        for flag in quotable(text, KNOWN)
    }
    assert found >= NEVER
    assert {"name", "place", "script", "url", "number"} <= found


@pytest.mark.parametrize(
    "written", ["٤١٢٣٤٥٦٧", "４１２３４５６７", "𝟒𝟏𝟐𝟑𝟒𝟓𝟔𝟕", "④①②③④⑤⑥⑦", "4\u200d1234\u00ad567"]
)
def test_digits_of_every_kind_are_read_as_digits(written: str) -> None:
    assert plain(written).text == "41234567"
    assert [flag.kind for flag in quotable(f"Ring {written} nå")] == ["phone"]
