"""The privacy gate: primary rules, complementary hiding, and an attack on what is published by integer programming."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

sys.path.insert(0, str(Path(__file__).parent))
from small import PLAN, VISIT, counter_of

from analysis.compare import compare
from analysis.crosstab import crosstab
from analysis.disclosure.complement import Hidden, protect
from analysis.disclosure.groups import hidden_groups
from analysis.disclosure.rules import Rules
from analysis.results import ALL, ESTIMATE_NUMBERS, TOTAL
from analysis.suppress import (
    Verdict,
    judge,
    publish,
    suppress_estimates,
    suppress_response,
    suppress_tests,
    verdicts,
)
from analysis.tables import Table

RULES = Rules()
ITEM = VISIT.variables["helpful"]
SCALE = VISIT.scales["agree"]


def table(counts: np.ndarray, segment: str = "s") -> Table:
    groups = (ALL,) if segment == TOTAL else tuple(f"g{i}" for i in range(len(counts)))
    answers = ITEM.substantive[: counts.shape[1]]
    missing = np.zeros((len(counts), 3), dtype=int)
    top = SCALE.top if counts.shape[1] == 5 else ()
    bottom = SCALE.bottom if counts.shape[1] == 5 else ()
    return Table(ITEM, segment, groups, answers, counts, missing, top, bottom)


def verdict_of(counts: list[list[int]], rest: list[int] | None = None) -> Verdict:
    array = np.array(counts)
    total = array.sum(axis=0) + np.array(rest if rest else [0] * array.shape[1])
    return judge(table(array), table(total[None, :], TOTAL), RULES)


def test_a_small_group_is_hidden_and_takes_the_next_with_it() -> None:
    small, companions = hidden_groups(np.array([3, 40, 8]), 51, RULES)
    assert list(small) == [True, False, False]
    assert list(companions) == [False, False, True]


def test_an_empty_group_hides_nothing() -> None:
    small, companions = hidden_groups(np.array([0, 40, 20]), 60, RULES)
    assert not small.any() and not companions.any()


def test_people_in_no_group_blur_the_difference() -> None:
    small, companions = hidden_groups(np.array([3, 40, 20]), 70, RULES)
    assert list(small) == [True, False, False] and not companions.any()


def test_a_lone_hidden_cell_would_be_found_by_subtraction() -> None:
    counts = np.array([[20, 30], [15, 2], [30, 40]])
    hidden = RULES.sensitive_cells(counts)
    shown = np.zeros(3, dtype=bool)
    assert Hidden(counts, hidden, shown).width((1, 1), 3) == 0
    after = protect(counts, hidden, shown, 3)
    network = Hidden(counts, after, shown)
    assert [network.width(cell, 3) for cell in network.value] == [3] * int(after.sum())


def test_sensitive_cells() -> None:
    counts = np.array([[1, 2, 3, 0], [0, 6, 0, 0], [10, 0, 5, 7]])
    assert RULES.sensitive_cells(counts).tolist() == [
        [True, True, False, True],
        [True, True, True, True],
        [False, False, False, False],
    ]


def test_a_scale_is_made_coarser_before_it_is_hidden() -> None:
    verdict = verdict_of([[1, 12, 20, 18, 2], [9, 30, 40, 25, 11]])
    assert verdict.cells.level.name == "three"
    assert verdict.of("g0", "share", "1") == "collapsed"
    assert verdict.of("g0", "top", "") == ""
    assert verdict.of("g0", "mean", "") == ""
    full = verdict_of([[10, 12, 20, 18, 12], [9, 30, 40, 25, 11]])
    assert full.cells.level.name == "answers" and full.of("g0", "share", "1") == ""


def test_means_wait_for_ten() -> None:
    verdict = verdict_of([[1, 2, 3, 1, 2], [30, 30, 40, 25, 31], [30, 30, 40, 25, 31]])
    assert verdict.of("g0", "mean", "") == "mean_base"


def test_an_extreme_mean_tells_everything() -> None:
    # Everybody in the first group answered 1: base and mean say so, whatever is hidden.
    verdict = verdict_of([[12, 0, 0, 0, 0], [30, 30, 40, 25, 31], [30, 30, 40, 25, 31]])
    assert verdict.cells.level.name == "answers" or verdict.base_and_mean_tell[0]


def attack(verdict: Verdict, total: np.ndarray) -> list[tuple[int, str, float]]:
    """(group, category, width) of each hidden category: what integer programming can work out from what is published.

    Unknowns: every answer count of every group and of people in no group. Published: totals, bases of shown groups,
    visible categories and means.
    """
    counts = verdict.table.counts
    gone = verdict.small | verdict.companions
    groups, answers = counts.shape
    rows, low, high = [], [], []

    def known(weights: np.ndarray, value: float) -> None:
        rows.append(weights.ravel())
        low.append(value - 1e-6)
        high.append(value + 1e-6)

    def blank() -> np.ndarray:
        return np.zeros((groups + 1, answers))

    for a in range(answers):
        column = blank()
        column[:, a] = 1
        known(column, total[a])
    categories = verdict.cells.level.categories
    hidden: list[tuple[int, str]] = []
    for g, name in enumerate(verdict.table.groups):
        if not gone[g]:
            base = blank()
            base[g] = 1
            known(base, counts[g].sum())
            if counts[g].sum() and not verdict.of(name, "mean", ""):
                mean = blank()
                mean[g] = verdict.table.values
                known(mean, counts[g] @ verdict.table.values)
        for c, (category, columns) in enumerate(categories.items()):
            cell = blank()
            cell[g, list(columns)] = 1
            if gone[g] or verdict.cells.hidden[g, c]:
                hidden.append((g, category))
            else:
                known(cell, counts[g, list(columns)].sum())
    constraint = LinearConstraint(np.array(rows), low, high)
    found = []
    for g, category in hidden:
        cell = blank()
        cell[g, list(categories[category])] = 1
        ends = [
            milp(
                sign * cell.ravel(),
                constraints=constraint,
                bounds=Bounds(0, np.inf),
                integrality=np.ones(cell.size),
            )
            for sign in (1, -1)
        ]
        assert all(end.success for end in ends)
        found.append((g, category, -ends[1].fun - ends[0].fun))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_cannot_pin_down_a_hidden_cell(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = int(rng.integers(2, 5))
    counts = rng.multinomial(int(rng.integers(30, 150)), rng.dirichlet(np.ones(groups * 5) * 1.5)).reshape(
        groups, 5
    )
    rest = rng.multinomial(int(rng.integers(0, 3)), np.ones(5) / 5)
    total = counts.sum(axis=0) + rest
    verdict = judge(table(counts), table(total[None, :], TOTAL), RULES)
    narrow = [
        (g, category, width)
        for g, category, width in attack(verdict, total)
        if width < RULES.interval
        and counts[g].sum()
        and total[list(verdict.cells.level.categories[category])].sum() >= 3
    ]
    assert narrow == []


def test_the_attack_finds_a_planted_leak() -> None:
    counts = np.array([[20, 30, 10, 10, 2], [15, 30, 20, 20, 20]])
    verdict = judge(table(counts), table(counts.sum(axis=0)[None, :], TOTAL), RULES)
    leaky = verdict.cells.hidden.copy()
    leaky[:] = False
    leaky[0, 0] = True
    planted = replace(verdict, cells=replace(verdict.cells, primary=leaky, hidden=leaky))
    assert any(width < 3 for _, _, width in attack(planted, counts.sum(axis=0)))


def study(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, dict[tuple[str, str], Verdict]]:
    rng = np.random.default_rng(seed)
    band = ["young"] * 4 + ["old"] * 60
    columns: dict[str, list[str | None]] = {
        "visited": [str(rng.choice(["yes", "no"])) for _ in band],
        "helpful": [str(rng.integers(1, 6)) for _ in band],
        "age": ["30" if b == "young" else "50" for b in band],
    }
    counter = counter_of(columns, {"age_band": list(band)})
    estimates = crosstab(counter, PLAN, VISIT, 0.95)
    settings = {"alpha": 0.05, "adjust": "none", "slight_effect": 0.1, "clear_effect": 0.2, "small_base": 20}
    return estimates, compare(counter, PLAN, settings).tests, verdicts(counter, PLAN, VISIT, RULES)


def test_hidden_values_are_blank_and_say_only_that_they_are_protected() -> None:
    estimates, tests, found = study(1)
    public = publish(suppress_estimates(estimates, found), [*ESTIMATE_NUMBERS, "note"])
    young = public[(public["item"] == "helpful") & (public["group"] == "young")]
    assert set(young["hidden"]) == {"protected"}
    assert young[ESTIMATE_NUMBERS].isna().all().all()
    # Two groups: the other must go too, or the total gives it away.
    old = public[(public["item"] == "helpful") & (public["group"] == "old") & (public["measure"] == "share")]
    assert set(old["hidden"]) == {"protected"}
    everybody = public[
        (public["item"] == "helpful") & (public["group"] == ALL) & (public["measure"] == "share")
    ]
    assert everybody["estimate"].notna().all()
    assert len(public) == len(estimates)
    hidden_tests = publish(suppress_tests(tests, found), ["p_value", "high", "low", "smallest_base"])
    assert hidden_tests[hidden_tests["item"] == "helpful"]["smallest_base"].isna().all()


def test_response_groups_follow_the_same_rule() -> None:
    response = pd.DataFrame(
        [
            ("total", "all", 100, 50, 50.0),
            ("s", "a", 8, 4, 50.0),
            ("s", "b", 40, 20, 50.0),
            ("s", "c", 52, 26, 50.0),
        ],
        columns=["segment", "group", "invited", "answered", "rate"],
    )
    reasons = suppress_response(response, RULES)["reason"]
    assert list(reasons) == ["", "group_under_minimum", "complementary", ""]
