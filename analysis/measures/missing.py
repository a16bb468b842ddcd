"""The three kinds of missing, counted apart: not asked, asked but not answered, declared non-answer."""

from __future__ import annotations

from analysis.measures.rows import Row
from analysis.tables import MISSING, Table


def measure(table: Table, confidence: float) -> list[Row]:
    """One row a group and kind."""
    return [
        Row(group, kind, estimate=float(table.missing[g, k]))
        for g, group in enumerate(table.groups)
        for k, kind in enumerate(MISSING)
    ]
