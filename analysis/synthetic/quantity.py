"""A statistic as an integer expression over a fixed base, and the rules it can be held to.

Every rule for one number is a predicate on exact fractions, so the solver gets the whole counts that satisfy it.
Rounding rules and intervals exclude their borders: whichever way a reader rounds, the claim holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from analysis.synthetic.ledger import Claim, number

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Expression = Any
"""An integer linear expression of the solver, or a plain int when nothing is left to decide."""


@dataclass(frozen=True)
class Quantity:
    """`scale` × `count` / `base`: the count is for the solver to decide, at most `most`."""

    count: Expression
    base: int
    most: int
    scale: int = 1

    def value(self, count: int) -> Fraction:
        """The statistic if the count were `count`."""
        return Fraction(self.scale * count, self.base)


Rule = Callable[[Fraction, Any, Mapping[str, Any]], bool]

RULES: dict[str, Rule] = {
    "exact": lambda x, value, t: x == number(value),
    "in": lambda x, value, t: x in [number(v) for v in t["set"]],
    "between": lambda x, value, t: _low(value, t) <= x <= _high(value, t),
    "gt": lambda x, value, t: x > number(t["threshold"]),
    "ge": lambda x, value, t: x >= number(t["threshold"]),
    "lt": lambda x, value, t: x < number(t["threshold"]),
    "le": lambda x, value, t: x <= number(t["threshold"]),
    "interval": lambda x, value, t: number(t["low"]) < x < number(t["high"]),
    "round0": lambda x, value, t: abs(x - number(value)) < Fraction(1, 2),
    "round1": lambda x, value, t: abs(x - number(value)) < Fraction(1, 20),
}


def _low(value: Any, tolerance: Mapping[str, Any]) -> Fraction:
    return number(tolerance["low"] if "low" in tolerance else value["min"])


def _high(value: Any, tolerance: Mapping[str, Any]) -> Fraction:
    return number(tolerance["high"] if "high" in tolerance else value["max"])


def allowed(quantity: Quantity, rule: Callable[[Fraction], bool]) -> list[int]:
    """The whole counts for which `rule` holds."""
    return [count for count in range(quantity.most + 1) if rule(quantity.value(count))]


def hold(model: cp_model.CpModel, quantity: Quantity, claim: Claim, wanted: Any) -> None:
    """Post the claim's rule for one number, compared with `wanted`."""
    rule = RULES[claim.rule]
    restrict(model, quantity, allowed(quantity, lambda x: rule(x, wanted, claim.tolerance)))


def restrict(model: cp_model.CpModel, quantity: Quantity, counts: list[int]) -> Any:
    """The count must be one of `counts`."""
    from ortools.sat.python import cp_model

    if isinstance(quantity.count, int):
        return model.add_bool_or([] if quantity.count not in counts else [True])
    return model.add_linear_expression_in_domain(quantity.count, cp_model.Domain.from_values(counts))
