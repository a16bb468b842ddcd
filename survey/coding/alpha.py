"""Krippendorff's alpha: how far several coders agree beyond what chance would give.

K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011); the interval is the bootstrap of A. F. Hayes and
K. Krippendorff, "Answering the Call for a Standard Reliability Measure for Coding Data" (2007), too
narrow with more than two coders (docs/open-text.md). Any number of
coders, gaps allowed. Reasons without a number: `no_pairs` (nothing coded twice), `no_variation` (only one code used).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Ratings = Sequence[Sequence[Hashable | None]]
"""One row a unit, one place a coder; None where that coder did not code it."""

BLOCK = 4_000_000
"""Drawn pairs held in memory at a time."""


@dataclass(frozen=True)
class Bootstrap:
    """How the interval is found: resamples, seed, level (0.95 = 95 %)."""

    resamples: int = 2000
    seed: int = 1
    confidence: float = 0.95


@dataclass(frozen=True)
class Reliability:
    """Alpha with its interval, the share of pairs that agree, units and pairs behind it; None with a `note`."""

    alpha: float | None
    low: float | None
    high: float | None
    agreement: float | None
    units: int
    pairs: int
    note: str = ""


@dataclass(frozen=True)
class _Counted:
    """Values in order; how many coders gave each value to each unit that at least two coded."""

    values: list[Hashable]
    counts: Numbers  # (units, values)

    @property
    def coders(self) -> Numbers:
        return np.asarray(self.counts.sum(axis=1))

    def coincidences(self) -> Numbers:
        weighted = self.counts / (self.coders - 1)[:, None]
        return weighted.T @ self.counts - np.diag(weighted.sum(axis=0))


def nominal(values: Sequence[Hashable], totals: Numbers) -> Numbers:
    """Any two different values differ by one."""
    return 1.0 - np.eye(len(values))


def interval(values: Sequence[Hashable], totals: Numbers) -> Numbers:
    """Squared difference of the numbers."""
    numbers = np.array([float(str(value)) for value in values])
    return np.asarray((numbers[:, None] - numbers) ** 2, dtype=np.float64)


def ordinal(values: Sequence[Hashable], totals: Numbers) -> Numbers:
    """Squared number of ratings that lie between, the ends counting half."""
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle) ** 2, dtype=np.float64)


def sets(values: Sequence[Hashable], totals: Numbers) -> Numbers:
    """Share of two sets of codes that is not common to both (Jaccard's distance); frozensets."""
    members = [value if isinstance(value, frozenset) else frozenset([value]) for value in values]
    return np.array([[1 - len(a & b) / len(a | b) if a | b else 0.0 for b in members] for a in members])


METRICS: Mapping[str, Callable[[Sequence[Hashable], Numbers], Numbers]] = {
    "nominal": nominal,
    "ordinal": ordinal,
    "interval": interval,
    "set": sets,
}
"""Name → differences between values (values × values) from the values in order and how often each was given."""


def reliability(ratings: Ratings, metric: str = "nominal", bootstrap: Bootstrap | None = None) -> Reliability:
    """Alpha of `ratings`; an interval when `bootstrap` says how."""
    counted = _count(ratings, metric)
    pairs = int((counted.coders * (counted.coders - 1) / 2).sum())
    if not pairs:
        return Reliability(None, None, None, None, 0, 0, "no_pairs")
    observed = counted.coincidences()
    totals = observed.sum(axis=1)
    distance = METRICS[metric](counted.values, totals)
    alike = float((counted.counts * (counted.counts - 1) / 2).sum() / pairs)
    units = len(counted.counts)
    expected = float(totals @ distance @ totals / (totals.sum() - 1))
    if expected == 0:
        return Reliability(None, None, None, alike, units, pairs, "no_variation")
    alpha = float(1 - (observed * distance).sum() / expected)
    if bootstrap is None:
        return Reliability(alpha, None, None, alike, units, pairs)
    # Twice: each pair stands twice in the coincidences.
    low, high = _limits(counted, 2 * distance / expected, bootstrap)
    return Reliability(alpha, low, high, alike, units, pairs)


def _count(ratings: Ratings, metric: str) -> _Counted:
    given = [[value for value in unit if value is not None] for unit in ratings]
    paired = [unit for unit in given if len(unit) > 1]
    distinct = {value for unit in paired for value in unit}
    values = sorted(distinct, key=_by_number if metric in ("ordinal", "interval") else _by_name)
    place = {value: i for i, value in enumerate(values)}
    counts = np.zeros((len(paired), len(values)))
    for row, unit in enumerate(paired):
        for value in unit:
            counts[row, place[value]] += 1
    return _Counted(values, counts)


def _by_number(value: Hashable) -> float:
    return float(str(value))


def _by_name(value: Hashable) -> str:
    return ";".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)


def _limits(counted: _Counted, cost: Numbers, bootstrap: Bootstrap) -> tuple[float, float]:
    """Percentiles of alpha when every pair is replaced by one drawn from all pairs.

    `cost` is what a pair of two values takes from alpha where two coders coded the unit. A resample in which all pairs
    are the same single value has no variation, and counts as 0.
    """
    takes, single, weights = _pairs(counted, cost)
    rng = np.random.default_rng(bootstrap.seed)
    found: list[Numbers] = []
    step = max(1, BLOCK // len(takes))
    for start in range(0, bootstrap.resamples, step):
        drawn = rng.integers(len(takes), size=(min(step, bootstrap.resamples - start), len(takes)))
        alphas = np.maximum(1 - takes[drawn] @ weights, -1.0)
        kinds = single[drawn]
        flat = (kinds[:, 0] >= 0) & (kinds == kinds[:, :1]).all(axis=1)
        found.append(np.where(flat, 0.0, alphas))
    tail = (1 - bootstrap.confidence) / 2
    low, high = np.quantile(np.concatenate(found), [tail, 1 - tail])
    return float(low), float(high)


def _pairs(counted: _Counted, cost: Numbers) -> tuple[Numbers, NDArray[np.int64], Numbers]:
    """Of every observed pair: its cost, its value when both gave the same one (else −1), and its unit's weight."""
    takes, single, weights = list[float](), list[int](), list[float]()
    for unit, coders in zip(counted.counts.astype(int), counted.coders, strict=True):
        given = np.repeat(np.arange(len(unit)), unit)
        first, second = np.triu_indices(len(given), k=1)
        a, b = given[first], given[second]
        takes += cost[a, b].tolist()
        single += np.where(a == b, a, -1).tolist()
        weights += [1 / (coders - 1)] * len(a)
    return np.array(takes), np.array(single), np.array(weights)
