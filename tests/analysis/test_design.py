"""The design kernels where R is no help: by hand, padded, degenerate, and in batches."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small import VISIT

from analysis.design.covariance import clustered, unclustered
from analysis.design.effects import design_effect, kish
from analysis.design.finite import codes_of, design_findings, finite
from analysis.design.groups import GroupMeans, equal, group_means
from analysis.design.intervals import logit_interval, t_interval
from analysis.design.linear import means, shares, totals, variance
from analysis.design.ranks import rank_scores, rank_test
from analysis.design.rao_scott import rao_scott
from analysis.design.units import CENSUS, ONE_UNIT, Units, degrees, degrees_people, infinite, units_from
from analysis.plan import Plan

pytestmark = pytest.mark.filterwarnings("error")


def units(sampled: list[int], population: list[float] | None = None) -> Units:
    everywhere = population or [np.inf] * len(sampled)
    return Units(tuple("abcdef"[: len(sampled)]), np.array(sampled), np.array(everywhere, dtype=float))


def one_stratum(totals_: np.ndarray) -> np.ndarray:
    clusters = totals_.shape[1]
    return clustered(totals_, np.zeros(clusters, dtype=int), infinite(clusters))


# ---- covariance ------------------------------------------------------------------------------------


def test_covariance_by_hand() -> None:
    """Totals 1, 3, 5 of one cell: Σ(t - 3)² = 8, times 3/2, times (1 - 3/6)."""
    found = clustered(np.array([[[1.0], [3], [5]]]), np.zeros(3, dtype=int), units([3], [6]))
    assert found[0, 0, 0] == pytest.approx(6)


def test_units_without_anybody_in_a_table_count_with_zeros() -> None:
    given = np.array([[[1.0, 2], [3, 0]]])
    padded = np.concatenate([given, np.zeros((1, 3, 2))], axis=1)
    left_out = clustered(given, np.zeros(2, dtype=int), infinite(5))
    assert left_out == pytest.approx(clustered(padded, np.zeros(5, dtype=int), infinite(5)))


def test_parts_of_the_strata_add_up() -> None:
    rng = np.random.default_rng(1)
    t = rng.random((2, 7, 4))
    stratum = np.array([0, 1, 0, 1, 1, 0, 1])
    both = clustered(t, stratum, units([3, 4], [5, 9]))
    first = clustered(t[:, stratum == 0], np.zeros(3, dtype=int), units([3], [5]))
    second = clustered(t[:, stratum == 1], np.zeros(4, dtype=int), units([4], [9]))
    assert both == pytest.approx(first + second)


def test_a_stratum_that_was_drawn_whole_adds_nothing() -> None:
    t = np.random.default_rng(2).random((1, 5, 2))
    stratum = np.array([0, 0, 1, 1, 1])
    whole = clustered(t, stratum, units([2, 3], [2, 8]))
    assert whole == pytest.approx(clustered(t[:, 2:], np.zeros(3, dtype=int), units([3], [8])))
    alone = clustered(t[:, :1], np.zeros(1, dtype=int), units([1], [1]))
    assert alone.tolist() == [[[0, 0], [0, 0]]]


def test_a_lonely_stratum_refuses_the_tables_that_have_people_in_it() -> None:
    t = np.zeros((2, 4, 2))
    t[0], t[1, 1:] = 1.0, np.arange(6).reshape(3, 2)
    found = clustered(t, np.array([0, 1, 1, 1]), units([1, 3]))
    assert np.isnan(found[0]).all()
    assert np.isfinite(found[1]).all()
    squares = np.ones((1, 2, 3))
    assert np.isnan(unclustered(squares, squares, units([1, 4]))).all()


def test_reasons() -> None:
    assert infinite(1).reason == ONE_UNIT
    assert units([4, 3], [4, 3]).reason == CENSUS
    assert units([4, 3], [4, 9]).reason == ""


def test_unclustered_is_a_binomial_variance() -> None:
    """Everybody weighs 1: the variance of a share is p(1 - p)/(n - 1)."""
    sums = np.array([[[12.0, 28]]])
    covariance = unclustered(sums, sums, infinite(40))
    share, error = shares(sums.reshape(1, 1, 2), covariance)
    assert share[0, 0].tolist() == [0.3, 0.7]
    assert error[0, 0] == pytest.approx(np.sqrt(0.3 * 0.7 / 39))


def test_degrees_of_freedom() -> None:
    present = np.array([[True, True, True, False], [False, False, True, True], [False] * 4])
    assert degrees(present, np.array([0, 0, 1, 1])).tolist() == [1, 1, 0]
    assert degrees_people(np.array([[5, 0, 2], [0, 0, 0]])).tolist() == [5, 0]


# ---- shares, means, totals ---------------------------------------------------------------------------


def study(seed: int = 3, tables: int = 4, size: tuple[int, int] = (3, 5)) -> tuple[np.ndarray, ...]:
    """Weighted tables (T, G, A), covariance, design df, from 30 clusters."""
    rng = np.random.default_rng(seed)
    t = rng.gamma(2, 1, (tables, 30, size[0] * size[1])) * rng.integers(0, 2, (tables, 30, 1))
    return t.sum(axis=1).reshape(tables, *size), one_stratum(t), np.full(tables, 29), t


def test_boxes_and_nets_are_means_of_scores() -> None:
    weighted, covariance, _, _ = study()
    share, _ = shares(weighted, covariance)
    top = np.tile([0.0, 0, 0, 1, 1], (4, 1))
    net = top - np.tile([1.0, 1, 0, 0, 0], (4, 1))
    assert means(weighted, covariance, top)[0] == pytest.approx(share[..., 3:].sum(axis=2))
    assert means(weighted, covariance, net)[0] == pytest.approx(
        share[..., 3:].sum(axis=2) - share[..., :2].sum(axis=2)
    )
    single = np.tile([0.0, 1, 0, 0, 0], (4, 1))
    assert means(weighted, covariance, single)[1] == pytest.approx(shares(weighted, covariance)[1][..., 1])


def test_an_answer_without_a_value_is_no_part_of_a_mean() -> None:
    weighted, covariance, _, t = study(size=(1, 4))
    values = np.tile([1.0, 2, 3, np.nan], (4, 1))
    without = t.reshape(4, 30, 4)[:, :, :3]
    expected = means(weighted[:, :, :3], one_stratum(without), values[:, :3])
    found = means(weighted, covariance, values)
    assert found[0] == pytest.approx(expected[0])
    assert found[1] == pytest.approx(expected[1])


def test_the_delta_method_agrees_with_small_steps() -> None:
    """∇fᵀ V ∇f with numerical derivatives, for a share and for a mean."""
    weighted, covariance, _, _ = study(tables=1)
    values = np.array([[1.0, 2, 3, 4, 5]])
    found = {
        "share": shares(weighted, covariance)[1][0, 1, 2],
        "mean": means(weighted, covariance, values)[1][0, 1],
    }

    def value(w: np.ndarray, what: str) -> float:
        group = w.reshape(3, 5)[1]
        return float(group[2] / group.sum() if what == "share" else group @ values[0] / group.sum())

    for what, error in found.items():
        flat, step = weighted.ravel(), 1e-5
        slope = [
            (value(flat + step * np.eye(15)[k], what) - value(flat - step * np.eye(15)[k], what)) / (2 * step)
            for k in range(15)
        ]
        assert error == pytest.approx(np.sqrt(slope @ covariance[0] @ slope), rel=1e-6)


def test_shares_that_do_not_vary_have_no_error_and_no_interval() -> None:
    t = np.array([[[4.0, 0], [7, 0], [3, 0]]])
    share, error = shares(t.sum(axis=1).reshape(1, 1, 2), one_stratum(t))
    assert share[0, 0].tolist() == [1, 0]
    assert np.isnan(error).all()
    low, high = logit_interval(share, error, np.array([2]), 0.95)
    assert np.isnan(low).all()
    assert np.isnan(high).all()
    mean, error = means(t.sum(axis=1).reshape(1, 1, 2), one_stratum(t), np.array([[3.0, 4.0]]))
    assert mean[0, 0] == 3
    assert np.isnan(error[0, 0])


def test_the_same_share_in_every_cluster_has_no_error_either() -> None:
    t = np.array([[[1.0, 2], [3, 6], [0.1, 0.2]]])
    assert np.isnan(shares(t.sum(axis=1).reshape(1, 1, 2), one_stratum(t))[1]).all()


def test_intervals_by_hand() -> None:
    """t(4) at 95 % is 2.776445."""
    low, high = t_interval(np.array([[10.0]]), np.array([[2.0]]), np.array([4]), 0.95)
    assert (low[0, 0], high[0, 0]) == pytest.approx((4.44711, 15.55289), abs=1e-5)
    low, high = logit_interval(np.array([0.2]), np.array([0.05]), np.array([4]), 0.95)
    half = 2.776445 * 0.05 / 0.16
    odds = np.log(0.25)
    assert low[0] == pytest.approx(1 / (1 + np.exp(half - odds)), rel=1e-6)
    assert high[0] == pytest.approx(1 / (1 + np.exp(-half - odds)), rel=1e-6)
    assert np.isnan(t_interval(np.array([1.0]), np.array([1.0]), np.array([0]), 0.95)).all()


def test_totals_have_the_variance_of_the_cells() -> None:
    weighted, covariance, _, _ = study(tables=1, size=(2, 1))
    total, error = totals(weighted, covariance, np.ones((1, 1)))
    assert total[0].tolist() == weighted[0, :, 0].tolist()
    assert error[0] ** 2 == pytest.approx(np.diag(covariance[0]))


# ---- tests -------------------------------------------------------------------------------------------


def test_padding_changes_nothing() -> None:
    """Empty groups and answers, wherever they stand, leave every result as it was."""
    weighted, covariance, df, t = study(size=(3, 4))
    values = np.tile([1.0, 2, 3, 4], (4, 1))
    cells = t.reshape(4, 30, 3, 4)
    wide = np.zeros((4, 30, 5, 6))
    wide[:, :, [0, 2, 3], :] = np.pad(cells, ((0, 0), (0, 0), (0, 0), (1, 1)))
    padded, spread = wide.sum(axis=1), one_stratum(wide.reshape(4, 30, 30))
    padded_values = np.full((4, 6), np.nan)
    padded_values[:, 1:5] = values
    for name in ("statistic", "df", "df_error", "p_value"):
        plain, other = rao_scott(weighted, covariance, df), rao_scott(padded, spread, df)
        assert getattr(other, name) == pytest.approx(getattr(plain, name))
        ranked, same = (
            rank_test(weighted, covariance, values, df),
            rank_test(padded, spread, padded_values, df),
        )
        assert getattr(same, name) == pytest.approx(getattr(ranked, name))


def test_two_groups_have_one_difference() -> None:
    """Wald's F of two groups is the squared t of their difference."""
    weighted, covariance, df, _ = study(size=(2, 5))
    values = np.tile(np.arange(5.0), (4, 1))
    of_groups = group_means(weighted, covariance, values)
    base = weighted.sum(axis=2, keepdims=True)
    pull = (values[:, None, :] - of_groups.mean[:, :, None]) / base * np.array([1, -1])[:, None]
    t = (of_groups.mean[:, 0] - of_groups.mean[:, 1]) ** 2 / variance(pull.reshape(4, 1, 10), covariance)[
        :, 0
    ]
    assert equal(of_groups, df).statistic == pytest.approx(t)
    assert equal(of_groups, df).df_error.tolist() == [28] * 4


