"""The lines of a merge report: what became of each thing that was changed in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.messages import finding

Outcome = Literal["kept", "conflict", "not carried", "comment"]
OUTCOMES: tuple[Outcome, ...] = ("conflict", "not carried", "comment", "kept")
COLUMNS = ("outcome", "what", "where", "was", "now", "todo")


@dataclass(frozen=True)
class Row:
    """One change: what became of it, where it stands, what was and is written there, and what to do."""

    outcome: Outcome
    what: str
    where: str
    was: str = ""
    now: str = ""
    todo: str = ""


def told(outcome: Outcome, code: str, where: str, was: str = "", now: str = "", **words: object) -> Row:
    """A row with the words of the catalogue: the code, what happened, what to do."""
    found = finding(code, where, words.pop("value", now), was=was, now=now, **words)
    return Row(outcome, f"{code} {found.message}", where, was, now, found.cure)


def kept(what: str, where: str, was: str, now: str) -> Row:
    """A change that is in overrides.yaml now."""
    return Row("kept", what, where, was, now)
