"""Published results beside estimates and tests: relations between items, a second basis, response, quotations.

Each is a file of the suppress folder that may be missing: then it is None, and what rests on it leaves itself out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True)
class Relation:
    """One row of relations.csv (see `analysis.results.RELATION_COLUMNS`)."""

    relation: str
    kind: str
    first: str
    second: str
    level: str
    against: str
    estimate: float | None
    estimate_name: str
    conf_low: float | None
    conf_high: float | None
    p_adjusted: float | None
    method: str
    n: float | None
    changed_up: float | None
    changed_down: float | None
    reading: str
    note: str
    hidden: str


@dataclass(frozen=True)
class Tried:
    """One row of sensitivity.csv: a comparison on the published basis and on the second."""

    item: str
    segment: str
    finding: str
    finding_other: str
    effect: float | None
    effect_other: float | None
    high: str
    low: str
    high_other: str
    low_other: str
    survives: str
    hidden: str


@dataclass(frozen=True)
class Rate:
    """One row of response_rates.csv: an outcome, a rate, or a number of clusters."""

    segment: str
    group: str
    measure: str
    estimate: float | None
    n: float | None
    note: str
    hidden: str


@dataclass(frozen=True)
class Represented:
    """One row of representativity.csv; its group is `all` on the row of the test."""

    segment: str
    group: str
    invited: float | None
    answered: float | None
    expected: float | None
    difference: float | None
    p_value: float | None
    note: str
    hidden: str


@dataclass(frozen=True)
class Quote:
    """One row of quotes.csv: words that may be quoted, and the column they were written in."""

    quote: str
    column: str
    text: str
    hidden: str


@dataclass(frozen=True)
class Further:
    """What there is; None for a file that is not there."""

    relations: tuple[Relation, ...] | None = None
    sensitivity: tuple[Tried, ...] | None = None
    response_rates: tuple[Rate, ...] | None = None
    representativity: tuple[Represented, ...] | None = None
    quotes: tuple[Quote, ...] | None = None
    indicator: dict[str, float | None] = field(default_factory=dict)
    """The R-indicator and its interval: r_indicator, r_low, r_high."""


_KINDS: dict[str, type] = {
    "relations": Relation,
    "sensitivity": Tried,
    "response_rates": Rate,
    "representativity": Represented,
    "quotes": Quote,
}
_INDICATOR = ("r_indicator", "r_low", "r_high")


def read_further(folder: Path) -> Further:
    """The optional files of the suppress stage."""
    found: dict[str, Any] = {
        name: tuple(_records(folder / f"{name}.csv", kind))
        for name, kind in _KINDS.items()
        if (folder / f"{name}.csv").is_file()
    }
    return Further(**found, indicator=_indicator(folder / "response.json"))


def _indicator(path: Path) -> dict[str, float | None]:
    if not path.is_file():
        return {}
    told = json.loads(path.read_text(encoding="utf-8"))
    return {name: told[name] for name in _INDICATOR if told.get(name) is not None}


def _records(path: Path, kind: type[T]) -> Iterator[T]:
    """The rows of a CSV that Svar wrote; an empty cell of a number is None."""
    of = {f.name: "None" in str(f.type) for f in fields(cast(Any, kind))}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("quotable", "yes") != "yes":
                continue  # what nobody has cleared is never quoted
            yield kind(**{name: _number(row[name]) if number else row[name] for name, number in of.items()})


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
