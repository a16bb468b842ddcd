"""Top and bottom box: percent in the codes that the scale calls its high and its low end."""

from __future__ import annotations

import numpy as np

from analysis.measures.rows import Row
from analysis.measures.share import share_rows
from analysis.tables import Table


def measure(table: Table, confidence: float) -> list[Row]:
    """Rows `top` and `bottom` a group, for scales that name such codes."""
    rows: list[Row] = []
    for name, codes in (("top", table.top), ("bottom", table.bottom)):
        if codes:
            inside = [i for i, answer in enumerate(table.answers) if answer in codes]
            counts = np.asarray(table.counts[:, inside].sum(axis=1))[:, None]
            rows += share_rows(table, counts, ("",), name, confidence)
    return rows
