"""Tables with given margins, drawn at random: how often is chi-square at least as large as the one seen?

p = (1 + as extreme) / (1 + drawn), after `DRAWS` tables, or sooner: sequential Monte Carlo (J. Besag and P.
Clifford, 1991, Biometrika 78, 301-304), which ends when a difference is clearly none. It ends after a batch
only if p is so large that one of 0.05 or less would give it once in a million (A. Gandy, 2009, JASA 104,
1504-1511), so that nothing significant is missed and p keeps its promise at every level up to 0.05. The seed
is fixed and each table has its own stream: the same table gets the same p-value whatever else is in the plan. Tables are
drawn by scipy (W. M. Patefield, 1981, Applied Statistics 30, 91-97).
"""

from __future__ import annotations

import numpy as np
from scipy.stats import random_table

DRAWS = (100, 400, 1_500, 4_000, 3_999)
"""Sizes of the batches; 9 999 tables in all."""
CLEARLY_NONE = (0.2, 0.11, 0.075, 0.064)
"""Drawing ends after a batch when so large a share was as extreme."""
SEED = 151
SLACK = 1e-12


def sampled(counts: np.ndarray) -> float:
    """p of one table without empty rows or columns."""
    rng = np.random.default_rng(SEED)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    weights = counts.sum() / np.outer(rows, columns).ravel()
    # With fixed margins chi-square grows with Σ o² / e.
    observed = float(weights @ counts.ravel() ** 2) * (1 - SLACK)
    extreme = drawn = 0
    for batch, size in enumerate(DRAWS):
        tables = random_table.rvs(rows, columns, size=size, method="patefield", random_state=rng)
        extreme += int((tables.reshape(size, -1) ** 2 @ weights >= observed).sum())
        drawn += size
        if drawn < sum(DRAWS) and extreme >= CLEARLY_NONE[batch] * drawn:
            break
    return (1 + extreme) / (1 + drawn)
