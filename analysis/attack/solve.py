"""The auditor's arithmetic: the least and the greatest whole number that each hidden sum can be.

Nothing is known here but the system. Limits of single unknowns are drawn together first, which leaves blocks that share
nothing. In each block one possible world is looked for; from there every sum is pushed up and down by linear
programming, whose bounds hold in any case; where a corner is not in whole numbers and the bounds do not decide, the
whole-number programme is solved (HiGHS).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from analysis.attack.system import System, Unknown

SLACK = 1e-6
ROUNDS = 30
BEYOND = 100.0
"""How many times the largest number that is published any unknown may be."""


class Contradiction(ArithmeticError):
    """No world at all meets what is published."""


@dataclass(frozen=True)
class Span:
    """What a hidden sum can be, and how many unknowns its block has. `exact` is False for bounds wide enough anyway."""

    least: float
    most: float
    block: int

    @property
    def width(self) -> float:
        """Steps between the two."""
        return self.most - self.least


def tightened(system: System) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest value of each unknown, as far as single sums tell."""
    matrix = system.matrix
    positive, negative = matrix.maximum(0).tocsr(), matrix.minimum(0).tocsr()
    least = np.zeros(matrix.shape[1])
    # How many there are in all may be hidden: then only this says that nothing is without end.
    most = np.full(
        matrix.shape[1], BEYOND * float(np.max(system.high[np.isfinite(system.high)], initial=1.0))
    )
    row, column, weight = _entries(matrix)
    for _ in range(ROUNDS):
        low = positive @ least + negative @ most
        high = positive @ most + negative @ least
        own_low = np.where(weight > 0, weight * least[column], weight * most[column])
        own_high = np.where(weight > 0, weight * most[column], weight * least[column])
        up = (system.high[row] - (low[row] - own_low)) / weight
        down = (system.low[row] - (high[row] - own_high)) / weight
        ceiling, floor = np.where(weight > 0, up, down), np.where(weight > 0, down, up)
        before = (least.sum(), most.sum())
        np.minimum.at(most, column, np.floor(ceiling + SLACK))
        np.maximum.at(least, column, np.ceil(floor - SLACK))
        if (least.sum(), most.sum()) == before:
            break
    if (least > most).any():
        raise Contradiction("what is published cannot all be true")
    return least, most


