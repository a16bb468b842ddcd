"""Means of groups with the covariance between the groups, and Wald's test that they are equal.

Shapes as in `linear`: T tables, G groups, A answers. One set of scores a table: the answers' values, 0/1 for a share,
rank scores for the rank test. People of a cluster may be in several groups, so the covariance between groups matters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from analysis.design.linear import ROUNDING, largest, ratio

SINGULAR = 1e-10


@dataclass(frozen=True)
class GroupMeans:
    """Mean of each group (T, G), nan for groups without anybody, and their covariance (T, G, G)."""

    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True)
class WaldF:
    """A test that all groups have the same mean, each (T,); nan where it cannot be made."""

    statistic: np.ndarray
    df: np.ndarray
    df_error: np.ndarray
    p_value: np.ndarray


def group_means(weighted: np.ndarray, covariance: np.ndarray, scores: np.ndarray) -> GroupMeans:
    """Means of `scores` (T, A); an answer whose score is nan is left out of the base."""
    pull, mean = _pull(weighted, scores)
    tables, groups, answers = weighted.shape
    cells = covariance.reshape(tables, groups, answers, groups * answers)
    half = (pull[:, :, None, :] @ cells).reshape(tables, groups, groups, answers)
    found = np.einsum("tgha,tha->tgh", half, pull)
    # What is left of a group without variation is rounding; two such groups would seem to differ beyond doubt.
    alone = np.zeros((tables, groups, groups, answers))
    own = np.arange(groups)
    alone[:, own, own] = pull
    most = largest(alone.reshape(tables, groups, -1), covariance)
    flat = np.diagonal(found, axis1=1, axis2=2) <= ROUNDING * most
    return GroupMeans(mean, np.where(flat[:, :, None] | flat[:, None, :], 0.0, found))


def _pull(weighted: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much one more in a cell pulls its group's mean: (score - mean)/base, 0 where it does not count; and the
    means.
    """
    counted = np.isfinite(scores)[:, None, :]
    score = np.where(counted, scores[:, None, :], 0.0)
    base = (weighted * counted).sum(axis=2)
    mean = ratio((weighted * score).sum(axis=2), base)
    pull = ratio((score - np.nan_to_num(mean)[:, :, None]) * counted, base[:, :, None])
    return np.nan_to_num(pull), mean


def equal(means: GroupMeans, design_df: np.ndarray) -> WaldF:
    """Wald's test that the groups that have anybody have one mean: F = βᵀ V⁻¹ β/k on k and degf - k degrees of
    freedom.

    β are differences from the first group, k one less than the number of groups. As R's `svyranktest` (and
    `regTermTest`).
    """
    order = np.argsort(np.isnan(means.mean), axis=1, kind="stable")
    mean = np.take_along_axis(means.mean, order, axis=1)
    at = np.arange(len(mean))[:, None, None]
    spread = means.covariance[at, order[:, :, None], order[:, None, :]]
    used = np.isfinite(mean)[:, 1:]
    beta = np.where(used, mean[:, 1:] - mean[:, :1], 0.0)
    matrix = spread[:, 1:, 1:] - spread[:, :1, 1:] - spread[:, 1:, :1] + spread[:, :1, :1]
    matrix = np.where(used[:, :, None] & used[:, None, :], matrix, 0.0)
    number = used.sum(axis=1).astype(float)
    size = np.trace(means.covariance, axis1=1, axis2=2)
    squares = _quadratic(beta, matrix, number, size)
    df_error = np.where(design_df > number, design_df - number, np.nan)
    f = ratio(squares, number)
    return WaldF(f, number, df_error, fdtrc(number, df_error, f))


def _quadratic(beta: np.ndarray, matrix: np.ndarray, rank: np.ndarray, size: np.ndarray) -> np.ndarray:
    """βᵀ matrix⁻¹ β; nan where `matrix` has fewer than `rank` directions with variation, seen beside `size`."""
    known = np.isfinite(matrix).all(axis=(1, 2))
    roots, vectors = np.linalg.eigh(np.where(known[:, None, None], matrix, 0.0))
    sure = (roots > 0) & (roots > SINGULAR * np.where(known, size, 0.0)[:, None])
    along = (vectors.swapaxes(1, 2) @ beta[:, :, None])[:, :, 0] ** 2
    found = np.where(sure, along / np.where(sure, roots, 1.0), 0.0).sum(axis=1)
    return np.where(known & (sure.sum(axis=1) == rank) & (rank > 0), found, np.nan)
