"""The observation is the value, one of a set, or contains it."""

from __future__ import annotations

from analysis.checking.ledger import Claim, Expected
from analysis.checking.observed import NotEvaluable, Observed, decimal, exact, show
from analysis.checking.rules.common import FREE, Rule


def exactly(observed: Observed, claim: Claim) -> str | None:
    """The number or the fact is the value."""
    wanted = claim.value.given() if isinstance(claim.value, Expected) else claim.value
    if wanted is None:
        raise NotEvaluable("the rule exact needs a value")
    if observed.fact is not None:
        same = type(wanted) is type(observed.fact) and wanted == observed.fact
    else:
        if isinstance(wanted, bool) or not isinstance(wanted, (int, float)):
            raise NotEvaluable(f"a number cannot be exactly {show(wanted)}")
        same = observed.single().value == exact(wanted)
    return None if same else observed.detail or f"{observed} is not {_wanted(claim)}"


def among(observed: Observed, claim: Claim) -> str | None:
    """The number is one of `set`, which holds the value where the claim gives one."""
    allowed = {exact(number) for number in claim.tolerance.set or ()}
    stated = claim.value if isinstance(claim.value, tuple) else (claim.value,)
    for number in stated:
        if isinstance(number, (int, float)) and exact(number) not in allowed:
            raise NotEvaluable(f"the value {number} is not in the set")
    value = observed.single().value
    return None if value in allowed else f"{decimal(value)} is not {_set(claim)}"


def superset(observed: Observed, claim: Claim) -> str | None:
    """The fact holds everything in `contains`."""
    if not isinstance(observed.fact, tuple) or not claim.parts.contains:
        raise NotEvaluable("the rule superset needs a list of names and value.contains")
    missing = [name for name in claim.parts.contains if name not in observed.fact]
    return f"missing: {', '.join(missing)}" if missing else None


def date_interval(observed: Observed, claim: Claim) -> str | None:
    """The earliest and latest date lie between `from` and `to`, both included."""
    start, end = claim.parts.start, claim.parts.end
    if not isinstance(observed.fact, tuple) or len(observed.fact) != 2 or start is None or end is None:
        raise NotEvaluable("the rule date_interval needs two dates and value.from, value.to")
    first, last = observed.fact
    return None if start <= first and last <= end else f"{first} to {last} is not within {start} to {end}"


def _wanted(claim: Claim) -> str:
    return show(claim.value.given() if isinstance(claim.value, Expected) else claim.value)


def _set(claim: Claim) -> str:
    return "one of " + ", ".join(decimal(exact(number)) for number in claim.tolerance.set or ())


RULES = {
    "exact": Rule(exactly, _wanted, value=(FREE, "municipalities", "of")),
    "in": Rule(among, _set, tolerance=("set",)),
    "superset": Rule(superset, lambda c: f"holds {show(c.parts.contains)}", value=("contains",)),
    "date_interval": Rule(date_interval, lambda c: f"{c.parts.start} to {c.parts.end}", value=("from", "to")),
}
