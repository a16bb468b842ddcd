"""Two means or shares held against each other when there are weights or clusters: difference over its
linearised error.

The difference of two ratios of weighted totals is linear in the cell totals to a first approximation; its
variance follows from their design covariance (C.-E. Särndal, B. Swensson and J. Wretman, 1992, Model Assisted
Survey Sampling, ch. 5). Reference: t, with Satterthwaite's degrees of freedom from the clusters of either
side (at most those of the whole design), so that a group with few clusters gets a wide interval.
"""

from __future__ import annotations

import numpy as np

from analysis.comparisons.contrasts import Contrasts, from_t
from analysis.comparisons.outcomes import NO_BASE, NO_VARIATION
from analysis.comparisons.targets import Targets
from analysis.design.linear import variance

NAME = "two_design"


def compare(targets: Targets, first: np.ndarray, second: np.ndarray, confidence: float) -> Contrasts:
    """Sides `first` against `second` (C, G) of every target; the tables carry a design covariance."""
    tables = targets.tables
    assert tables.covariance is not None and tables.design_df is not None
    (mean1, slope1), (mean2, slope2) = (_ratio(targets, side) for side in (first, second))
    covariance = tables.covariance[targets.table]
    own = [_variance(slope, covariance) for slope in (slope1, slope2)]
    error = np.sqrt(np.maximum(_variance(slope1 - slope2, covariance), 0.0))
    # A side where all answered alike would count as certain; how certain it is, the clusters do not tell.
    error[(own[0] <= 0) | (own[1] <= 0)] = 0.0
    df = _satterthwaite(targets, (first, second), own)
    difference = mean1 - mean2
    statistic, p_value, low, high = from_t(difference, error, df, confidence)
    note = np.select([np.isnan(difference), np.isnan(p_value)], [NO_BASE, NO_VARIATION], "").astype(object)
    method = np.full(note.shape, NAME, dtype=object)
    return Contrasts(difference, low, high, statistic, df, p_value, method, note)


def _ratio(targets: Targets, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(K, C) weighted mean of each side and (K, C, G*A) how it moves with each cell's total."""
    weighted = targets.tables.weighted[targets.table]
    totals = np.einsum("cg,kga->kca", side.astype(float), weighted)
    base = totals.sum(axis=2)
    base = np.where(base > 0, base, np.nan)
    mean = (totals * targets.score[:, None, :]).sum(axis=2) / base
    slope = (targets.score[:, None, :] - mean[:, :, None]) / base[:, :, None]
    cells = np.where(side[None, :, :, None], slope[:, :, None, :], 0.0)
    return mean, cells.reshape(*cells.shape[:2], -1)


def _variance(slope: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    known = np.where(np.isnan(slope), 0.0, slope)
    return variance(known, covariance)


def _satterthwaite(
    targets: Targets, sides: tuple[np.ndarray, np.ndarray], variances: list[np.ndarray]
) -> np.ndarray:
    """(K, C) degrees of freedom of a difference of two sides with these variances."""
    whole = np.asarray(targets.tables.design_df)[targets.table][:, None]
    used = np.zeros(variances[0].shape)
    for side, own in zip(sides, variances, strict=True):
        used = used + own**2 / _units(targets, side, whole)
    total = variances[0] + variances[1]
    df = np.where(used > 0, total**2 / np.where(used > 0, used, 1.0), whole)
    return np.asarray(np.minimum(df, whole))


def _units(targets: Targets, side: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """(K, C) degrees of freedom of one side: of its group; of the whole design where it is several groups."""
    if targets.tables.group_df is None:
        return np.broadcast_to(whole, (len(targets.table), len(side)))
    own = targets.tables.group_df[targets.table]
    alone = side.sum(axis=1) == 1
    return np.maximum(np.where(alone, own[:, side.argmax(axis=1)], whole), 0.5)
