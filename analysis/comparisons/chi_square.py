"""Pearson's chi-square test of independence, with Cramér's V.

Through scipy.stats.chi2_contingency, without continuity correction. V = √(χ² / (n · (min(r, c) - 1))),
H. Cramér (1946),
Mathematical Methods of Statistics. Large enough by W. G. Cochran (1954), Biometrics 10, 417-451: no expected count
under 1 and at most a fifth under 5.
"""

from __future__ import annotations

import math

import numpy as np

from analysis.comparisons.outcome import Outcome
from analysis.tables import Table


def filled(counts: np.ndarray) -> np.ndarray:
    """`counts` without empty rows and columns: they carry no information and no degrees of freedom."""
    kept = counts[counts.sum(axis=1) > 0]
    return np.asarray(kept[:, kept.sum(axis=0) > 0])


def expected(counts: np.ndarray) -> np.ndarray:
    """Expected counts under independence."""
    return np.asarray(np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum())


def large_enough(counts: np.ndarray) -> bool:
    """Cochran's rule on the filled part of `counts`."""
    table = expected(filled(counts))
    return bool(table.min() >= 1 and (table < 5).mean() <= 0.2)


def cramers_v(counts: np.ndarray) -> float:
    """Cramér's V of a table with at least two filled rows and columns."""
    table = filled(counts)
    wanted = expected(table)
    statistic = float(((table - wanted) ** 2 / wanted).sum())
    return math.sqrt(statistic / (table.sum() * (min(table.shape) - 1)))


def compare(table: Table) -> Outcome:
    """The test of a table with at least two filled groups and answers."""
    from scipy.stats import chi2_contingency

    counts = filled(table.counts)
    result = chi2_contingency(counts, correction=False)
    return Outcome(result.statistic, result.dof, result.pvalue, cramers_v(counts), "cramers_v", "chi_square")
