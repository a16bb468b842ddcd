"""What a fitted model gives, and the cluster-robust covariance of its coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Fitted:
    """Log odds ratios (p,) of the columns with their covariance (p, p); nan where it did not converge."""

    coefficients: np.ndarray
    covariance: np.ndarray
    converged: bool


def nothing(columns: int) -> Fitted:
    """A model that did not converge."""
    return Fitted(np.full(columns, np.nan), np.full((columns, columns), np.nan), False)


def sandwich(information: np.ndarray, scores: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """I⁻¹ (Σ_c s_c s_cᵀ) C / (C - 1) I⁻¹ from the information (k, k) and people's scores (n, k).

    D. A. Binder (1983), International Statistical Review 51, 279-292; K.-Y. Liang and S. L. Zeger (1986),
    Biometrika 73, 13-22.
    """
    unit = np.unique(clusters, return_inverse=True)[1]
    totals = np.stack([np.bincount(unit, column) for column in scores.T], axis=1)
    count = len(totals)
    bread = np.linalg.inv(information)
    return np.asarray(bread @ (totals.T @ totals) @ bread * count / (count - 1))
