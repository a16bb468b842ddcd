"""Two answers of the same people, with weights or clusters: the weighted mean change over its linearised
error.

Each unit's total of w (d - d̄) / Σw around the mean of its stratum, n/(n - 1) within strata (the
ultimate-cluster estimator), referred to t with units - strata degrees of freedom. For answers told in shares
d is 1, 0 or -1, and the test is McNemar's for clusters.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import stdtr, stdtrit

from analysis.relations.related import Related


def compare(
    change: np.ndarray, weights: np.ndarray, units: np.ndarray, strata: np.ndarray, confidence: float
) -> Related:
    """The test of people (n,) who gave both answers: change, weight, unit and stratum of each."""
    counted = weights > 0
    change, weights, units, strata = (each[counted] for each in (change, weights, units, strata))
    n = len(change)
    if not n:
        return Related("paired_design", 0, "no_base")
    mean = float(np.average(change, weights=weights))
    variance, clusters, df = linearised(weights * (change - mean) / weights.sum(), units, strata)
    found = Related(
        method="paired_design",
        n=n,
        estimate=mean,
        clusters=clusters,
        changed_up=int((change > 0).sum()),
        changed_down=int((change < 0).sum()),
    )
    if df < 1 or not variance > 0:
        return replace(found, note="few_units" if df < 1 else "no_change")
    error = variance**0.5
    reach = float(stdtrit(df, (1 + confidence) / 2)) * error
    return replace(
        found,
        conf_low=mean - reach,
        conf_high=mean + reach,
        statistic=mean / error,
        df=df,
        p_value=2 * float(stdtr(df, -abs(mean) / error)),
    )


def linearised(parts: np.ndarray, units: np.ndarray, strata: np.ndarray) -> tuple[float, int, int]:
    """Variance of the sum of people's `parts` by units within strata; the number of units, and degrees of
    freedom."""
    names, unit = np.unique(units, return_inverse=True)
    totals = np.bincount(unit, parts)
    stratum = np.zeros(len(names), dtype=int)
    stratum[unit] = np.unique(strata, return_inverse=True)[1]
    size = np.bincount(stratum)
    mean = np.bincount(stratum, totals) / size
    apart = np.bincount(stratum, (totals - mean[stratum]) ** 2)
    several = size > 1
    variance = float((apart[several] * size[several] / (size[several] - 1)).sum())
    return variance, len(names), len(names) - len(size)
