"""Count: people per answer, whatever they weigh. An answer nobody chose is a row with 0."""

from __future__ import annotations

import numpy as np

from analysis.counting.stacked import Tables
from analysis.measures.estimates import NO_BASE, Estimates


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group and answer; none for number variables, whose values are not categories."""
    note = np.where(tables.base > 0, "", NO_BASE)[:, :, None]
    return [Estimates("count", tables.counts.astype(float), note=note, applies=~tables.of_numbers)]
