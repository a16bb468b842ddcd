"""Rules that compare several quantities with each other: orders, gaps, ratios, ranks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise, permutations
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from analysis.synthetic.ledger import Claim, number
from analysis.synthetic.quantity import Quantity, allowed, restrict

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Named = Mapping[str, Quantity]


def exceeds(model: cp_model.CpModel, high: Quantity, low: Quantity, gap: Fraction, unit: str = "") -> Any:
    """`high` lies above `low` by more than `gap` (by `gap` or more when the unit is a count)."""
    if unit == "count":
        return model.add(high.count - low.count >= ceil(gap))
    left, factor = _difference(high, low, gap)
    return model.add(left >= floor(gap * factor) + 1)


def within(model: cp_model.CpModel, a: Quantity, b: Quantity, gap: Fraction) -> Any:
    """`a` lies less than `gap` above `b`."""
    left, factor = _difference(a, b, gap)
    return model.add(left <= ceil(gap * factor) - 1)


def _difference(a: Quantity, b: Quantity, gap: Fraction) -> tuple[Any, int]:
    """(a - b) × factor in whole numbers, and the factor."""
    d = gap.denominator
    return a.scale * b.base * d * a.count - b.scale * a.base * d * b.count, a.base * b.base * d


def _order(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    for earlier, later in pairwise(claim.value["order"]):
        for high in earlier:
            for low in later:
                exceeds(model, named[high], named[low], _gap(claim), claim.tolerance["unit"])


def _greater(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    high, lows = claim.value["greater"]
    for low in [lows] if isinstance(lows, str) else lows:
        exceeds(model, named[high], named[low], _gap(claim), claim.tolerance["unit"])


def _gap(claim: Claim) -> Fraction:
    return number(claim.tolerance["min_gap"])


def min_gap(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    """Every member of an earlier group exceeds every member of the next; or one level exceeds the others."""
    (_order if "order" in claim.value else _greater)(model, named, claim)


def max_gap(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    """No two differ by more than the gap."""
    for a, b in permutations(named.values(), 2):
        within(model, a, b, number(claim.tolerance["max_gap"]))


def ratio(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    """One exceeds the others by more than a factor."""
    factor, high = number(claim.value["ratio_over"]), named[claim.value["high"]]
    for name in claim.value["low"]:
        low = named[name]
        enlarged = Quantity(
            factor.numerator * low.count,
            factor.denominator * low.base,
            factor.numerator * low.most,
            low.scale,
        )
        exceeds(model, high, enlarged, Fraction(0))


def top_k(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    """The member lies strictly above all but k - 1 of the others."""
    member = named[claim.value["member"]]
    beaten = []
    for name, other in named.items():
        if name != claim.value["member"]:
            beaten.append(model.new_bool_var(f"{claim.id}:{name}"))
            exceeds(model, member, other, Fraction(0)).only_enforce_if(beaten[-1])
    model.add(sum(beaten) >= len(named) - claim.value["top_k"])


def mode(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    """One code is given more often than any other."""
    modal = str(claim.value["modal_code"])
    for code, quantity in named.items():
        if code != modal:
            exceeds(model, named[modal], quantity, Fraction(1), "count")


def round1_extremes(model: cp_model.CpModel, named: Named, claim: Claim) -> None:
    """The lowest and the highest, rounded to one decimal, are as published."""
    low, high, half = number(claim.value["min"]), number(claim.value["max"]), Fraction(1, 20)
    for quantity in named.values():
        restrict(model, quantity, allowed(quantity, lambda x: low - half < x < high + half))
    for edge in (low, high):
        _some_at(model, named, lambda x, edge=edge: abs(x - edge) < half)  # type: ignore[misc]


def _some_at(model: cp_model.CpModel, named: Named, rule: Callable[[Fraction], bool]) -> None:
    chosen = []
    for quantity in named.values():
        chosen.append(model.new_bool_var(""))
        restrict(model, quantity, allowed(quantity, rule)).only_enforce_if(chosen[-1])
    model.add_bool_or(chosen)


PATTERNS: dict[str, Callable[[cp_model.CpModel, Named, Claim], None]] = {
    "min_gap": min_gap,
    "max_gap": max_gap,
    "ratio": ratio,
    "top_k": top_k,
    "mode": mode,
    "round1_extremes": round1_extremes,
}