def _entries(matrix: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    entries = matrix.tocoo()
    kept = entries.data != 0
    return entries.row[kept], entries.col[kept], entries.data[kept]


def spans(system: System, sums: list[Mapping[Unknown, float]], interval: float) -> Iterator[tuple[int, Span]]:
    """(place in `sums`, what it can be), block by block; spans are exact where they are narrower than `interval`."""
    least, most = tightened(system)
    loose = least < most
    matrix = system.matrix.multiply(loose[None, :]).tocsr()
    matrix.eliminate_zeros()
    block = _blocks(matrix, loose)
    wanted = system.rows(sums)
    groups: dict[tuple[int, ...], list[int]] = {}
    for place in range(len(sums)):
        inside = wanted.indices[wanted.indptr[place] : wanted.indptr[place + 1]]
        key = tuple(sorted(set(block[inside][loose[inside]].tolist())))
        if key:
            groups.setdefault(key, []).append(place)
        else:
            value = float((wanted[[place]] @ least)[0])
            yield place, Span(value, value, 0)
    for key, places in groups.items():
        columns = np.flatnonzero(np.isin(block, key))
        piece = Piece(matrix, (system.low, system.high), (least, most), columns, system.matrix)
        for place in places:
            start, end = wanted.indptr[place], wanted.indptr[place + 1]
            weights = dict(
                zip(wanted.indices[start:end].tolist(), wanted.data[start:end].tolist(), strict=True)
            )
            piece.ask(place, weights)
        yield from piece.answers(interval)


def _blocks(matrix: csr_array, loose: np.ndarray) -> np.ndarray:
    pattern = abs(matrix)
    both = (pattern.T @ pattern).tocsr()
    found = connected_components(both, directed=False)[1]
    return np.where(loose, found, -1)


class Piece:
    """One block: its own matrix, limits, and the sums asked for."""

    def __init__(
        self,
        matrix: csr_array,
        limits: tuple[np.ndarray, np.ndarray],
        box: tuple[np.ndarray, np.ndarray],
        columns: np.ndarray,
        whole: csr_array,
    ):
        part = matrix[:, columns]
        rows = np.flatnonzero(np.diff(part.indptr))
        self.columns, self.matrix = columns, part[rows]
        fixed = box[0].copy()
        fixed[columns] = 0
        given = whole[rows] @ fixed
        self.low, self.high = limits[0][rows] - given, limits[1][rows] - given
        self.least, self.most, self.fixed = box[0][columns], box[1][columns], fixed
        self.place = {int(column): i for i, column in enumerate(columns)}
        self.sums: dict[int, tuple[np.ndarray, float]] = {}

    def ask(self, name: int, weights: Mapping[int, float]) -> None:
        """Ask for one sum."""
        own = np.zeros(len(self.columns))
        given = 0.0
        for column, weight in weights.items():
            if column in self.place:
                own[self.place[column]] = weight
            else:
                given += weight * self.fixed[column]
        self.sums[name] = (own, given)

    def answers(self, interval: float) -> Iterator[tuple[int, Span]]:
        """What each sum can be."""
        names = list(self.sums)
        goals = np.array([self.sums[name][0] for name in names])
        start = self._whole(np.zeros(len(self.columns)))
        low, high = goals @ start, goals @ start
        self._prepare()
        for i, name in enumerate(names):
            for sign in (1.0, -1.0):
                if high[i] - low[i] < interval:
                    bound, world = self._push(sign * goals[i])
                    if world is None and self._matters(sign * bound, sign, (low[i], high[i]), interval):
                        world = self._whole(-sign * goals[i])
                    if world is not None:
                        low, high = np.minimum(low, goals @ world), np.maximum(high, goals @ world)
            yield name, Span(low[i] + self.sums[name][1], high[i] + self.sums[name][1], len(self.columns))

    @staticmethod
    def _matters(bound: float, sign: float, now: tuple[float, float], interval: float) -> bool:
        """Whether a whole-number world nearer to the bound could still be found."""
        reach = np.floor(bound + SLACK) if sign > 0 else np.ceil(bound - SLACK)
        return bool(reach > now[1] + SLACK if sign > 0 else reach < now[0] - SLACK) and interval > 0

    def _whole(self, cost: np.ndarray) -> np.ndarray:
        found = milp(
            cost,
            constraints=LinearConstraint(self.matrix, self.low, self.high) if len(self.low) else (),
            bounds=Bounds(self.least, self.most),
            integrality=np.ones(len(cost)),
        )
        if found.x is None:
            raise Contradiction(f"what is published cannot all be true ({found.message})")
        return np.asarray(np.round(found.x))

    def _prepare(self) -> None:
        solver = pywraplp.Solver.CreateSolver("GLOP")
        self.variables = [
            solver.NumVar(float(a), float(b), "") for a, b in zip(self.least, self.most, strict=True)
        ]
        endless = solver.infinity()
        for r in range(self.matrix.shape[0]):
            row = solver.Constraint(max(float(self.low[r]), -endless), min(float(self.high[r]), endless))
            for i in range(self.matrix.indptr[r], self.matrix.indptr[r + 1]):
                row.SetCoefficient(self.variables[self.matrix.indices[i]], float(self.matrix.data[i]))
        self.solver, self.objective = solver, solver.Objective()
        self.objective.SetMaximization()
        self.settings: Any = pywraplp.MPSolverParameters()
        names = pywraplp.MPSolverParameters
        self.settings.SetIntegerParam(names.INCREMENTALITY, names.INCREMENTALITY_ON)
        self.settings.SetIntegerParam(names.PRESOLVE, names.PRESOLVE_OFF)

    def _push(self, goal: np.ndarray) -> tuple[float, np.ndarray | None]:
        """The highest the goal can be without minding whole numbers, and the world if it is in whole numbers."""
        self.objective.Clear()
        self.objective.SetMaximization()
        for i in np.flatnonzero(goal):
            self.objective.SetCoefficient(self.variables[i], float(goal[i]))
        if self.solver.Solve(self.settings) != pywraplp.Solver.OPTIMAL:
            return np.inf, None
        world = np.array([variable.solution_value() for variable in self.variables])
        whole = np.round(world)
        good = np.abs(world - whole).max() < SLACK and self._holds(whole)
        return float(goal @ world), whole if good else None

    def _holds(self, world: np.ndarray) -> bool:
        sums = self.matrix @ world
        return bool(((sums >= self.low - SLACK) & (sums <= self.high + SLACK)).all())


def blocks_of(system: System) -> np.ndarray:
    """The block of each unknown; -1 for those that single sums already tell."""
    least, most = tightened(system)
    loose = least < most
    matrix = system.matrix.multiply(loose[None, :]).tocsr()
    matrix.eliminate_zeros()
    return _blocks(matrix, loose)
