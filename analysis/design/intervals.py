"""Confidence intervals that fit a design: logit for shares, Student's t for the rest."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit, stdtrit


def logit_interval(
    share: np.ndarray, error: np.ndarray, df: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a share (0 to 1): expit(logit p ± t(df) se/(p(1 - p))), R's `svyciprop(method = "logit")` with df
    = degf.

    E. L. Korn and B. I. Graubard 1998, Survey Methodology 24, 193-201. nan where the share is 0 or 1, where it has
    no standard error, or where df is under 1. `df` has the shape of `share` or of its first axes.
    """
    within = (share > 0) & (share < 1)
    p = np.where(within, share, np.nan)
    half = _quantile(df, share.ndim, confidence) * error / (p * (1 - p))
    return expit(logit(p) - half), expit(logit(p) + half)


def t_interval(
    estimate: np.ndarray, error: np.ndarray, df: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a mean, a total or a difference: estimate ± t(df) se. nan without a standard error or with df
    under 1.
    """
    half = _quantile(df, estimate.ndim, confidence) * error
    return estimate - half, estimate + half


def _quantile(df: np.ndarray, dimensions: int, confidence: float) -> np.ndarray:
    known = np.asarray(df, dtype=float)
    found = t_quantile(np.where(known >= 1, known, np.nan), (1 + confidence) / 2)
    return found.reshape(known.shape + (1,) * (dimensions - known.ndim))


def t_quantile(df: np.ndarray, below: float) -> np.ndarray:
    """The quantile of Student's t on each of `df`, nan where that is. Most are alike, and solving is what costs."""
    different, which = np.unique(df, return_inverse=True)
    return np.asarray(stdtrit(different, below)[which.reshape(df.shape)])
