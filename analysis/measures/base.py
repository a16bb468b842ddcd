"""Base: respondents of the group with a substantive answer."""

from __future__ import annotations

from analysis.measures.rows import NO_BASE, Row
from analysis.tables import Table


def measure(table: Table, confidence: float) -> list[Row]:
    """One row a group."""
    return [
        Row(group, "base", estimate=float(n), note="" if n else NO_BASE)
        for group, n in zip(table.groups, table.base, strict=True)
    ]
