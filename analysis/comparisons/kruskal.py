"""Kruskal-Wallis rank test (tie-corrected), with eta from H.

H = (n - 1) · Σ n_g (r̄_g - r̄)² / Σ (r_i - r̄)², which is the tie-corrected H of W. H. Kruskal and W. A.
Wallis (1952), JASA 47, 583-621. Effect: η = √(η²_H), η²_H = (H - k + 1) / (n - k), never below 0 (M. Tomczak
and E. Tomczak, 2014, Trends in Sport Sciences 21(1), 19-25). H - (k - 1) estimates its noncentrality, so the
interval is √(λ / (n - k)) at either end of the interval of λ (see `effects`).
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from analysis.comparisons.effects import noncentrality, root
from analysis.comparisons.outcomes import Outcomes
from analysis.comparisons.ranks import midranks
from analysis.tables import Tables


def h_statistic(counts: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(T,) H corrected for ties and its degrees of freedom; nan without two groups and two different
    answers."""
    totals, base = counts.sum(axis=1), counts.sum(axis=2)
    n = base.sum(axis=1)
    centred = midranks(totals, values) - (n[:, None] + 1) / 2
    sums = (counts * centred[:, None, :]).sum(axis=2)
    between = (sums**2 / np.maximum(base, 1)).sum(axis=1)
    spread = (totals * centred**2).sum(axis=1)
    df = np.maximum((base > 0).sum(axis=1) - 1, 0).astype(float)
    possible = (spread > 0) & (df > 0)
    return np.where(possible, (n - 1) * between / np.where(possible, spread, 1.0), np.nan), df


def eta(statistic: np.ndarray, counts: np.ndarray, confidence: float) -> tuple[np.ndarray, ...]:
    """(T,) η, its lowest and its highest value."""
    n = counts.sum(axis=(1, 2))
    groups = (counts.sum(axis=2) > 0).sum(axis=1)
    room = n - groups
    scale = np.where(room > 0, room, np.nan)
    low, high = noncentrality(statistic, groups - 1.0, confidence)
    # As many groups as people: nothing is left to judge by, and no effect is claimed.
    effect = np.where(
        room > 0, root((statistic - groups + 1) / scale), np.where(np.isnan(statistic), np.nan, 0.0)
    )
    return effect, root(low / scale), root(high / scale)


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each numeric table, on people counted."""
    statistic, df = h_statistic(tables.counts, tables.values)
    effect, low, high = eta(statistic, tables.counts, confidence)
    return Outcomes(
        effect_name="eta",
        p_value=chdtrc(df, statistic),
        effect=effect,
        effect_low=low,
        effect_high=high,
        statistic=statistic,
        df=df,
        df_error=np.full(len(tables), np.nan),
    )
