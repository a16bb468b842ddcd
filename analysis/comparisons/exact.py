"""Exact test of independence for small tables, with Cramér's V.

2 × 2: Fisher's exact test (scipy.stats.fisher_exact). Larger: the distribution of chi-square over tables
with the same margins,
sampled 9 999 times with a fixed seed (P. Good, Permutation Tests, 2000); p = (1 + as extreme) / (1 + samples).
"""

from __future__ import annotations

import numpy as np

from analysis.comparisons.chi_square import cramers_v, expected, filled
from analysis.comparisons.outcome import Outcome
from analysis.tables import Table

SAMPLES = 9_999
SEED = 151
"""Fixed, so that the same table always gets the same p-value, whatever else is in the plan."""


def compare(table: Table) -> Outcome:
    """The test of a table with at least two filled groups and answers."""
    counts = filled(table.counts)
    p_value = _fisher(counts) if counts.shape == (2, 2) else _sampled(counts)
    return Outcome(None, None, p_value, cramers_v(counts), "cramers_v", "exact")


def _fisher(counts: np.ndarray) -> float:
    from scipy.stats import fisher_exact

    return float(fisher_exact(counts).pvalue)


def _sampled(counts: np.ndarray) -> float:
    from scipy.stats import random_table

    wanted = expected(counts)
    sampler = random_table(counts.sum(axis=1), counts.sum(axis=0), seed=np.random.default_rng(SEED))
    tables = sampler.rvs(size=SAMPLES)
    statistics = ((tables - wanted) ** 2 / wanted).sum(axis=(1, 2))
    observed = ((counts - wanted) ** 2 / wanted).sum()
    # A hair of slack: equal tables must count as equally extreme whatever the rounding.
    return float((1 + (statistics >= observed * (1 - 1e-12)).sum()) / (1 + SAMPLES))
