"""Unknowns that follow at once from what is visible, so that nobody needs to solve anything."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array


def unknown(matrix: csr_array, low: np.ndarray, high: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """True where an unknown does not follow at once: alone in an equation, or in a sum of nothing.

    `truth` is one solution of low ≤ matrix @ x ≤ high, x ≥ 0.
    """
    matrix = matrix[low == high]
    pattern, signs = (matrix != 0).astype(float), matrix.sign()
    free = np.ones(matrix.shape[1], dtype=bool)
    while True:
        left = pattern @ free
        alike = np.abs(signs @ free.astype(float)) == left
        nothing = alike & (np.abs(matrix @ (truth * free)) < 1e-9)
        decided = (left > 0) & ((left == 1) | nothing)
        gone = (pattern.T @ decided > 0) & free
        if not gone.any():
            return free
        free &= ~gone
