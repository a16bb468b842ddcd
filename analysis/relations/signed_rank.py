"""Two ordered answers or numbers of the same people: Wilcoxon's signed rank test, and the mean change.

Through scipy.stats.wilcoxon; those who did not change are left out, as F. Wilcoxon (1945, Biometrics Bulletin
1, 80-83) did. Up to `EXACT` changes: every way of turning their signs; more: normal approximation corrected
for ties, without continuity correction. Shift: mean of second minus first with Student's interval. Effect:
matched-pairs rank-biserial correlation (D. S. Kerby, 2014, Comprehensive Psychology 3:1).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import stdtrit

from analysis.relations.related import NAN, Related

EXACT = 12


def compare(first: np.ndarray, second: np.ndarray, confidence: float) -> Related:
    """The test of people (n,) who gave both answers."""
    change = second - first
    n, up, down = len(change), int((change > 0).sum()), int((change < 0).sum())
    if not n:
        return Related("signed_rank", 0, "no_base")
    mean = float(change.mean())
    reach = float(stdtrit(n - 1, (1 + confidence) / 2) * change.std(ddof=1) / n**0.5) if n > 1 else NAN
    found = Related(
        method="signed_rank",
        n=n,
        note="no_change",
        estimate=mean,
        estimate_name="shift",
        conf_low=mean - reach,
        conf_high=mean + reach,
        changed_up=up,
        changed_down=down,
    )
    return _tested(found, change[change != 0]) if up + down else found


def _tested(found: Related, change: np.ndarray) -> Related:
    from scipy.stats import rankdata, wilcoxon

    ranks = rankdata(np.abs(change))
    above = float(ranks[change > 0].sum())
    if len(change) <= EXACT:
        p_value = exact_p(ranks, above)
    else:
        p_value = wilcoxon(change, zero_method="wilcox", correction=False, method="asymptotic").pvalue
    effect = (2 * above - ranks.sum()) / ranks.sum()
    return replace(
        found,
        note="",
        statistic=above,
        p_value=float(p_value),
        effect=float(effect),
        effect_name="rank_biserial",
    )


def exact_p(ranks: np.ndarray, above: float) -> float:
    """Share of all ways to give the ranks their signs that lie as far from the middle as `above`."""
    sums = np.zeros(1)
    for rank in ranks:
        sums = np.concatenate([sums, sums + rank])
    middle = ranks.sum() / 2
    return float((np.abs(sums - middle) >= abs(above - middle) * (1 - 1e-12)).mean())
