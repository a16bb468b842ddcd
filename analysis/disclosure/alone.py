"""What a row tells by itself: the values its hidden answers can have, whatever any other table says.

A reader who knows the base of a row, some of its answers and perhaps its mean needs nothing else to count the possibilities.
When a number is too narrow already by these, nobody has to look further.
"""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np

from analysis.disclosure.safety import Safety

MANY = 2000
"""Possibilities beyond which a row is left to the search."""


def tells(safety: Safety, place: int) -> bool:
    """Whether a sensitive number is too narrow by its own row, were `place` of the same row visible; its base must be."""
    forms, visible = safety.forms, safety.choice.visible
    base = int(safety.kin.base[place])
    if not visible[base] and base != place:
        return False
    row = [p for p in forms.of(*forms.keys[place][:2]).tolist() if forms.keys[p][2] == forms.keys[place][2]]
    hidden = [p for p in row if forms.keys[p][3] == "count" and not visible[p] and p != place]
    total = int(forms.value[hidden].sum())
    if not hidden or comb(total + len(hidden) - 1, len(hidden) - 1) > MANY:
        return False
    ways = divisions(total, len(hidden))
    unknowns = [next(iter(safety.bounds.weights(p))) for p in hidden]

    def moved(p: int, among: np.ndarray) -> np.ndarray:
        weights = safety.bounds.weights(p)
        found: np.ndarray = (among - forms.value[hidden]) @ np.array([weights.get(u, 0.0) for u in unknowns])
        return found

    for p in row:
        if (visible[p] or p == place) and forms.keys[p][3] in ("top", "bottom", "mean"):
            sums = forms.value[p] + moved(p, ways)
            ways = ways[(sums >= forms.low[p]) & (sums <= forms.high[p])]
    secret = [p for p in row if not visible[p] and p != place and safety.sensitive[p] and safety.safe[p]]
    return any(np.ptp(moved(p, ways)) < safety.rules.interval for p in secret if not forms.means[p])


@cache
def divisions(total: int, parts: int) -> np.ndarray:
    """Every way to divide `total` people among `parts` answers, ways × parts."""
    if parts == 1:
        return np.array([[total]])
    rest = [divisions(total - first, parts - 1) for first in range(total + 1)]
    return np.concatenate(
        [np.column_stack([np.full(len(own), first), own]) for first, own in enumerate(rest)]
    )
