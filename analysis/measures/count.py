"""Count: people per answer. An answer nobody chose is a row with 0."""

from __future__ import annotations

from analysis.measures.rows import NO_BASE, Row
from analysis.tables import Table


def measure(table: Table, confidence: float) -> list[Row]:
    """One row a group and answer; none for number variables, whose values are not categories."""
    if table.variable.kind == "number":
        return []
    return [
        Row(group, "count", answer, float(table.counts[g, a]), note="" if table.base[g] else NO_BASE)
        for g, group in enumerate(table.groups)
        for a, answer in enumerate(table.answers)
    ]
