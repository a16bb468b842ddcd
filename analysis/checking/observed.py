"""What a statistic of a claim hands to a rule: exact numbers with what they were made of, or a fact.

Every number is a `Fraction`, so that a threshold is met or not met and never met by a rounding error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

Key: TypeAlias = tuple[str, str]
"""(item, level): either is empty when the claim does not divide by it."""

Fact: TypeAlias = bool | str | tuple[str, ...] | dict[str, object]


class NotEvaluable(Exception):
    """Why a claim cannot be judged, in a sentence for the table."""


@dataclass(frozen=True)
class Number:
    """One exact number. `count` are the answers behind a share, `parts` the percent of each code in it."""

    value: Fraction
    count: int | None = None
    parts: tuple[Fraction, ...] = ()
    ceiling: Fraction | None = None  # the highest value that the scale allows, for a mean

    def __str__(self) -> str:
        shown = decimal(self.value)
        return shown if self.count is None or self.count == self.value else f"{shown} ({self.count})"


@dataclass(frozen=True)
class Observed:
    """The result of a statistic: `numbers` by key, or one `fact`; `source` says which data it comes from."""

    source: str
    numbers: Mapping[Key, Number] = field(default_factory=dict)
    fact: Fact | None = None
    differences: bool = False  # the numbers are differences already
    detail: str = ""  # what to look at when the fact is not the expected one

    def single(self) -> Number:
        """The only number; NotEvaluable when there are none or several."""
        if len(self.numbers) != 1:
            raise NotEvaluable(f"the rule needs one number, the statistic gives {len(self.numbers)}")
        return next(iter(self.numbers.values()))

    def named(self, name: str) -> Number:
        """The number of that item or level; NotEvaluable when that is not exactly one."""
        found = [number for key, number in self.numbers.items() if name in key]
        if not name or len(found) != 1:
            raise NotEvaluable(f"{len(found)} numbers are called {name!r}")
        return found[0]

    def all(self) -> list[Number]:
        """Every number; NotEvaluable when there are none."""
        if not self.numbers:
            raise NotEvaluable("the rule needs numbers, the statistic gives a fact")
        return list(self.numbers.values())

    def __str__(self) -> str:
        if self.fact is not None:
            return show(self.fact)
        shown = [
            f"{' '.join(part for part in key if part)} {number}".strip()
            for key, number in self.numbers.items()
        ]
        return "; ".join(shown)


def called(key: Key) -> str:
    """The name of a number in a sentence."""
    return " ".join(part for part in key if part)


def one(number: Number, source: str) -> Observed:
    """A statistic that is a single number."""
    return Observed(source, {("", ""): number})


def sources(found: Iterable[str]) -> str:
    """Distinct sources in the order met, as one cell."""
    return ", ".join(dict.fromkeys(found))


def exact(value: float | int | str) -> Fraction:
    """A number as written in the ledger: 0.03 is 3/100, not the nearest binary fraction."""
    return Fraction(str(value))


def decimal(value: Fraction) -> str:
    """At most four decimals, without trailing zeros."""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def show(value: object) -> str:
    """A fact or an expectation in one readable cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return decimal(exact(value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {show(v)}" for key, v in value.items())
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(show(v) for v in value) + "]"
    return "none" if value is None else str(value)
