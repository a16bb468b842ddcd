from pathlib import Path

import pytest

from reports.style.format import NumberFormat, number_format, round_half_away
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def formats() -> dict[str, NumberFormat]:
    words = load_words(ROOT / "reports/text", ["nb", "nn", "en"])
    return {language: number_format(w) for language, w in words.items()}


def test_norwegian_and_english(formats):
    for norwegian in (formats["nb"], formats["nn"]):
        assert norwegian.percent_table(61.6) == f"62{NBSP}%"
        assert norwegian.percent_prose(61.6) == f"62{NBSP}prosent"
        assert norwegian.decimal(2.94) == "2,9"
        assert norwegian.count(1234567) == f"1{NBSP}234{NBSP}567"
    assert formats["en"].percent_table(61.6) == "62%"
    assert formats["en"].decimal(1234.5) == "1,234.5"


@pytest.mark.parametrize(
    ("x", "places", "expected"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (23 / 40 * 100, 0, "58"),  # 57.49999999999999 in binary
        (57.4999, 0, "57"),
        (2.675, 2, "2,68"),
        (0.05, 1, "0,1"),
        (-0.04, 1, "0,0"),
        (99.99, 1, "100,0"),
    ],
)
def test_rounds_half_away_from_zero(formats, x, places, expected):
    assert formats["nb"].decimal(x, places) == expected


def test_every_share_of_a_small_base_rounds_as_fractions_do(formats):
    for n in range(1, 400):
        for k in range(n + 1):
            exact = (200 * k + n) // (2 * n)
            assert round_half_away(k / n * 100) == exact == round_half_away(100 * k / n)


def test_nothing_is_a_dash(formats):
    for value in (None, float("nan")):
        assert formats["nb"].percent_table(value) == formats["nb"].count(value) == "–"
