"""Whole numbers that keep all limits: beside a solution that is not whole, or as far off as can be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_array

SLACK = 1e-6
FEW = 12
"""Broken unknowns up to which every way to round is looked at."""
EFFORT, MORE_EFFORT = 0.2, 4.0
"""Deterministic seconds that rounding, and searching, may take."""
UNLIMITED = 10**9


class Sums(NamedTuple):
    """low ≤ matrix @ x ≤ high, a row each; no limit is infinite."""

    matrix: csr_array
    low: np.ndarray
    high: np.ndarray

    def over(self, places: np.ndarray, now: np.ndarray) -> Sums:
        """What the sums say of changes at `places`, in whole numbers, when everything else stays as `now`."""
        own = self.matrix[:, places]
        rows = np.flatnonzero((np.diff(own.indptr) > 0) & (np.isfinite(self.low) | np.isfinite(self.high)))
        sums = (self.matrix @ now)[rows]
        least, most = np.ceil(self.low[rows] - sums - SLACK), np.floor(self.high[rows] - sums + SLACK)
        return Sums(own[rows], *(np.clip(limit, -UNLIMITED, UNLIMITED) for limit in (least, most)))

    def kept(self, values: np.ndarray) -> np.ndarray:
        """Which of some solutions (solutions × unknowns) keep all limits."""
        sums = values @ self.matrix.toarray().T
        return np.asarray(((sums >= self.low) & (sums <= self.high)).all(axis=1))


def rounded(sums: Sums, found: np.ndarray) -> np.ndarray | None:
    """The whole numbers nearest to `found` that are rounded from it and keep the sums; None when there are none."""
    floor = np.floor(found + SLACK)
    part = found - floor
    places = np.flatnonzero(part > SLACK)
    if len(places):
        choose = _listed if len(places) <= FEW else _chosen
        up = choose(sums.over(places, floor), part[places] - 0.5)
        if up is None:
            return None
        floor[places] += up
    return floor


def _listed(sums: Sums, worth: np.ndarray) -> np.ndarray | None:
    ways = ((np.arange(2 ** len(worth))[:, None] >> np.arange(len(worth))) & 1).astype(float)
    ways = ways[sums.kept(ways)]
    if not len(ways):
        return None
    found: np.ndarray = ways[(ways @ worth).argmax()]
    return found


def _chosen(sums: Sums, worth: np.ndarray) -> np.ndarray | None:
    model = cp_model.CpModel()
    up = [model.new_bool_var("") for _ in worth]
    _limit(model, up, sums)
    for one, more in zip(up, (worth > 0).tolist(), strict=True):
        model.add_hint(one, more)
    return _values(model, up, EFFORT)


def farthest(
    sums: Sums, now: np.ndarray, goal: dict[int, float], bounds: tuple[float, float], places: np.ndarray
) -> np.ndarray | None:
    """The whole numbers ≥ 0 that keep the sums and in which that of `goal` (place → weight) has grown most, or by enough;
    None when none were found.

    `now` is one such solution, and only what stands at `places` may differ from it. `bounds`: the greatest that anything may
    be, and how much is enough.
    """
    model = cp_model.CpModel()
    greatest, enough = (int(bound) for bound in bounds)
    steps = [model.new_int_var(-int(value), greatest - int(value), "") for value in now[places]]
    _limit(model, steps, sums.over(places, now))
    at = {int(place): k for k, place in enumerate(places)}
    if not goal.keys() & at.keys():
        return None
    grown = sum(int(w) * steps[at[i]] for i, w in goal.items() if i in at)
    model.add(grown <= enough)
    model.maximize(grown)
    for step in steps:
        model.add_hint(step, 0)
    found = _values(model, steps, MORE_EFFORT)
    if found is None:
        return None
    world: np.ndarray = now.copy()
    world[places] += found
    return world


def _limit(model: cp_model.CpModel, unknowns: list[cp_model.IntVar], sums: Sums) -> None:
    matrix = sums.matrix
    limits = zip(sums.low.astype(int).tolist(), sums.high.astype(int).tolist(), strict=True)
    for r, (low, high) in enumerate(limits):
        inside = slice(matrix.indptr[r], matrix.indptr[r + 1])
        parts = [unknowns[i] for i in matrix.indices[inside].tolist()]
        total = cp_model.LinearExpr.weighted_sum(parts, matrix.data[inside].astype(int).tolist())
        model.add_linear_constraint(total, low, high)


def _values(model: cp_model.CpModel, unknowns: list[cp_model.IntVar], effort: float) -> np.ndarray | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return np.array([float(solver.value(one)) for one in unknowns])
