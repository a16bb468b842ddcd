"""What every measure returns, for all tables of a stack at once, and why a value or its interval is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.counting.slabs import TOO_MANY
from analysis.counting.stacked import Tables
from analysis.design.units import CENSUS, LONELY, ONE_UNIT

NO_BASE = "no_base"
ONE_RESPONDENT = "one_respondent"
NO_VARIATION = "no_variation"
NO_WEIGHT = "no_weight"
"""Everybody of the group who answered has the weight 0."""
FEW_RESPONDENTS = "few_respondents"
"""Too few for an interval at this level of confidence."""
NOTES = (
    NO_BASE,
    NO_WEIGHT,
    ONE_RESPONDENT,
    ONE_UNIT,
    LONELY,
    CENSUS,
    TOO_MANY,
    NO_VARIATION,
    FEW_RESPONDENTS,
)
"""Every reason a measure gives; their sentences stand with the words of the reports."""


@dataclass(frozen=True)
class Estimates:
    """One measure of T tables with G groups and, for measures an answer, A answers.

    `estimate`, `low` and `high` are (T, G) or (T, G, A), nan where there is none; `low` and `high` are None for what
    has no interval. `note` is a reason code of the same shape (or one for all): a value without estimate always has
    one. `applies` says for which tables, groups or answers the measure makes sense (broadcast to `estimate`, (T,)
    means whole tables); None means all. What does not apply is no row.
    """

    measure: str
    estimate: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    note: np.ndarray | str = ""
    applies: np.ndarray | None = None


def base_notes(tables: Tables) -> np.ndarray:
    """(T, G) why a group has no estimate: nobody answered, or nobody who counts."""
    weightless = np.where(tables.weighted_base > 0, "", NO_WEIGHT)
    return np.where(tables.base > 0, weightless, NO_BASE).astype(object)


def interval_notes(tables: Tables) -> np.ndarray:
    """(T, G) why a group has an estimate without an interval, or no estimate; empty where nothing stands in the way.

    Reasons of the single measure (everybody gave the same answer) come on top.
    """
    notes = base_notes(tables)
    if tables.covariance is None or tables.group_df is None:
        return notes
    here = np.where(tables.group_df < 1, ONE_UNIT, "")
    if tables.reasons is not None:
        here = np.where(tables.reasons[:, None] == "", here, tables.reasons[:, None])
    return np.where(notes == "", here, notes)


def alike(tables: Tables, scores: np.ndarray) -> np.ndarray:
    """(T, G) whether everybody who counts has the same of `scores` (T, A): then an interval would only be rounding."""
    held = (tables.weighted > 0) & ~np.isnan(scores)[:, None, :]
    highest = np.where(held, scores[:, None, :], -np.inf).max(axis=2, initial=-np.inf)
    lowest = np.where(held, scores[:, None, :], np.inf).min(axis=2, initial=np.inf)
    return np.asarray(highest <= lowest)


def noted(notes: np.ndarray, reason: str, where: np.ndarray) -> np.ndarray:
    """`notes` with `reason` where there is none yet and `where` holds."""
    return np.where((notes == "") & where, reason, notes)
