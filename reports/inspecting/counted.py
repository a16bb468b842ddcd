"""The numbers of a file counted anew from its headings and sequences, as Word would if all fields were updated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reports.inspecting.fields import Field, fields
from reports.inspecting.package import BODY, Package, W, text_of
from reports.inspecting.styles import Styles

_SWITCH = re.compile(r"\\([rs])\s*(\d+)")


@dataclass(frozen=True)
class Line:
    """A heading (`level` from 1) or a caption (`level` 0, `sequence` its kind), with the number it should have."""

    paragraph: int
    level: int
    number: str
    text: str
    sequence: str = ""


@dataclass
class Count:
    """Counts while a body is read from top to bottom."""

    levels: list[int] = field(default_factory=lambda: [0] * 9)
    headings: list[int] = field(default_factory=lambda: [0] * 9)  # how many of each level, numbered or not
    sequences: dict[str, int] = field(default_factory=dict)
    seen: dict[str, list[int]] = field(default_factory=dict)  # headings when the sequence last counted

    def heading(self, level: int, numbered: bool) -> str:
        """The number of the next heading."""
        self.headings[level - 1] += 1
        if not numbered:
            return ""
        self.levels[level - 1] += 1
        self.levels[level:] = [0] * (9 - level)
        return ".".join(map(str, self.levels[:level]))

    def next(self, one: Field) -> int:
        """The next number of a SEQ field, which may start anew (\\r) or at every heading of a level (\\s)."""
        name, switches = one.words[1], dict(_SWITCH.findall(one.instruction))
        depth = int(switches.get("s", 0))
        before = self.seen.get(name, [0] * 9)
        fresh = depth and before[:depth] != self.headings[:depth]
        count = int(switches["r"]) if "r" in switches else 1 if fresh else self.sequences.get(name, 0) + 1
        self.sequences[name], self.seen[name] = count, list(self.headings)
        return count


@dataclass(frozen=True)
class Counted:
    """Headings and captions in order, and for each counting field what it should show."""

    lines: tuple[Line, ...]
    expected: tuple[tuple[Field, str], ...]


def counted(package: Package) -> Counted:
    """The numbers of the body."""
    story, styles = package.tree(BODY), Styles.of(package)
    by_paragraph: dict[int, list[Field]] = {}
    for one in fields(story):
        by_paragraph.setdefault(one.paragraph, []).append(one)
    count = Count()
    lines: list[Line] = []
    expected: list[tuple[Field, str]] = []
    for place, paragraph in enumerate(story.iter(f"{W}p")):
        lines += _headings(place, paragraph, styles, count)
        here = [one for one in by_paragraph.get(place, []) if one.kind in ("SEQ", "STYLEREF")]
        numbers = [(one, _number(one, count)) for one in here]
        expected += numbers
        lines += _captions(place, paragraph, numbers)
    return Counted(tuple(lines), tuple(expected))


def _captions(place: int, paragraph: Element, numbers: list[tuple[Field, str]]) -> Iterator[Line]:
    for one, number in numbers:
        if one.kind == "SEQ":
            yield Line(place, 0, number, text_of(paragraph), one.words[1])


def _headings(place: int, paragraph: Element, styles: Styles, count: Count) -> Iterator[Line]:
    level = styles.level(paragraph)
    if level is not None:
        yield Line(place, level, count.heading(level, styles.numbered(paragraph)), text_of(paragraph))


def _number(one: Field, count: Count) -> str:
    if one.kind == "SEQ":
        return str(count.next(one))
    depth = int(one.words[1]) if one.words[1].isdigit() else 1
    return ".".join(map(str, count.levels[:depth]))
