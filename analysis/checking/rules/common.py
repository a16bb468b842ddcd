"""What the rules share: their type, and how numbers are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Number, Observed

FREE = "free"
"""In `Rule.value`: the value is plain (a number, text, truth value, list, or nothing)."""


@dataclass(frozen=True)
class Rule:
    """`broken` says why the observation breaks the claim, or None; `expected` is what a reader sees.

    `tolerance` are the keys it reads and needs, `value` the keys of a structured value that it reads. A key it does
    not read makes the claim not evaluable: it would have been ignored.
    """

    broken: Callable[[Observed, Claim], str | None]
    expected: Callable[[Claim], str]
    tolerance: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    value: tuple[str, ...] = (FREE,)

    def __call__(self, observed: Observed, claim: Claim) -> str | None:
        """Why the claim is broken, or None; NotEvaluable when the rule does not fit the claim."""
        self.require(claim)
        return self.broken(observed, claim)

    def require(self, claim: Claim) -> None:
        """NotEvaluable when the claim gives the rule too little, or something it would ignore."""
        given = set(claim.tolerance.model_dump(exclude_none=True)) - {"rule", "why"}
        missing = sorted(set(self.tolerance) - given)
        useless = sorted(given - {*self.tolerance, *self.optional})
        useless += sorted(f"value.{key}" for key in set(claim.parts.given()) - set(self.value))
        if missing:
            raise NotEvaluable(f"the rule {claim.tolerance.rule} needs {', '.join(missing)}")
        if useless:
            raise NotEvaluable(f"the rule {claim.tolerance.rule} does not read {', '.join(useless)}")


def plain_number(claim: Claim) -> float:
    """The claim's value, which must be a number."""
    if isinstance(claim.value, bool) or not isinstance(claim.value, (int, float)):
        raise NotEvaluable(f"the rule {claim.tolerance.rule} needs a number as value")
    return claim.value


def comparable(number: Number, unit: str | None) -> Fraction:
    """What is compared: the people behind the number when the unit is `count`, else the number itself."""
    if unit != "count":
        return number.value
    if number.count is None:
        raise NotEvaluable("the unit count needs a statistic that counts")
    return Fraction(number.count)
