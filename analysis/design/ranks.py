"""Design-based rank test: Wilcoxon for two groups, Kruskal-Wallis for more (R survey's `svyranktest`).

T. Lumley and A. J. Scott 2013, Biometrika 100, 831-842: estimated population ranks are taken as scores, and the
groups' mean scores are compared as any other means.
"""

from __future__ import annotations

import numpy as np

from analysis.design.groups import GroupMeans, WaldF, equal, group_means
from analysis.design.linear import ratio


def rank_scores(weighted: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Estimated population rank of each answer (T, A), 0 to 1; nan for answers without a value.

    People with the same answer share the middle of their ranks: (weight below + half their own)/weight of all. R
    instead ranks people within a tie in the order of the file when their weights differ; ours is the mean over all
    such orders, and the same number where weights within a tie are equal.
    """
    counted = np.isfinite(values)
    weight = np.where(counted, weighted.sum(axis=1), 0.0)
    order = np.argsort(np.where(counted, values, np.inf), axis=1, kind="stable")
    risen = np.take_along_axis(weight, order, axis=1)
    middle = np.empty_like(weight)
    np.put_along_axis(middle, order, np.cumsum(risen, axis=1) - risen / 2, axis=1)
    return np.where(counted, ratio(middle, weight.sum(axis=1, keepdims=True)), np.nan)


def rank_means(weighted: np.ndarray, covariance: np.ndarray, values: np.ndarray) -> GroupMeans:
    """Mean rank score of each group, 0 to 1, with covariance; 0.5 is the whole table's."""
    return group_means(weighted, covariance, rank_scores(weighted, values))


def rank_test(
    weighted: np.ndarray, covariance: np.ndarray, values: np.ndarray, design_df: np.ndarray
) -> WaldF:
    """One test a table of answers ordered by `values` (T, A). For two groups F is the square of R's t, on degf -
    1.
    """
    return equal(rank_means(weighted, covariance, values), design_df)
