"""Two means held against each other: Welch's t test, which does not take the groups to spread alike.

B. L. Welch (1947), Biometrika 34, 28-35; degrees of freedom by F. E. Satterthwaite (1946), Biometrics
Bulletin 2, 110-114. On a five-point scale it keeps its error rate about as well as rank tests do (J. C. F. de
Winter and D. Dodou, 2010, Practical Assessment, Research & Evaluation 15(11)), and its difference and
interval are the ones that are printed.
"""

from __future__ import annotations

import numpy as np

from analysis.comparisons.contrasts import Contrasts, from_t, pooled
from analysis.comparisons.outcomes import NO_BASE, NO_VARIATION
from analysis.comparisons.targets import Targets

NAME = "two_means"


def compare(targets: Targets, first: np.ndarray, second: np.ndarray, confidence: float) -> Contrasts:
    """Sides `first` against `second` (C, G) of every target, on people counted."""
    (n1, mean1, part1), (n2, mean2, part2) = (_moments(targets, side) for side in (first, second))
    error = part1 + part2
    steps = part1**2 / np.maximum(n1 - 1, 1) + part2**2 / np.maximum(n2 - 1, 1)
    df = np.where(steps > 0, error**2 / np.where(steps > 0, steps, 1.0), np.nan)
    difference = mean1 - mean2
    statistic, p_value, low, high = from_t(difference, np.sqrt(error), df, confidence)
    known = ~np.isnan(difference)
    alone = np.minimum(n1, n2) < 2
    note = np.select(
        [~known, alone, np.isnan(p_value)], [NO_BASE, "one_respondent", NO_VARIATION], ""
    ).astype(object)
    method = np.full(note.shape, NAME, dtype=object)
    return Contrasts(difference, low, high, statistic, df, p_value, method, note)


def _moments(targets: Targets, side: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(K, C) people, mean and squared standard error of each side; the last is nan for fewer than two."""
    counts, n = pooled(targets, side)
    score = targets.score[:, None, :]
    mean = (counts * score).sum(axis=2) / np.where(n > 0, n, np.nan)
    apart = (counts * (score - mean[:, :, None]) ** 2).sum(axis=2)
    return n, mean, apart / np.where(n > 1, n * (n - 1), np.nan)
