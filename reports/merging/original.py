"""The report as it was before it was edited: the file given, the one written last, or one written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reports.merging.package import Package
from reports.merging.rows import Row, told
from reports.merging.written import Written, identity, written
from survey.messages import SvarError, finding

Candidate = Callable[[], Package | None]
"""Finds or makes a report; None when it cannot."""


@dataclass(frozen=True)
class Original:
    """The report as it was written, and what must be said of how it was found."""

    report: Written
    rows: tuple[Row, ...] = ()


def original(edited: Package, candidates: Iterable[Candidate]) -> Original:
    """The first candidate that holds the same text and numbers; SvarError (R054) when none does.

    A file that no longer says what it was made of is compared with the first candidate, and that is reported.
    """
    about = identity(edited).about
    problems = []
    for candidate in candidates:
        package = candidate()
        if package is None:
            continue
        other = identity(package).about
        if not about:
            row = told("not carried", "R075", edited.path, value=f"compared with {package.path}")
            return Original(written(package), (row,))
        if _key(other) == _key(about):
            return Original(written(package))
        problems.append(f"{package.path} {_difference(about, other)}")
    problem = "; ".join(problems) or "there is no report to compare with"
    raise SvarError([finding("R054", edited.path, edited.path, problem=problem)])


def _key(about: dict[str, str]) -> tuple[str, ...]:
    return tuple(about.get(name, "") for name in ("study", "language", "data", "text"))


def _difference(one: dict[str, str], other: dict[str, str]) -> str:
    """What two reports do not share, the weightiest first."""
    for name, said in (
        ("study", "is of another evaluation"),
        ("language", "is in another language"),
        ("data", "has other numbers"),
    ):
        if one.get(name) != other.get(name):
            return said
    return "has other words"
