"""The numbers a chapter may print. Each comes from the published results; a hidden one prints as «skjult».

A wrong name raises `Unknown`, which `reports.prose.chapters` turns into a finding with the chapter's file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from analysis.results import ALL, TOTAL
from reports.prose.published import Cell, Published
from reports.style.format import NumberFormat
from reports.style.labels import Labels
from survey.conditions import TICKED
from survey.messages import did_you_mean

SUMMARIES = ("top", "bottom")
"""Words that may stand for answers: the high and the low end of a scale."""


FUNCTIONS = (
    *("share", "count", "mean", "n", "ranked", "shown", "label"),
    *("group", "ranked_groups", "group_share", "invited", "answered", "response_rate", "accepted"),
)
"""The methods of `Numbers` that chapters call."""


class Unknown(Exception):
    """A chapter asks for something that is not there: a message code, the word in question, the message's words."""

    def __init__(self, code: str, value: str, **words: object):
        self.code, self.value, self.words = code, value, words
        super().__init__(f"{code} {value}")


class Value(str):
    """What is printed, and behind it `number` (None when hidden or missing) and `bare` (without unit)."""

    number: float | None
    bare: str

    @classmethod
    def of(cls, shown: str, number: float | None, bare: str = "") -> Value:
        """A value that prints as `shown`."""
        value = cls(shown)
        value.number, value.bare = number, bare or shown
        return value


@dataclass(frozen=True)
class Ranked:
    """An item in an order of items: its short label, its value in words, and the number it is ordered by."""

    item: str
    label: str
    value: Value


