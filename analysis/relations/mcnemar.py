"""Two shares of the same people: McNemar's test with mid-p, and the difference with Bonett and Price's
interval.

Only those who changed tell: b began, c ceased. p is that of the binomial with probability one half, the
observed outcome counted by half (mid-p; M. W. Fagerland, S. Lydersen and P. Laake, 2013, BMC Medical Research
Methodology 13:91, who recommend it for all sizes). Difference, second minus first: D. G. Bonett and R. M.
Price (2012), Journal of Educational and Behavioral Statistics 37, 479-488. Effect: Cohen's g, |b / (b + c) -
1/2| (J. Cohen, 1988, Statistical Power Analysis, ch. 5).
"""

from __future__ import annotations

import numpy as np
from scipy.special import bdtr, ndtri

from analysis.relations.related import Related


def mid_p(began: int, ceased: int) -> float:
    """Two-sided mid-p of `began` against `ceased`; nan when nobody changed."""
    changed, fewer = began + ceased, min(began, ceased)
    if not changed:
        return float("nan")
    whole = 2 * float(bdtr(fewer, changed, 0.5))
    half = float(bdtr(fewer, changed, 0.5) - (bdtr(fewer - 1, changed, 0.5) if fewer else 0.0))
    # With as many each way both tails share their middle: its two halves make one.
    return 1.0 if began == ceased else min(1.0, whole - half)


def interval(began: int, ceased: int, n: int, confidence: float) -> tuple[float, float]:
    """Ends of the difference of shares, from -1 to 1."""
    up, down = (began + 1) / (n + 2), (ceased + 1) / (n + 2)
    reach = float(ndtri((1 + confidence) / 2)) * ((up + down - (up - down) ** 2) / (n + 2)) ** 0.5
    return max(-1.0, up - down - reach), min(1.0, up - down + reach)


def compare(first: np.ndarray, second: np.ndarray, confidence: float) -> Related:
    """The test of people (n,) who gave both answers, as 0 and 1."""
    n = len(first)
    if not n:
        return Related("mcnemar", 0, "no_base")
    began, ceased = int((second > first).sum()), int((second < first).sum())
    low, high = interval(began, ceased, n, confidence)
    changed = began + ceased
    return Related(
        method="mcnemar",
        n=n,
        note="" if changed else "no_change",
        estimate=100 * (began - ceased) / n,
        estimate_name="difference",
        conf_low=100 * low,
        conf_high=100 * high,
        p_value=mid_p(began, ceased),
        effect=abs(began / changed - 0.5) if changed else float("nan"),
        effect_name="cohens_g",
        changed_up=began,
        changed_down=ceased,
    )
