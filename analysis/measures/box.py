"""Top and bottom box: percent in the codes that the scale calls its high and its low end; intervals as for a share."""

from __future__ import annotations

import numpy as np

from analysis.counting.stacked import Tables
from analysis.design.linear import means, ratio
from analysis.measures.estimates import Estimates
from analysis.measures.share import share_estimates


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """`top` and `bottom`, one value a group, for scales that name such codes."""
    return [
        _box(name, inside, tables, confidence)
        for name, inside in (("top", tables.top), ("bottom", tables.bottom))
    ]


def _box(name: str, inside: np.ndarray, tables: Tables, confidence: float) -> Estimates:
    counts = np.einsum("tga,ta->tg", tables.counts, inside)
    share = ratio(np.einsum("tga,ta->tg", tables.weighted, inside), tables.weighted_base)
    error = None
    if tables.covariance is not None:
        share, error = means(tables.weighted, tables.covariance, inside.astype(float))
    return share_estimates(name, tables, (share, counts, error), confidence, np.asarray(inside.any(axis=1)))
