"""Rank test with weights and clusters, its covariance estimated under the hypothesis: it holds with few
clusters.

Estimated population ranks are taken as scores z, as in T. Lumley and A. J. Scott (2013, Biometrika 100,
831-842). R's `svyranktest` (our `design_rank`) is a Wald test of the groups' mean scores, which with 44
clusters rejects a true hypothesis about twice as often as it should (`benchmarks/null.py`). Here the sums
that the Kruskal-Wallis test rests on, s_g = Σ (z - z̄) over the group, are taken with their covariance under
the hypothesis, and X = Σ s_g² / π_g is referred to F (see `null_reference`). Effect: η² = (H - E) / (n - k)
with H the weighted Kruskal-Wallis statistic and E what H is on average under the hypothesis, given the
clusters: without weights and clusters E = k - 1 and η is that of `kruskal`.
"""

from __future__ import annotations

import numpy as np

from analysis.comparisons.effects import root
from analysis.comparisons.null_reference import Reference, reference
from analysis.comparisons.outcomes import Outcomes
from analysis.design.ranks import rank_scores
from analysis.tables import Tables


def compare(tables: Tables, confidence: float) -> Outcomes:
    """The test of each numeric table; they carry a design covariance."""
    tested, spread = alike(tables)
    n = tables.base.sum(axis=1)
    room = n - (tables.weighted_base > 0).sum(axis=1)
    scale = tables.weighted.sum(axis=(1, 2)) * spread / np.maximum(n - 1, 1) * np.maximum(room, 0)
    scale = np.where((scale > 0) & (tested.note == ""), scale, np.nan)
    low, high = tested.noncentral(confidence)
    above = np.where(np.isnan(scale) & (tested.note == ""), 0.0, (tested.squares - tested.trace) / scale)
    return Outcomes(
        effect_name="eta",
        p_value=tested.p_value,
        effect=root(above),
        effect_low=root(low / scale),
        effect_high=root(high / scale),
        statistic=tested.statistic,
        df=tested.df,
        df_error=tested.df_error,
        note=tested.note,
    )


def alike(tables: Tables) -> tuple[Reference, np.ndarray]:
    """The score form of "all groups rank alike", and (T,) the weighted sum of squares of the scores."""
    assert tables.covariance is not None and tables.design_df is not None
    weighted = tables.weighted
    t, g, a = weighted.shape
    total = weighted.sum(axis=(1, 2))
    safe = np.where(total > 0, total, 1.0)
    scores = np.nan_to_num(rank_scores(weighted, tables.values))
    told = weighted.sum(axis=1)
    centred = scores - ((told * scores).sum(axis=1) / safe)[:, None]
    share = weighted.sum(axis=2) / safe[:, None]
    shrink = np.where(share > 0, 1 / np.sqrt(np.where(share > 0, share, 1.0)), 0.0)
    linear = (np.eye(g) - share[:, :, None])[:, :, :, None] * centred[:, None, None, :]
    linear = linear.reshape(t, g, g * a) * shrink[:, :, None]
    sums = (linear @ weighted.reshape(t, -1, 1))[:, :, 0]
    covariance = linear @ tables.covariance @ linear.swapaxes(1, 2)
    most = np.maximum((tables.weighted_base > 0).sum(axis=1) - 1, 0)
    tested = reference((sums**2).sum(axis=1), covariance, tables.design_df, most)
    return tested, (told * centred**2).sum(axis=1)
