"""Mean of a scale or a number.

Simple random sample: Student's t interval, m ± t(n-1) s/√n; none for one respondent. Weights or clusters: the ratio of
weighted totals with its linearised standard error, and t on the degrees of freedom of the group's own clusters (R
survey's `svymean` within the group).
"""

from __future__ import annotations

import numpy as np

from analysis.counting.stacked import Tables
from analysis.design.intervals import t_interval, t_quantile
from analysis.design.linear import means, ratio
from analysis.measures.estimates import NO_VARIATION, ONE_RESPONDENT, Estimates, alike, interval_notes, noted


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group; none for tables without numbers."""
    notes = interval_notes(tables)
    if tables.covariance is None:
        mean, low, high = _students(tables, confidence)
        notes = noted(notes, ONE_RESPONDENT, tables.base == 1)
    else:
        mean, error = means(tables.weighted, tables.covariance, tables.values)
        assert tables.group_df is not None
        low, high = t_interval(mean, error, tables.group_df, confidence)
    low, high = (np.where(alike(tables, tables.values), np.nan, limit) for limit in (low, high))
    return [Estimates("mean", mean, low, high, noted(notes, NO_VARIATION, np.isnan(low)), tables.numeric)]


def _students(tables: Tables, confidence: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, n = np.nan_to_num(tables.values), tables.base
    mean = ratio(np.einsum("tga,ta->tg", tables.counts, values), n)
    apart = (values[:, None, :] - np.nan_to_num(mean)[:, :, None]) ** 2
    variance = ratio((tables.counts * apart).sum(axis=2), n - 1)
    half = t_quantile(np.where(n > 1, n - 1.0, np.nan), (1 + confidence) / 2) * np.sqrt(ratio(variance, n))
    return mean, mean - half, mean + half
