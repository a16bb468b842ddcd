"""Every number of tests/golden/survey.csv: R's survey package against our kernels, from respondents to statistic."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from designs import ALONE, counted, design, golden, place, respondents, table

from analysis.comparisons import two_design
from analysis.comparisons.targets import targets
from analysis.design.effects import design_effect
from analysis.design.intervals import logit_interval, t_interval
from analysis.design.linear import means, shares, totals
from analysis.design.ranks import rank_means, rank_test
from analysis.design.rao_scott import rao_scott
from analysis.tables import Tables

DESIGNS = ("clus1", "clus2", "srs", "strat", "few", "many", "census", "people", "zero")
Found = dict[str, np.ndarray]


def rao_scott_of(made: Tables) -> Found:
    test = rao_scott(made.weighted, made.covariance, made.design_df)
    found = {"f": test.statistic, "df": test.df, "ddf": test.df_error, "p": test.p_value}
    return {f"rao_scott_{name}": value for name, value in found.items()}


def ranks_of(made: Tables) -> Found:
    test = rank_test(made.weighted, made.covariance, made.values, made.design_df)
    mean = rank_means(made.weighted, made.covariance, made.values).mean
    found = {"f": test.statistic, "df": test.df, "ddf": test.df_error, "p": test.p_value}
    found["difference"] = np.abs(mean[:, 1] - mean[:, 0])
    return {f"rank_{name}": value for name, value in found.items()}


def shares_of(made: Tables) -> Found:
    share, error = shares(made.weighted, made.covariance)
    low, high = logit_interval(share, error, made.group_df, 0.95)
    return {"share": share, "share_se": error, "share_low": low, "share_high": high}


def numbers_of(made: Tables) -> Found:
    mean, error = means(made.weighted, made.covariance, made.values)
    low, high = t_interval(mean, error, made.group_df, 0.95)
    total, total_error = totals(made.weighted, made.covariance, made.values)
    found = {"mean": mean, "mean_se": error, "mean_low": low, "mean_high": high, "degf": made.group_df}
    found |= {"deff": design_effect(made.weighted, made.counts, made.values, error)}
    found |= {"total": total, "total_se": total_error}
    return found


def differences_of(made: Tables) -> Found:
    """Each group less the rest; of two groups, the second less the first."""
    every = np.eye(made.counts.shape[1], dtype=bool)
    rest = two_design.compare(targets(made), every, ~every, 0.95)
    pair = two_design.compare(targets(made), every[1:2], every[:1], 0.95)
    found = {"rest": rest.difference, "rest_se": rest.difference / rest.statistic}
    return found | {"pair": pair.difference[:, 0], "pair_se": (pair.difference / pair.statistic)[:, 0]}


KINDS: dict[Callable[[Tables], Found], str] = {
    rao_scott_of: "abo",
    ranks_of: "abo",
    shares_of: "abo",
    numbers_of: "x",
    differences_of: "x",
}
"""What is computed of the tables of which items."""


def compared(name: str, kind: Callable[[Tables], Found]) -> dict[str, float]:
    """Each golden number of a kind, and how far ours is from it, relatively."""
    stacks = design(name, KINDS[kind])
    found = [kind(made) for made in stacks]
    apart = {}
    for row in golden(name).itertuples():
        if row.quantity in found[0]:
            s, t = place(stacks, row.rows, row.columns)
            at: tuple[int, ...] = (t,)
            at += (stacks[s].groups[t].index(row.group),) if row.group else ()
            at += (stacks[s].answers[t].index(row.answer),) if row.answer else ()
            ours = float(found[s][row.quantity][at])
            key = f"{row.rows} {row.columns} {row.quantity} {row.group} {row.answer}"
            apart[key] = abs(ours - row.value) / (abs(row.value) or 1)
    return apart


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_r(name: str, kind: Callable[[Tables], Found]) -> None:
    apart = compared(name, kind)
    assert len(apart) >= 8
    assert {key: value for key, value in apart.items() if not value <= 1e-8} == {}


def test_how_many_numbers_are_held_against_r() -> None:
    """Every row of the file but those of test_weights.py."""
    held = sum(len(compared(name, kind)) for name in DESIGNS for kind in KINDS)
    rows = sum(len(golden(name)) for name in DESIGNS)
    weights = sum(
        golden(name)["quantity"].str.contains("post_stratified|raked|trimmed").sum() for name in DESIGNS
    )
    assert held + weights == rows
    assert held > 1400


def test_the_published_example() -> None:
    """`svychisq(~sch.wide + stype, dclus1)`, as printed in the documentation of R's survey package."""
    test = rao_scott_of(table(design("clus1", "abo"), "g", "a"))
    assert test["rao_scott_f"][0] == pytest.approx(5.193369541, rel=1e-9)
    assert test["rao_scott_p"][0] == pytest.approx(0.02174746, rel=1e-6)


@pytest.mark.parametrize("name", ALONE)
def test_people_are_units_of_one(name: str) -> None:
    """Sums of squared weights give what a cluster a person gives."""
    frame = respondents(name)
    single = counted(frame.assign(cluster=frame.index.astype(str)), clustered=True, items="abo")
    for alone, other in zip(design(name, "abo"), single, strict=True):
        assert alone.covariance == pytest.approx(other.covariance, rel=1e-10, abs=1e-10)
        assert np.array_equal(alone.design_df, other.design_df)
        assert np.array_equal(alone.group_df, other.group_df)
