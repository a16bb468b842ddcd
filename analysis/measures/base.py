"""Base: respondents of the group with a substantive answer. People, whatever they weigh."""

from __future__ import annotations

import numpy as np

from analysis.counting.stacked import Tables
from analysis.measures.estimates import NO_BASE, Estimates


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group."""
    note = np.where(tables.base > 0, "", NO_BASE)
    return [Estimates("base", tables.base.astype(float), note=note)]
