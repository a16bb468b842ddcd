"""The number lies on the right side of a threshold, or between two."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Number, Observed, decimal, exact
from analysis.checking.rules.common import Rule

Compare = Callable[[Fraction, Fraction], bool]


def _threshold(sign: str, holds: Compare) -> Rule:
    def broken(observed: Observed, claim: Claim) -> str | None:
        value = observed.single().value
        limit = exact(claim.tolerance.threshold or 0)
        return None if holds(value, limit) else f"{decimal(value)} is not {sign} {decimal(limit)}"

    return Rule(
        broken, lambda claim: f"{sign} {decimal(exact(claim.tolerance.threshold or 0))}", ("threshold",)
    )


def between(observed: Observed, claim: Claim) -> str | None:
    """The number lies between two limits, both included: value.min and .max, or tolerance.low and .high."""
    low, high = _limits(claim)
    value = observed.single().value
    return None if low <= value <= high else f"{decimal(value)} is not {_between(claim)}"


def interval(observed: Observed, claim: Claim) -> str | None:
    """Every number lies in [low, high); `high` itself is included where it is the end of the scale."""
    low, high = exact(claim.tolerance.low or 0), exact(claim.tolerance.high or 0)
    stated = claim.parts.range
    if stated is not None and stated != (claim.tolerance.low, claim.tolerance.high):
        raise NotEvaluable("value.range and the tolerance give different limits")
    outside = [decimal(number.value) for number in observed.all() if not _within(number, low, high)]
    return f"{', '.join(outside)} not {_interval(claim)}" if outside else None


def _within(number: Number, low: Fraction, high: Fraction) -> bool:
    return low <= number.value < high or number.value == high == number.ceiling


def _limits(claim: Claim) -> tuple[Fraction, Fraction]:
    value, tolerance = claim.parts, claim.tolerance
    low = value.min if value.min is not None else tolerance.low
    high = value.max if value.max is not None else tolerance.high
    if low is None or high is None:
        raise NotEvaluable("the rule between needs a lower and an upper limit")
    return exact(low), exact(high)


def _between(claim: Claim) -> str:
    low, high = _limits(claim)
    return f"between {decimal(low)} and {decimal(high)}"


def _interval(claim: Claim) -> str:
    return f"from {decimal(exact(claim.tolerance.low or 0))} to {decimal(exact(claim.tolerance.high or 0))}"


RULES = {
    "gt": _threshold("over", operator.gt),
    "ge": _threshold("at least", operator.ge),
    "lt": _threshold("under", operator.lt),
    "le": _threshold("at most", operator.le),
    "between": Rule(between, _between, optional=("low", "high"), value=("min", "max")),
    "interval": Rule(interval, _interval, tolerance=("low", "high"), value=("range",)),
}
