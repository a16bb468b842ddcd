"""What a figure shows, before anyone draws it: rows of published values with their bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Annotated, Any, ClassVar, NamedTuple

import pandas as pd
from pydantic import Field

from analysis.results import ALL, TOTAL
from reports.charts.sources import Behind
from reports.style import look
from reports.style.format import NumberFormat, number_format
from reports.style.labels import Labels
from reports.word.bound import Binding, Ledger, Source
from survey.model import Part
from survey.text import Text

NAN = float("nan")


class BaseFigure(Part):
    """What every figure in figures.yaml has."""

    intervals: ClassVar[bool] = False
    """Whether the kind draws intervals."""

    id: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]*$")]
    caption: Text
    note: Text | None = Field(None, description="A sentence after the base, such as who was asked.")


class Value(NamedTuple):
    """One published number; NaN when it is hidden or cannot be computed, and `hidden` or `note` says why."""

    estimate: float = NAN
    low: float = NAN
    high: float = NAN
    n: float = NAN
    note: str = ""
    hidden: str = ""
    source: str = ""
    """Where it was published: item|segment|group|measure|answer."""

    @property
    def shown(self) -> bool:
        """Whether there is a number to show."""
        return not isnan(self.estimate)


class Piece(NamedTuple):
    """A part of a bar of 100 percent: the answers it stands for (several where the results hold only their sum)."""

    codes: tuple[str, ...]
    value: Value


class Row(NamedTuple):
    """One line of a figure: what it is about and its values by series."""

    label: str
    values: dict[str, Value]
    of: tuple[str, str] = (TOTAL, ALL)
    """The (segment, group) whose answers these are."""
    pieces: tuple[Piece, ...] = ()
    """From left to right, where the row is a divided bar."""

    @property
    def every(self) -> tuple[Value, ...]:
        """All its values."""
        return (*self.values.values(), *(piece.value for piece in self.pieces))


class Panel(NamedTuple):
    """Rows under a heading (empty when there is only one panel), and the names of their series in order."""

    heading: str
    series: dict[str, str]
    rows: tuple[Row, ...]


class About(NamedTuple):
    """What a native chart is told besides its numbers: how wide, in cm, and its words."""

    width: float
    alt: str
    note: str
    mark: str = ""
    """Where the data are made up."""


@dataclass(frozen=True)
class Material:
    """What figures are made of: published results, labels and words in one language, the number format."""

    values: dict[tuple[str, str, str, str, str], Value]
    response: dict[tuple[str, str], Value]
    labels: Labels
    words: dict[str, Any]
    numbers: NumberFormat
    small_base: float
    """A group with fewer answers than this is drawn hollow and brings a caution."""
    ledger: Ledger | None = None
    """Where there is one, every number in words is bound to where it was published."""

    def small(self, value: Value) -> bool:
        """Whether the value rests on few answers."""
        return 0 < value.n < self.small_base

    def value(self, item: str, measure: str, answer: str = "", of: tuple[str, str] = (TOTAL, ALL)) -> Value:
        """A result of a data column, for everyone or one (segment, group); NaN with a note when there is none."""
        return self.values.get((item, *of, measure, answer), Value(note="no_base"))

    def percent(self, value: Value) -> str:
        """«62 %», or the word for hidden or nothing."""
        printed = self.numbers.percent_table(value.estimate)
        return self.bound(printed, value) if value.shown else self.absent(value)

    def cell(self, row: Row, series: str) -> str:
        """`percent` of one value of a row."""
        return self.percent(row.values[series])

    def mean(self, value: Value) -> str:
        """«2,9», or the word for hidden or nothing."""
        printed = self.numbers.decimal(value.estimate)
        return self.bound(printed, value) if value.shown else self.absent(value)

    def count(self, value: Value) -> str:
        """A value that is a count."""
        return self.bound(self.numbers.count(value.estimate), value)

    def base(self, value: Value) -> str:
        """How many answers a value is of."""
        printed = self.numbers.count(value.n)
        if self.ledger is None or not value.source:
            return printed
        return self.ledger.bind(Behind(self.labels, self._source).base(value.source, printed))

    def bases(self, values: Iterable[Value]) -> str:
        """The base of some values, or the smallest and the largest where they differ; nothing when none is known."""
        known = {value.n: value for value in reversed(list(values)) if not isnan(value.n)}
        ends = dict.fromkeys((min(known), max(known))) if known else {}
        return "–".join(self.base(known[n]) for n in ends)

    def bound(self, printed: str, value: Value) -> str:
        """A printed number bound to where it was published."""
        if self.ledger is None or not value.source:
            return printed
        return self.ledger.bind(Behind(self.labels, self._source).binding(value.source, printed))

    def number_of(self, things: Sequence[Any]) -> str:
        """How many things of its own a figure shows."""
        printed = self.numbers.count(len(things))
        if self.ledger is None:
            return printed
        source = Source("structure", measure="rows", number=float(len(things)))
        return self.ledger.bind(Binding(printed, (source,), "number_of"))

    def _source(self, *key: str) -> Source:
        item, segment, group, measure, answer = key
        if not item:
            value, frame = self.response.get((segment, group), Value()), "response"
        else:
            value, frame = self.value(item, measure, answer, (segment, group)), "estimates"
        number, base = (None if isnan(x) else x for x in (value.estimate, value.n))
        return Source(frame, item, segment, group, measure, answer, number, base)

    def style(self, value: Value) -> dict[str, Any]:
        """How the text of a value is set: plain, or in italics where it stands for a number."""
        return {} if value.shown else dict(look.ABSENT)

    def absent(self, value: Value) -> str:
        """What stands in place of a number that is not there."""
        return str(self.words["hidden_value"]) if value.hidden else self.numbers.missing


def material(estimates: pd.DataFrame, response: pd.DataFrame, labels: Labels, small_base: float) -> Material:
    """Index the frames of `suppress` (columns: analysis/results.py and `hidden`) by what figures ask for."""
    keys: list[Any] = list(_tuples(estimates, ["item", "segment", "group", "measure", "answer"]))
    values = dict(zip(keys, _values(estimates, "estimate", keys), strict=True))
    of: list[Any] = list(_tuples(response, ["segment", "group"]))
    places = [("", *one, "answered", "") for one in of]
    answered = dict(zip(of, _values(response, "answered", places), strict=True))
    words = labels.words
    return Material(values, answered, labels, words["figures"], number_format(words), small_base)


def _tuples(frame: pd.DataFrame, columns: Sequence[str]) -> Iterable[Any]:
    return zip(*(_text(frame, column) for column in columns), strict=True)


def _values(frame: pd.DataFrame, estimate: str, places: Iterable[tuple[str, ...]]) -> Iterable[Value]:
    numbers = (_numbers(frame, column) for column in (estimate, "conf_low", "conf_high", "n"))
    words = (_text(frame, column) for column in ("note", "hidden"))
    sources = map("|".join, places)
    return (Value(*cells) for cells in zip(*numbers, *words, sources, strict=True))


def _numbers(frame: pd.DataFrame, column: str) -> list[float]:
    return list(frame[column].astype(float)) if column in frame else [NAN] * len(frame)


def _text(frame: pd.DataFrame, column: str) -> list[str]:
    return list(frame[column].fillna("").astype(str)) if column in frame else [""] * len(frame)


def sorted_rows(rows: Iterable[Row], series: str) -> tuple[Row, ...]:
    """Largest value of `series` first; rows without a number last; ties in the order given."""

    def place(row: Row) -> float:
        value = row.values[series]
        return -value.estimate if value.shown else float("inf")

    return tuple(sorted(rows, key=place))


def shown(rows: Iterable[Row], series: str) -> list[Row]:
    """The rows with a number in `series`."""
    return [row for row in rows if row.values[series].shown]
