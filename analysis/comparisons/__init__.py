"""One file a method of comparison, and the one readable function that chooses among them.

To add a method: a file with `compare(table)`, a row in `METHODS`, and its place in `choose`.
"""

from __future__ import annotations

from collections.abc import Callable

from analysis.comparisons import chi_square, exact, kruskal
from analysis.comparisons.outcome import Outcome
from analysis.tables import Table

METHODS: dict[str, Callable[[Table], Outcome]] = {
    "kruskal": kruskal.compare,
    "chi_square": chi_square.compare,
    "exact": exact.compare,
}


def choose(table: Table) -> str:
    """Ordered answers and numbers: Kruskal-Wallis. Categories: chi-square, or exact where expected counts are small."""
    if table.numeric:
        return "kruskal"
    return "chi_square" if chi_square.large_enough(table.counts) else "exact"
