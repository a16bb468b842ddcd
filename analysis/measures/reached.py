"""Reached: clusters (municipalities) with at least one such answer from the group. A plain number, without interval:
it speaks of the clusters that answered, and grows with how many people answer in each.
"""

from __future__ import annotations

import numpy as np

from analysis.counting.stacked import Tables
from analysis.measures.estimates import NO_BASE, Estimates
from analysis.results import REACHED


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group and answer, of studies with clusters; none for number variables."""
    if tables.reached is None:
        return []
    note = np.where(tables.base > 0, "", NO_BASE)[:, :, None]
    return [Estimates(REACHED, tables.reached.astype(float), note=note, applies=~tables.of_numbers)]
