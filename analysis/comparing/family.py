"""P-values adjusted for how many were asked at once, along the last axis; nan is no test and is not counted.

Holm: S. Holm (1979), Scandinavian Journal of Statistics 6, 65-70: the chance of any false finding in the
family stays under alpha. BH: Y. Benjamini and Y. Hochberg (1995), JRSS B 57, 289-300: the expected share of
false ones among the findings does.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def holm(p: np.ndarray) -> np.ndarray:
    """Step-down."""
    ranked, order, size = _ranked(p)
    stepped = np.maximum.accumulate(ranked * (size - np.arange(p.shape[-1])), axis=-1)
    return _back(np.minimum(stepped, 1.0), order)


def bh(p: np.ndarray) -> np.ndarray:
    """Step-up."""
    ranked, order, size = _ranked(p)
    scaled = np.where(np.isnan(ranked), np.inf, ranked * size / np.arange(1, p.shape[-1] + 1))
    stepped = np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    return _back(np.where(np.isnan(ranked), np.nan, np.minimum(stepped, 1.0)), order)


def bonferroni(p: np.ndarray) -> np.ndarray:
    """Each as if it were the smallest."""
    return np.asarray(np.minimum(p * (~np.isnan(p)).sum(axis=-1, keepdims=True), 1.0))


def none(p: np.ndarray) -> np.ndarray:
    """As they are."""
    return p.copy()


ADJUST: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "holm": holm,
    "bh": bh,
    "fdr_bh": bh,
    "bonferroni": bonferroni,
    "none": none,
}


def within(p: np.ndarray, family: np.ndarray, method: str) -> np.ndarray:
    """`p` (N,) adjusted within each value of `family` (N,)."""
    names, member = np.unique(family.astype(str), return_inverse=True)
    adjusted = np.full(len(p), np.nan)
    for i in range(len(names)):
        own = member == i
        adjusted[own] = ADJUST[method](p[own])
    return adjusted


def _ranked(p: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    order = np.argsort(p, axis=-1, kind="stable")
    return np.take_along_axis(p, order, axis=-1), order, (~np.isnan(p)).sum(axis=-1, keepdims=True)


def _back(ranked: np.ndarray, order: np.ndarray) -> np.ndarray:
    adjusted = np.empty_like(ranked)
    np.put_along_axis(adjusted, order, ranked, axis=-1)
    return adjusted
