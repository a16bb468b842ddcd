"""Estimates against numbers worked out by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, VISIT, counter_of

from analysis.crosstab import crosstab
from analysis.measures.share import wilson
from analysis.results import ESTIMATE_COLUMNS

COUNTER = counter_of(
    {
        "visited": ["yes", "yes", "no", "yes", "no", None],
        "helpful": ["5", "4", "9", "1", None, "4"],
        "age": ["20", "30", "40", "50", "60", "70"],
    },
    {"age_band": ["young", "young", "old", "old", "old", None]},
)
ESTIMATES = crosstab(COUNTER, PLAN, VISIT, 0.95)


def value(
    item: str, segment: str, group: str, measure: str, answer: str = "", column: str = "estimate"
) -> float:
    keys = {"item": item, "segment": segment, "group": group, "measure": measure, "answer": answer}
    rows = ESTIMATES[(ESTIMATES[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert len(rows) == 1
    return float(rows[column].iloc[0])


def test_columns_and_uniqueness() -> None:
    assert list(ESTIMATES.columns) == ESTIMATE_COLUMNS
    assert not ESTIMATES.duplicated(["item", "segment", "group", "measure", "answer"]).any()


def test_declared_and_missing_answers_are_in_no_base() -> None:
    assert value("helpful", "total", "all", "base") == 4
    assert value("helpful", "total", "all", "declared") == 1
    assert value("helpful", "total", "all", "unanswered") == 1
    assert value("visited", "total", "all", "base") == 5
    assert value("quiet", "total", "all", "not_asked") == 6


def test_an_answer_that_nobody_chose_is_a_zero() -> None:
    assert value("helpful", "total", "all", "count", "3") == 0
    assert value("helpful", "total", "all", "share", "3") == 0
    assert value("helpful", "total", "all", "share", "3", "conf_high") > 0


def test_shares_means_and_boxes() -> None:
    assert value("helpful", "total", "all", "share", "4") == 50
    assert value("helpful", "total", "all", "mean") == 3.5
    assert value("helpful", "total", "all", "top") == 75
    assert value("helpful", "total", "all", "bottom") == 25
    assert value("helpful", "age_band", "young", "mean") == 4.5
    assert value("age", "total", "all", "mean") == 45


def test_the_mean_interval_is_students() -> None:
    # x = 5, 4, 1, 4: m = 3.5, s² = 3, t(3; .975) = 3.182446
    half = 3.182446305284263 * (3 / 4) ** 0.5
    assert value("helpful", "total", "all", "mean", column="conf_low") == pytest.approx(3.5 - half, rel=1e-12)


def test_wilson_against_newcombe_1998() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81/263, 15/148, 0/20, 1/29
    low, high = wilson(np.array([81.0, 15, 0, 1]), np.array([263.0, 148, 20, 29]), 0.95)
    np.testing.assert_allclose(low / 100, [0.2553, 0.0624, 0.0, 0.0061], atol=5e-5)
    np.testing.assert_allclose(high / 100, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


def test_a_group_without_a_base_is_a_row_with_a_reason_never_zero_percent() -> None:
    counter = counter_of({"visited": ["yes"], "helpful": ["5"], "age": ["20"]}, {"age_band": ["young"]})
    estimates = crosstab(counter, PLAN, VISIT, 0.95)
    old = estimates[(estimates["item"] == "helpful") & (estimates["group"] == "old")]
    of_answers = old[old["measure"].isin(["share", "mean", "top", "bottom"])]
    assert of_answers["estimate"].isna().all() and len(of_answers) == 8
    assert set(of_answers["note"]) == {"no_base"}
    mean = estimates[
        (estimates["item"] == "helpful") & (estimates["group"] == "all") & (estimates["measure"] == "mean")
    ]
    assert mean["note"].iloc[0] == "one_respondent" and pd.isna(mean["conf_low"].iloc[0])


def test_a_plan_may_ask_for_some_measures_only() -> None:
    plan = PLAN.model_copy(update={"measures": ("share", "mean")})
    some = crosstab(COUNTER, plan, VISIT, 0.95)
    always = {"base", "count", "not_asked", "unanswered", "declared"}
    assert set(some["measure"]) == {"share", "mean", *always}
    asked = ESTIMATES[ESTIMATES["measure"].isin(set(some["measure"]))].reset_index(drop=True)
    pd.testing.assert_frame_equal(some, asked)


def test_a_measure_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no measure modus; there are base, count, share"):
        crosstab(COUNTER, PLAN.model_copy(update={"measures": ("modus",)}), VISIT, 0.95)
