"""What the privacy gate let through, looked up by name. Reports read these files and no other results."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from analysis.results import ALL, ESTIMATE_NUMBERS, RESPONSE_NUMBERS, TEST_NUMBERS, TOTAL
from reports.prose.further import Further, read_further
from reports.word.bound import Source
from survey.stage import read_json

T = TypeVar("T")
Key = tuple[str, str, str, str, str]  # item, segment, group, measure, answer


@dataclass(frozen=True)
class Cell:
    """One estimate. `number` is None when there is none: hidden says why the gate took it, note why it never was."""

    number: float | None
    n: float | None
    hidden: str
    note: str


@dataclass(frozen=True)
class Comparison:
    """One row of tests.csv; a number is None and a word empty where there is none."""

    item: str
    segment: str
    finding: str
    high: str
    low: str
    effect: float | None
    effect_name: str
    p_adjusted: float | None
    method: str
    smallest_base: float | None
    note: str
    hidden: str
    graded_in: str = "tests"  # the frame that the finding and its ends stand in

    @property
    def verdict(self) -> str:
        """What prose may lean on: clear, slight, none; `untested`, or `hidden` where the gate took it."""
        if self.hidden:
            return "hidden"
        return self.finding or "none" if self.tested else "untested"

    @property
    def tested(self) -> bool:
        """Whether there was a test: the gate may have taken its p-value and let its finding through."""
        return self.p_adjusted is not None or bool(self.method)

    @property
    def source(self) -> Source:
        """Where the verdict and the groups at its ends stand."""
        ends = f"{self.high}>{self.low}" if self.verdict in ("clear", "slight") else ""
        return Source(self.graded_in, self.item, self.segment, ends, "finding", self.verdict)


@dataclass(frozen=True)
class Graded:
    """One row of findings.csv: the verdict on an item and segment where it was graded apart from the test."""

    item: str
    segment: str
    finding: str
    high: str
    low: str
    hidden: str


@dataclass(frozen=True)
class Answered:
    """One row of response.csv."""

    segment: str
    group: str
    invited: float | None
    answered: float | None
    rate: float | None
    hidden: str


@dataclass(frozen=True)
class Published:
    """All results a report may show."""

    cells: dict[Key, Cell]
    tests: dict[tuple[str, str], Comparison]  # item, segment
    response: tuple[Answered, ...]
    quality: dict[str, Any]
    further: Further = field(default_factory=Further)

    def cell(
        self, item: str, measure: str, answer: str = "", *, segment: str = TOTAL, group: str = ALL
    ) -> Cell | None:
        """An estimate; None when it was never asked for (a measure the item does not have)."""
        return self.cells.get((item, segment, group, measure, answer))

    def source(
        self, item: str, measure: str, answer: str = "", *, place: tuple[str, str] = (TOTAL, ALL)
    ) -> Source:
        """Where an estimate stands, for whoever traces a printed number; `place` is segment and group."""
        cell = self.cells.get((item, *place, measure, answer))
        number, base = (cell.number, cell.n) if cell else (None, None)
        return Source("estimates", item, *place, measure, answer, number, base)

    @cached_property
    def items(self) -> set[str]:
        """Every data column with results."""
        return {item for item, *_ in self.cells}

    def ends(self, item: str, *, segment: str = TOTAL, group: str = ALL) -> tuple[float | None, float | None]:
        """The shares at the top and the bottom of an item's scale; None where hidden or not to be had."""
        found = [self.cell(item, end, segment=segment, group=group) for end in ("top", "bottom")]
        return found[0].number if found[0] else None, found[1].number if found[1] else None

    def segments(self, item: str) -> list[str]:
        """The segments an item is crossed with, in the plan's order."""
        return self._crossed.get(item, [])

    @cached_property
    def _crossed(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for item, segment in self.tests:
            found.setdefault(item, []).append(segment)
        return found


def read_published(folder: Path) -> Published:
    """The files of the suppress stage."""
    response = folder / "response.csv"
    tests = records(folder / "tests.csv", Comparison, TEST_NUMBERS)
    return Published(
        cells=cells(_rows(folder / "estimates.csv", ESTIMATE_NUMBERS)),
        tests=_graded({(t.item, t.segment): t for t in tests}, folder / "findings.csv"),
        response=tuple(records(response, Answered, RESPONSE_NUMBERS)) if response.is_file() else (),
        quality=read_json(folder / "quality.json"),
        further=read_further(folder),
    )


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of the published files: two reports of the same data have the same."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _graded(tests: dict[tuple[str, str], Comparison], findings: Path) -> dict[tuple[str, str], Comparison]:
    """The tests with their verdicts from findings.csv, where there is one."""
    for row in records(findings, Graded) if findings.is_file() else ():
        if (row.item, row.segment) in tests:
            test = tests[row.item, row.segment]
            told = replace(test, finding=row.finding, high=row.high, low=row.low, graded_in="findings")
            tests[row.item, row.segment] = replace(told, hidden=row.hidden or test.hidden)
    return tests


def cells(estimates: Iterable[Mapping[str, Any]]) -> dict[Key, Cell]:
    """Estimates (rows of ESTIMATE_COLUMNS and `hidden`) by item, segment, group, measure and answer."""
    return {
        (r["item"], r["segment"], r["group"], r["measure"], r["answer"]): Cell(
            r["estimate"], r["n"], r["hidden"], r["note"]
        )
        for r in estimates
    }


def records(path: Path, kind: type[T], numbers: Iterable[str] = ()) -> Iterator[T]:
    """The rows of a CSV that Svar wrote as a dataclass, whose fields without default are among its columns."""
    names = [field.name for field in fields(cast(Any, kind)) if field.default is MISSING]
    for row in _rows(path, [name for name in numbers if name in names]):
        yield kind(**{name: row[name] for name in names})


def _rows(path: Path, numbers: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A CSV that Svar wrote, row by row; empty numbers become None. Without pandas, whose import takes a second."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        names, wanted = next(lines, []), list(numbers)
        for line in lines:
            row: dict[str, Any] = dict(zip(names, line, strict=True))
            for name in wanted:
                row[name] = float(row[name]) if row[name] else None
            yield row
