"""Measures on tables written out: formulas checked by hand, and honest answers where there is nothing to measure."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, VISIT

from analysis.counting.coded import coded
from analysis.crosstab import crosstab
from analysis.measures import MEASURES
from analysis.measures.estimates import NOTES
from analysis.measures.median import quantile
from analysis.plan import Basis, Index
from analysis.tables import Counter

CLUSTERED, WEIGHTED = Basis(clustered=True), Basis(weights="w")
BOTH = Basis(weights="w", clustered=True)
BASES = {"plain": Basis(), "clustered": CLUSTERED, "weighted": WEIGHTED, "both": BOTH}


def counter_of(
    answers: dict[str, list[str | None]],
    branch: list[str] | None = None,
    weights: list[float] | None = None,
) -> Counter:
    """People with `answers`, all in the group young; the rest of the questionnaire is not asked."""
    size = len(next(iter(answers.values())))
    index = pd.RangeIndex(size)
    frame = pd.DataFrame(
        {n: answers.get(n, [None] * size) for n in VISIT.variables}, index=index, dtype="str"
    )
    status = pd.DataFrame("not_asked", index=index, columns=frame.columns)
    for name in answers:
        status[name] = frame[name].notna().map({True: "answered", False: "unanswered"})
    segments = pd.DataFrame(
        {
            "age_band": ["young"] * size,
            "branch": branch or [f"b{k}" for k in range(size)],
            "weight_w": [str(w) for w in weights or [1.0] * size],
        },
        index=index,
    )
    return Counter.of(coded(frame, status, segments, VISIT), VISIT)


def estimates(counter: Counter, basis: Basis | None = None, item: str = "helpful") -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = crosstab(counter, PLAN, VISIT, 0.95, basis)
    return found[found["item"] == item]


def row(found: pd.DataFrame, measure: str, answer: str = "", group: str = "all") -> dict[Any, Any]:
    (one,) = found[
        (found["measure"] == measure) & (found["answer"] == answer) & (found["group"] == group)
    ].to_dict("records")
    return one


DEGENERATE = {
    "nobody": ([], None, None),
    "one": (["4"], None, None),
    "two": (["4", "2"], None, None),
    "two alike": (["4", "4"], None, None),
    "all alike": (["5"] * 12, None, None),
    "one cluster": (["1", "2", "3", "4", "5"], ["b"] * 5, None),
    "no weight": (["1", "2", "3"], None, [0.0, 0.0, 0.0]),
    "nobody answered": ([None] * 4, None, None),
    "an option nobody chose": (["1", "5"] * 10, None, None),
}


@pytest.mark.parametrize("basis", BASES.values(), ids=BASES)
@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_tables_say_why(name: str, basis: Basis) -> None:
    """Never a warning, never a value without a base, never 0 % or 100 % with an interval of nothing."""
    answers, branch, weights = DEGENERATE[name]
    found = estimates(counter_of({"helpful": answers}, branch, weights), basis)
    with_interval = found["measure"].isin(["share", "top", "bottom", "net", "mean", "median"])
    silent = with_interval & (found["note"] == "") & found["conf_low"].isna()
    assert found[silent].empty
    assert found[found["estimate"].isna() & (found["note"] == "")].empty
    # A median may stand on a step of the scale; elsewhere an interval without width is no interval.
    width = (found["conf_high"] - found["conf_low"])[found["measure"] != "median"].dropna()
    assert (width > 0).all()
    assert set(found["note"]) <= {"", *NOTES}
    assert (found.loc[found["n"] == 0, "note"].isin(["no_base", ""])).all()
    of_answers = found["measure"].isin(["share", "mean", "top"])
    assert found.loc[of_answers & (found["n"] == 0), "estimate"].isna().all()


@pytest.mark.parametrize(
    ("name", "basis", "note"),
    [
        ("nobody", "plain", "no_base"),
        ("nobody answered", "both", "no_base"),
        ("one", "plain", "one_respondent"),
        ("one", "both", "one_unit"),
        ("one cluster", "clustered", "one_unit"),
        ("one cluster", "plain", ""),
        ("no weight", "weighted", "no_weight"),
        ("all alike", "plain", "no_variation"),
        ("all alike", "clustered", "no_variation"),
        ("two", "plain", ""),
    ],
)
def test_the_reason_of_a_mean(name: str, basis: str, note: str) -> None:
    answers, branch, weights = DEGENERATE[name]
    assert (
        row(estimates(counter_of({"helpful": answers}, branch, weights), BASES[basis]), "mean")["note"]
        == note
    )


def test_all_drawn_leaves_no_sampling_error() -> None:
    counter = counter_of({"helpful": ["1", "2", "4", "5"]}, ["a", "a", "b", "b"])
    counter.sizes = {"clusters": [{"stratum": "", "units": 2, "population": 2}], "people": []}
    mean = row(estimates(counter, CLUSTERED), "mean")
    assert (mean["estimate"], mean["note"]) == (3, "census") and np.isnan(mean["conf_low"])


def test_a_stratum_with_one_cluster_gives_no_error() -> None:
    counter = counter_of({"helpful": ["1", "2", "4", "5"]}, ["a", "a", "b", "b"])
    background = dict(counter.source.glance())
    branch = background["branch"]
    background["stratum"] = type(branch)(branch.codes, ("north", "south"))
    source = type(counter.source)(counter.source.items, background, counter.source.weights, 4)  # type: ignore
    plan = PLAN.model_copy(update={"design": PLAN.design.model_copy(update={"strata": "x"})})
    found = crosstab(Counter.of(source, VISIT), plan, VISIT, 0.95, CLUSTERED)
    mean = row(found[found["item"] == "helpful"], "mean")
    assert (mean["estimate"], mean["note"]) == (3, "lonely_stratum") and np.isnan(mean["conf_low"])


def test_net_share_of_scott_and_seber() -> None:
    found = estimates(counter_of({"helpful": ["5"] * 30 + ["3"] * 50 + ["1"] * 20}))
    net = row(found, "net")
    half = 1.959963984540054 * ((0.3 + 0.2 - 0.1**2) / 100) ** 0.5 * 100
    assert net["estimate"] == pytest.approx(10)
    assert (net["conf_low"], net["conf_high"]) == pytest.approx((10 - half, 10 + half))


def test_net_stays_within_bounds() -> None:
    net = row(estimates(counter_of({"helpful": ["5", "5", "5", "1"]})), "net")
    assert net["estimate"] == 50 and net["conf_high"] == 100


@pytest.mark.parametrize(
    ("answers", "median"),
    [(["1", "2", "3"], 2), (["1", "2", "4", "5"], 3), (["2", "2", "4"], 2), (["1", "1", "5", "5"], 3)],
)
def test_median_is_the_middle_or_the_midpoint(answers: list[str | None], median: float) -> None:
    assert row(estimates(counter_of({"helpful": answers})), "median")["estimate"] == median


@pytest.mark.parametrize("n", [5, 6, 9, 20, 151])
def test_median_interval_is_of_order_statistics(n: int) -> None:
    values = [str(10 + k) for k in range(n)]
    found = row(estimates(counter_of({"age": values}), item="age"), "median")
    left_out = int(stats.binom.ppf(0.025, n, 0.5))
    left_out -= stats.binom.cdf(left_out, n, 0.5) > 0.025
    if left_out < 0:
        assert found["note"] == "few_respondents" and np.isnan(found["conf_low"])
    else:
        assert (found["conf_low"], found["conf_high"]) == (10 + left_out, 10 + n - 1 - left_out)


def test_quantile_of_weights() -> None:
    values = np.array([[1.0, 2, 3]])
    weighted = np.array([[[1.0, 1, 2], [0, 0, 5], [0, 0, 0]]])
    half = quantile(values, weighted, np.full((1, 3), 0.5))
    np.testing.assert_array_equal(half, [[2.5, 3, np.nan]])


def test_rank_by_mean_and_by_share_ticked() -> None:
    counter = counter_of(
        {
            "helpful": ["5", "4", "3"],
            "quiet": ["2", "4", "3"],
            "purpose_books": ["yes", "no", "no"],
            "purpose_people": ["yes", "yes", "no"],
            "purpose_other": ["no", "yes", "no"],
            "purpose_none": ["no", "no", "no"],
        }
    )
    places = {
        item: row(estimates(counter, item=item), "rank")["estimate"]
        for item in ("helpful", "quiet", *(f"purpose_{o}" for o in ("books", "people", "other", "none")))
    }
    assert list(places.values()) == [1, 2, 2, 1, 2, 4]


def test_rank_says_nothing_of_a_lone_item_or_a_number() -> None:
    found = crosstab(counter_of({"visited": ["yes"], "age": ["20"]}), PLAN, VISIT, 0.95)
    assert set(found.loc[found["measure"] == "rank", "item"]).isdisjoint({"visited", "age", "purpose"})


def test_items_without_an_answer_have_no_rank() -> None:
    counter = counter_of({"helpful": ["5", "4"], "quiet": [None, None]})
    assert row(estimates(counter), "rank")["estimate"] == 1
    other = row(estimates(counter, item="quiet"), "rank")
    assert np.isnan(other["estimate"]) and other["note"] == "no_base"


def test_clusters_reached() -> None:
    counter = counter_of({"helpful": ["5", "5", "4", "5", "1"]}, ["a", "a", "a", "b", "c"])
    found = estimates(counter)
    assert [row(found, "reached", str(a))["estimate"] for a in range(1, 6)] == [1, 0, 0, 1, 2]


def test_no_clusters_no_reach() -> None:
    questionnaire = VISIT.model_copy(update={"cluster": None})
    counter = counter_of({"helpful": ["5"]})
    found = crosstab(Counter.of(counter.source, questionnaire), PLAN, questionnaire, 0.95)
    assert "reached" not in set(found["measure"])


def test_weights_move_shares_and_not_people() -> None:
    found = estimates(counter_of({"helpful": ["5", "1"]}, weights=[3.0, 1.0]), WEIGHTED)
    assert row(found, "share", "5")["estimate"] == 75 and row(found, "top")["estimate"] == 75
    assert row(found, "count", "5")["estimate"] == 1 and row(found, "base")["estimate"] == 2
    assert row(found, "mean")["estimate"] == 4


def test_weights_that_are_equal_change_no_estimate() -> None:
    answers: dict[str, list[str | None]] = {"helpful": ["5", "1", "3", "3", "2", "4"]}
    plain = estimates(counter_of(answers))
    weighted = estimates(counter_of(answers, weights=[2.0] * 6), WEIGHTED)
    np.testing.assert_allclose(plain["estimate"], weighted["estimate"], rtol=1e-12)


def test_alpha_of_an_index() -> None:
    helpful = ["1", "2", "3", "4", "5", "3", "2", None]
    quiet = ["1", "3", "3", "5", "4", "2", "2", "5"]
    plan = PLAN.model_copy(
        update={"indexes": (Index(id="service_index", items=("helpful", "quiet"), label={"en": "Service"}),)}
    )
    found = crosstab(counter_of({"helpful": helpful, "quiet": quiet}), plan, VISIT, 0.95)
    alpha = row(found[found["item"] == "service_index"], "alpha")
    x = np.array([[float(a), float(b)] for a, b in zip(helpful, quiet, strict=True) if a is not None])
    value = 2 * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1))
    low = 1 - (1 - value) * stats.f.ppf(0.975, 6, 6)
    high = 1 - (1 - value) * stats.f.ppf(0.025, 6, 6)
    # pingouin rounds the limits to three decimals.
    assert alpha["estimate"] == pytest.approx(value)
    assert (alpha["conf_low"], alpha["conf_high"]) == pytest.approx((low, high), abs=5.1e-4)


@pytest.mark.parametrize(
    ("helpful", "note"), [(["3"] * 5, "no_variation"), (["3", "4"], "few_respondents"), ([], "no_base")]
)
def test_alpha_of_too_little(helpful: list[str | None], note: str) -> None:
    plan = PLAN.model_copy(
        update={"indexes": (Index(id="service_index", items=("helpful", "quiet"), label={"en": "Service"}),)}
    )
    found = crosstab(counter_of({"helpful": helpful, "quiet": helpful}), plan, VISIT, 0.95)
    alpha = row(found[found["item"] == "service_index"], "alpha")
    assert np.isnan(alpha["estimate"]) and alpha["note"] == note


def test_rows_stand_in_order() -> None:
    found = crosstab(counter_of({"helpful": ["5", "1"]}), PLAN, VISIT, 0.95)
    items = list(dict.fromkeys(found["item"]))
    own = [name for name, variable in VISIT.variables.items() if variable.closed or variable.kind == "number"]
    assert items == [*own, "purpose", "met"]
    helpful = found[found["item"] == "helpful"]
    assert list(dict.fromkeys(helpful["segment"])) == ["total", "age_band"]
    measures = list(dict.fromkeys(helpful["measure"]))
    assert measures[:4] == ["base", "count", "share", "top"] and len(measures) == 13
    shares = helpful[(helpful["segment"] == "age_band") & (helpful["measure"] == "share")]
    keys = list(zip(shares["group"], shares["answer"], strict=True))
    assert keys == [(g, str(a)) for g in ("young", "old") for a in range(1, 6)]


def test_every_measure_says_where_its_formula_comes_from() -> None:
    for measure in MEASURES:
        assert sys.modules[measure.__module__].__doc__
