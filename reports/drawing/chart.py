"""What a figure shows, before anyone draws it: rows of published values with their bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Annotated, Any, ClassVar, NamedTuple

import pandas as pd
from pydantic import Field

from analysis.results import ALL, TOTAL
from reports.style import look
from reports.style.format import NumberFormat, number_format
from reports.style.labels import Labels
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

    def small(self, value: Value) -> bool:
        """Whether the value rests on few answers."""
        return 0 < value.n < self.small_base

    def value(self, item: str, measure: str, answer: str = "", of: tuple[str, str] = (TOTAL, ALL)) -> Value:
        """A result of a data column, for everyone or one (segment, group); NaN with a note when there is none."""
        return self.values.get((item, *of, measure, answer), Value(note="no_base"))

    def percent(self, value: Value) -> str:
        """«62 %», or the word for hidden or nothing."""
        return self.numbers.percent_table(value.estimate) if value.shown else self.absent(value)

    def cell(self, row: Row, series: str) -> str:
        """`percent` of one value of a row."""
        return self.percent(row.values[series])

    def mean(self, value: Value) -> str:
        """«2,9», or the word for hidden or nothing."""
        return self.numbers.decimal(value.estimate) if value.shown else self.absent(value)

    def style(self, value: Value) -> dict[str, Any]:
        """How the text of a value is set: plain, or in italics where it stands for a number."""
        return {} if value.shown else dict(look.ABSENT)

    def absent(self, value: Value) -> str:
        """What stands in place of a number that is not there."""
        return str(self.words["hidden_value"]) if value.hidden else self.numbers.missing


def material(estimates: pd.DataFrame, response: pd.DataFrame, labels: Labels, small_base: float) -> Material:
    """Index the frames of `suppress` (columns: analysis/results.py and `hidden`) by what figures ask for."""
    keys = ["item", "segment", "group", "measure", "answer"]
    values = dict(zip(_tuples(estimates, keys), _values(estimates, "estimate"), strict=True))
    answered = dict(zip(_tuples(response, ["segment", "group"]), _values(response, "answered"), strict=True))
    words = labels.words
    return Material(values, answered, labels, words["figures"], number_format(words), small_base)


def _tuples(frame: pd.DataFrame, columns: Sequence[str]) -> Iterable[Any]:
    return zip(*(_text(frame, column) for column in columns), strict=True)


def _values(frame: pd.DataFrame, estimate: str) -> Iterable[Value]:
    numbers = (_numbers(frame, column) for column in (estimate, "conf_low", "conf_high", "n"))
    words = (_text(frame, column) for column in ("note", "hidden"))
    return (Value(*cells) for cells in zip(*numbers, *words, strict=True))


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
