"""The number rounds to what was printed. Halves round up; on the bases of the ledger no half occurs."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Observed, decimal, exact
from analysis.checking.rules.common import Rule, plain_number


def rounded(value: Fraction, decimals: int = 0) -> Fraction:
    """`value` to that many decimals, halves up."""
    scale = 10**decimals
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def round0(observed: Observed, claim: Claim) -> str | None:
    """The percentage rounds to the value."""
    return _rounds(observed, claim, 0)


def round1(observed: Observed, claim: Claim) -> str | None:
    """The mean rounds to the value at one decimal."""
    return _rounds(observed, claim, 1)


def label_sum(observed: Observed, claim: Claim) -> str | None:
    """The percentages of the codes, each rounded by itself, add up to the value."""
    parts = observed.single().parts
    if not parts:
        raise NotEvaluable("the rule label_sum needs a share, which has a percentage for each code")
    total = sum((rounded(part) for part in parts), Fraction(0))
    shown = " + ".join(decimal(rounded(part)) for part in parts)
    return None if total == exact(plain_number(claim)) else f"{shown} is not {claim.value}"


def round0_or_label_sum(observed: Observed, claim: Claim) -> str | None:
    """Either reading gives the value."""
    direct, labels = round0(observed, claim), label_sum(observed, claim)
    return f"{direct}; {labels}" if direct and labels else None


def round1_extremes(observed: Observed, claim: Claim) -> str | None:
    """The smallest and the largest number round to value.min and value.max at one decimal."""
    if claim.parts.min is None or claim.parts.max is None:
        raise NotEvaluable("the rule round1_extremes needs value.min and value.max")
    values = [number.value for number in observed.all()]
    found = (rounded(min(values), 1), rounded(max(values), 1))
    wanted = (exact(claim.parts.min), exact(claim.parts.max))
    return None if found == wanted else f"they run from {decimal(found[0])} to {decimal(found[1])}"


def _rounds(observed: Observed, claim: Claim, decimals: int) -> str | None:
    holds = rounded(observed.single().value, decimals) == exact(plain_number(claim))
    return None if holds else f"{observed} does not round to {claim.value}"


RULES = {
    "round0": Rule(round0, lambda c: f"rounds to {c.value}"),
    "round1": Rule(round1, lambda c: f"rounds to {c.value}"),
    "label_sum": Rule(label_sum, lambda c: f"rounded labels add up to {c.value}"),
    "round0_or_label_sum": Rule(round0_or_label_sum, lambda c: f"itself or its labels round to {c.value}"),
    "round1_extremes": Rule(
        round1_extremes,
        lambda c: f"lowest rounds to {c.parts.min}, highest to {c.parts.max}",
        value=("min", "max"),
    ),
}
