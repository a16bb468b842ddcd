"""Dates of the frame: before, after, between, and how many days apart."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Number, Observed, one
from analysis.checking.statistics.common import only, statistic
from analysis.checking.study import INSTRUMENT, Rows, Study
from analysis.checking.tallies import percent


@statistic(needs=("other",))
def date_after(study: Study, claim: Claim) -> Observed:
    """Whether the variable is later than `other` in every row."""
    rows = study.rows(claim.population)
    return _every(_days(study, rows, str(claim.measure.other), only(claim)) > 0, rows)


@statistic(needs=("other",))
def date_before(study: Study, claim: Claim) -> Observed:
    """Whether the variable is earlier than `other` in every row."""
    rows = study.rows(claim.population)
    return _every(_days(study, rows, only(claim), str(claim.measure.other)) > 0, rows)


@statistic()
def date_between(study: Study, claim: Claim) -> Observed:
    """The earliest and the latest date that occur; for the instrument, those of the frame."""
    whole = claim.population == INSTRUMENT
    rows = Rows(study.invited(), "frame") if whole else study.rows(claim.population)
    found = _dates(study, rows, only(claim))
    return Observed(rows.source, fact=(f"{found.min():%Y-%m-%d}", f"{found.max():%Y-%m-%d}"))


@statistic(needs=("other", "min_days"))
def share_days_before(study: Study, claim: Claim) -> Observed:
    """Percent of the rows in which the variable lies at least `min_days` days before `other`."""
    rows = study.rows(claim.population)
    days = _days(study, rows, only(claim), str(claim.measure.other))
    n = int((days >= (claim.measure.min_days or 0)).sum())
    return one(Number(percent(n, len(days)), n), rows.source)


@statistic(needs=("other", "max_days"))
def sets_days_before(study: Study, claim: Claim) -> Observed:
    """How many rows have their own date at most `max_days` days before `other`, and not after it."""
    rows = study.rows(claim.population)
    if rows.meaning is None or rows.meaning.date is None or only(claim) != rows.meaning.row:
        raise NotEvaluable(f"the rows of {claim.population} have no date of their own")
    days = _days(study, rows, rows.meaning.date, str(claim.measure.other))
    n = int(days.between(0, claim.measure.max_days or 0).sum())
    return one(Number(Fraction(n), n), rows.source)


def _every(holds: pd.Series, rows: Rows) -> Observed:
    failing = int((~holds).sum())
    detail = f"{failing} of {len(holds)} rows do not" if failing else ""
    return Observed(rows.source, fact=failing == 0, detail=detail)


def _days(study: Study, rows: Rows, first: str, second: str) -> pd.Series:
    """Days from `first` to `second`, a row each."""
    return (_dates(study, rows, second) - _dates(study, rows, first)).dt.days


def _dates(study: Study, rows: Rows, name: str) -> pd.Series:
    dates = pd.to_datetime(study.values(rows, name), format="%Y-%m-%d", errors="coerce")
    if dates.empty or dates.isna().any():
        raise NotEvaluable(
            f"{name}: {int(dates.isna().sum())} of {len(dates)} rows have no date (YYYY-MM-DD)"
        )
    return dates


STATISTICS = (date_after, date_before, date_between, share_days_before, sets_days_before)