def test_scale_of_the_weights_does_not_matter() -> None:
    weighted, covariance, df, _ = study()
    values = np.tile(np.arange(5.0), (4, 1))
    for scale in (1e-6, 40.0, 1e9):
        other = rao_scott(scale * weighted, scale**2 * covariance, df)
        assert other.p_value == pytest.approx(rao_scott(weighted, covariance, df).p_value)
        test = rank_test(scale * weighted, scale**2 * covariance, values, df)
        assert test.p_value == pytest.approx(rank_test(weighted, covariance, values, df).p_value)


def test_simple_random_sampling_gives_pearson() -> None:
    """Without weights and clusters, X² is Pearson's and Δ is the identity but for the factor n/(n - 1)."""
    counts = np.array([[[20.0, 11, 5], [9, 14, 16]]])
    covariance = unclustered(counts.reshape(1, 1, 6), counts.reshape(1, 1, 6), infinite(75))
    test = rao_scott(counts, covariance, np.array([74]))
    expected = counts.sum(2, keepdims=True) * counts.sum(1, keepdims=True) / 75
    assert test.phi_squared[0] * 75 == pytest.approx(((counts - expected) ** 2 / expected).sum())
    assert test.df[0] == pytest.approx(2, abs=0.2)


def test_rank_scores_share_ties() -> None:
    scores = rank_scores(np.array([[[1.0, 3, 0], [1, 2, 3]]]), np.array([[2.0, 1, 7]]))
    assert scores.tolist() == [[0.6, 0.25, 0.85]]


