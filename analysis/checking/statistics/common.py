"""What the statistics share: their type, and how a claim spreads over items and levels."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Literal, TypeAlias

import pandas as pd

from analysis.checking.ledger import Claim, Codes, Conditions
from analysis.checking.observed import Key, NotEvaluable, Number, Observed, sources
from analysis.checking.study import Rows, Study
from analysis.checking.tallies import Tally, tally

Statistic: TypeAlias = Callable[[Study, Claim], Observed]
"""Maps a claim to what the data say; NotEvaluable with the reason when they say nothing."""


def statistic(
    *, needs: tuple[str, ...] = (), may: tuple[str, ...] = (), segment: Literal["divides", ""] = ""
) -> Callable[[Statistic], Statistic]:
    """Marks a statistic: the keys of `measure` that it needs and may read, and whether it divides by the segment.

    A key that is missing, or that it would ignore, makes the claim not evaluable.
    """

    def mark(compute: Statistic) -> Statistic:
        @wraps(compute)
        def checked(study: Study, claim: Claim) -> Observed:
            given = set(claim.measure.model_dump(exclude_none=True, by_alias=True)) - {"stat"}
            missing, useless = sorted(set(needs) - given), sorted(given - {*needs, *may})
            if missing:
                raise NotEvaluable(f"{claim.measure.stat} needs {', '.join(missing)}")
            if useless:
                raise NotEvaluable(f"{claim.measure.stat} does not read {', '.join(useless)}")
            if claim.segment is not None and not segment:
                raise NotEvaluable(f"{claim.measure.stat} is not computed by segment")
            return compute(study, claim)

        return checked

    return mark


def levels(claim: Claim) -> Codes:
    """The levels of the claim's segment; one empty level when it has none."""
    return claim.segment.levels if claim.segment else ("",)


def per_cell(study: Study, claim: Claim, number: Callable[[Tally], Number]) -> Observed:
    """`number` of every item of the claim in every level of its segment."""
    items = study.resolve(claim.variables)
    rows = study.rows(claim.population)
    tallies = {
        (i, level): tally(study, claim, column_of(rows, i), level) for i in items for level in levels(claim)
    }
    # A single item needs no name.
    numbers: dict[Key, Number] = {
        (i if len(items) > 1 else "", level): number(found) for (i, level), found in tallies.items()
    }
    return Observed(sources(t.source for t in tallies.values()), numbers)


def column_of(rows: Rows, name: str) -> str:
    """The column whose codes a claim about `name` looks at: rows that stand for a group may name another."""
    if rows.meaning is not None and rows.meaning.codes is not None and name == rows.meaning.row:
        return rows.meaning.codes
    return name


def codes(study: Study, claim: Claim, item: str, wanted: Codes | None) -> Codes:
    """`wanted`, which must be codes that `item` can have."""
    rows = study.rows(claim.population)
    study.require(column_of(rows, item), wanted or (), rows)
    return wanted or ()


def answered_any(study: Study, rows: Rows, items: tuple[str, ...]) -> pd.Series:
    """For every row whether at least one of `items` has a substantive answer."""
    return pd.concat([study.values(rows, item).notna() for item in items], axis=1).any(axis=1)


def only(claim: Claim) -> str:
    """The claim's variable when it is one plain name; NotEvaluable otherwise."""
    if len(claim.variables) != 1 or "*" in claim.variables[0]:
        raise NotEvaluable(f"{claim.measure.stat} looks at one variable")
    return claim.variables[0]


def conditions(given: Conditions | None) -> Conditions:
    """Conditions that `needs` has already required."""
    return given or {}
