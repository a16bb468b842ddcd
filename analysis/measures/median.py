"""Median of a scale or a number: the value that half of the (weighted) answers reach, no interpolation between values.

Where exactly half lie below a value and half above it, the midpoint of the two (definition 2 of R. J. Hyndman
and Y. Fan 1996, The American Statistician 50, 361-365; R survey's `qrule = "hf2"`). Interval of a simple
random sample: the order statistics x₍ₗ₎ and x₍ₙ₋ₗ₊₁₎ with P(Bin(n, ½) < l) at most half of what is left out
(H. A. David and H. N. Nagaraja 2003, Order Statistics, 7.1): at least as sure as promised. With weights or
clusters: R. S. Woodruff (1952, JASA 47, 635-646), the quantiles at ½ ± t(df) se, with the linearised standard
error of the share that lies at or below the median.
"""

from __future__ import annotations

import numpy as np
from scipy.special import bdtrik, betainc

from analysis.counting.stacked import Tables
from analysis.design.intervals import t_quantile
from analysis.design.linear import own_blocks, ratio
from analysis.measures.estimates import FEW_RESPONDENTS, NO_VARIATION, Estimates, interval_notes, noted

SLACK = 1e-12
"""Sums of weights that differ by less than this share count as equal."""
Limits = tuple[np.ndarray, np.ndarray]


def measure(tables: Tables, confidence: float) -> list[Estimates]:
    """One value a group; none for tables without numbers."""
    chosen = np.flatnonzero(tables.numeric)
    shape = tables.base.shape
    estimate, low, high = (np.full(shape, np.nan) for _ in range(3))
    notes = interval_notes(tables)
    if len(chosen):
        some = tables.take(chosen)
        estimate[chosen], low[chosen], high[chosen] = _medians(some, confidence)
        same = (some.weighted > 0).sum(axis=2) == 1
        notes[chosen] = noted(notes[chosen], NO_VARIATION, same)
    low, high = (np.where(notes == "", limit, np.nan) for limit in (low, high))
    return [
        Estimates("median", estimate, low, high, noted(notes, FEW_RESPONDENTS, np.isnan(low)), tables.numeric)
    ]


def _medians(tables: Tables, confidence: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    order = np.argsort(tables.values, axis=1, kind="stable")
    values = np.take_along_axis(tables.values, order, axis=1)
    weighted = np.take_along_axis(tables.weighted, order[:, None, :], axis=2)
    median = quantile(values, weighted, np.full(tables.base.shape, 0.5))
    if tables.covariance is None:
        counts = np.take_along_axis(tables.counts, order[:, None, :], axis=2)
        return median, *_order_statistics(values, counts, confidence)
    return median, *_woodruff(tables, median, (values, weighted), confidence)


def quantile(values: np.ndarray, weighted: np.ndarray, p: np.ndarray) -> np.ndarray:
    """The `p` (T, G) quantile of `values` (T, A), ascending, held by `weighted` (T, G, A); nan where nobody is."""
    total = weighted.sum(axis=2)
    risen = ratio(weighted.cumsum(axis=2), total[:, :, None])
    held = weighted > 0
    target = p[:, :, None]
    at = _first(held & (risen >= target - SLACK))
    after = _first(held & (risen > target + SLACK))
    return np.asarray((_value(values, at) + _value(values, after)) / 2)


def _first(mask: np.ndarray) -> np.ndarray:
    """(T, G) the first answer for which `mask` holds, else the last one for which it could; -1 for none."""
    found = mask.argmax(axis=2)
    return np.where(mask.any(axis=2), found, -1)


def _value(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    found = np.take_along_axis(values, np.maximum(at, 0), axis=1)
    return np.where(at >= 0, found, np.nan)


def _order_statistics(values: np.ndarray, counts: np.ndarray, confidence: float) -> Limits:
    n = counts.sum(axis=2)
    k = _left_out(np.maximum(n, 1).astype(float), (1 - confidence) / 2)
    possible = (k >= 0) & (n > 0)
    risen = counts.cumsum(axis=2)
    low = _first(risen >= (k + 1)[:, :, None])
    high = _first(risen >= (n - k)[:, :, None])
    return tuple(np.where(possible, _value(values, at), np.nan) for at in (low, high))  # type: ignore[return-value]


def _left_out(n: np.ndarray, chance: float) -> np.ndarray:
    """The largest k with P(Bin(n, ½) ≤ k) ≤ `chance`; -1 where there is none."""

    def at_most(k: np.ndarray) -> np.ndarray:
        return np.asarray(np.where(k < 0, 0.0, betainc(np.maximum(n - k, 0.5), np.maximum(k, 0) + 1, 0.5)))

    # bdtrik is continuous: the whole number below it, checked against rounding on either side.
    k = np.floor(np.nan_to_num(bdtrik(chance, n, 0.5), nan=-1.0))
    k = np.where(at_most(k + 1) <= chance, k + 1, k)
    return np.asarray(np.where((k >= 0) & (at_most(k) > chance), k - 1, k))


def _woodruff(tables: Tables, median: np.ndarray, held: Limits, confidence: float) -> Limits:
    assert tables.covariance is not None and tables.group_df is not None
    below = tables.values[:, None, :] <= median[:, :, None]
    share = ratio((tables.weighted * below).sum(axis=2), tables.weighted_base)
    pull = np.nan_to_num(ratio(below - share[:, :, None], tables.weighted_base[:, :, None]))
    blocks = own_blocks(tables.covariance, tables.weighted.shape)
    variance = np.einsum("tga,tgab,tgb->tg", pull, blocks, pull, optimize=True)
    df = np.where(tables.group_df >= 1, tables.group_df, np.nan)
    half = t_quantile(df, (1 + confidence) / 2) * np.sqrt(np.maximum(variance, 0))
    low, high = share - half, share + half
    return (
        np.where(low > 0, quantile(*held, np.where(low > 0, low, 0.5)), np.nan),
        np.where(high < 1, quantile(*held, np.where(high < 1, high, 0.5)), np.nan),
    )