EMPTY = {
    "nobody": np.zeros((3, 4)),
    "one person": np.eye(3, 4) * (np.arange(3) == 0)[:, None],
    "two people of one group": np.array([[1.0, 1, 0, 0], [0] * 4, [0] * 4]),
    "one answer": np.array([[3.0, 0, 0, 0], [2, 0, 0, 0], [4, 0, 0, 0]]),
    "one group": np.array([[0.0] * 4, [2, 3, 4, 5], [0] * 4]),
}


@pytest.mark.parametrize("cells", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("clusters", [0, 1, 2, 12])
def test_degenerate_tables_give_no_p_value_and_no_warning(cells: np.ndarray, clusters: int) -> None:
    parts = np.random.default_rng(4).dirichlet(np.ones(clusters)) if clusters else np.zeros(0)
    t = (parts[:, None] * cells.ravel())[None]
    covariance = clustered(t, np.zeros(clusters, dtype=int), infinite(clusters))
    df = degrees(t.sum(axis=2) > 0, np.zeros(clusters, dtype=int))
    weighted, values = t.sum(axis=1).reshape(1, 3, 4), np.array([[1.0, 2, 3, 4]])
    assert np.isnan(rao_scott(weighted, covariance, df).p_value).all()
    assert np.isnan(rank_test(weighted, covariance, values, df).p_value).all()
    share, error = shares(weighted, covariance)
    assert np.isnan(share[weighted.sum(axis=2) == 0]).all()
    assert not (error == 0).any()
    assert not (means(weighted, covariance, values)[1] == 0).any()


def test_one_cluster_gives_estimates_without_errors() -> None:
    t = np.array([[[4.0, 6, 2, 1]]])
    covariance = clustered(t, np.array([0]), infinite(1))
    share, error = shares(t.reshape(1, 2, 2), covariance)
    assert share[0].tolist() == [[0.4, 0.6], [2 / 3, 1 / 3]]
    assert np.isnan(error).all()


def test_so_many_empty_cells_that_an_interaction_is_undefined() -> None:
    """R's `svychisq` stops here; four empty cells in a rectangle."""
    cells = np.array([[9.0, 5, 4, 3], [6, 2, 0, 0], [3, 7, 0, 0]])
    noise = np.random.default_rng(5).random((1, 20, 12)) * (cells.ravel() > 0)
    test = rao_scott(noise.sum(axis=1).reshape(1, 3, 4), one_stratum(noise), np.array([19]))
    assert np.isnan(test.p_value[0])
    assert test.phi_squared[0] > 0


def test_a_refused_table_leaves_the_others_alone() -> None:
    weighted, covariance, df, _ = study()
    values = np.tile(np.arange(5.0), (4, 1))
    alone = rao_scott(weighted, covariance, df).p_value, rank_test(weighted, covariance, values, df).p_value
    covariance[2] = np.nan
    found = rao_scott(weighted, covariance, df).p_value, rank_test(weighted, covariance, values, df).p_value
    for mine, theirs in zip(found, alone, strict=True):
        assert np.isnan(mine[2])
        assert mine[[0, 1, 3]] == pytest.approx(theirs[[0, 1, 3]])


def test_groups_without_variation_cannot_be_tested() -> None:
    """Two of three groups always answer alike: their difference has no error, so the three have no common test."""
    mean = np.array([[1.0, 2, 3]])
    assert np.isnan(equal(GroupMeans(mean, np.diag([0.0, 0, 1])[None]), np.array([20])).p_value[0])
    assert np.isfinite(equal(GroupMeans(mean, np.diag([0.5, 0, 1])[None]), np.array([20])).p_value[0])


def test_clusters_that_all_answer_alike_tell_of_no_doubt() -> None:
    """Groups differ, but every cluster has the same table: what is left is rounding, and no evidence."""
    cells = np.array([[0.1, 0.7, 0.3], [0.9, 0.2, 0.4], [0.3, 0.6, 1.1]])
    t = (np.random.default_rng(6).random(15)[:, None] * cells.ravel())[None]
    weighted, covariance, df = t.sum(axis=1).reshape(1, 3, 3), one_stratum(t), np.array([14])
    values = np.array([[1.0, 2, 3]])
    assert np.isnan(rao_scott(weighted, covariance, df).p_value).all()
    assert np.isnan(rank_test(weighted, covariance, values, df).p_value).all()
    mean = group_means(weighted, covariance, values).mean
    pull = (values - mean[0, :, None]) / weighted[0].sum(axis=1, keepdims=True) * np.array([[1.0], [-1], [0]])
    assert variance(pull.reshape(1, 1, 9), covariance).tolist() == [[0]]
    assert np.isnan(variance(pull.reshape(1, 1, 9), covariance * np.nan)).all()


def test_too_few_clusters_for_so_many_groups() -> None:
    weighted, covariance, _, _ = study(size=(4, 2))
    values = np.tile([0.0, 1], (4, 1))
    test = rank_test(weighted, covariance, values, np.array([3, 4, 29, 0]))
    assert np.isnan(test.p_value).tolist() == [True, False, False, True]


# ---- design effects ----------------------------------------------------------------------------------


def test_kish() -> None:
    assert kish(np.array([1.0, 1, 1])) == 1
    assert kish(np.array([1.0, 3, 0])) == pytest.approx(2 * 10 / 16)
    assert np.isnan(kish(np.zeros(3)))


def test_the_design_effect_of_a_mean_without_a_design_is_one() -> None:
    counts = np.array([[[4.0, 8, 3]]])
    values = np.array([[1.0, 2, 5]])
    covariance = unclustered(counts, counts, infinite(15))
    _, error = means(counts, covariance, values)
    assert design_effect(counts, counts, values, error)[0, 0] == pytest.approx(1)


def test_people_of_a_cluster_who_answer_alike_raise_the_design_effect() -> None:
    t = np.zeros((1, 10, 2))
    t[0, :5, 0], t[0, 5:, 1] = 10, 10
    weighted = t.sum(axis=1).reshape(1, 1, 2)
    values = np.array([[0.0, 1]])
    _, error = means(weighted, one_stratum(t), values)
    assert design_effect(weighted, weighted, values, error)[0, 0] == pytest.approx(11, abs=0.1)


# ---- design.json -------------------------------------------------------------------------------------


def plan(**more: object) -> Plan:
    frame = {"respondents": {"file": "f.csv", "key": "respondent_id"}}
    document = {"study": "visit", "crosstabs": [{"by": ["x"]}], "frame": frame, **more}
    return Plan.model_validate(document)


FRAME = pd.DataFrame(
    {
        "respondent_id": list("abcdefgh"),
        "branch": ["1", "1", "2", "2", "3", "3", "4", "4"],
        "area": ["n", "n", "n", "n", "s", "s", "s", "s"],
        "answered": ["yes", "yes", "yes", "yes", "yes", "no", "no", "no"],
    }
)
HERE = FRAME[FRAME["answered"] == "yes"]


def test_the_frame_is_everybody() -> None:
    found = finite(HERE, FRAME, plan(design={"population": "frame"}), VISIT)
    assert found["people"] == [{"stratum": "", "units": 5, "population": 8, "why": ""}]
    # Branch 3 answered in part, so that branches are not all there is to doubt.
    assert found["clusters"] == [{"stratum": "", "units": 3, "population": None, "why": "answered_in_part"}]
    assert json.loads(json.dumps(found)) == found


def test_strata_have_populations_of_their_own() -> None:
    made = plan(design={"population": "frame", "strata": "area"}, published={"clustered": True})
    found = finite(HERE, FRAME, made, VISIT)
    assert found["people"] == [
        {"stratum": "n", "units": 4, "population": 4, "why": ""},
        {"stratum": "s", "units": 1, "population": 4, "why": ""},
    ]
    assert [row["population"] for row in found["clusters"]] == [2, None]
    assert [(f.code, f.value) for f in design_findings(found, made)] == [("D095", "s"), ("D096", "s")]


def test_without_a_frame_there_is_no_correction() -> None:
    endless = finite(HERE, FRAME, plan(), VISIT)
    assert [(row["population"], row["why"]) for row in endless["people"]] == [(None, "infinite")]
    lost = finite(HERE, None, plan(design={"population": "frame"}), VISIT)
    assert [(row["population"], row["why"]) for row in lost["people"]] == [(None, "no_frame")]


def test_people_without_a_cluster_or_a_stratum() -> None:
    here = HERE.assign(branch=["1", None, "2", None, "3"], area=["n", "n", None, "s", "s"])
    found = finite(here, None, plan(design={"strata": "area"}), VISIT)
    assert [(row["stratum"], row["units"]) for row in found["people"]] == [("", 1), ("n", 2), ("s", 2)]
    assert [(row["stratum"], row["units"]) for row in found["clusters"]] == [("", 1), ("n", 1), ("s", 1)]
    made = units_from(found["people"])
    assert made.population.tolist() == [np.inf] * 3
    assert codes_of(made.strata, here["area"]).tolist() == [1, 1, 0, 2, 2]


def test_nobody_has_answered() -> None:
    found = finite(HERE[:0], FRAME, plan(design={"population": "frame"}), VISIT)
    assert found == {"people": [], "clusters": []}
    assert design_findings(found, plan()) == []
