"""Mean of a scale or a number, with Student's t interval: m ± t(n-1) s/√n. No interval for one respondent."""

from __future__ import annotations

import math

from scipy.special import stdtrit

from analysis.measures.rows import NO_BASE, Row
from analysis.tables import Table


def measure(table: Table, confidence: float) -> list[Row]:
    """One row a group; none for tables without numbers."""
    if not table.numeric:
        return []
    return [_row(table, g, confidence) for g in range(len(table.groups))]


def _row(table: Table, g: int, confidence: float) -> Row:
    group, n, counts = table.groups[g], int(table.base[g]), table.counts[g]
    if n == 0:
        return Row(group, "mean", note=NO_BASE)
    mean = float(counts @ table.values) / n
    if n == 1:
        return Row(group, "mean", estimate=mean, note="one_respondent")
    variance = float(counts @ (table.values - mean) ** 2) / (n - 1)
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * math.sqrt(variance / n)
    if half == 0:
        return Row(group, "mean", estimate=mean, note="no_variation")
    return Row(group, "mean", "", mean, mean - half, mean + half)
