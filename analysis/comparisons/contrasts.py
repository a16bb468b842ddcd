"""What a comparison of two sides returns: differences, their intervals and tests, for many targets and
contrasts at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from analysis.comparisons.targets import Targets


@dataclass(frozen=True)
class Contrasts:
    """K targets × C contrasts; every array is (K, C), nan where a number is not to be had.

    Differences and their ends are in scale points, or from -1 to 1 for shares; `df` is infinite for the
    normal distribution.
    """

    difference: np.ndarray
    low: np.ndarray
    high: np.ndarray
    statistic: np.ndarray
    df: np.ndarray
    p_value: np.ndarray
    method: np.ndarray
    note: np.ndarray


def pooled(targets: Targets, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(K, C, A) people of each side by answer, and (K, C) all of them."""
    counts = np.einsum("cg,kga->kca", side.astype(float), targets.tables.counts[targets.table])
    return counts, counts.sum(axis=2)


def from_t(
    difference: np.ndarray, error: np.ndarray, df: np.ndarray, confidence: float
) -> tuple[np.ndarray, ...]:
    """(K, C) statistic, p, low and high of a difference with a standard error; nan where there is no
    error."""
    known = (error > 0) & (df > 0)
    error, df = np.where(known, error, np.nan), np.where(known, df, np.nan)
    statistic = difference / error
    reach = stdtrit(df, (1 + confidence) / 2) * error
    return statistic, 2 * stdtr(df, -np.abs(statistic)), difference - reach, difference + reach
