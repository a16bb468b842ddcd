"""Tables of counts: one item crossed with one segment, alone (`Table`) or stacked by the hundred (`Tables`)."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from functools import cached_property
from typing import Any

import numpy as np

from survey.model import Variable


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
        return is_numeric(self.variable)

    @cached_property
    def values(self) -> np.ndarray:
        """The answers as numbers (numeric tables only)."""
        return np.array([float(answer) for answer in self.answers])


@dataclass(frozen=True)
class Tables:
    """Tables of one item by one segment, stacked and padded to the same shape (T tables, G groups, A answers).

    Padding has zero counts and never reaches a result. `segments` are ids, or TOTAL with the one group ALL. For a
    number variable the answers are its distinct values.

    counts (T, G, A): people, whole numbers. missing (T, G, MISSING): people. values (T, A): answers as numbers, nan
    where they have none. top, bottom (T, A): whether the answer is in the scale's box. weighted (T, G, A): sums of
    weights; equals counts when the basis is unweighted. covariance (T, G*A, G*A): design covariance of the weighted
    cell totals, cells row by row; None for an unweighted simple random sample. design_df (T,): units - strata among
    those who answered; group_df (T, G) the same within each group; None like covariance. reached (T, G, A): clusters
    with at least one such answer; None without clusters. reasons (T,): why nobody has an interval (a code), or empty;
    None like covariance.
    """

    variables: tuple[Variable, ...]
    segments: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    answers: tuple[tuple[str, ...], ...]
    counts: np.ndarray
    missing: np.ndarray
    values: np.ndarray
    top: np.ndarray
    bottom: np.ndarray
    weighted: np.ndarray
    covariance: np.ndarray | None = None
    design_df: np.ndarray | None = None
    reached: np.ndarray | None = None
    group_df: np.ndarray | None = None
    reasons: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.variables)

    @cached_property
    def base(self) -> np.ndarray:
        """(T, G) respondents with a substantive answer."""
        return np.asarray(self.counts.sum(axis=2))

    @cached_property
    def weighted_base(self) -> np.ndarray:
        """(T, G) their weights added."""
        return np.asarray(self.weighted.sum(axis=2))

    @cached_property
    def numeric(self) -> np.ndarray:
        """(T,) whether the answers have a mean."""
        return np.array([is_numeric(variable) for variable in self.variables], dtype=bool)

    @cached_property
    def of_numbers(self) -> np.ndarray:
        """(T,) whether the answers are values of a number, not categories."""
        return np.array([variable.kind == "number" for variable in self.variables], dtype=bool)

    @cached_property
    def has_group(self) -> np.ndarray:
        """(T, G) False where a group is only padding."""
        return _within(self.groups, self.counts.shape[1])

    @cached_property
    def has_answer(self) -> np.ndarray:
        """(T, A) False where an answer is only padding."""
        return _within(self.answers, self.counts.shape[2])

    def take(self, index: np.ndarray) -> Tables:
        """The tables at `index` (whole numbers or a mask), in that order."""
        chosen = np.arange(len(self))[index]
        if np.array_equal(chosen, np.arange(len(self))):
            return self
        fields = ((field.name, getattr(self, field.name)) for field in dataclass_fields(self))
        return Tables(**{name: _chosen(value, chosen) for name, value in fields})

    def one(self, i: int) -> Table:
        """Table `i` by itself, without padding."""
        g, a = len(self.groups[i]), len(self.answers[i])
        answers = self.answers[i]
        return Table(
            variable=self.variables[i],
            segment=self.segments[i],
            groups=self.groups[i],
            answers=answers,
            counts=self.counts[i, :g, :a],
            missing=self.missing[i, :g],
            top=tuple(code for code, inside in zip(answers, self.top[i], strict=False) if inside),
            bottom=tuple(code for code, inside in zip(answers, self.bottom[i], strict=False) if inside),
        )


def is_numeric(variable: Variable) -> bool:
    """Whether the answers of `variable` have a mean: an ordered scale or a number."""
    return variable.ordinal or variable.kind == "number"


def _within(names: tuple[tuple[str, ...], ...], width: int) -> np.ndarray:
    return np.asarray(np.arange(width) < np.array([len(own) for own in names])[:, None])


def _chosen(value: Any, index: np.ndarray) -> Any:
    if value is None:
        return None
    return tuple(map(value.__getitem__, index.tolist())) if isinstance(value, tuple) else value[index]
