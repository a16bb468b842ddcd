"""The key of a chart's value (item|segment|group|measure|answer) as the published numbers it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.results import ALL, TOTAL
from reports.style.labels import Labels
from reports.word.bound import Binding, Source

Lookup = Callable[[str, str, str, str, str], Source]
"""item, segment, group, measure, answer → the published number, with None where it is hidden. No item: a response."""
OF_ANSWERED = "share of answered"
"""A group's share of those who answered: worked out from the response, as no frame holds it."""
ENDS = ("top", "bottom")


@dataclass(frozen=True)
class Behind:
    """What stands behind values of one study."""

    labels: Labels
    lookup: Lookup

    def binding(self, key: str, printed: str = "") -> Binding:
        """The binding of a value."""
        item, segment, group, measure, answer = key.split("|")
        if measure == OF_ANSWERED:
            return self._of_answered(segment, group, printed)
        whole = self.lookup(item, segment, group, measure, answer)
        if whole.number is None and answer:
            return Binding(printed, self._rest((item, segment, group), answer.split("+")), "rest_of_scale")
        return Binding(printed, (whole,))

    def base(self, key: str, printed: str) -> Binding:
        """The binding of the base that a value is of."""
        item, segment, group, *_ = key.split("|")
        if item:
            return Binding(printed, (self.lookup(item, segment, group, "base", ""),))
        everyone = self._answered(TOTAL, ALL)
        if everyone.number is not None:
            return Binding(printed, (everyone,))
        return Binding(printed, tuple(self._answered(segment, g) for g in self.labels.groups(segment)), "sum")

    def _answered(self, segment: str, group: str) -> Source:
        return self.lookup("", segment, group, "answered", "")

    def _of_answered(self, segment: str, group: str, printed: str) -> Binding:
        own, everyone = self._answered(segment, group), self._answered(TOTAL, ALL)
        if everyone.number is not None:
            return Binding(printed, (own, everyone), "percent_of(cell, cell)")
        others = [self._answered(segment, g) for g in self.labels.groups(segment) if g != group]
        return Binding(printed, (own, *others), "share_of_groups")

    def _rest(self, place: tuple[str, str, str], codes: list[str]) -> tuple[Source, ...]:
        """What leaves the rest of 100 percent to `codes`: the other answers, or else the ends of the scale."""
        item = place[0]
        others = [code for code in self.labels.answers(item) if code not in codes]
        single = tuple(self.lookup(*place, "share", code) for code in others)
        if all(source.number is not None for source in single):
            return single
        ends = {"top": self.labels.top(item), "bottom": self.labels.bottom(item)}
        told = [end for end in ENDS if ends[end] and set(ends[end]) <= set(others)]
        return tuple(self.lookup(*place, end, "") for end in told)
