"""Cronbach's alpha of an index: how far its items measure the same, with Feldt's interval.

α = k/(k-1) · (1 - Σ s²ᵢ/s²) over people who answered all k items (L. J. Cronbach 1951, Psychometrika 16,
297-334); interval by F on n-1 and (n-1)(k-1) degrees of freedom (L. S. Feldt, D. J. Woodruff and F. A. Salih
1987, Applied Psychological Measurement 11, 93-103). Through pingouin.cronbach_alpha. People count alike:
alpha tells of the items, not of a population.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.counting.people import People
from analysis.counting.stacked import Tables
from analysis.measures.estimates import FEW_RESPONDENTS, NO_BASE, NO_VARIATION, Estimates

Row = tuple[float, float, float, str]


def measure(tables: Tables, confidence: float, people: People) -> list[Estimates]:
    """One value a group, of tables that are about an index."""
    applies = np.array([variable.name in people.indexes for variable in tables.variables], dtype=bool)
    values = np.full((3, *tables.base.shape), np.nan)
    notes = np.full(tables.base.shape, NO_BASE, dtype=object)
    for t in np.flatnonzero(applies):
        answers = people.answers(people.indexes[tables.variables[t].name])
        group = people.groups(tables.segments[t], tables.groups[t])
        for g in range(len(tables.groups[t])):
            *values[:, t, g], notes[t, g] = _alpha(answers[group == g], confidence)
    return [Estimates("alpha", values[0], values[1], values[2], notes, applies)]


def _alpha(answers: np.ndarray, confidence: float) -> Row:
    """Alpha with its interval of `answers` (n, k), or the reason why there is none."""
    import pingouin

    whole = answers[~np.isnan(answers).any(axis=1)]
    if len(whole) < 3:
        return np.nan, np.nan, np.nan, FEW_RESPONDENTS if len(whole) else NO_BASE
    if whole.sum(axis=1).var() == 0 or not np.ptp(whole, axis=0).any():
        return np.nan, np.nan, np.nan, NO_VARIATION
    value, (low, high) = pingouin.cronbach_alpha(pd.DataFrame(whole), ci=confidence)
    return float(value), float(low), float(high), ""
