"""Share: percent of the base per answer, with Wilson's interval.

Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA
22(158), 209-212:
(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analysis.measures.rows import NO_BASE, Row
from analysis.tables import Table


def wilson(counts: np.ndarray, bases: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit, in percent, of `counts` of `bases` (> 0, same shape)."""
    z = float(ndtri((1 + confidence) / 2))
    p = counts / bases
    middle = (p + z**2 / (2 * bases)) / (1 + z**2 / bases)
    half = z * np.sqrt(p * (1 - p) / bases + z**2 / (4 * bases**2)) / (1 + z**2 / bases)
    return 100 * np.clip(middle - half, 0, 1), 100 * np.clip(middle + half, 0, 1)


def share_rows(
    table: Table, counts: np.ndarray, answers: tuple[str, ...], name: str, confidence: float
) -> list[Row]:
    """One row a group and column of `counts`; a group without a base has no share, only a reason."""
    bases = np.repeat(table.base[:, None], counts.shape[1], axis=1).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = wilson(counts, bases, confidence)
        shares = 100 * counts / bases
    return [
        Row(group, name, answer, float(shares[g, a]), float(low[g, a]), float(high[g, a]))
        if bases[g, a]
        else Row(group, name, answer, note=NO_BASE)
        for g, group in enumerate(table.groups)
        for a, answer in enumerate(answers)
    ]


def measure(table: Table, confidence: float) -> list[Row]:
    """One row a group and answer; none for number variables."""
    if table.variable.kind == "number":
        return []
    return share_rows(table, table.counts, table.answers, "share", confidence)
