"""Kendall's tau-b, for answers of few steps, where many agree.

Through scipy.stats.kendalltau with the large-sample p-value (variance corrected for ties), as R's
cor.test(method = "kendall", exact = FALSE). Interval: Fisher's z with variance 0.437 / (n - 4) (E. C.
Fieller, H. O. Hartley and E. S. Pearson, 1957, Biometrika 44, 470-481).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analysis.relations.related import NAN, Related


def compare(first: np.ndarray, second: np.ndarray, confidence: float) -> Related:
    """The correlation of people (n,) who gave both answers."""
    from scipy.stats import kendalltau

    n = len(first)
    if n < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return Related("kendall", n, "no_base" if not n else "few_answers" if n < 3 else "no_variation")
    tau, p_value = (float(number) for number in kendalltau(first, second, method="asymptotic"))
    low = high = NAN
    if n > 4 and abs(tau) < 1:
        reach = float(ndtri((1 + confidence) / 2)) * (0.437 / (n - 4)) ** 0.5
        low, high = float(np.tanh(np.arctanh(tau) - reach)), float(np.tanh(np.arctanh(tau) + reach))
    return Related(
        method="kendall",
        n=n,
        estimate=tau,
        estimate_name="tau_b",
        conf_low=low,
        conf_high=high,
        p_value=p_value,
        effect=abs(tau),
        effect_name="tau_b",
    )
