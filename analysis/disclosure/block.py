"""One block of the attack as a linear programme that is kept: moving another number, or showing a form, goes on from there.

Sums over groups and answers have corners in whole numbers. Where published means cut them off, a corner is rounded to a
world that keeps every other sum, and only if no rounding meets the means is it solved in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from ortools.linear_solver import linear_solver_pb2, pywraplp

from analysis.disclosure.arrange import Part
from analysis.disclosure.whole import SLACK, Sums, farthest, rounded

SETTINGS = "use_scaling: false use_dual_simplex: {dual}"
"""Nearly all weights are 1. Mostly limits have changed since the last solution, from which the dual method goes on."""
DUAL = 60
"""Unknowns of the largest block for which it does so faster than the primal method, by trial."""
STEP = 1e-4
"""What moving one person costs."""
DEAR = 1e-2
"""What it costs in what a block shares with others."""
NONE = np.zeros(0, dtype=int)
LARGEST = 60
"""Unknowns of the largest block that is searched in whole numbers at once."""


class Block:
    """The unknowns of one block; rows are those of the arrangement, with limits that may change."""

    def __init__(self, part: Part, truth: np.ndarray, shared: np.ndarray = NONE):
        """`truth` is that of all unknowns; `shared` are the places of those that should stand still if they can."""
        self.columns, self.matrix, self.origin, self.shift = part
        self.at: dict[int, list[int]] = {}
        """Row of the whole system → its rows here."""
        for r, origin in enumerate(self.origin.tolist()):
            self.at.setdefault(origin, []).append(r)
        self.position = {unknown: i for i, unknown in enumerate(self.columns.tolist())}
        self.truth = truth[self.columns]
        self.people = float(truth.max())
        """Nobody is counted twice, so no unknown is more than everybody."""
        self.low = np.full(len(self.origin), -np.inf)
        self.high = np.full(len(self.origin), np.inf)
        self.moved: dict[int, np.ndarray] = {}
        """Direction → what moved when something was moved that way last."""
        self.cost = np.full(len(self.columns), STEP)
        self.cost[shared] = DEAR
        self._build()

    def _build(self) -> None:
        """Each unknown as steps up and steps down from the truth; a step costs a little, so that only what must moves."""
        solver = pywraplp.Solver.CreateSolver("GLOP")
        solver.SetSolverSpecificParametersAsString(
            SETTINGS.format(dual=str(len(self.columns) <= DUAL).lower())
        )
        self.up = [solver.NumVar(0.0, self.people, "") for _ in self.columns]
        self.down = [solver.NumVar(0.0, float(now), "") for now in self.truth]
        self.rows: dict[int, Any] = {}
        """Only those that have been limited: what is hidden would only make each solution dearer."""
        self.now = self.matrix @ self.truth
        self.solver, self.objective = solver, solver.Objective()
        self.answer = linear_solver_pb2.MPSolutionResponse()
        self.objective.SetMaximization()
        for up, down, cost in zip(self.up, self.down, self.cost.tolist(), strict=True):
            self.objective.SetCoefficient(up, -cost)
            self.objective.SetCoefficient(down, -cost)
        self.aimed: dict[int, float] = {}
        names = pywraplp.MPSolverParameters
        self.settings, self.afresh = names(), names()
        self.settings.SetIntegerParam(names.INCREMENTALITY, names.INCREMENTALITY_ON)
        self.settings.SetIntegerParam(names.PRESOLVE, names.PRESOLVE_OFF)
        self.afresh.SetIntegerParam(names.INCREMENTALITY, names.INCREMENTALITY_OFF)

    def limit(self, low: np.ndarray, high: np.ndarray) -> None:
        """Set the limits of the rows; `low` and `high` are those of the whole system."""
        low, high = low[self.origin] - self.shift, high[self.origin] - self.shift
        changed = np.flatnonzero((low != self.low) | (high != self.high)).tolist()
        self.low, self.high = low, high
        self._usual(changed)

    def _usual(self, lines: Iterable[int]) -> None:
        for r in lines:
            self._bound(r, float(self.low[r] - self.now[r]), float(self.high[r] - self.now[r]))

    def _bound(self, r: int, low: float, high: float) -> None:
        """Limit by how much a row may change."""
        row = self.rows.get(r)
        if row is None:
            row = self.rows[r] = self.solver.Constraint(low, high)
            inside = slice(self.matrix.indptr[r], self.matrix.indptr[r + 1])
            for i, weight in zip(
                self.matrix.indices[inside].tolist(), self.matrix.data[inside].tolist(), strict=True
            ):
                row.SetCoefficient(self.up[i], weight)
                row.SetCoefficient(self.down[i], -weight)
        else:
            row.SetBounds(low, high)

    def reach(
        self, weights: dict[int, float], direction: int, enough: tuple[np.ndarray, float]
    ) -> tuple[float, np.ndarray | None]:
        """How far the sum of `weights` (unknown → weight) can move, and a world in whole numbers that shows it.

        `enough` holds the rows of the whole system that say the same, and how far is far enough for each. The world may
        fall short of the distance when means cut the corner off; then the distance is too long.
        """
        goal = {self.position[u]: w * direction for u, w in weights.items() if u in self.position}
        own = [r for origin in enough[0].tolist() for r in self.at.get(origin, ())]
        for r in own:
            # Never farther than the row may go by itself.
            least, most = self.low[r] - self.now[r], self.high[r] - self.now[r]
            self._bound(r, float(max(least, -enough[1])), float(min(most, enough[1])))
        found = self._solve(goal)
        self._usual(own)
        if found is None:
            return np.inf, None
        self.moved[direction] = np.flatnonzero(np.abs(found - self.truth) > SLACK)
        distance = sum(w * (found[i] - self.truth[i]) for i, w in goal.items())
        return float(np.floor(distance + SLACK)), rounded(self._sums(), found)

    def with_change(self, places: np.ndarray, change: np.ndarray) -> np.ndarray | None:
        """A world in whole numbers in which the unknowns at `places` differ from the truth by `change`, and the others as
        little as can be; None when none was found."""
        for i, by in zip(places.tolist(), change.tolist(), strict=True):
            self.up[i].SetBounds(max(by, 0.0), max(by, 0.0))
            self.down[i].SetBounds(max(-by, 0.0), max(-by, 0.0))
        found = self._solve({})
        world = None if found is None else rounded(self._sums(), found)
        self._free(places.tolist())
        return world

    def _free(self, places: Iterable[int]) -> None:
        for i in places:
            self.up[i].SetBounds(0.0, self.people)
            self.down[i].SetBounds(0.0, float(self.truth[i]))

    def possible(self, world: np.ndarray) -> bool:
        """Whether a world in whole numbers keeps within the limits."""
        sums = self.matrix @ world
        return bool(((sums >= self.low - SLACK) & (sums <= self.high + SLACK)).all())

    def exact(
        self, weights: dict[int, float], direction: int, enough: float, *, thorough: bool
    ) -> np.ndarray | None:
        """A world in whole numbers in which the sum has moved as far as it can, or `enough`, whatever it takes; None when
        none was found in good time. In a large block at first only those may move that `reach` moved last that way; all of
        them when that is not enough, if `thorough`."""
        goal = {self.position[u]: w * direction for u, w in weights.items() if u in self.position}
        every = np.arange(len(self.columns))
        if len(every) <= LARGEST:
            return self._farthest(every, goal, enough)
        found = self._farthest(self.moved.get(direction, NONE), goal, enough)
        short = found is None or sum(w * (found[i] - self.truth[i]) for i, w in goal.items()) < enough
        return self._farthest(every, goal, enough) if short and thorough else found

    def _farthest(self, places: np.ndarray, goal: dict[int, float], enough: float) -> np.ndarray | None:
        return farthest(self._sums(), self.truth, goal, (self.people, enough), places)

    def _sums(self) -> Sums:
        return Sums(self.matrix, self.low, self.high)

    def _solve(self, goal: dict[int, float]) -> np.ndarray | None:
        for i in self.aimed.keys() - goal.keys():
            self.objective.SetCoefficient(self.up[i], -self.cost[i])
            self.objective.SetCoefficient(self.down[i], -self.cost[i])
        for i, weight in goal.items():
            self.objective.SetCoefficient(self.up[i], weight - self.cost[i])
            self.objective.SetCoefficient(self.down[i], -weight - self.cost[i])
        self.aimed = goal
        status: Any = self.solver.Solve(self.settings)
        if status != pywraplp.Solver.OPTIMAL:
            # Going on from the last corner can end in numbers that are too rough: start afresh.
            status = self.solver.Solve(self.afresh)
        if status != pywraplp.Solver.OPTIMAL:
            return None
        # All at once: asked one by one, the values take longer than the solution.
        self.solver.FillSolutionResponseProto(self.answer)
        values = np.fromiter(self.answer.variable_value, dtype=float, count=2 * len(self.truth))
        return np.asarray(self.truth + values[: len(self.truth)] - values[len(self.truth) :])
