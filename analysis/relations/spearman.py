"""Spearman's rank correlation with Bonett and Wright's interval.

Through scipy.stats.spearmanr; p by Student's t, as R's cor.test(exact = FALSE). Interval: Fisher's z with
standard error √((1 + ρ²/2) / (n - 3)) (D. G. Bonett and T. A. Wright, 2000, Psychometrika 65, 23-28).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analysis.relations.related import NAN, Related


def compare(first: np.ndarray, second: np.ndarray, confidence: float) -> Related:
    """The correlation of people (n,) who gave both answers."""
    from scipy.stats import spearmanr

    n = len(first)
    if n < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return Related("spearman", n, "no_base" if not n else "few_answers" if n < 3 else "no_variation")
    rho, p_value = (float(number) for number in spearmanr(first, second))
    low, high = interval(rho, n, confidence)
    return Related(
        method="spearman",
        n=n,
        estimate=rho,
        estimate_name="rho",
        conf_low=low,
        conf_high=high,
        p_value=p_value,
        effect=abs(rho),
        effect_name="rho",
    )


def interval(rho: float, n: int, confidence: float) -> tuple[float, float]:
    """Ends of the correlation; nan under four people or for a perfect one."""
    if n < 4 or abs(rho) >= 1:
        return NAN, NAN
    reach = float(ndtri((1 + confidence) / 2)) * ((1 + rho**2 / 2) / (n - 3)) ** 0.5
    return float(np.tanh(np.arctanh(rho) - reach)), float(np.tanh(np.arctanh(rho) + reach))
