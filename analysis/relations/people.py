"""People's answers as numbers, one by one: what a relation between items needs, and no table holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.counting.coded import Coded
from analysis.counting.coding import MISSING
from analysis.derived import derived
from analysis.plan import Basis, Plan, groups_of
from analysis.tables import Counter, analysed
from survey.conditions import TICKED
from survey.model import Questionnaire, Variable


@dataclass(frozen=True)
class People:
    """n people of a coded study, on a basis. `cluster` and `stratum` name background columns, if there are
    any."""

    study: Coded
    plan: Plan
    questionnaire: Questionnaire
    basis: Basis
    cluster: str | None = None
    stratum: str | None = None

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """Everything that can be related: items, numbers and derived items."""
        return analysed(self.plan, self.questionnaire)

    def numbers(self, name: str) -> np.ndarray:
        """(n,) the answers as numbers, nan where there is none: the value of an ordered answer or a number;
        else 1 for ticked or the first answer and 0 for another.
        """
        item = self.study.fetch(name, derived(self.plan, self.questionnaire))
        variable = self.variables[name]
        if ordered(variable):
            values = [float(answer) for answer in item.answers]
        else:
            values = [float(answer == told_answer(variable)) for answer in item.answers]
        return np.asarray(np.array([*(np.nan,) * len(MISSING), *values])[item.codes])

    def groups(self, segment: str) -> tuple[np.ndarray, tuple[str, ...]]:
        """(n,) each person's place among the groups of `segment`, -1 outside them, and the groups."""
        names, column = groups_of(self.plan, segment, self.questionnaire), self.study.background[segment]
        place = {name: i for i, name in enumerate(names)}
        return np.array([*(place.get(level, -1) for level in column.levels), -1])[column.codes], names

    @property
    def clusters(self) -> np.ndarray | None:
        """(n,) the number of each person's cluster; None without clusters. Nobody's cluster is a cluster of
        its own."""
        return None if self.cluster is None else self._apart(self.cluster)

    @property
    def strata(self) -> np.ndarray:
        """(n,) the number of each person's stratum; all 0 without strata."""
        if self.stratum is None:
            return np.zeros(self.study.people, dtype=int)
        return np.asarray(self.study.background[self.stratum].codes.astype(int))

    @property
    def weights(self) -> np.ndarray:
        """(n,) weights of the basis; 1 for everybody when it has none."""
        return self.study.weights.get(self.basis.weights, np.ones(self.study.people))

    def _apart(self, column: str) -> np.ndarray:
        codes = self.study.background[column].codes.astype(int)
        lost = codes < 0
        codes[lost] = codes.max(initial=-1) + 1 + np.arange(lost.sum())
        return codes


def people_of(counter: Counter, plan: Plan, basis: Basis) -> People | None:
    """The people of a counted study; None when it is streamed and holds nobody in memory."""
    if not isinstance(counter.source, Coded):
        return None
    design = counter.design(plan)
    return People(counter.source, plan, counter.questionnaire, basis, design.cluster, design.stratum)


def ordered(variable: Variable) -> bool:
    """Whether the answers are numbers, or ordered as such."""
    return variable.ordinal or variable.kind == "number"


def told_answer(variable: Variable) -> str:
    """The answer whose share is told of: ticked, else the first."""
    return TICKED if TICKED in variable.substantive else variable.substantive[0]


def two_answers(variable: Variable) -> bool:
    """Whether a share of one answer says all."""
    return len(variable.substantive) == 2
