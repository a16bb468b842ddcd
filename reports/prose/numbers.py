"""The numbers a chapter may print. Each comes from the published results; a hidden one prints as «skjult».

A wrong name raises `Unknown`, which `reports.prose.chapters` turns into a finding with the chapter's file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analysis.results import ALL, TOTAL
from reports.prose import orders
from reports.prose.compose import composed
from reports.prose.names import Names
from reports.prose.orders import Order
from reports.prose.published import Answered, Cell, Published
from reports.prose.together import Derived, Place, share_of, summaries
from reports.prose.values import Unknown, Value, Wording
from reports.style.format import NumberFormat, round_half_away
from reports.style.labels import Labels
from reports.word.bound import Binding, Ledger, Source

FUNCTIONS = (
    *("share", "count", "mean", "median", "index", "alpha", "ticks", "municipalities", "n"),
    *("ranked", "step", "shown", "label"),
    *("group", "ranked_groups", "group_share", "invited", "answered", "response_rate", "accepted"),
)
"""The methods of `Numbers` that chapters call."""


Form = Callable[[float], tuple[str, str]]
"""A number as it is printed, and without its unit (empty when it has none)."""


@dataclass(frozen=True)
class Numbers:
    """The functions of chapters, over one study's published results."""

    published: Published
    labels: Labels
    format: NumberFormat
    hidden: str  # what stands for a number that is not shown
    ledger: Ledger = field(default_factory=Ledger)

    @cached_property
    def names(self) -> Names:
        """What chapters may ask for."""
        return Names(self.published, self.labels)

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Name in chapters → function."""
        return {name: getattr(self, name) for name in FUNCTIONS}

    def share(self, item: str, *answers: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """Percent who gave one of `answers` («62 prosent»). A tick box needs none; a scale also has `top`, `bottom`."""
        place = self.names.place(item, segment, group)
        codes = self.names.answers(item, answers)
        if len(codes) == 1:
            measure, answer = (
                (codes[0], "") if codes[0] in summaries(self.labels, item) else ("share", codes[0])
            )
            cell = self.names.cell(item, measure, answer, place)
            if cell.number is not None or not cell.hidden:
                return self._shown(
                    cell, self.published.source(item, measure, answer, place=place), self._percent
                )
        found = self.together(item, codes, place)
        return self._derived(found, self._percent)

    def count(self, item: str, *answers: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """How many gave one of `answers`."""
        place = self.names.place(item, segment, group)
        codes = self.names.answers(item, answers)
        codes = tuple(c for code in codes for c in summaries(self.labels, item).get(code, (code,)))
        cells = [self.names.cell(item, "count", code, place) for code in codes]
        sources = tuple(self.published.source(item, "count", code, place=place) for code in codes)
        if all(cell.number is not None for cell in cells):
            how = "sum" if len(cells) > 1 else "cell"
            return self._derived(Derived(sum(cell.number or 0 for cell in cells), sources, how), self._whole)
        found, base = self.together(item, codes, place), self.names.cell(item, "base", "", place).number
        if found is None or base is None:
            return Value.of(self.hidden, None)
        parts = [Binding("", found.sources, found.how)]
        parts.append(Binding("", (self.published.source(item, "base", place=place),)))
        whole = composed("of_base", parts)
        number = float(round_half_away(found.number * base / 100))
        return self._derived(Derived(number, whole.sources, whole.how), self._whole)

    def mean(self, item: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The mean of a scale or a number, with one decimal."""
        return self._estimate(item, "mean", self.names.place(item, segment, group), self._decimal)

    def median(self, item: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The median of a scale or a number, with one decimal."""
        return self._estimate(item, "median", self.names.place(item, segment, group), self._decimal)

    def index(self, index: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The mean of an index of the plan."""
        return self.mean(index, segment, group)

    def alpha(self, index: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """Cronbach's alpha of an index, with two decimals."""
        return self._estimate(index, "alpha", self.names.place(index, segment, group), self._hundredths)

    def ticks(self, question: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The mean number of ticks of a multiple choice."""
        return self.mean(self.names.question(question), segment, group)

    def municipalities(self, item: str, *answers: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """From how many clusters (municipalities) at least one person gave the answer."""
        place = self.names.place(item, segment, group)
        (answer,) = self.names.answers(item, answers)
        source = self.published.source(item, "reached", answer, place=place)
        return self._shown(self.names.cell(item, "reached", answer, place), source, self._whole)

    def n(self, item: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The base: how many gave a substantive answer."""
        return self._estimate(item, "base", self.names.place(item, segment, group), self._whole)

    def ranked(self, question: str, by: str = "", *answers: str, without: Sequence[str] = ()) -> Order:
        """A question's items, highest first, by `mean`, `top`, `bottom` or `share`. Hidden ones are left out."""
        left_out = [self.names.item(item) for item in without]
        asked = self.labels.items(self.names.question(question))
        items = [item for item in asked if item in self.published.items and item not in left_out]
        by = by or ("share" if all(self.labels.variable(i).kind == "tick" for i in items) else "mean")
        measures: dict[str, Callable[[str], Value]] = {
            "mean": self.mean,
            "share": lambda item: self.share(item, *answers),
            "top": lambda item: self.share(item, "top"),
            "bottom": lambda item: self.share(item, "bottom"),
        }
        if by not in measures:
            raise Unknown("R018", by, item=question, allowed=", ".join(measures))
        return orders.in_order([(i, self.labels.short(i), measures[by](i)) for i in items], self)

    def ranked_groups(self, segment: str) -> Order:
        """A segment's groups by their share of those who answered, largest first. Hidden ones are left out."""
        self.names.segment(segment, {row.segment for row in self.published.response}, "response")
        return orders.ranked_groups(self, segment)

    def group_share(self, segment: str, group: str) -> Value:
        """Percent of those who answered that belong to a group (of those whose group is known)."""
        part = self.answered(segment, group)
        rows = [row for row in self.published.response if row.segment == segment]
        if part.number is None or any(row.answered is None for row in rows):
            return Value.of(self.hidden, None)
        rows.sort(key=lambda row: row.group != group)  # the share is of the first
        sources = tuple(self.answered_by(row, "answered") for row in rows)
        percent = 100 * part.number / sum(row.answered or 0 for row in rows)
        return self._derived(Derived(percent, sources, "share_of_groups"), self._percent)

    def step(self, item: str, answer: str) -> Value:
        """One step of an item's scale as a number, to compare a mean with."""
        (code,) = self.names.answers(self.names.item(item), (answer,))
        source = Source("questionnaire", item, measure="step", answer=code, number=float(code))
        return self.bound(self.format.decimal(float(code), 0), source)

    def shown(self, *values: Value) -> bool:
        """Whether all of `values` may be printed."""
        return all(value.number is not None for value in values)

    def label(self, item: str) -> Wording:
        """The short label of an item."""
        return Wording.marked(self.labels.short(self.names.item(item)))

    def group(self, segment: str, group: str) -> Wording:
        """The short name of a group."""
        self.names.segment(segment, [plan.id for plan in self.labels.plan.segments_in_use], "the plan")
        self.names.group(segment, group)
        return Wording.marked(self.labels.group_short(segment, group))

    def response_rate(self, segment: str = TOTAL, group: str = ALL) -> Value:
        """Percent of the invited who answered."""
        return self._response("rate", segment, group, self._percent)

    def invited(self, segment: str = TOTAL, group: str = ALL) -> Value:
        """How many were invited."""
        return self._response("invited", segment, group, self._whole)

    def answered(self, segment: str = TOTAL, group: str = ALL) -> Value:
        """How many of the invited answered."""
        return self._response("answered", segment, group, self._whole)

    def accepted(self) -> Value:
        """How many respondents the results rest on."""
        number = float(self.published.quality["accepted"])
        return self.bound(self.format.count(number), Source("quality", item="accepted", number=number))

    def bound(self, printed: str, *sources: Source, how: str = "cell") -> Value:
        """`printed`, bound to what it rests on; the number behind it is that of the first source."""
        return Value.from_(Binding(printed, sources, how), sources[0].number or 0.0, self.ledger)

    def ordinal(self, number: int) -> Value:
        """How many things of its own the report has, or which of them this is."""
        source = Source("structure", measure="number", number=float(number))
        return self.bound(self.format.count(number), source, how="number_of")

    def answered_by(self, row: Answered, what: str) -> Source:
        """Where a number of the response table stands."""
        return Source("response", "", row.segment, row.group, what, "", getattr(row, what), row.invited)

    def together(self, item: str, codes: tuple[str, ...], place: Place) -> Derived | None:
        """The share of several answers together (see `reports.prose.together`); None when it must stay hidden."""
        return share_of(self.published, self.labels, item, codes, place)

    # How they are printed ----------------------------------------------------------------------------------

    def _estimate(self, item: str, measure: str, place: Place, form: Form) -> Value:
        return self._shown(
            self.names.cell(item, measure, "", place), self.published.source(item, measure, place=place), form
        )

    def _shown(self, cell: Cell, source: Source, form: Form) -> Value:
        if cell.number is None:
            return Value.of(self.hidden if cell.hidden else self.format.missing, None)
        return self._derived(Derived(cell.number, (source,)), form)

    def _derived(self, found: Derived | None, form: Form) -> Value:
        if found is None:
            return Value.of(self.hidden, None)
        printed, bare = form(found.number)
        return Value.from_(Binding(printed, found.sources, found.how), found.number, self.ledger, bare)

    def _percent(self, number: float) -> tuple[str, str]:
        return self.format.percent_prose(number), self.format.count(number)

    def _whole(self, number: float) -> tuple[str, str]:
        return self.format.count(number), ""

    def _decimal(self, number: float) -> tuple[str, str]:
        return self.format.decimal(number), ""

    def _hundredths(self, number: float) -> tuple[str, str]:
        return self.format.decimal(number, 2), ""

    def _response(self, what: str, segment: str, group: str, form: Form) -> Value:
        self.names.segment(segment, {row.segment for row in self.published.response}, "response")
        self.names.group(segment, group)
        for row in self.published.response:
            number = getattr(row, what)
            if (row.segment, row.group) == (segment, group) and number is not None:
                return self._derived(Derived(number, (self.answered_by(row, what),)), form)
        return Value.of(self.hidden, None)
