"""The three kinds of missing, counted apart: not asked, asked but not answered, declared non-answer."""

from __future__ import annotations

from analysis.counting.coding import MISSING
from analysis.counting.stacked import Tables
from analysis.measures.estimates import Estimates


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group and kind; people."""
    return [Estimates(kind, tables.missing[:, :, k].astype(float)) for k, kind in enumerate(MISSING)]
