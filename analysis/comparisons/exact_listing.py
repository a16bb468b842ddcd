"""Every table with two columns and given margins, and how probable those at least as extreme are.

With two columns the first column says it all: Σ o_g² / r_g orders tables as chi-square does. The tables are
built up group by group as (how many so far, probability, sum); tables that agree in the first and the last
are kept apart, as their number stays small for the margins an exact test is chosen for.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import gammaln

MOST = 30_000
"""More tables than this are drawn from instead of listed."""
SLACK = 1e-9
LOOKED_UP = 1 << 14


def listed(counts: np.ndarray) -> float | None:
    """p of a (G, 2) table, ordered by chi-square; None when there are too many tables to list."""
    rows = counts.sum(axis=1)
    column = counts[:, int(counts[:, 0].sum() > counts[:, 1].sum())]
    wanted, left = int(column.sum()), int(rows.sum())
    ways = factorials(left)
    used, chance, score = np.zeros(1, dtype=np.int64), np.zeros(1), np.zeros(1)
    *others, last = np.sort(rows).tolist()
    for size in others:
        left -= size
        step = np.arange(min(size, wanted) + 1)
        if len(used) * len(step) > MOST:
            return None
        used = (used[:, None] + step).ravel()
        # What is left must still fit into the groups to come.
        kept = (used <= wanted) & (wanted - used <= left)
        used = used[kept]
        chance = (chance[:, None] - ways(step) - ways(size - step)).ravel()[kept]
        score = (score[:, None] + step**2 / size).ravel()[kept]
    rest = wanted - used
    chance, score = chance - ways(rest) - ways(last - rest), score + rest**2 / last
    weight = np.exp(chance - chance.max())
    seen = float((column**2 / rows).sum())
    return float(min(1.0, weight[score >= seen * (1 - SLACK)].sum() / weight.sum()))


def factorials(most: int) -> Callable[[np.ndarray], np.ndarray]:
    """Logarithm of the factorial of whole numbers up to `most`: looked up when they are few."""
    if most > LOOKED_UP:
        return lambda number: np.asarray(gammaln(number + 1.0))
    known = gammaln(np.arange(most + 1) + 1.0)
    return lambda number: np.asarray(known[number])
