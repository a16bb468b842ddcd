"""What a table is told in: one mean, or the share of one answer or more; and which groups are held against
which.

A target is one such number of one table, for all its groups. A number or an ordered scale is told in its
mean, a tick box in the share that ticked it, two answers in the share of the first, more in the share of
each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from analysis.tables import Tables
from survey.conditions import TICKED


@dataclass(frozen=True)
class Targets:
    """K targets. `table` and `answer` (K,) say where they come from; `answer` is -1 for a mean."""

    tables: Tables
    table: np.ndarray
    answer: np.ndarray

    @cached_property
    def score(self) -> np.ndarray:
        """(K, A) what each answer counts: its value, or 1 for the answer told of and 0 for the rest."""
        told = (np.arange(self.tables.counts.shape[2]) == self.answer[:, None]).astype(float)
        values = np.nan_to_num(self.tables.values[self.table])
        return np.asarray(np.where(self.answer[:, None] < 0, values, told))

    @cached_property
    def n(self) -> np.ndarray:
        """(K, G) people of each group who answered."""
        return np.asarray(self.tables.base[self.table])

    @cached_property
    def level(self) -> np.ndarray:
        """(K, G) the weighted mean of the score: a mean, or a share from 0 to 1; nan for a group of
        nobody."""
        base = self.tables.weighted_base[self.table]
        total = (self.tables.weighted[self.table] * self.score[:, None, :]).sum(axis=2)
        return np.asarray(total / np.where(base > 0, base, np.nan))

    @property
    def scale(self) -> np.ndarray:
        """(K, 1) 100 for shares, which are printed in percentage points, and 1 for means."""
        return np.where(self.answer < 0, 1.0, 100.0)[:, None]

    @cached_property
    def answer_codes(self) -> np.ndarray:
        """(K,) the answer a share is of; empty for a mean."""
        answers, places = self.tables.answers, zip(self.table.tolist(), self.answer.tolist(), strict=True)
        return np.array(["" if a < 0 else answers[t][a] for t, a in places], dtype=object)

    def take(self, index: np.ndarray) -> Targets:
        """The targets at `index`."""
        return Targets(self.tables, self.table[index], self.answer[index])


def targets(tables: Tables) -> Targets:
    """Every target of every table, table by table."""
    told = _told(tables)
    table = np.repeat(np.arange(len(tables)), [len(each) for each in told])
    return Targets(tables, table, np.array([a for each in told for a in each], dtype=int))


def _told(tables: Tables) -> list[tuple[int, ...]]:
    """For each table the answers whose shares it is told in; -1 alone when it is told in a mean."""
    return [
        (-1,) if numeric else _shares(answers)
        for numeric, answers in zip(tables.numeric.tolist(), tables.answers, strict=True)
    ]


@lru_cache(maxsize=1024)
def _shares(answers: tuple[str, ...]) -> tuple[int, ...]:
    first = answers.index(TICKED) if TICKED in answers else 0
    others = [a for a in range(len(answers)) if a != first]
    return (first,) if len(answers) <= 2 else (first, *others)


def leading(tables: Tables) -> Targets:
    """The first target of each table: what `high` and `low` are about."""
    first = [answers[0] for answers in _told(tables)]
    return Targets(tables, np.arange(len(tables)), np.array(first, dtype=int))


def sides(groups: int) -> tuple[np.ndarray, np.ndarray]:
    """(C, G) who is on either side of each contrast: each group against all others, then every pair, in
    order."""
    each = np.eye(groups, dtype=bool)
    first, second = np.triu_indices(groups, k=1)
    return np.concatenate([each, each[first]]), np.concatenate([~each, each[second]])
