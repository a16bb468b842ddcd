"""Intervals of effect sizes: what noncentralities go with the statistic that was seen.

The interval of a noncentrality λ holds every λ under which the statistic is neither improbably large nor
improbably small (J. H. Steiger, 2004, Psychological Methods 9, 164-182; M. Smithson, 2003, Confidence
Intervals, ch. 4). An effect is a function of λ, so its interval follows. The estimate itself is not corrected
for chance: with little evidence it stands above its interval, whose lower end is then 0.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, chndtrinc, fdtrc, ncfdtrinc, ndtri

LARGE = 300.0
LARGEST_F = 1000.0
"""Above this scipy's noncentral F stops converging; the chi-square is as good there."""


def noncentrality(statistic: np.ndarray, df: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """(T,) lowest and highest noncentrality of a chi-square statistic; nan where the statistic is."""
    tail = (1 - confidence) / 2
    usual = chdtrc(df, statistic)
    low, high = np.zeros_like(usual), np.zeros_like(usual)
    # Only where some λ fits: else the end is 0. Solving is what costs.
    some = usual < tail
    low[some] = _solved(statistic[some], df[some], 1 - tail)
    some = usual < 1 - tail
    high[some] = _solved(statistic[some], df[some], tail)
    lost = np.isnan(usual)
    return np.where(lost, np.nan, low), np.where(lost, np.nan, high)


def _solved(statistic: np.ndarray, df: np.ndarray, below: float) -> np.ndarray:
    """λ under which so large a share of statistics is below the one seen; above LARGE by M. Sankaran's (1963,
    Biometrika 50, 199-204) approximation: good to five digits there, and as quick whatever the statistic.
    """
    found: np.ndarray = np.empty_like(statistic)
    large = statistic > LARGE
    found[~large] = chndtrinc(statistic[~large], df[~large], below)
    if large.any():
        found[large] = _approximated(statistic[large], df[large], float(ndtri(below)))
    return found


def _approximated(statistic: np.ndarray, df: np.ndarray, z: float) -> np.ndarray:
    """λ by bisection."""
    low, high = np.zeros_like(statistic), (np.sqrt(statistic) + 8) ** 2
    for _ in range(45):
        middle = (low + high) / 2
        too_small = _sankaran(statistic, df, middle) > z
        low, high = np.where(too_small, middle, low), np.where(too_small, high, middle)
    return np.asarray((low + high) / 2)


def _sankaran(x: np.ndarray, k: np.ndarray, noncentral: np.ndarray) -> np.ndarray:
    """The standard normal value that is as probable as a noncentral chi-square of `x` with `k` degrees of freedom."""
    mean, twice = k + noncentral, k + 2 * noncentral
    h = 1 - 2 / 3 * mean * (k + 3 * noncentral) / twice**2
    p, m = twice / mean**2, (h - 1) * (1 - 3 * h)
    centre = 1 + h * p * (h - 1 - (2 - h) * m * p / 2)
    return np.asarray(((x / mean) ** h - centre) / (h * np.sqrt(2 * p) * (1 + m * p / 2)))


def noncentrality_f(
    statistic: np.ndarray, df: np.ndarray, df_error: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """(T,) lowest and highest noncentrality of an F statistic; nan where the statistic is."""
    tail = (1 - confidence) / 2
    usual = fdtrc(df, df_error, statistic)
    low, high = noncentrality(np.where(statistic > LARGEST_F, statistic * df, np.nan), df, confidence)
    near = statistic <= LARGEST_F
    some = near & (usual < tail)
    low[near] = high[near] = 0.0
    low[some] = ncfdtrinc(df[some], df_error[some], 1 - tail, statistic[some])
    some = near & (usual < 1 - tail)
    high[some] = ncfdtrinc(df[some], df_error[some], tail, statistic[some])
    return low, high


def root(share: np.ndarray) -> np.ndarray:
    """The square root of a squared effect, kept within 0 and 1."""
    return np.asarray(np.sqrt(np.clip(share, 0.0, 1.0)))