@dataclass(frozen=True)
class Numbers:
    """The functions of chapters, over one study's published results."""

    published: Published
    labels: Labels
    format: NumberFormat
    hidden: str  # what stands for a number that is not shown

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Name in chapters → function."""
        return {name: getattr(self, name) for name in FUNCTIONS}

    def share(self, item: str, *answers: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """Percent who gave one of `answers` («62 prosent»). A tick box needs none; a scale also has `top`, `bottom`."""
        place = self._place(item, segment, group)
        codes = self._answers(item, answers)
        if len(codes) == 1:
            measure, answer = (codes[0], "") if codes[0] in self._summaries(item) else ("share", codes[0])
            cell = self._cell(item, measure, answer, place)
            if cell.number is not None or not cell.hidden:
                return self._shown(cell, self._percent)
        percent = self.percent(item, codes, place)
        return self._percent(percent) if percent is not None else Value.of(self.hidden, None)

    def count(self, item: str, *answers: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """How many gave one of `answers`."""
        place = self._place(item, segment, group)
        codes = self._answers(item, answers)
        codes = tuple(c for code in codes for c in self._summaries(item).get(code, (code,)))
        cells = [self._cell(item, "count", code, place) for code in codes]
        if all(cell.number is not None for cell in cells):
            return self._whole(sum(cell.number or 0 for cell in cells))
        percent, base = self.percent(item, codes, place), self._cell(item, "base", "", place).number
        if percent is None or base is None:
            return Value.of(self.hidden, None)
        return self._whole(round(percent * base / 100))

    def mean(self, item: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The mean of a scale or a number, with one decimal."""
        return self._shown(self._cell(item, "mean", "", self._place(item, segment, group)), self._decimal)

    def n(self, item: str, segment: str = TOTAL, group: str = ALL) -> Value:
        """The base: how many gave a substantive answer."""
        return self._shown(self._cell(item, "base", "", self._place(item, segment, group)), self._whole)

    def ranked(self, question: str, by: str = "", *answers: str) -> list[Ranked]:
        """A question's items, highest first, by `mean`, `top`, `bottom` or `share`. Hidden ones are left out."""
        items = [item for item in self.labels.items(self._question(question)) if item in self.published.items]
        by = by or ("share" if all(self.labels.variable(i).kind == "tick" for i in items) else "mean")
        measures: dict[str, Callable[[str], Value]] = {
            "mean": self.mean,
            "share": lambda item: self.share(item, *answers),
            "top": lambda item: self.share(item, "top"),
            "bottom": lambda item: self.share(item, "bottom"),
        }
        if by not in measures:
            raise Unknown("R018", by, item=question, allowed=", ".join(measures))
        found = [Ranked(item, self.labels.short(item), measures[by](item)) for item in items]
        return sorted((r for r in found if r.value.number is not None), key=lambda r: -(r.value.number or 0))

    def ranked_groups(self, segment: str) -> list[Ranked]:
        """A segment's groups by their share of those who answered, largest first. Hidden ones are left out."""
        groups = [row.group for row in self.published.response if row.segment == segment]
        if not groups:
            self.answered(segment, ALL)
        found = [
            Ranked(group, self.labels.group_short(segment, group), self.group_share(segment, group))
            for group in groups
        ]
        return sorted((r for r in found if r.value.number is not None), key=lambda r: -(r.value.number or 0))

    def group_share(self, segment: str, group: str) -> Value:
        """Percent of those who answered that belong to a group (of those whose group is known)."""
        part = self.answered(segment, group)
        rows = [row.answered for row in self.published.response if row.segment == segment]
        if part.number is None or None in rows:
            return Value.of(self.hidden, None)
        return self._percent(100 * part.number / sum(row or 0 for row in rows))

    def shown(self, *values: Value) -> bool:
        """Whether all of `values` may be printed."""
        return all(value.number is not None for value in values)

    def label(self, item: str) -> str:
        """The short label of an item."""
        return self.labels.short(self._item(item))

    def group(self, segment: str, group: str) -> str:
        """The short name of a group."""
        known = [plan.id for plan in self.labels.plan.segments]
        if segment not in known:
            raise Unknown(
                "R012",
                segment,
                item="the plan",
                suggestion=did_you_mean(segment, known),
                allowed=_list(known),
            )
        self._group(segment, group)
        return self.labels.group_short(segment, group)

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
        return self._whole(float(self.published.quality["accepted"]))

    def percent(self, item: str, codes: tuple[str, ...], place: tuple[str, str]) -> float | None:
        """The share of several answers together: from their counts, or from the ends of the scale; None when hidden."""
        cells = [self._cell(item, "count", code, place) for code in codes if code not in SUMMARIES]
        base = self._cell(item, "base", "", place).number
        if base and cells and all(cell.number is not None for cell in cells):
            return 100 * sum(cell.number or 0 for cell in cells) / base
        every, ends = frozenset(self.labels.answers(item)), self._summaries(item)
        if len(ends) < len(SUMMARIES):
            return None
        top, bottom = (frozenset(ends[end]) for end in SUMMARIES)
        high, low = self.published.ends(item, segment=place[0], group=place[1])
        known = {top: high, bottom: low}
        known |= {
            every - top: None if high is None else 100 - high,
            every - bottom: None if low is None else 100 - low,
        }
        known[every - top - bottom] = None if high is None or low is None else 100 - high - low
        return known.get(frozenset(codes))

    # Names that chapters use -------------------------------------------------------------------------------

    def _item(self, item: str) -> str:
        known = self.published.items
        if item not in known:
            raise Unknown("R001", item, suggestion=did_you_mean(item, known))
        return item

    def _question(self, question: str) -> str:
        known = [q.id for _, q in self.labels.questionnaire.questions()]
        if question not in known:
            raise Unknown("R001", question, suggestion=did_you_mean(question, known))
        return question

    def _group(self, segment: str, group: str) -> None:
        groups = self.labels.groups(segment)
        if group not in groups:
            raise Unknown(
                "R013", group, segment=segment, suggestion=did_you_mean(group, groups), allowed=_list(groups)
            )

    def _place(self, item: str, segment: str, group: str) -> tuple[str, str]:
        self._item(item)
        if segment != TOTAL:
            known = self.published.segments(item)
            if segment not in known:
                raise Unknown(
                    "R012", segment, item=item, suggestion=did_you_mean(segment, known), allowed=_list(known)
                )
        self._group(segment, group)
        return segment, group

    def _summaries(self, item: str) -> dict[str, tuple[str, ...]]:
        scale = self.labels.questionnaire.scales.get(self.labels.variable(item).scale or "")
        ends = {"top": scale.top, "bottom": scale.bottom} if scale else {}
        return {name: codes for name, codes in ends.items() if codes}

    def _answers(self, item: str, answers: tuple[str, ...]) -> tuple[str, ...]:
        known = [*self.labels.answers(item), *self._summaries(item)]
        if not answers and self.labels.variable(item).kind == "tick":
            return (TICKED,)
        for answer in answers or ("",):
            if answer not in known or (answer in SUMMARIES and len(answers) > 1):
                raise Unknown(
                    "R011", answer, item=item, suggestion=did_you_mean(answer, known), allowed=_list(known)
                )
        return answers

    def _cell(self, item: str, measure: str, answer: str, place: tuple[str, str]) -> Cell:
        cell = self.published.cell(item, measure, answer, segment=place[0], group=place[1])
        if cell is None:
            known = {m for of, _, _, m, _ in self.published.cells if of == item}
            raise Unknown("R018", measure, item=item, allowed=_list(sorted(known)))
        return cell

    # How they are printed ----------------------------------------------------------------------------------

    def _shown(self, cell: Cell, printed: Callable[[float], Value]) -> Value:
        if cell.number is None:
            return Value.of(self.hidden if cell.hidden else self.format.missing, None)
        return printed(cell.number)

    def _percent(self, number: float) -> Value:
        return Value.of(self.format.percent_prose(number), number, self.format.count(number))

    def _whole(self, number: float) -> Value:
        return Value.of(self.format.count(number), number)

    def _decimal(self, number: float) -> Value:
        return Value.of(self.format.decimal(number), number)

    def _response(self, what: str, segment: str, group: str, printed: Callable[[float], Value]) -> Value:
        known = {row.segment for row in self.published.response}
        if segment not in known:
            raise Unknown(
                "R012",
                segment,
                item="response",
                suggestion=did_you_mean(segment, known),
                allowed=_list(known),
            )
        self._group(segment, group)
        for row in self.published.response:
            number = getattr(row, what)
            if (row.segment, row.group) == (segment, group) and number is not None:
                return printed(number)
        return Value.of(self.hidden, None)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
