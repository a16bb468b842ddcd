"""Tables with given margins, drawn at random: how often is chi-square at least as large as the one seen?

p = (1 + as extreme) / (1 + drawn), after `DRAWS` tables, or sooner: sequential Monte Carlo (J. Besag and P.
Clifford, 1991, Biometrika 78, 301-304), which ends when a difference is clearly none. It ends after a batch
only if p is so large that one of 0.05 or less would give it once in a million (A. Gandy, 2009, JASA 104,
1504-1511), so that nothing significant is missed and p keeps its promise at every level up to 0.05. The seed
is fixed and each table has its own stream: the same table gets the same p-value whatever else is in the plan.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

DRAWS = (100, 400, 1_500, 7_999)
"""Sizes of the batches; 9 999 tables in all."""
CLEARLY_NONE = (0.2, 0.11, 0.075)
"""Drawing ends after a batch when so large a share was as extreme."""
SEED = 151
FEW = 500
"""Up to so many people tables are quicker dealt than drawn cell by cell."""
SLACK = 1e-12


def sampled(counts: np.ndarray) -> float:
    """p of one table without empty rows or columns."""
    rng = np.random.default_rng(SEED)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    wanted = np.outer(rows, columns) / counts.sum()
    # With fixed margins chi-square grows with Σ o² / e.
    observed = float((counts**2 / wanted).sum()) * (1 - SLACK)
    extreme = drawn = 0
    for batch, size in enumerate(DRAWS):
        # The first batch, which is all that most tables take, is dealt where that is quicker.
        dealt = batch == 0 and rows.sum() <= FEW
        tables = deal(rows, columns) if dealt else draw(rows, columns, size, rng)
        extreme += int(((tables**2 / wanted).sum(axis=(1, 2)) >= observed).sum())
        drawn += size
        if drawn < sum(DRAWS) and extreme >= CLEARLY_NONE[batch] * drawn:
            break
    return (1 + extreme) / (1 + drawn)


def deal(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """(DRAWS[0], G, A) tables with these margins: people by answer, dealt out to the groups in random
    order."""
    orders, cells = shuffled(int(rows.sum())), len(rows) * len(columns)
    group, answer = np.repeat(np.arange(len(rows)), rows), np.repeat(np.arange(len(columns)), columns)
    place = group * len(columns) + answer[orders]
    place += np.arange(len(orders))[:, None] * cells
    tables = np.bincount(place.ravel(), minlength=len(orders) * cells)
    return tables.reshape(len(orders), len(rows), len(columns))


@lru_cache(maxsize=64)
def shuffled(people: int) -> np.ndarray:
    """(DRAWS[0], people) random orders of so many people, the same at every call."""
    return np.random.default_rng((SEED, people)).random((DRAWS[0], people)).argsort(axis=1)


def draw(rows: np.ndarray, columns: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """(size, G, A) tables with these margins, each as probable as when people are dealt out at random.

    Cell by cell: given the cells before it, a cell is hypergeometric.
    """
    tables = np.empty((size, len(rows), len(columns)), dtype=np.int64)
    left = [np.full(size, column) for column in columns]
    people = int(columns.sum())
    for g, row in enumerate(rows[:-1]):
        room, seats = np.full(size, people), np.full(size, row)
        for a in range(len(columns) - 1):
            room -= left[a]
            cell = rng.hypergeometric(left[a], room, seats)
            tables[:, g, a] = cell
            seats -= cell
            left[a] -= cell
        tables[:, g, -1] = seats
        left[-1] -= seats
        people -= int(row)
    tables[:, -1] = np.stack(left, axis=1)
    return tables
