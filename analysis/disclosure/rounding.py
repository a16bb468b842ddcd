"""Whole numbers beside a solution that is not whole: each broken unknown goes up or down so that every sum keeps its limits."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_array

SLACK = 1e-6
FEW = 12
"""Broken unknowns up to which every way to round is looked at."""
EFFORT = 0.2
"""Deterministic seconds that more of them may take."""


def rounded(matrix: csr_array, low: np.ndarray, high: np.ndarray, found: np.ndarray) -> np.ndarray | None:
    """The whole numbers nearest to `found` that are rounded from it and keep low ≤ matrix @ x ≤ high; None without any."""
    floor = np.floor(found + SLACK)
    part = found - floor
    places = np.flatnonzero(part > SLACK)
    if not len(places):
        return floor
    own = matrix[:, places]
    rows = np.flatnonzero((np.diff(own.indptr) > 0) & (np.isfinite(low) | np.isfinite(high)))
    now = (matrix @ floor)[rows]
    least, most = np.ceil(low[rows] - now - SLACK), np.floor(high[rows] - now + SLACK)
    up = (_listed if len(places) <= FEW else _solved)(own[rows], least, most, part[places] - 0.5)
    if up is None:
        return None
    floor[places] += up
    return floor


def _listed(matrix: csr_array, least: np.ndarray, most: np.ndarray, worth: np.ndarray) -> np.ndarray | None:
    ways = _ways(len(worth))
    sums = ways @ matrix.toarray().T
    good = ((sums >= least) & (sums <= most)).all(axis=1)
    if not good.any():
        return None
    found: np.ndarray = ways[np.where(good, ways @ worth, -np.inf).argmax()]
    return found


def _ways(count: int) -> np.ndarray:
    return ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(float)


def _solved(matrix: csr_array, least: np.ndarray, most: np.ndarray, worth: np.ndarray) -> np.ndarray | None:
    model = cp_model.CpModel()
    up = [model.new_bool_var("") for _ in worth]
    limits = np.clip(np.stack([least, most], axis=1), -(10**9), 10**9).astype(int).tolist()
    for r, (low, high) in enumerate(limits):
        inside = slice(matrix.indptr[r], matrix.indptr[r + 1])
        parts = [up[i] for i in matrix.indices[inside].tolist()]
        total = cp_model.LinearExpr.weighted_sum(parts, matrix.data[inside].astype(int).tolist())
        model.add_linear_constraint(total, low, high)
    for one, more in zip(up, (worth > 0).tolist(), strict=True):
        model.add_hint(one, more)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return np.array([float(solver.value(one)) for one in up])
