"""Mann-Whitney test of two groups: the Kruskal-Wallis test with two groups, told by U.

Large-sample p-value with tie correction and without continuity correction, which is Kruskal-Wallis's exactly
(H. B. Mann and D. R. Whitney, 1947, Annals of Mathematical Statistics 18, 50-60). U counts the pairs in which
the first group's answer is the higher one, ties by half. Effect: the same η as for more groups, so that
findings are graded alike.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.comparisons import kruskal
from analysis.comparisons.outcomes import Outcomes
from analysis.comparisons.ranks import midranks
from analysis.tables import Tables


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each numeric table with two filled groups; the statistic is U of the first of them."""
    counts = tables.counts
    first = counts[np.arange(len(tables)), (tables.base > 0).argmax(axis=1)]
    ranks = midranks(counts.sum(axis=1), tables.values)
    n = first.sum(axis=1)
    u = (first * np.where(first > 0, ranks, 0.0)).sum(axis=1) - n * (n + 1) / 2
    whole = kruskal.compare(tables, confidence)
    none = np.full(len(tables), np.nan)
    return replace(whole, statistic=np.where(np.isnan(whole.p_value), np.nan, u), df=none)
