"""Column letters for the measure that is shown: shares get letters of shares, boxes of boxes, means of means.

The comparison itself is analysis/comparing; here a table is only turned into one that is told in the wanted measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.comparing.contrasts import contrasted, letter_frame
from analysis.comparisons.outcomes import untestable
from analysis.comparisons.rules import Rules
from analysis.results import LETTER_COLUMNS
from analysis.tables import Tables

BOXES = ("top", "bottom")
MEANS = ("mean", "median")
REST = "rest"


def letters(tables: Tables, measures: tuple[str, ...], rules: Rules) -> pd.DataFrame:
    """LETTER_COLUMNS for each of `measures` that groups can be compared in; others have none."""
    found = [frame for measure in measures for frame in _of(measure, tables, rules)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=LETTER_COLUMNS)


def _of(measure: str, tables: Tables, rules: Rules) -> Iterator[pd.DataFrame]:
    told = _told(measure, tables)
    if told is not None and len(told):
        frame = letter_frame(contrasted(told, untestable(told), rules), rules)
        frame["measure"] = measure
        if measure in BOXES:
            frame["answer"] = ""
        yield frame


def _told(measure: str, tables: Tables) -> Tables | None:
    """The tables that have the measure, made to be told in it."""
    if measure in MEANS:
        return tables.take(np.flatnonzero(tables.numeric))
    if measure in BOXES:
        inside = tables.top if measure == "top" else tables.bottom
        has = np.flatnonzero(inside.any(axis=1))
        return boxed(tables.take(has), inside[has], measure)
    if measure == "share":
        return nominal(tables.take(np.flatnonzero([v.kind != "number" for v in tables.variables])))
    return None


def nominal(tables: Tables) -> Tables:
    """The same tables with answers that are only categories, so that each share is compared."""
    variables = tuple(v.model_copy(update={"ordinal": False}) for v in tables.variables)
    return replace(tables, variables=variables)


def boxed(tables: Tables, inside: np.ndarray, name: str) -> Tables:
    """The tables with two answers: those `inside` (T, A), called `name`, and the rest. Covariances follow."""
    outside = tables.has_answer & ~inside
    sides = np.stack([inside, outside], axis=2).astype(float)
    t, g, a = tables.counts.shape
    covariance = tables.covariance
    if covariance is not None:
        cells = covariance.reshape(t, g, a, g, a)
        covariance = np.einsum("tgahb,tak,tbl->tgkhl", cells, sides, sides).reshape(t, g * 2, g * 2)
    return replace(
        nominal(tables),
        answers=((name, REST),) * t,
        counts=np.einsum("tga,tak->tgk", tables.counts, sides).round().astype(tables.counts.dtype),
        weighted=np.einsum("tga,tak->tgk", tables.weighted, sides),
        values=np.full((t, 2), np.nan),
        top=np.zeros((t, 2), dtype=bool),
        bottom=np.zeros((t, 2), dtype=bool),
        covariance=covariance,
        # Clusters with an answer in the box are fewer than the sum over its answers, and no letter needs them.
        reached=None,
    )
