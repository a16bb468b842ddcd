"""Whether two series of items come in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt, sqrt

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Number, Observed, one, sources
from analysis.checking.statistics.common import statistic
from analysis.checking.study import Study
from analysis.checking.tallies import tally
from survey.conditions import TICKED


@statistic(may=("of",))
def spearman(study: Study, claim: Claim) -> Observed:
    """Spearman's rank correlation of ticks: the first half of the listed items against the second, in order.

    The shares of one series have one base, so ranks of shares are ranks of counts. `of` is for the reader.
    """
    items = study.resolve(claim.variables)
    middle = len(items) // 2
    first, second = items[:middle], items[middle:]
    if middle < 2 or _endings(first) != _endings(second):
        raise NotEvaluable("spearman needs two series of items that end alike, in the same order")
    for item in items:
        study.require(item, (TICKED,), study.rows(claim.population))
    tallies = [tally(study, claim, item) for item in items]
    counts = [t.count((TICKED,)) for t in tallies]
    rho = rank_correlation(counts[:middle], counts[middle:])
    return one(Number(rho), sources(t.source for t in tallies))


def _endings(names: tuple[str, ...]) -> list[str]:
    shared = next(i for i, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1)
    return [name[shared:] for name in names]


def rank_correlation(x: Sequence[int], y: Sequence[int]) -> Fraction:
    """Spearman's rho, average ranks for ties. Exact when it is rational; an irrational rho lies on no threshold."""
    a, b = _ranks(x), _ranks(y)
    middle = Fraction(len(x) + 1, 2)
    spread = sum((v - middle) ** 2 for v in a) * sum((v - middle) ** 2 for v in b)
    if spread == 0:
        raise NotEvaluable("all items of a series are equally frequent: no order to compare")
    together = sum(((v - middle) * (w - middle) for v, w in zip(a, b, strict=True)), Fraction(0))
    square = Fraction(spread)
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return together / root if root**2 == square else together / Fraction(sqrt(square))


def _ranks(values: Sequence[int]) -> list[Fraction]:
    return [Fraction(2 * sum(w < v for w in values) + sum(w == v for w in values) + 1, 2) for v in values]


STATISTICS = (spearman,)
