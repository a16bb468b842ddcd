"""The frame of tests: one row a table, method chosen, untestable ones with their reason."""

from __future__ import annotations

from collections.abc import Container, Mapping

import numpy as np
import pandas as pd

from analysis.comparing.family import within
from analysis.comparing.grading import grade, reading
from analysis.comparisons import METHODS, WHY, choose
from analysis.comparisons.rules import Rules
from analysis.comparisons.targets import leading
from analysis.results import TEST_COLUMNS
from analysis.tables import Tables

NUMBERS = ("statistic", "df", "df_error", "p_value", "effect", "effect_low", "effect_high")
SMALL_BASE = "small_base"
FEW_CLUSTERS = "few_clusters"
FEWEST = 4
"""Groups in fewer clusters than this get a caution (see benchmarks/null.py: they cannot reach significance)."""
DERIVED = "+derived"
GRADED = [*TEST_COLUMNS, "least_base", "reason"]


def results_of(tables: Tables, note: np.ndarray, rules: Rules) -> dict[str, np.ndarray]:
    """The columns of TEST_COLUMNS that a table has by itself, and `least_base`: adjusting and grading need all tables.

    `note` (T,) is why a table cannot be tested (`untestable`).
    """
    note = note.copy()
    chosen = np.where(note == "", choose(tables, rules), "")
    columns = {name: np.full(len(tables), np.nan) for name in NUMBERS}
    effect_name = np.full(len(tables), "", dtype=object)
    for method in dict.fromkeys(chosen[chosen != ""]):
        own = np.flatnonzero(chosen == method)
        outcome = METHODS[method](tables.take(own), rules.confidence)
        for name in NUMBERS:
            columns[name][own] = getattr(outcome, name)
        effect_name[own] = outcome.effect_name
        note[own] = outcome.note
    return columns | {"effect_name": effect_name, "method": chosen} | _described(tables, note, rules)


def _described(tables: Tables, note: np.ndarray, rules: Rules) -> dict[str, np.ndarray]:
    base = tables.base
    smallest = np.where(base > 0, base, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
    smallest = np.where(base.sum(axis=1) > 0, smallest, 0)
    high, low, least = extremes(tables, note)
    conditions = [note != "", few_clusters(tables), smallest < rules.small_base]
    cautious = np.select(conditions, [note, FEW_CLUSTERS, SMALL_BASE], "")
    return {
        "question": np.array([variable.question for variable in tables.variables], dtype=object),
        "item": np.array([variable.name for variable in tables.variables], dtype=object),
        "segment": np.array(tables.segments, dtype=object),
        "n": base.sum(axis=1),
        "smallest_base": smallest,
        "high": high,
        "low": low,
        "least_base": least,
        "note": cautious.astype(object),
    }


def few_clusters(tables: Tables) -> np.ndarray:
    """(T,) whether some group stands in so few clusters that hardly any difference could be shown."""
    if tables.group_df is None:
        return np.zeros(len(tables), dtype=bool)
    return np.asarray(((tables.base > 0) & (tables.group_df < FEWEST - 1)).any(axis=1))


def extremes(tables: Tables, note: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(T,) the groups with the highest and lowest mean or share, and the smaller of their bases; none where
    not tested."""
    level = leading(tables).level
    known = (note == "") & ~np.isnan(level).all(axis=1)
    names = np.full(level.shape, "", dtype=object)
    for t, groups in enumerate(tables.groups):
        names[t, : len(groups)] = groups
    at = np.arange(len(tables))
    high = np.where(np.isnan(level), -np.inf, level).argmax(axis=1)
    low = np.where(np.isnan(level), np.inf, level).argmin(axis=1)
    least = np.minimum(tables.base[at, high], tables.base[at, low])
    return (
        np.where(known, names[at, high], ""),
        np.where(known, names[at, low], ""),
        np.where(known, least, 0),
    )


def graded_frame(
    parts: list[dict[str, np.ndarray]], rules: Rules, asked: Container[str] | None
) -> pd.DataFrame:
    """The graded tests as a frame."""
    return pd.DataFrame(graded(parts, rules, asked), columns=GRADED)


def graded(
    parts: list[dict[str, np.ndarray]], rules: Rules, asked: Container[str] | None
) -> dict[str, np.ndarray]:
    """TEST_COLUMNS (and `least_base`, `reason` at the end) of all tables together: adjusted within families, graded.

    `asked` holds the items that people answered, any other is made of them; None: all are.
    """
    if not parts:
        return {}
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    columns["family"] = family_of(columns, rules.family, asked)
    columns["p_adjusted"] = within(columns["p_value"], columns["family"], rules.adjust)
    columns["why"] = np.array([WHY.get(method, "") for method in columns["method"]], dtype=object)
    columns["finding"], columns["reason"] = grade(columns, rules)
    columns["reading"] = reading(columns, columns["finding"], rules)
    return {name: columns[name] for name in GRADED}


def family_of(columns: Mapping[str, np.ndarray], family: str, asked: Container[str] | None) -> np.ndarray:
    """(N,) the name of each test's family: its segment, its question, or all; derived items are families
    apart, as they say again what the items they are made of say.
    """
    whole = (
        columns[family] if family in ("segment", "question") else np.full(len(columns["item"]), "all", object)
    )
    if asked is None:
        return whole
    made = np.array([item not in asked for item in columns["item"]], dtype=bool)
    return np.where(made, whole + DERIVED, whole)
