"""Two shares held against each other: z test with pooled variance; Fisher's exact test where few are
expected.

The z test of column proportions: z = (p₁ - p₂) / √(p (1 - p) (1/n₁ + 1/n₂)) with p of both sides together (J.
L. Fleiss, B. Levin and M. C. Paik, 2003, Statistical Methods for Rates and Proportions, ch. 3), which is
chi-square of the 2 × 2 table. Where an expected count is under 5: Fisher's exact test. The interval is R. G.
Newcombe's (1998, Statistics in Medicine 17, 873-890, method 10), of two Wilson intervals; it holds in small
groups and at 0 and 100 percent.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from analysis.comparisons.contrasts import Contrasts, pooled
from analysis.comparisons.exact import fisher
from analysis.comparisons.outcomes import NO_BASE, NO_VARIATION
from analysis.comparisons.targets import Targets

NAME = "two_shares"
SMALL = "exact"


def wilson(hits: np.ndarray, n: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval of hits / n, from 0 to 1; nan where n is."""
    z = ndtri((1 + confidence) / 2)
    share = hits / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return centre - reach, centre + reach


def compare(targets: Targets, first: np.ndarray, second: np.ndarray, confidence: float) -> Contrasts:
    """Sides `first` against `second` (C, G) of every target, on people counted."""
    hits, n = zip(*(_side(targets, side) for side in (first, second)), strict=True)
    known = (n[0] > 0) & (n[1] > 0)
    n = tuple(np.where(known, each, np.nan) for each in n)
    share = [h / m for h, m in zip(hits, n, strict=True)]
    whole = (hits[0] + hits[1]) / (n[0] + n[1])
    error = np.sqrt(whole * (1 - whole) * (1 / n[0] + 1 / n[1]))
    z = (share[0] - share[1]) / np.where(error > 0, error, np.nan)
    p_value, method = 2 * ndtr(-np.abs(z)), np.full(z.shape, NAME, dtype=object)
    few = (np.minimum(whole, 1 - whole) * np.fmin(*n) < 5) & (error > 0)
    if few.any():
        p_value[few] = _exact(hits, n, few)
        method[few] = SMALL
        z[few] = np.nan
    low, high = newcombe(hits, n, confidence)
    note = np.select([~known, np.isnan(p_value)], [NO_BASE, NO_VARIATION], "").astype(object)
    return Contrasts(share[0] - share[1], low, high, z, np.full(z.shape, np.inf), p_value, method, note)


def newcombe(
    hits: tuple[np.ndarray, ...], n: tuple[np.ndarray, ...], confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """The interval of the first share minus the second."""
    share = [h / m for h, m in zip(hits, n, strict=True)]
    (low1, high1), (low2, high2) = (wilson(h, m, confidence) for h, m in zip(hits, n, strict=True))
    difference = share[0] - share[1]
    below = np.sqrt((share[0] - low1) ** 2 + (high2 - share[1]) ** 2)
    above = np.sqrt((high1 - share[0]) ** 2 + (share[1] - low2) ** 2)
    return difference - below, difference + above


def _side(targets: Targets, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    counts, n = pooled(targets, side)
    return (counts * targets.score[:, None, :]).sum(axis=2), n


def _exact(hits: tuple[np.ndarray, ...], n: tuple[np.ndarray, ...], few: np.ndarray) -> np.ndarray:
    rows = [np.stack([h[few], m[few] - h[few]], axis=-1) for h, m in zip(hits, n, strict=True)]
    return fisher(np.stack(rows, axis=1).round().astype(int))
