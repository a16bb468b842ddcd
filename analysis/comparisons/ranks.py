"""Mid-ranks from counts: nobody's answer is sorted, only the answers."""

from __future__ import annotations

import numpy as np


def midranks(totals: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(T, A) the mid-rank of each answer, given how many (or how much weight) chose it, `totals`, and its
    value.

    Answers without a value (padding) come last and have no totals. Equal values share a rank.
    """
    order = np.argsort(np.where(np.isnan(values), np.inf, values), axis=1, kind="stable")
    size = np.take_along_axis(totals, order, axis=1)
    value = np.take_along_axis(values, order, axis=1)
    until = np.cumsum(size, axis=1)
    first = np.ones(value.shape, dtype=bool)
    first[:, 1:] = value[:, 1:] != value[:, :-1]
    before = np.maximum.accumulate(np.where(first, until - size, -1.0), axis=1)
    last = np.ones(value.shape, dtype=bool)
    last[:, :-1] = first[:, 1:]
    after = np.minimum.accumulate(np.where(last, until, np.inf)[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty_like(before)
    np.put_along_axis(ranks, order, (before + after + 1) / 2, axis=1)
    return ranks
