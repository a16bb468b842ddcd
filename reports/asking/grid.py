"""A cross-tab as it is read: columns with letters, lines of finished text, and the sentences around it.

Built once from an answer and the words of a language; every form (terminal, HTML, Word …) only lays it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.asking.answer import Answer
from analysis.results import ALL, TOTAL
from reports.asking import sentences
from reports.asking.speech import Speech
from survey.conditions import TICKED

Key = tuple[str, str, str, str, str]  # item, measure, answer, segment, group


@dataclass(frozen=True)
class Column:
    """One column of numbers: the total, or a group of a segment with its letter."""

    segment: str
    group: str
    division: str  # the segment's label; empty for the total
    label: str
    letter: str


@dataclass(frozen=True)
class Cell:
    """One number as text, and the letters of the columns it is clearly higher than; `mark` says a base is small."""

    text: str
    letters: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """A row. `base`: it holds numbers of people, not the measure; a heading has no cells."""

    label: str
    cells: tuple[Cell, ...] = ()
    base: bool = False
    inside: bool = False  # below the heading of an item


@dataclass(frozen=True)
class Part:
    """The lines of one question."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A whole cross-tab in words. `stamp` is empty or says that it is internal."""

    caption: str
    about: tuple[str, ...]
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    legend: tuple[str, ...]
    tests: tuple[str, ...]
    cautions: tuple[str, ...]
    source: tuple[tuple[str, str], ...]
    stamp: str
    speech: Speech


def grid(answer: Answer, speech: Speech) -> Grid:
    """`answer` in the words of `speech`."""
    sheet = Sheet(answer, speech)
    parts = tuple(sheet.part(question, items) for question, items in sheet.questions().items())
    return Grid(
        caption=sentences.caption(answer, speech, [part.heading for part in parts]),
        about=tuple(sentences.about(answer, speech)),
        columns=sheet.columns,
        parts=parts,
        legend=tuple(sentences.legend(answer, speech)),
        tests=tuple(sentences.tests(answer, speech)),
        cautions=tuple(sentences.cautions(answer, speech)),
        source=tuple(sentences.source(answer, speech)),
        stamp=speech.say("internal") if answer.internal else "",
        speech=speech,
    )


@dataclass(frozen=True)
class Sheet:
    """Turns the rows of a tidy frame into lines."""

    answer: Answer
    speech: Speech

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The total, then every segment's groups in their order."""
        frame = self.answer.frame
        letters = dict(zip(zip(frame["segment"], frame["group"], strict=True), frame["letter"], strict=True))
        found = []
        for segment, group in self.answer.columns:
            division = "" if segment == TOTAL else self.speech.segment(segment)
            name = self.speech.group(segment, group)
            found.append(Column(segment, group, division, name, str(letters[segment, group] or "")))
        return tuple(found)

    @cached_property
    def _cells(self) -> dict[Key, Any]:
        keys = (
            self.answer.frame[name].astype(str) for name in ("item", "measure", "answer", "segment", "group")
        )
        return dict(zip(zip(*keys, strict=True), self.answer.frame.itertuples(), strict=True))

    def questions(self) -> dict[str, list[str]]:
        """Question → its items in the frame."""
        found: dict[str, list[str]] = {}
        for question, item in zip(self.answer.frame["question"], self.answer.frame["item"], strict=True):
            found.setdefault(question, [])
            if item not in found[question]:
                found[question].append(item)
        return found

    def part(self, question: str, items: list[str]) -> Part:
        """The lines of one question: a line an item when each has one, else a block an item."""
        rows = {item: list(self._rows(item)) for item in items}
        heading = self.speech.question(question, items)
        if all(len(lines) == 1 for lines in rows.values()):
            return Part(heading, (*self._single(rows), self._base(items)))
        lines: list[Line] = []
        for item, found in rows.items():
            named = self.speech.together(item)
            lines += [Line(self.speech.item(item))] if named else []
            lines += [replace(self._line(item, *row), inside=named) for row in found]
            lines.append(replace(self._base([item]), inside=named))
        return Part(heading, tuple(lines))

    def _single(self, rows: dict[str, list[tuple[str, str]]]) -> Iterator[Line]:
        for item, ((measure, code),) in rows.items():
            line = self._line(item, measure, code)
            lone = len(rows) == 1 and not self.speech.together(item)
            yield line if lone else Line(self.speech.item(item), line.cells)

    def _rows(self, item: str) -> Iterator[tuple[str, str]]:
        """(measure, answer) of every line of an item; of a tick box only how many ticked it."""
        found = {(r.measure, r.answer): None for r in self._cells.values() if r.item == item}
        tick = self.speech.ticked(item)
        return (
            (measure, code)
            for measure, code in found
            if measure != "base" and not (tick and code and code != TICKED)
        )

    def _line(self, item: str, measure: str, code: str) -> Line:
        label = self.speech.answer(item, code) if code else self.speech.measure(measure, item)
        return Line(label, tuple(self._cell(item, measure, code, column) for column in self.columns))

    def _cell(self, item: str, measure: str, code: str, column: Column) -> Cell:
        row = self._cells.get((item, measure, code, column.segment, column.group))
        if row is None:
            return Cell("")
        if row.hidden:
            return Cell(self.speech.say("hidden"))
        if pd.isna(row.estimate):
            return Cell(self.speech.say("no_number"))
        return Cell(self.speech.number(row.estimate, measure), str(row.above or ""))

    def _base(self, items: list[str]) -> Line:
        """n of every column; the lowest and the highest where the items differ."""
        cells = tuple(self._bases(items, column) for column in self.columns)
        return Line(self.speech.say("base"), cells, base=True)

    def _bases(self, items: Iterable[str], column: Column) -> Cell:
        rows = [self._cells.get((item, "base", "", column.segment, column.group)) for item in items]
        known = [row for row in rows if row is not None]
        if any(row.hidden for row in known):
            return Cell(self.speech.say("hidden"))
        numbers = sorted({float(row.estimate) for row in known if not pd.isna(row.estimate)})
        if not numbers:
            return Cell("")
        text = "–".join(self.speech.number(n, "base") for n in dict.fromkeys((numbers[0], numbers[-1])))
        small = column.group != ALL and 0 < numbers[0] < sentences.small_base(self.answer)
        return Cell(text, mark="*" if small else "")
