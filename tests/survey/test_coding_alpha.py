"""Krippendorff's alpha against his own published examples and the R package irr; the interval; what has no alpha."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from survey.coding.alpha import Bootstrap, Ratings, reliability

GOLDEN = list(csv.DictReader((Path(__file__).parents[1] / "golden" / "kripp.csv").open(encoding="utf-8")))


def units(coders: str) -> Ratings:
    """«1 2 ./1 . 3»: one part a coder, a full stop where there is no rating."""
    rows = [[None if cell == "." else int(cell) for cell in coder.split()] for coder in coders.split("/")]
    return list(zip(*rows, strict=True))


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['id']}-{row['metric']}")
def test_alpha_is_that_of_irr(row: dict[str, str]) -> None:
    assert reliability(units(row["ratings"]), row["metric"]).alpha == pytest.approx(
        float(row["alpha"]), rel=1e-10
    )


@pytest.mark.parametrize(
    ("example", "metric", "alpha"),
    [
        ("krippendorff_a", "nominal", 0.095),
        ("krippendorff_b", "nominal", 0.692),
        ("krippendorff_c", "nominal", 0.743),
        ("krippendorff_c", "ordinal", 0.815),
        ("krippendorff_c", "interval", 0.849),
    ],
)
def test_alpha_is_the_published_one(example: str, metric: str, alpha: float) -> None:
    ratings = next(row["ratings"] for row in GOLDEN if row["id"] == example)
    assert round(reliability(units(ratings), metric).alpha or 0, 3) == alpha


def test_three_coders_without_a_gap() -> None:
    """By hand, with the formula of the 2011 paper; irr goes wrong where three coders leave no gap."""
    found = reliability([("a", "a", "a"), ("b", "b", "b"), ("a", "b", "b")])
    # o_ab = 2 · 2 pairs / (3 − 1) / 2 = 1 each way; n_a = 4, n_b = 5, n = 9; alpha = 1 − 8 · 2 / (2 · 4 · 5).
    assert found.alpha == pytest.approx(1 - 8 * 2 / 40)
    assert found.agreement == pytest.approx(7 / 9)


def test_sets_of_codes_that_overlap_are_half_as_far_apart() -> None:
    both, one, other = frozenset("ab"), frozenset("a"), frozenset("c")
    near = reliability([(both, one), (other, other), (one, one)], "set").alpha
    far = reliability([(both, other), (other, other), (one, one)], "set").alpha
    assert near is not None and far is not None and near > far
    plain = reliability([(both, one), (other, other), (one, one)]).alpha
    assert plain is not None and near > plain


def test_one_set_each_is_the_nominal_alpha() -> None:
    ratings = [("a", "a"), ("a", "b"), ("b", "b"), ("c", "c")]
    as_sets = [tuple(frozenset([code]) for code in unit) for unit in ratings]
    assert reliability(as_sets, "set").alpha == pytest.approx(reliability(ratings).alpha)


@pytest.mark.parametrize(
    ("ratings", "note"),
    [([], "no_pairs"), ([("a", None)], "no_pairs"), ([("a", "a"), ("a", "a")], "no_variation")],
)
def test_what_has_no_alpha_says_why(ratings: Ratings, note: str) -> None:
    found = reliability(ratings, bootstrap=Bootstrap(100))
    assert (found.alpha, found.low, found.note) == (None, None, note)


def test_the_interval_holds_alpha_and_is_the_same_each_time() -> None:
    ratings = units(GOLDEN[0]["ratings"])
    first, second = (reliability(ratings, bootstrap=Bootstrap(2000, seed=4)) for _ in range(2))
    assert first == second
    assert first.low is not None and first.alpha is not None and first.high is not None
    assert first.low < first.alpha < first.high <= 1
    narrower = reliability(ratings, bootstrap=Bootstrap(2000, seed=4, confidence=0.5))
    assert narrower.low is not None and narrower.low > first.low


def test_the_resamples_are_centred_on_alpha() -> None:
    rng = np.random.default_rng(7)
    truth = rng.integers(4, size=300)
    second = np.where(rng.random(300) < 0.8, truth, rng.integers(4, size=300))
    ratings = list(zip(truth.tolist(), second.tolist(), strict=True))
    found = reliability(ratings, bootstrap=Bootstrap(2000, confidence=0.95))
    assert found.alpha is not None and found.low is not None and found.high is not None
    assert (found.low + found.high) / 2 == pytest.approx(found.alpha, abs=0.01)
    # With two coders alpha is linear in the share of unequal pairs: its standard error is that of the share.
    assert found.agreement is not None
    share = 1 - found.agreement
    width = 2 * 1.96 * np.sqrt(share * (1 - share) / 300) * (1 - found.alpha) / share
    assert found.high - found.low == pytest.approx(width, rel=0.1)


def test_full_agreement_with_few_units_is_no_certainty() -> None:
    found = reliability([("a", "a"), ("a", "a"), ("b", "b")], bootstrap=Bootstrap(2000))
    assert found.alpha == 1
    # A resample that holds one code only has no variation, and counts as 0.
    assert found.low == 0
