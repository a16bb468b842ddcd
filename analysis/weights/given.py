"""Weights that came with the data, in a column of the frame or the respondents; scaled to mean 1.

Somebody without a usable weight (none, not a number, under zero) weighs nothing and is counted in D093: never
guessed at.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.plan import Weight
from analysis.weights.people import People, Solution
from survey.messages import SvarError, did_you_mean, finding

UNUSABLE = "D093"


def solve(weight: Weight, people: People) -> Solution:
    """The column `weight.of` as numbers of mean 1 over all respondents; SvarError (P001) when there is no such
    column.
    """
    name, known = str(weight.of), people.columns
    if name not in known:
        raise SvarError([finding("P001", f"weights.{weight.id}", name, suggestion=did_you_mean(name, known))])
    cells = people.key_column(name)
    numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float)
    usable = np.isfinite(numbers) & (numbers >= 0)
    raw = np.where(usable, numbers, 0.0)
    mean = raw.mean() if raw.any() else 1.0
    unusable = int((~usable).sum())
    return Solution(raw / mean, reason=UNUSABLE if unusable else "", unusable=unusable)
