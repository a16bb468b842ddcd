"""Rao and Scott's test of independence with design effects estimated under independence: weights, clusters,
few clusters.

The statistic is Pearson's chi-square of the weighted table, X² = Σ s² with s = N (p̂ - r̂ĉ) / √(r̂ĉ), and its
reference Rao and Scott's second-order correction (see `null_reference`). R's `svychisq` (our `rao_scott`)
linearises at the cell shares that were seen; here the design covariance V of the cells is linearised at the
shares that independence expects, s's covariance being L V Lᵀ with L = (I - r̂1ᵀ) ⊗ (I - ĉ1ᵀ) scaled by
1/√(r̂ĉ): the form of a score test, whose error rate holds with few clusters (on such tests see M. P. Fay and
B. I. Graubard, 2001, Biometrics 57, 1198-1206). Where expected counts are small (Cochran's rule, see
`chi_square`) a small group in which nobody gave an answer would seem to have no variance; there the mean of
both traces is taken, R's and this one. Effect: Cramér's V of the weighted table; its interval by the
noncentral F.
"""

from __future__ import annotations

import numpy as np

from analysis.comparisons.chi_square import large_enough, shape
from analysis.comparisons.effects import root
from analysis.comparisons.null_reference import Reference, reference, retraced
from analysis.comparisons.outcomes import Outcomes
from analysis.design.rao_scott import rao_scott
from analysis.tables import Tables


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each table; they carry a design covariance."""
    weighted = tables.weighted
    rows, columns = shape(weighted)
    tested = steadied(independence(tables, (rows - 1) * (columns - 1)), tables)
    scale = weighted.sum(axis=(1, 2)) ** 2 * (np.minimum(rows, columns) - 1)
    scale = np.where((scale > 0) & (tested.note == ""), scale, np.nan)
    low, high = tested.noncentral(confidence)
    return Outcomes(
        effect_name="cramers_v",
        p_value=tested.p_value,
        effect=root(tested.squares / scale),
        effect_low=root(low / scale),
        effect_high=root(high / scale),
        statistic=tested.statistic,
        df=tested.df,
        df_error=tested.df_error,
        note=tested.note,
    )


def independence(tables: Tables, most: np.ndarray) -> Reference:
    """The score form of each table's independence; `most` (T,) its degrees of freedom in a simple random
    sample."""
    assert tables.covariance is not None and tables.design_df is not None
    t, g, a = tables.weighted.shape
    total = tables.weighted.sum(axis=(1, 2))
    total = np.where(total > 0, total, 1.0)[:, None]
    row, column = tables.weighted.sum(axis=2) / total, tables.weighted.sum(axis=1) / total
    centre = (np.eye(g) - row[:, :, None])[:, :, None, :, None] * (np.eye(a) - column[:, :, None])[
        :, None, :, None, :
    ]
    expected = row[:, :, None] * column[:, None, :]
    shrink = np.where(expected > 0, 1 / np.sqrt(np.where(expected > 0, expected, 1.0)), 0.0)
    linear = centre.reshape(t, g * a, g * a) * shrink.reshape(t, -1, 1)
    scores = (linear @ tables.weighted.reshape(t, -1, 1))[:, :, 0]
    covariance = linear @ tables.covariance @ linear.swapaxes(1, 2)
    return reference((scores**2).sum(axis=1), covariance, tables.design_df, most)


def steadied(tested: Reference, tables: Tables) -> Reference:
    """`tested` with the mean of both traces where expected counts, of people, are small."""
    assert tables.covariance is not None and tables.design_df is not None
    total = tables.weighted.sum(axis=(1, 2))
    people = tables.base.sum(axis=1) / np.where(total > 0, total, 1.0)
    sparse = np.flatnonzero(~large_enough(tables.weighted * people[:, None, None]) & (tested.note == ""))
    if not len(sparse):
        return tested
    seen = rao_scott(tables.weighted[sparse], tables.covariance[sparse], tables.design_df[sparse])
    given = seen.statistic > 0
    trace = tested.trace.copy()
    other = tested.squares[sparse] / np.where(given, seen.statistic, 1.0)
    trace[sparse] = np.where(given, (trace[sparse] + other) / 2, trace[sparse])
    return retraced(tested, trace)
