"""Items and groups in the order of their numbers. Their labels are bound to that order, so that a trace can tell
whether what is called the largest still is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reports.prose.compose import composed
from reports.prose.values import Value, Wording
from reports.word.bound import Ledger, bare

if TYPE_CHECKING:
    from reports.prose.numbers import Numbers


@dataclass(frozen=True)
class Ranked:
    """An item in an order of items: its short label, its value in words, whether another has exactly the same."""

    item: str
    label: Wording
    value: Value
    tied: bool = False


class Order(list[Ranked]):
    """Items, highest first. Beyond those that are shown stands the word for what is hidden, not an error."""

    absent: Ranked
    named: Callable[[Ranked], None] | None = None
    """Told of every rank that is named by its number."""

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, int) and not -len(self) <= at < len(self):
            return self.absent
        found = super().__getitem__(at)
        if self.named is not None and isinstance(at, int):
            self.named(found)
        return found

    def alike(self, one: Ranked) -> list[Ranked]:
        """Everything with exactly the value of `one`, itself included."""
        return [other for other in self if _same(other.value, one.value)]


def in_order(found: Sequence[tuple[str, str, Value]], numbers: Numbers) -> Order:
    """(item, label, value), highest first; hidden ones are left out, and equal ones stay in the order given."""
    shown = [one for one in found if one[2].number is not None]
    rows = sorted(shown, key=lambda one: -(one[2].number or 0))
    values = [value for _, _, value in rows]
    order = Order(
        Ranked(item, _label(label, place, values, numbers.ledger), value, _tied(value, values))
        for place, (item, label, value) in enumerate(rows, 1)
    )
    order.absent = Ranked("", Wording.marked(numbers.hidden), Value.of(numbers.hidden, None))
    return order


def _label(label: str, place: int, values: Sequence[Value], ledger: Ledger) -> Wording:
    own = values[place - 1]
    others = [value for i, value in enumerate(values, 1) if i != place]
    bindings = [value.binding for value in (own, *others) if value.binding is not None]
    if len(bindings) < len(values):
        return Wording.marked(label)
    return Wording.whole(replace(composed(f"place_{place}", bindings), printed=bare(label)), ledger)


def _tied(value: Value, values: Sequence[Value]) -> bool:
    return sum(_same(other, value) for other in values) > 1


def _same(one: Value, other: Value) -> bool:
    return round((one.number or 0) - (other.number or 0), 9) == 0


def ranked_groups(numbers: Numbers, segment: str) -> Order:
    """A segment's groups by their share of those who answered."""
    groups = [row.group for row in numbers.published.response if row.segment == segment]
    labels = numbers.labels
    return in_order(
        [(g, labels.group_short(segment, g), numbers.group_share(segment, g)) for g in groups], numbers
    )
