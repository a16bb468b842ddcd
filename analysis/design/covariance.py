"""Design covariance of weighted cell totals: all that standard errors, Rao-Scott and rank tests rest on.

V = Σ_h (1 - n_h/N_h) n_h/(n_h - 1) Σ_c (t_c - t̄_h)(t_c - t̄_h)ᵀ, where t_c holds the weighted totals of the K cells
of a table in unit c, and units of the sample with nobody in the table count with zeros (W. G. Cochran 1977,
Sampling Techniques, 11.2; the ultimate-cluster estimator of R survey's `svyrecvar`). Tables are stacked on axis T.
"""

from __future__ import annotations

import numpy as np

from analysis.design.units import Units


def clustered(totals: np.ndarray, stratum: np.ndarray, units: Units) -> np.ndarray:
    """Covariance (T, K, K) of cell totals from `totals` (T, C, K) by unit; `stratum` (C,) holds codes of
    units.strata.

    Units that took part but have nobody in any table may be left out of `totals`: `units.sampled` counts them.
    A table with people in a lonely stratum is nan throughout.
    """
    strata = len(units.strata)
    member = (np.arange(strata)[:, None] == stratum).astype(float)
    sums = member @ totals
    mean = sums / np.maximum(units.sampled, 1)[:, None]
    scale = np.nan_to_num(units.scale)
    # Without strata the one mean and scale serve all units: no array of theirs is made.
    alone = strata == 1
    centred = totals - (mean if alone else mean[:, stratum])
    centred *= np.sqrt(scale) if alone else np.sqrt(scale)[stratum, None]
    covariance = centred.swapaxes(1, 2) @ centred
    # Units of the sample that are not in `totals` stand at zero, one mean away from the mean.
    absent = units.sampled - member.sum(axis=1)
    away = mean * np.sqrt(scale * np.maximum(absent, 0))[:, None]
    return _refused(covariance + away.swapaxes(1, 2) @ away, sums, units)


def unclustered(sums: np.ndarray, squares: np.ndarray, units: Units) -> np.ndarray:
    """The same where everybody is a unit, from the sums of weights and of squared weights (T, H, K) per stratum
    and cell.

    `units.sampled` counts everybody who took part, whether they answered this question or not.
    """
    scale = np.nan_to_num(units.scale)
    away = sums * np.sqrt(scale / np.maximum(units.sampled, 1))[:, None]
    covariance = -(away.swapaxes(1, 2) @ away)
    cells = np.arange(sums.shape[-1])
    covariance[:, cells, cells] += (squares * scale[:, None]).sum(axis=1)
    return _refused(covariance, sums, units)


def _refused(covariance: np.ndarray, sums: np.ndarray, units: Units) -> np.ndarray:
    """`covariance`, nan for the tables that have people in a lonely stratum."""
    lonely = np.isnan(units.scale)
    if lonely.any():
        covariance[(sums[:, lonely] != 0).any(axis=(1, 2))] = np.nan
    return covariance
