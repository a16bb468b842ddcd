"""What exported files say of municipality codes, before it is put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from survey.messages import Finding

CODE = re.compile(r"(?:K-)?([0-9]{4})(?![0-9])")
"""A municipality's number at the start of a cell: `0301`, `0301 Oslo`, `K-0301`."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Period(NamedTuple):
    """A code that meant `name` from `since` (None: always) until `until`, the first day it did not (None: still)."""

    code: str
    name: str
    since: str | None
    until: str | None


class CodeList(NamedTuple):
    """Every code there was from a date on, such as one version of the classification."""

    since: str
    until: str | None
    names: dict[str, str]


class Change(NamedTuple):
    """`old` became `new` on `day`. Either may be empty: a code without forerunner or without successor."""

    old: str
    old_name: str
    new: str
    new_name: str
    day: str


class Fact(NamedTuple):
    """`value` held for `code` from `since` (None: always) until `until` (None: until something else does)."""

    code: str
    value: str
    since: str | None
    until: str | None


@dataclass
class Sources:
    """Everything that has been read so far. Later facts outrank earlier ones."""

    periods: list[Period] = field(default_factory=list)
    lists: list[CodeList] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    population: dict[tuple[str, int], int] = field(default_factory=dict)
    kostra: list[Fact] = field(default_factory=list)
    standards: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def day(cell: object) -> str | None:
    """An ISO date, or None for anything else: empty, or the end of time as programmes write it."""
    text = str(cell or "")[:10]
    return text if _DAY.fullmatch(text) else None


def code(cell: object) -> str | None:
    """The municipality number at the start of a cell, or None: counties and the whole country have fewer digits."""
    found = CODE.match(str(cell or "").strip())
    return found[1] if found else None
