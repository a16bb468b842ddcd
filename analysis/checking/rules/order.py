"""Places in an order. A tie is not a place: what is called first must be first alone."""

from __future__ import annotations

from analysis.checking.ledger import Claim
from analysis.checking.observed import Key, NotEvaluable, Observed, called
from analysis.checking.rules.common import Rule


def mode(observed: Observed, claim: Claim) -> str | None:
    """The number of `modal_code` exceeds every other."""
    code = str(claim.parts.modal_code)
    top = observed.named(code).value
    others = [key for key, number in observed.numbers.items() if code not in key and number.value >= top]
    return f"as frequent or more: {_names(others)}" if others else None


def top_k(observed: Observed, claim: Claim) -> str | None:
    """Fewer than `top_k` other numbers are as large as that of `member`."""
    if claim.parts.top_k is None or claim.parts.member is None:
        raise NotEvaluable("the rule top_k needs top_k and member in the value")
    member = claim.parts.member
    own = observed.named(member).value
    above = [key for key, number in observed.numbers.items() if member not in key and number.value >= own]
    return f"as large or larger: {_names(above)}" if len(above) >= claim.parts.top_k else None


def majority_lowest(observed: Observed, claim: Claim) -> str | None:
    """In at least `in_at_least` items the level `lowest` is below every other level."""
    lowest, wanted = claim.parts.lowest, claim.parts.in_at_least
    if lowest is None or wanted is None:
        raise NotEvaluable("the rule majority_lowest needs lowest and in_at_least in the value")
    items = list(dict.fromkeys(item for item, _ in observed.numbers))
    holding = [item for item in items if _is_lowest(observed, item, lowest)]
    return f"only in {len(holding)}: {', '.join(holding)}" if len(holding) < wanted else None


def _is_lowest(observed: Observed, item: str, lowest: str) -> bool:
    own = observed.numbers.get((item, lowest))
    others = [number.value for key, number in observed.numbers.items() if key[0] == item and key[1] != lowest]
    if own is None or not others:
        raise NotEvaluable(f"{item or 'the claim'} has no number for {lowest} and another level")
    return own.value < min(others)


def _names(keys: list[Key]) -> str:
    return ", ".join(called(key) for key in keys)


RULES = {
    "mode": Rule(mode, lambda c: f"{c.parts.modal_code} most frequent", value=("modal_code",)),
    "top_k": Rule(
        top_k, lambda c: f"{c.parts.member} in the first {c.parts.top_k}", value=("top_k", "member")
    ),
    "majority_lowest": Rule(
        majority_lowest,
        lambda c: f"{c.parts.lowest} lowest in at least {c.parts.in_at_least}",
        value=("lowest", "in_at_least"),
    ),
}
