"""One file a method of comparison, and the one readable function that chooses among them.

To add a method: a file with `compare`, its line here, its row in methods.csv (printed names and when it is
used), and its place in `choose`. `METHODS` compare all groups of a table; `CONTRASTS` hold two sides against
each other.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis.comparisons import (
    chi_square,
    design_rank,
    exact,
    kruskal,
    mann_whitney,
    rank_score,
    rao_scott,
    rao_scott_score,
    two_design,
    two_means,
    two_shares,
)
from analysis.comparisons.contrasts import Contrasts
from analysis.comparisons.outcomes import Outcomes
from analysis.comparisons.rules import Rules
from analysis.comparisons.targets import Targets
from analysis.tables import Tables

TABLE = Path(__file__).with_name("methods.csv")

METHODS: dict[str, Callable[[Tables, float], Outcomes]] = {
    "kruskal": kruskal.compare,
    "mann_whitney": mann_whitney.compare,
    "chi_square": chi_square.compare,
    "exact": exact.compare,
    "rank_score": rank_score.compare,
    "rao_scott_score": rao_scott_score.compare,
    "design_rank": design_rank.compare,
    "rao_scott": rao_scott.compare,
}

CONTRASTS: dict[str, Callable[[Targets, np.ndarray, np.ndarray, float], Contrasts]] = {
    "two_shares": two_shares.compare,
    "two_means": two_means.compare,
    "two_design": two_design.compare,
}


def choose(tables: Tables, rules: Rules) -> np.ndarray:
    """(T,) the method's name. Weights or clusters: the tests that know of them. Else ordered answers and
    numbers: ranks, by two groups or more. Categories: chi-square, or exact where expected counts are small.
    """
    if tables.covariance is not None:
        return np.where(tables.numeric, rules.ordered, rules.nominal).astype(object)
    two_groups = (tables.base > 0).sum(axis=1) == 2
    ordered = np.where(two_groups, "mann_whitney", "kruskal")
    nominal = np.where(chi_square.large_enough(tables.counts), "chi_square", "exact")
    return np.where(tables.numeric, ordered, nominal).astype(object)


def choose_contrast(targets: Targets) -> np.ndarray:
    """(K,) the method's name: linearised with weights or clusters, else Welch for means and z (or exact) for
    shares."""
    if targets.tables.covariance is not None:
        return np.full(len(targets.table), "two_design", dtype=object)
    return np.where(targets.answer < 0, "two_means", "two_shares").astype(object)


def _why() -> dict[str, str]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["why"] for row in csv.DictReader(file)}


WHY = _why()
"""Method → the code of the reason it is chosen, as methods.csv says; its sentence stands in reports/text."""
