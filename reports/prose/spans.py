"""What numbers make together: how far apart they are, how many times one is the other, the lowest and the highest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reports.prose.compose import composed
from reports.prose.numbers import Numbers
from reports.prose.orders import Ranked
from reports.prose.values import Unknown, Value
from reports.word.bound import Binding


@dataclass(frozen=True)
class Range:
    """The lowest and the highest of some values; printed «2,1–3,4»."""

    low: Value
    high: Value
    pattern: str

    def __str__(self) -> str:
        return self.pattern.format(low=self.low.bare, high=self.high)


@dataclass(frozen=True)
class Spans:
    """The functions `difference`, `ratio` and `range_of` of chapters."""

    numbers: Numbers
    words: Mapping[str, Any]  # `vocabulary` of the text files

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Name in chapters → function."""
        return {"difference": self.difference, "ratio": self.ratio, "range_of": self.range_of}

    def difference(self, first: Value, second: Value) -> Value:
        """How far two numbers of one kind are apart: «12 prosentpoeng», «0,4». Never negative."""
        pair = alike(first, second)
        if pair is None:
            return Value.of(self.numbers.hidden, None)
        number = abs((first.number or 0) - (second.number or 0))
        form = self.numbers.format
        bare = form.count(number) if first.percent else form.decimal(number)
        printed = str(self.words["points"]).format(bare) if first.percent else bare
        return self._made(composed("distance", pair), (printed, bare), number)

    def ratio(self, first: Value, second: Value) -> Value:
        """How many times the second number the first is, with one decimal."""
        pair = alike(first, second)
        if pair is None or not second.number:
            return Value.of(self.numbers.hidden, None)
        number = (first.number or 0) / second.number
        printed = self.numbers.format.decimal(number)
        return self._made(composed("ratio", pair), (printed, printed), number)

    def _made(self, binding: Binding, printed: tuple[str, str], number: float) -> Value:
        whole = replace(binding, printed=printed[0])
        return Value.from_(whole, number, self.numbers.ledger, printed[1] if printed[1] != printed[0] else "")

    def range_of(self, values: Sequence[Value | Ranked]) -> Range:
        """The lowest and the highest of some values, or of what `ranked` gives; hidden ones are left out."""
        found = [one.value if isinstance(one, Ranked) else one for one in values]
        shown = sorted((v for v in found if v.number is not None), key=lambda value: value.number or 0)
        missing = Value.of(self.numbers.hidden, None)
        low, high = (shown[0], shown[-1]) if shown else (missing, missing)
        return Range(low, high, str(self.words["range"]))


def alike(first: Value, second: Value) -> list[Binding] | None:
    """The bindings of two numbers of one kind; None when one is hidden. Unlike ones are refused (R031)."""
    if first.number is None or second.number is None:
        return None
    if first.percent != second.percent:
        raise Unknown("R031", str.__str__(first), other=str.__str__(second))
    bindings = [value.binding for value in (first, second) if value.binding is not None]
    return bindings if len(bindings) == 2 else None
