"""One block: the answers nearest to the simulated ones that satisfy every claim and the form's own rules.

Deterministic for a seed: one worker, a fixed seed, and a limit on work done, never on time passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.constraints import STATISTICS
from analysis.synthetic.form import post_form
from analysis.synthetic.ledger import Claim
from analysis.synthetic.scene import Rows, Scene
from analysis.synthetic.traits import Column
from survey.messages import SvarError, finding
from survey.model import Questionnaire

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

RESPONDED = "responded"
"""The literal-only variable of the first block: whether an invited person answered."""


@dataclass(frozen=True)
class Task:
    """A block ready to be solved."""

    id: str
    tables: Mapping[str, Rows]
    columns: Mapping[str, Column]
    claims: Sequence[Claim]
    questionnaire: Questionnaire
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Effort:
    """How long and with which chance the solver works."""

    limit: float
    gap: float
    seed: int


@dataclass(frozen=True)
class Outcome:
    """Answers by variable, and what it took: how many were given, how many changed and by how many steps in all."""

    answers: Mapping[str, Sequence[str | None]]
    given: int
    changed: int
    moved: int
    claims: int
    optimal: bool


def solve(task: Task, effort: Effort, place: str) -> Outcome:
    """The nearest answers; raises SvarError (S020, S021) naming the block and the claims. `place` is the ledger's."""
    from ortools.sat.python import cp_model

    model, literals = build_model(task, task.claims)
    solver = _solver(effort)
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        raise SvarError([finding("S020", place, task.id, claims=", ".join(quarrel(task, effort)))])
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SvarError([finding("S021", place, task.id, limit=effort.limit)])
    answers = {name: [_chosen(solver, row) for row in rows] for name, rows in literals.items()}
    return _outcome(task, answers, status == cp_model.OPTIMAL)


def _solver(effort: Effort) -> Any:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed % 2**31
    solver.parameters.max_deterministic_time = effort.limit
    solver.parameters.relative_gap_limit = effort.gap
    # Counts over people are what linear relaxations are good at: full linearisation is a hundred times faster here.
    solver.parameters.linearization_level = 2
    return solver


def build_model(
    task: Task, claims: Sequence[Claim]
) -> tuple[cp_model.CpModel, dict[str, list[dict[str | None, Any]]]]:
    """The model, and its literals by variable, row and code (None stands for no answer)."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = {name: _literals(model, column) for name, column in task.columns.items()}
    table = task.tables["all"]
    if RESPONDED in chosen:
        table.members = [row["yes"] for row in chosen[RESPONDED]]
    else:
        table.literals = {
            name: [{c: v for c, v in row.items() if c is not None} for row in rows]
            for name, rows in chosen.items()
        }
    scene = Scene(model, task.tables, task.questionnaire, task.aliases)
    post_form(scene, table, tuple(table.literals))
    for claim in claims:
        STATISTICS[claim.statistic](claim, scene)
    model.minimize(sum(_costs(task.columns, chosen)))
    return model, chosen


def _literals(model: cp_model.CpModel, column: Column) -> list[dict[str | None, Any]]:
    rows: list[dict[str | None, Any]] = []
    for row, asked in enumerate(column.asked):
        cells: dict[str | None, Any] = {}
        if asked and len(column.codes) == 2:
            high = model.new_bool_var("")
            cells = {column.codes[1]: high, column.codes[0]: ~high}
        elif asked:
            cells = {code: model.new_bool_var("") for code in column.codes}
            model.add_exactly_one(cells.values())
        for code, literal in cells.items():
            if len(cells) > 2 or code == column.codes[1]:
                model.add_hint(literal, int(column.answers[row] == code))
        rows.append(cells)
    return rows


def _costs(columns: Mapping[str, Column], chosen: Mapping[str, list[dict[str | None, Any]]]) -> list[Any]:
    return [
        columns[name].cost(row, code) * literal
        for name, rows in chosen.items()
        for row, cells in enumerate(rows)
        for code, literal in cells.items()
        if columns[name].cost(row, code)
    ]


def _chosen(solver: Any, cells: Mapping[str | None, Any]) -> str | None:
    return next((code for code, literal in cells.items() if solver.boolean_value(literal)), None)


def _outcome(task: Task, answers: Mapping[str, list[str | None]], optimal: bool) -> Outcome:
    given = changed = moved = 0
    for name, column in task.columns.items():
        for row, asked in enumerate(column.asked):
            before, after = column.answers[row], answers[name][row]
            given += asked
            changed += before != after
            moved += steps(before, after)
    return Outcome(answers, given, changed, moved, len(task.claims), optimal)


def steps(before: str | None, after: str | None) -> int:
    """How far apart two answers are: scale points where codes are numbers, otherwise 1."""
    if before == after:
        return 0
    return abs(int(before) - int(after)) if before and after and (before + after).isdigit() else 1


def quarrel(task: Task, effort: Effort) -> list[str]:
    """A small set of claims that no answers satisfy together: leave out what does not matter, one claim at a time."""
    from ortools.sat.python import cp_model

    suspects = list(task.claims)
    for claim in task.claims:
        without = [other for other in suspects if other.id != claim.id]
        model, _ = build_model(task, without)
        model.proto.clear_objective()
        if _solver(effort).solve(model) == cp_model.INFEASIBLE:
            suspects = without
    return [claim.id for claim in suspects]


def as_column(answers: Sequence[str | None], index: pd.Index) -> pd.Series:
    """Answers as a text column; None is missing."""
    return pd.Series(list(answers), index=index, dtype=object)
