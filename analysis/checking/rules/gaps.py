"""One number exceeds another by enough, or numbers differ by little."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from analysis.checking.ledger import Claim, Codes
from analysis.checking.observed import NotEvaluable, Observed, decimal, exact, show
from analysis.checking.rules.common import Rule, comparable
from analysis.checking.statistics.pooled import pool_name
from analysis.results import TOTAL

Pair = tuple[str, str]
GAPS = ("order", "greater", "greater_groups", "above_total", "below_total")


def min_gap(observed: Observed, claim: Claim) -> str | None:
    """Of every pair that the value compares, the first exceeds the second by at least min_gap."""
    gap, unit = exact(claim.tolerance.min_gap or 0), claim.tolerance.unit
    pairs = list(compared(claim))
    if not pairs:
        raise NotEvaluable(f"the rule min_gap needs one of {', '.join(GAPS)} in the value")
    found = []
    for high, low in pairs:
        difference = comparable(observed.named(high), unit) - comparable(observed.named(low), unit)
        if difference < gap:
            found.append(f"{high} - {low} = {decimal(difference)}")
    return "; ".join(found) or None


def compared(claim: Claim) -> Iterator[Pair]:
    """Every (higher, lower) pair of names that the value states."""
    value = claim.parts
    for earlier, later in pairwise(value.order or ()):
        yield from ((high, low) for high in earlier for low in later)
    if value.greater is not None:
        yield from ((high, low) for high in _several(value.greater[0]) for low in _several(value.greater[1]))
    if value.greater_groups is not None:
        yield pool_name(value.greater_groups[0]), pool_name(value.greater_groups[1])
    if value.above_total is not None:
        yield value.above_total, TOTAL
    if value.below_total is not None:
        yield TOTAL, value.below_total


def max_gap(observed: Observed, claim: Claim) -> str | None:
    """No two numbers differ by more than max_gap; differences are no further from 0 than that."""
    if claim.parts.max_gap is not None and claim.parts.max_gap != claim.tolerance.max_gap:
        raise NotEvaluable("the value and the tolerance give different limits")
    limit = exact(claim.tolerance.max_gap or 0)
    values = [comparable(number, claim.tolerance.unit) for number in observed.all()]
    if not observed.differences and len(values) < 2:
        raise NotEvaluable("the rule max_gap compares at least two numbers")
    widest = max(abs(v) for v in values) if observed.differences else max(values) - min(values)
    return f"{decimal(widest)} apart, more than {decimal(limit)}" if widest > limit else None


def ratio(observed: Observed, claim: Claim) -> str | None:
    """The number of `high` is more than `ratio_over` times that of every `low`."""
    value = claim.parts
    if value.ratio_over is None or value.high is None or not value.low:
        raise NotEvaluable("the rule ratio needs ratio_over, high and low in the value")
    high = observed.named(value.high).value
    found = [low for low in value.low if not high > exact(value.ratio_over) * observed.named(low).value]
    return f"not more than {value.ratio_over} times {', '.join(found)}" if found else None


def _several(names: str | Codes) -> Codes:
    return (names,) if isinstance(names, str) else names


def _unit(claim: Claim) -> str:
    return f" {claim.tolerance.unit}" if claim.tolerance.unit else ""


def _min_gap(claim: Claim) -> str:
    value = claim.parts
    groups = [*(value.order or ()), *(value.greater_groups or ()), *map(_several, value.greater or ())]
    stated = " > ".join(", ".join(group) for group in groups)
    if value.above_total is not None or value.below_total is not None:
        stated = f"{value.above_total or TOTAL} > {value.below_total or TOTAL}"
    return f"{stated}, by at least {show(claim.tolerance.min_gap)}{_unit(claim)}"


RULES = {
    "min_gap": Rule(min_gap, _min_gap, ("min_gap",), ("unit",), value=GAPS),
    "max_gap": Rule(
        max_gap,
        lambda c: f"at most {show(c.tolerance.max_gap)}{_unit(c)} apart",
        tolerance=("max_gap",),
        optional=("unit",),
        value=("max_gap",),
    ),
    "ratio": Rule(
        ratio,
        lambda c: f"{c.parts.high} more than {c.parts.ratio_over} times {show(c.parts.low)}",
        value=("ratio_over", "high", "low"),
    ),
}
