"""The published frames that sources name: by which columns a row is found, and which column holds the number."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reports.word.bound import Source


class Frame(NamedTuple):
    """One CSV: its key columns, a source's key, and the column of its number."""

    columns: tuple[str, ...]
    key: Callable[[Source], tuple[str, ...]]
    number: Callable[[Source], str]


def _named(*columns: str) -> Callable[[Source], tuple[str, ...]]:
    return lambda source: tuple(str(getattr(source, column)) for column in columns)


def _estimate(source: Source) -> str:
    return "estimate"


def _measure(source: Source) -> str:
    return source.measure


def _frame(columns: tuple[str, ...], number: Callable[[Source], str]) -> Frame:
    return Frame(columns, _named(*columns), number)


def _of_relation(source: Source) -> tuple[str, ...]:
    relation, _, first = source.item.partition("/")
    return relation, first, source.segment, source.group, source.answer


FRAMES = {
    "estimates": _frame(("item", "segment", "group", "measure", "answer"), _estimate),
    "tests": _frame(("item", "segment"), _measure),
    "findings": _frame(("item", "segment"), _measure),
    "response": _frame(("segment", "group"), _measure),
    "sensitivity": _frame(("item", "segment"), _measure),
    "representativity": _frame(("segment", "group"), _measure),
    "response_rates": _frame(("segment", "group", "measure"), _estimate),
    "relations": Frame(("relation", "first", "second", "level", "estimate_name"), _of_relation, _measure),
}
FIRST = ("relations",)
"""Frames where a source without the last part of its key means the first row of the others."""
ACCOUNTS = {"quality": "quality.json", "indicator": "response.json"}
"""Frames that are no table: a source's item is the path to the number in them."""
COUNTED = ("tests", "sensitivity")
"""Frames whose rows are counted: a source without an item says which rows."""
DATA = (*FRAMES, *ACCOUNTS)
"""Everything that comes from answers. What stands in other frames is structural: the report's own files."""
