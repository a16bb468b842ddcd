"""Single companions shown again: does the auditor find something exposed by it? If not, is it harmless?

Harmless means: with the companion in view every hidden number of its block still differs by three between possible worlds.
The worlds are whole numbers found by CP-SAT, which the auditor does not use, and each is checked against every sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from ortools.sat.python import cp_model

from analysis.attack.published import Place, Reader, sums_of
from analysis.attack.solve import blocks_of, spans, tightened
from analysis.attack.system import Sum, System, Unknown
from analysis.audit import Published, given, published_system, read
from analysis.results import TOTAL

COMPLEMENTS = ("complementary", "group_complementary")
INTERVAL = 3.0
SLACK = 1e-6
MOST = 10**6

Weights = Mapping[Unknown, float]


def removals(
    published: Published,
    rules: Mapping[str, Any],
    frames: tuple[pd.DataFrame, pd.DataFrame],
    chance: tuple[np.random.Generator, int],
) -> Iterator[dict[str, Any]]:
    """Single companions, drawn at random, shown again: whether that is found, and else whether it is harmless."""
    marked, estimates = frames
    rng, wanted = chance
    study, system = published_system(published)
    reading = read(study, published, rules)
    whole = given(system, reading)
    block = blocks_of(whole)
    measures = ["base", "count", "top", "bottom", "mean"]
    units = marked["reason"].isin(COMPLEMENTS) & marked["measure"].isin(measures)
    units &= (marked["measure"] == "base") | (marked["reason"] == "complementary")
    units &= marked["item"].isin(study.rows) & estimates["estimate"].notna()
    places = np.flatnonzero(units)
    reader = Reader(study, {True: 2, False: 1})
    columns = ("item", "segment", "group", "measure", "answer")
    for at in rng.choice(places, min(wanted, len(places)), replace=False):
        item, segment, group, measure, answer = (str(marked[c].fillna("").iloc[at]) for c in columns)
        weights = reader.weights(item, (segment, group), measure, answer)
        assert weights is not None
        people, value = float(estimates["n"].iloc[at]), float(marked["estimate"].iloc[at])
        share = people / 100 if measure in ("top", "bottom") else 1.0
        low = high = float(round(value * share))
        if measure == "mean":
            decimals = rules["mean_decimals" if segment != TOTAL else "total_mean_decimals"]
            low, high = sums_of(value, people, decimals)
        row = dict.fromkeys(((item, (segment, group), a) for a in study.answers(item)), 1.0)
        again = whole.given([Sum(weights, low, high), Sum(row, people, people)])
        place = (item, segment, group, measure, answer)
        own = {int(block[whole.index[u]]) for u in weights} - {-1}
        near = _near(reading.hidden, place, (whole, block, own), weights)
        result = {
            "place": "/".join(place),
            "found": any(s.width < INTERVAL for _, s in spans(again, near, INTERVAL)),
        }
        if not result["found"]:
            result["harmless"] = harmless(again, near, np.flatnonzero(np.isin(block, list(own))))
        yield result


def _near(
    hidden: Mapping[Place, Weights],
    place: Place,
    where: tuple[System, np.ndarray, set[int]],
    weights: Weights,
) -> list[Weights]:
    """What is hidden in the blocks that a number belongs to; its own table first: most are found there."""
    whole, block, own = where
    near = [w for p, w in hidden.items() if p != place and any(int(block[whole.index[u]]) in own for u in w)]
    return sorted(near, key=lambda w: min(abs(whole.index[a] - whole.index[b]) for a in w for b in weights))


def harmless(system: System, hidden: list[Weights], columns: np.ndarray) -> bool:
    """Whether each hidden sum over the unknowns `columns` differs by INTERVAL between possible worlds."""
    place = {int(column): i for i, column in enumerate(columns)}
    worlds = Worlds(system, columns)
    found: list[np.ndarray] = []
    for weights in hidden:
        own = np.zeros(len(columns))
        for unknown, weight in weights.items():
            if system.index[unknown] in place:
                own[place[system.index[unknown]]] = weight
        if own.any() and np.ptp([world @ own for world in found] or [0.0]) < INTERVAL:
            found += [world for sign in (1, -1) if (world := worlds.farthest(sign * own)) is not None]
            if np.ptp([world @ own for world in found] or [0.0]) < INTERVAL:
                return False
    return True


class Worlds:
    """Possible worlds of some unknowns; all others are as single sums fix them."""

    def __init__(self, system: System, columns: np.ndarray):
        fixed, most = tightened(system)
        self.least, self.most = fixed[columns], most[columns]
        fixed[columns] = 0
        matrix = system.matrix.tocsc()[:, columns].tocsr()
        rows = np.flatnonzero(np.diff(matrix.indptr))
        given_ = (system.matrix @ fixed)[rows]
        self.matrix, self.low, self.high = matrix[rows], system.low[rows] - given_, system.high[rows] - given_

    def farthest(self, weights: np.ndarray) -> np.ndarray | None:
        """A world in which the weighted sum is as great as can be found; None without any."""
        model = cp_model.CpModel()
        counts = [
            model.new_int_var(int(low), int(min(high, MOST)), "")
            for low, high in zip(self.least, self.most, strict=True)
        ]
        low, high = (
            np.ceil(np.maximum(self.low, -MOST) - SLACK),
            np.floor(np.minimum(self.high, MOST) + SLACK),
        )
        for r in range(self.matrix.shape[0]):
            inside = range(self.matrix.indptr[r], self.matrix.indptr[r + 1])
            total = sum(int(self.matrix.data[i]) * counts[self.matrix.indices[i]] for i in inside)
            model.add_linear_constraint(total, int(low[r]), int(high[r]))
        model.maximize(sum(int(weights[i]) * counts[i] for i in np.flatnonzero(weights)))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = 30.0
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        world = np.array([float(solver.value(count)) for count in counts])
        sums = self.matrix @ world
        possible = (
            (sums >= self.low - SLACK).all() and (sums <= self.high + SLACK).all() and (world >= 0).all()
        )
        return world if possible else None
