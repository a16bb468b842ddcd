"""Net share: top box minus bottom box, in percentage points.

Simple random sample: the difference of two shares of one multinomial, d ± z √((p₁ + p₂ - d²)/n) (A. J. Scott
and G. A. F. Seber 1983, Difference of proportions from the same survey, The American Statistician 37,
319-320). Weights or clusters: the linearised mean of scores 1, 0 and -1, with Student's t on the degrees of
freedom of the group's own clusters.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analysis.counting.stacked import Tables
from analysis.design.intervals import t_interval
from analysis.design.linear import means, ratio
from analysis.measures.estimates import NO_VARIATION, Estimates, alike, interval_notes, noted


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group, for scales that name both ends."""
    score = tables.top.astype(float) - tables.bottom
    if tables.covariance is None:
        net = ratio(np.einsum("tga,ta->tg", tables.counts, score), tables.base)
        both = ratio(np.einsum("tga,ta->tg", tables.counts, score**2), tables.base)
        half = float(ndtri((1 + confidence) / 2)) * np.sqrt(ratio(np.maximum(both - net**2, 0), tables.base))
        low, high = net - half, net + half
    else:
        net, error = means(tables.weighted, tables.covariance, score)
        assert tables.group_df is not None
        low, high = t_interval(net, error, tables.group_df, confidence)
    low, high = (np.where(alike(tables, score), np.nan, limit) for limit in (low, high))
    notes = noted(interval_notes(tables), NO_VARIATION, np.isnan(low))
    low, high = np.maximum(100 * low, -100), np.minimum(100 * high, 100)
    applies = np.asarray(tables.top.any(axis=1) & tables.bottom.any(axis=1))
    return [Estimates("net", 100 * net, low, high, notes, applies)]
