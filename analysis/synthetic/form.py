"""What the form lets through: boxes not offered, boxes that rule each other out, and no box at all.

Both readers stand here: the simulation, which starts inside these rules, and the model, which stays inside them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.synthetic.scene import Rows, Scene, asked_mask
from analysis.synthetic.traits import Column, Crowd, simulate
from survey.conditions import TICKED, UNTICKED, mask
from survey.model import MultipleChoice, Questionnaire, Variable

UNTHINKABLE = 2.0
"""How many standard deviations away a box is that could not be ticked."""


def simulate_block(names: tuple[str, ...], crowd: Crowd, questionnaire: Questionnaire) -> dict[str, Column]:
    """The simulated answers to `names`, in order; each sees the ones before it."""
    answers, columns = crowd.known.copy(), {}
    for name in names:
        variable = questionnaire.variables[name]
        asked = asked_mask(variable, crowd.known)
        free = asked & _free(variable, answers, questionnaire)
        column = simulate(variable, crowd.world.profiles[name], replace(crowd, known=answers), list(free))
        _leave_unticked(column, list(asked & ~free))
        columns[name] = column
        answers[name] = pd.Series(column.answers, index=answers.index, dtype=object)
    for question in {questionnaire.variables[name].question for name in names}:
        _tick_something(question, answers, columns, questionnaire)
    return columns


def _free(variable: Variable, answers: pd.DataFrame, questionnaire: Questionnaire) -> pd.Series:
    free = pd.Series(True, index=answers.index)
    if variable.offered is not None:
        free &= mask(variable.offered, answers)
    for rival in rivals(variable, questionnaire):
        if rival in answers:
            free &= answers[rival] != TICKED
    return free


def rivals(variable: Variable, questionnaire: Questionnaire) -> list[str]:
    """The boxes that may not be ticked beside this one."""
    question = questionnaire.question(variable.question)
    if variable.kind != "tick" or not isinstance(question, MultipleChoice):
        return []
    boxes = {f"{question.id}_{option.code}": option for option in questionnaire.options_of(question)}
    own = boxes[variable.name].exclusive
    return [name for name, option in boxes.items() if name != variable.name and (own or option.exclusive)]


def _leave_unticked(column: Column, kept_back: list[bool]) -> None:
    for row, is_kept in enumerate(kept_back):
        if is_kept:
            column.answers[row] = UNTICKED
            column.latent[row] = column.cuts[0] - UNTHINKABLE
            column.asked[row] = True


def boxes_of(question: str, questionnaire: Questionnaire) -> list[str]:
    """The tick columns of a question; none for other types."""
    return [v.name for v in questionnaire.variables.values() if v.question == question and v.kind == "tick"]


def _tick_something(
    question: str, answers: pd.DataFrame, columns: dict[str, Column], questionnaire: Questionnaire
) -> None:
    """Whoever would tick nothing ticks the box that lies nearest."""
    boxes = boxes_of(question, questionnaire)
    if not set(boxes) & set(columns) or not set(boxes) <= set(answers.columns):
        return
    mine = [name for name in boxes if name in columns]
    ticked = (answers[boxes] == TICKED).any(axis=1)
    for row in np.flatnonzero(answers[mine[0]].notna() & ~ticked):
        nearest = max(mine, key=lambda name: float(columns[name].latent[row] - columns[name].cuts[0]))
        columns[nearest].answers[row] = TICKED


def post_form(scene: Scene, table: Rows, names: tuple[str, ...]) -> None:
    """The same rules as constraints on the undecided boxes among `names`."""
    for name in names:
        variable = scene.questionnaire.variables[name]
        for row, literals in enumerate(table.literals[name]):
            if literals and variable.offered is not None:
                scene.model.add(literals[TICKED] <= scene.truth(variable.offered, table, row))
            for rival in rivals(variable, scene.questionnaire) if literals else []:
                if rival in table.literals or rival in table.known:
                    scene.model.add(literals[TICKED] + table.is_in(rival, row, [TICKED]) <= 1)
    for question in sorted({scene.questionnaire.variables[name].question for name in names}):
        _post_something(scene, table, boxes_of(question, scene.questionnaire))


def _post_something(scene: Scene, table: Rows, boxes: list[str]) -> None:
    known = {*table.literals, *table.known.columns}
    if not set(boxes) & set(table.literals) or not set(boxes) <= known:
        return
    undecided = next(name for name in boxes if name in table.literals)
    for row, literals in enumerate(table.literals[undecided]):
        if literals:
            scene.model.add(sum(table.is_in(name, row, [TICKED]) for name in boxes) >= 1)
