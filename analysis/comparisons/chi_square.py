"""Pearson's chi-square test of independence, with Cramér's V.

Without continuity correction. V = √(χ² / (n · (min(r, c) - 1))), H. Cramér (1946), Mathematical Methods of
Statistics; its interval by the noncentral chi-square (see `effects`). Large enough by W. G. Cochran (1954),
Biometrics 10, 417-451: no expected count under 1 and at most a fifth under 5.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from analysis.comparisons.effects import noncentrality, root
from analysis.comparisons.outcomes import Outcomes
from analysis.tables import Tables


def expected(counts: np.ndarray) -> np.ndarray:
    """(T, G, A) counts expected under independence; nan without anybody."""
    total = counts.sum(axis=(1, 2), keepdims=True).astype(float)
    total[total <= 0] = np.nan
    return np.asarray(counts.sum(axis=2, keepdims=True) * counts.sum(axis=1, keepdims=True) / total)


def shape(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(T,) how many groups and how many answers somebody is in: empty ones carry no information."""
    return (counts.sum(axis=2) > 0).sum(axis=1), (counts.sum(axis=1) > 0).sum(axis=1)


def large_enough(counts: np.ndarray) -> np.ndarray:
    """(T,) Cochran's rule on the filled part of each table."""
    wanted = expected(counts)
    inside = wanted > 0
    least = np.where(inside, wanted, np.inf).min(axis=(1, 2))
    low = (inside & (wanted < 5)).sum(axis=(1, 2))
    return np.asarray((least >= 1) & (low <= 0.2 * inside.sum(axis=(1, 2))))


def pearson(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(T,) Pearson's chi-square and its degrees of freedom (nan and 0 without two groups and two answers)."""
    wanted = expected(counts)
    inside = wanted > 0
    distance = np.where(inside, (counts - wanted) ** 2, 0.0) / np.where(inside, wanted, 1.0)
    rows, columns = shape(counts)
    df = np.maximum(rows - 1, 0) * np.maximum(columns - 1, 0)
    return np.where(df > 0, distance.sum(axis=(1, 2)), np.nan), df.astype(float)


def cramers_v(counts: np.ndarray, squared: np.ndarray) -> np.ndarray:
    """(T,) √(`squared` / (n (min(r, c) - 1))); `squared` is a chi-square or its noncentrality."""
    rows, columns = shape(counts)
    scale = counts.sum(axis=(1, 2)) * (np.minimum(rows, columns) - 1.0)
    return root(squared / np.where(scale > 0, scale, np.nan))


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each table, on people counted."""
    statistic, df = pearson(tables.counts)
    low, high = noncentrality(statistic, df, confidence)
    return Outcomes(
        effect_name="cramers_v",
        p_value=chdtrc(df, statistic),
        effect=cramers_v(tables.counts, statistic),
        effect_low=cramers_v(tables.counts, low),
        effect_high=cramers_v(tables.counts, high),
        statistic=statistic,
        df=df,
        df_error=np.full(len(tables), np.nan),
    )
