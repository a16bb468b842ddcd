"""The R-indicator: how alike the groups' chances of answering are. 1 = all the same, 0 = as uneven as can be.

Schouten, Cobben & Bethlehem (2009), Survey Methodology 35(1): R = 1 - 2 S(rho). Bias, standard error and partial
indicators as in Shlomo, Skinner & Schouten (2012), J. Statistical Planning and Inference 142, and the RISQ manual 2.1
(de Heij, Schouten & Shlomo 2015).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.response.propensity import Propensities


@dataclass(frozen=True)
class Indicator:
    """`value` is adjusted for the bias of small numbers, `unadjusted` is not; `factor`: adjusted over raw variance."""

    value: float
    unadjusted: float
    standard_error: float
    factor: float
    mean: float


def r_indicator(found: Propensities, fraction: float) -> Indicator:
    """The indicator of everybody invited, who are the share `fraction` (0 to 1) of those it is to say something of."""
    n = float(found.people.sum())
    weight = found.people / n
    mean = float(weight @ found.rho)
    spread = (found.rho - mean) ** 2
    variance = float(weight @ spread) * n / (n - 1)
    gradient = (found.rho * (1 - found.rho))[:, None] * found.design
    bias = float(weight @ np.einsum("kp,pq,kq->k", gradient, found.covariance, gradient))
    bias -= (1 - fraction) * variance / n
    factor = max(1 - bias / variance, 0.0) if variance > 0 else 0.0
    return Indicator(
        value=1 - 2 * np.sqrt(variance * factor),
        unadjusted=1 - 2 * np.sqrt(variance),
        standard_error=np.sqrt(_variance(found, gradient, fraction)),
        factor=factor,
        mean=mean,
    )


def _variance(found: Propensities, gradient: np.ndarray, fraction: float) -> float:
    """Of the indicator: 4 a'Va + 2 tr(BVBV) + what drawing the invited adds, over the variance of propensities."""
    n = float(found.people.sum())
    weight = found.people / n
    rho = found.rho - weight @ found.rho
    centred = gradient - weight @ gradient
    a = (weight * rho) @ centred
    b = (centred * weight[:, None]).T @ centred
    variance = float(weight @ rho**2)
    if variance <= 0:
        return 0.0
    bv = b @ found.covariance
    drawn = (1 - fraction) * float(weight @ (rho**2 - variance) ** 2) / (n - 1)
    return float((4 * a @ found.covariance @ a + 2 * np.trace(bv @ bv) + drawn) / variance)


def partial(invited: np.ndarray, answered: np.ndarray) -> tuple[np.ndarray, float]:
    """Unconditional partial indicators of groups ((G,) with their sign) and of the whole segment, before adjustment.

    A group's is the square root of its part of the variance between groups: negative when it answers less than others.
    """
    share = invited / invited.sum()
    rate = np.divide(answered, invited, out=np.zeros(len(invited)), where=invited > 0)
    away = np.where(invited > 0, rate - answered.sum() / invited.sum(), 0.0)
    parts = np.sign(away) * np.sqrt(share * away**2)
    return parts, float(np.sqrt((parts**2).sum()))
