"""The ledger: every statement of a publication as one entry, and what each entry speaks of.

Vocabulary of the ledger file stands in its header. Codes become text here, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from survey.load import build, read_document
from survey.model import Questionnaire

Filter = tuple[tuple[str, str], ...]
"""A population as (variable, code) pairs that must all hold."""

RESPONDENTS = "all"
PLACES = ("frame_participants", "frame_municipalities", "frame_sets", "instrument")
"""Populations other than the people who answered."""

CLOSED = ("single", "tick", "item")


class Levels(BaseModel):
    """The groups inside which a statistic is computed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    levels: tuple[str, ...]


class Claim(BaseModel):
    """One statement. What the ledger says about its wording and source is not needed to satisfy it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    variable: str | tuple[str, ...]
    population: str = RESPONDENTS
    segment: Levels | None = None
    measure: dict[str, Any]
    value: Any = None
    tolerance: dict[str, Any] = {"rule": "exact"}

    @property
    def statistic(self) -> str:
        """Which statistic is computed."""
        return str(self.measure["stat"])

    @property
    def rule(self) -> str:
        """How the statistic is compared with the value."""
        return str(self.tolerance["rule"])

    @property
    def codes(self) -> tuple[str, ...]:
        """The answers that the statistic counts."""
        return as_codes(self.measure.get("codes", ()))

    @property
    def place(self) -> str:
        """Which table's rows the claim speaks of."""
        return self.population if self.population in PLACES else RESPONDENTS

    @property
    def filter(self) -> Filter:
        """The conditions that narrow the population down."""
        if self.population in (*PLACES, RESPONDENTS):
            return ()
        pairs = (part.split("==") for part in self.population.split("&"))
        return tuple((name.strip(), code.strip()) for name, code in pairs)


class Ledger(BaseModel):
    """All claims of one publication."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    claims: tuple[Claim, ...]


def load_ledger(path: Path) -> Ledger:
    """The ledger at `path`; raises SvarError listing what cannot be read."""
    return build(Ledger, read_document(path))


def as_codes(codes: Iterable[Any]) -> tuple[str, ...]:
    """Codes are text in the data, numbers in many ledgers."""
    return tuple(str(code) for code in codes)


def number(value: Any) -> Fraction:
    """A number exactly as it is written: 2.9 is 29/10."""
    return Fraction(str(value))


def expand(names: str | Iterable[str], questionnaire: Questionnaire) -> tuple[str, ...]:
    """Variable names, with `prefix_*` replaced by every closed column that starts so."""
    found: list[str] = []
    for name in [names] if isinstance(names, str) else names:
        found += _matching(name[:-1], questionnaire) if name.endswith("*") else [name]
    return tuple(found)


def _matching(prefix: str, questionnaire: Questionnaire) -> list[str]:
    return [
        v.name for v in questionnaire.variables.values() if v.kind in CLOSED and v.name.startswith(prefix)
    ]


def mentioned(claim: Claim, questionnaire: Questionnaire) -> set[str]:
    """Every variable the claim needs to know, of answers and of the frame."""
    names = set(expand(claim.variable, questionnaire))
    names |= {name for name, _ in claim.filter}
    names |= {claim.segment.by} if claim.segment else set()
    for part in ("conditions", "if", "then", "when"):
        names |= set(expand(claim.measure.get(part, {}), questionnaire))
    if claim.statistic == "subset_of":
        names |= set(expand(claim.measure["other"], questionnaire))
    return names
