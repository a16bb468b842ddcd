"""Count once: one item crossed with one segment as a matrix of counts, from which every measure and test follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.plan import Plan, crossed, groups_of
from analysis.results import ALL, TOTAL
from survey.frames import read_frame
from survey.model import Questionnaire, Variable

MISSING = ("not_asked", "unanswered", "declared")


@dataclass(frozen=True)
class Table:
    """Counts of one item within the groups of one segment.

    `counts` is groups × answers (substantive answers only, people), `missing` is groups × MISSING. For a
    number variable
    the answers are its distinct values.
    """

    variable: Variable
    segment: str
    groups: tuple[str, ...]
    answers: tuple[str, ...]
    counts: np.ndarray
    missing: np.ndarray
    top: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()

    @cached_property
    def base(self) -> np.ndarray:
        """Respondents with a substantive answer, one a group."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def numeric(self) -> bool:
        """Whether the answers have a mean."""
        return self.variable.ordinal or self.variable.kind == "number"

    @cached_property
    def values(self) -> np.ndarray:
        """The answers as numbers (numeric tables only)."""
        return np.array([float(answer) for answer in self.answers])


class Counter:
    """Counts any item of a study against any segment; every column is turned into small integers once."""

    def __init__(
        self,
        answers: pd.DataFrame,
        status: pd.DataFrame,
        segments: pd.DataFrame,
        questionnaire: Questionnaire,
    ):
        self._answers, self._status, self._segments = answers, status, segments
        self._questionnaire = questionnaire
        self._coded: dict[str, tuple[np.ndarray, tuple[str, ...]]] = {}

    def table(self, item: str, segment: str, groups: tuple[str, ...]) -> Table:
        """The table of `item` by `segment`; for TOTAL the only group is ALL. Respondents in no group are left out."""
        variable = self._questionnaire.variables[item]
        codes, answers = self._codes(item, variable)
        rows = np.zeros(len(codes), dtype=int) if segment == TOTAL else self._groups(segment, groups)
        width = len(answers) + len(MISSING)
        known = rows >= 0
        flat = np.bincount(rows[known] * width + codes[known], minlength=len(groups) * width)
        counted = flat.reshape(len(groups), width)
        scale = self._questionnaire.scales.get(variable.scale or "")
        return Table(
            variable=variable,
            segment=segment,
            groups=groups,
            answers=answers,
            counts=counted[:, len(MISSING) :],
            missing=counted[:, : len(MISSING)],
            top=scale.top if scale else (),
            bottom=scale.bottom if scale else (),
        )

    def _groups(self, segment: str, groups: tuple[str, ...]) -> np.ndarray:
        return pd.Index(groups, dtype="str").get_indexer(pd.Index(self._segments[segment]))

    def _codes(self, item: str, variable: Variable) -> tuple[np.ndarray, tuple[str, ...]]:
        """Column → 0..2 for the kinds of missing, then one number an answer."""
        if item not in self._coded:
            cells, status = self._answers[item], self._status[item]
            answers = variable.substantive or _distinct_numbers(cells)
            answer = pd.Index(answers, dtype="str").get_indexer(pd.Index(cells))
            kind = pd.Index(MISSING, dtype="str").get_indexer(pd.Index(status))
            self._coded[item] = np.where(kind >= 0, kind, answer + len(MISSING)), answers
        return self._coded[item]


def read_counter(clean: Path, segments: Path, questionnaire: Questionnaire) -> Counter:
    """The counter of a study, from the folders of validate and segment."""
    return Counter(
        read_frame(clean / "answers.csv"),
        read_frame(clean / "status.csv"),
        read_frame(segments / "segments.csv"),
        questionnaire,
    )


def _distinct_numbers(cells: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(cells.dropna().unique(), key=float))


def tables(counter: Counter, plan: Plan, questionnaire: Questionnaire, items: list[str]) -> Iterator[Table]:
    """The total of each item, then each item by each segment that the plan crosses it with."""
    by_item: dict[str, list[str]] = {item: [] for item in items}
    for item, segment in crossed(plan, questionnaire):
        by_item[item].append(segment)
    for item, segments in by_item.items():
        yield counter.table(item, TOTAL, (ALL,))
        for segment in segments:
            yield counter.table(item, segment, groups_of(plan, segment, questionnaire))
