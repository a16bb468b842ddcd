"""What every comparison returns, for all its tables at once, and why a table cannot be compared at all."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.tables import Tables

NO_BASE = "no_base"
ONE_GROUP = "one_group"
NO_VARIATION = "no_variation"
NO_WEIGHT = "no_weight"
FEW_UNITS = "few_units"
"""Too few clusters answered for their differences to say how certain anything is."""


@dataclass(frozen=True)
class Outcomes:
    """T tests. Every array is (T,), nan where a number is not to be had; a test without p-value has a `note`.

    df_error is the denominator's degrees of freedom of an F or t test. The effect stands between effect_low
    and effect_high with the confidence asked for.
    """

    effect_name: str
    p_value: np.ndarray
    effect: np.ndarray
    effect_low: np.ndarray
    effect_high: np.ndarray
    statistic: np.ndarray
    df: np.ndarray
    df_error: np.ndarray
    note: np.ndarray = field(default_factory=lambda: np.array([], dtype=object))

    def __post_init__(self) -> None:
        """A test without a p-value and without a reason of its own lacks a base."""
        note = self.note if len(self.note) else np.full(len(self.p_value), "", dtype=object)
        empty = np.isnan(self.p_value) & (note == "")
        object.__setattr__(self, "note", np.where(empty, NO_VARIATION, note))


def filled(tables: Tables) -> tuple[np.ndarray, np.ndarray]:
    """(T, G) groups and (T, A) answers that somebody with a weight is in."""
    counts, weighted = tables.counts, tables.weighted
    groups = (counts.sum(axis=2) > 0) & (weighted.sum(axis=2) > 0)
    return groups, (counts.sum(axis=1) > 0) & (weighted.sum(axis=1) > 0)


def untestable(tables: Tables) -> np.ndarray:
    """(T,) why a table cannot be tested, or nothing.

    No base, no weight, one group with answers, everyone answered alike, or (clustered) not two clusters to
    compare.
    """
    groups, answers = filled(tables)
    few = np.zeros(len(tables), dtype=bool)
    if tables.design_df is not None:
        few = ~(tables.design_df >= 1)
    conditions = [
        tables.base.sum(axis=1) == 0,
        tables.weighted_base.sum(axis=1) <= 0,
        groups.sum(axis=1) < 2,
        answers.sum(axis=1) < 2,
        few,
    ]
    reasons = [NO_BASE, NO_WEIGHT, ONE_GROUP, NO_VARIATION, FEW_UNITS]
    return np.select(conditions, np.array(reasons, dtype=object)[:, None], "").astype(object)
