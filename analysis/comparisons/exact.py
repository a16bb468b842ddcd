"""Exact test of independence for small tables, with Cramér's V: how improbable are tables with the same
margins?

2 × 2: Fisher's exact test, every table at most as probable as the one seen (R. A. Fisher, 1934, Statistical
Methods for Research Workers). Two answers or two groups: every table listed, ordered by chi-square (see
`exact_listing`). Larger: tables drawn, and no longer than it takes to see that a difference is none (see
`exact_sampling`). Statistic and degrees of freedom there are none.
"""

from __future__ import annotations

import numpy as np

from analysis.comparisons.chi_square import cramers_v, pearson, shape
from analysis.comparisons.effects import noncentrality
from analysis.comparisons.exact_listing import factorials, listed
from analysis.comparisons.exact_sampling import sampled
from analysis.comparisons.outcomes import Outcomes
from analysis.tables import Tables

SLACK = 1e-7
"""Tables that are equally probable must count as such whatever the rounding (as R's fisher.test)."""


def fisher(tables: np.ndarray) -> np.ndarray:
    """(T,) two-sided p of 2 × 2 tables (T, 2, 2), from the hypergeometric distribution of the first cell."""
    rows, first = tables.sum(axis=2), tables[:, :, 0].sum(axis=1)
    least, most = np.maximum(0, first - rows[:, 1]), np.minimum(rows[:, 0], first)
    cell = least[:, None] + np.arange((most - least).max(initial=0) + 1)
    possible = cell <= most[:, None]
    cell = np.where(possible, cell, least[:, None])
    a, b = rows[:, :1], rows[:, 1:]
    other = first[:, None] - cell
    ways = factorials(int(rows.max(initial=0)))
    weight = -(ways(cell) + ways(a - cell) + ways(other) + ways(b - other))
    weight = np.where(possible, weight, -np.inf)
    chance = np.exp(weight - weight.max(axis=1, keepdims=True, initial=-np.inf))
    seen = np.take_along_axis(chance, (tables[:, 0, 0] - least)[:, None], axis=1)
    extreme = np.where(chance <= seen * (1 + SLACK), chance, 0.0).sum(axis=1)
    return np.asarray(np.minimum(extreme / chance.sum(axis=1), 1.0))


def compact(table: np.ndarray) -> np.ndarray:
    """`table` (G, A) without empty rows and columns, and with the fewer of them as columns."""
    kept = table[table.sum(axis=1) > 0]
    kept = kept[:, kept.sum(axis=0) > 0]
    return np.asarray(kept if kept.shape[1] <= kept.shape[0] else kept.T)


def _two_by_two(tables: np.ndarray) -> np.ndarray:
    """(T, 2, 2) the two filled rows and columns of each table, in order."""
    rows = np.argsort(tables.sum(axis=2) == 0, axis=1, kind="stable")[:, :2]
    columns = np.argsort(tables.sum(axis=1) == 0, axis=1, kind="stable")[:, :2]
    return np.asarray(tables[np.arange(len(tables))[:, None, None], rows[:, :, None], columns[:, None, :]])


def p_value(table: np.ndarray) -> float:
    """p of one table with more than two filled groups or answers."""
    counts = compact(table)
    found = listed(counts) if counts.shape[1] == 2 else None
    return sampled(counts) if found is None else found


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each table, on people counted."""
    counts = tables.counts
    rows, columns = shape(counts)
    small = (rows == 2) & (columns == 2)
    p_values = np.full(len(tables), np.nan)
    if small.any():
        p_values[small] = fisher(_two_by_two(counts[small]))
    for i in np.flatnonzero(~small & (rows > 1) & (columns > 1)):
        p_values[i] = p_value(counts[i])
    statistic, df = pearson(counts)
    low, high = noncentrality(statistic, df, confidence)
    none = np.full(len(tables), np.nan)
    return Outcomes(
        effect_name="cramers_v",
        p_value=p_values,
        effect=cramers_v(counts, statistic),
        effect_low=cramers_v(counts, low),
        effect_high=cramers_v(counts, high),
        statistic=none,
        df=none,
        df_error=none,
    )
