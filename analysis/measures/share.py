"""Share: percent of the base per answer.

Simple random sample: Wilson's interval, (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) (E. B. Wilson 1927, Probable
inference, the law of succession, and statistical inference, JASA 22(158), 209-212). Weights or clusters: the ratio of
weighted totals, its linearised standard error, and the logit interval on the degrees of freedom of the group's own
clusters (R survey's `svyciprop(method = "logit")` within the group).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analysis.counting.stacked import Tables
from analysis.design.intervals import logit_interval
from analysis.design.linear import ratio, shares
from analysis.measures.estimates import NO_VARIATION, Estimates, interval_notes, noted


def wilson(counts: np.ndarray, bases: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit, in percent, of `counts` of `bases` (> 0, same shape)."""
    z = float(ndtri((1 + confidence) / 2))
    p = counts / bases
    middle = (p + z**2 / (2 * bases)) / (1 + z**2 / bases)
    half = z * np.sqrt(p * (1 - p) / bases + z**2 / (4 * bases**2)) / (1 + z**2 / bases)
    return 100 * np.clip(middle - half, 0, 1), 100 * np.clip(middle + half, 0, 1)


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group and answer; none for number variables."""
    error = None
    share = ratio(tables.weighted, tables.weighted_base[:, :, None])
    if tables.covariance is not None:
        share, error = shares(tables.weighted, tables.covariance)
    return [share_estimates("share", tables, (share, tables.counts, error), confidence, ~tables.of_numbers)]


def share_estimates(
    name: str,
    tables: Tables,
    found: tuple[np.ndarray, np.ndarray, np.ndarray | None],
    confidence: float,
    applies: np.ndarray,
) -> Estimates:
    """Estimates of `found`: shares 0 to 1, people counted and standard error (None: simple random sample).

    Each (T, G) or (T, G, A).
    """
    share, counts, error = found
    wider = (..., *(None,) * (share.ndim - 2))
    notes = np.broadcast_to(interval_notes(tables)[wider], share.shape)
    if error is None:
        bases = np.broadcast_to(tables.base[wider], share.shape)
        low, high = wilson(counts, np.where(bases > 0, bases, 1), confidence)
        low, high = (np.where(bases > 0, limit, np.nan) for limit in (low, high))
        return Estimates(name, 100 * share, low, high, notes, applies)
    assert tables.group_df is not None
    low, high = logit_interval(share, error, tables.group_df, confidence)
    notes = noted(notes, NO_VARIATION, np.isnan(low))
    return Estimates(name, 100 * share, 100 * low, 100 * high, notes, applies)
