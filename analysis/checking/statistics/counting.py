"""Bases, counts, shares and means of single items."""

from __future__ import annotations

from fractions import Fraction

from analysis.checking.ledger import Claim
from analysis.checking.observed import Number, Observed, one, sources
from analysis.checking.statistics.common import (
    answered_any,
    codes,
    column_of,
    conditions,
    levels,
    only,
    per_cell,
    statistic,
)
from analysis.checking.study import Study
from analysis.checking.tallies import Tally, tally
from analysis.results import TOTAL


@statistic()
def base_n(study: Study, claim: Claim) -> Observed:
    """How many have an answer: to the variable, or to at least one closed item of the pattern."""
    rows = study.rows(claim.population)
    name = claim.variables[0]
    if len(claim.variables) == 1 and name == study.questionnaire.respondent:
        return one(_whole(int(study.values(rows, name).notna().sum())), rows.source)
    items = study.resolve(claim.variables)
    if len(items) == 1:
        found = tally(study, claim, items[0])
        return one(_whole(found.n), found.source)
    n = int(answered_any(study, rows, items).sum())
    tallies = [tally(study, claim, item) for item in items]
    published = {t.n for t in tallies} == {n}
    return one(_whole(n), sources(t.source for t in tallies) if published else rows.source)


@statistic(needs=("codes",), segment="divides")
def count(study: Study, claim: Claim) -> Observed:
    """How many gave one of `codes`."""
    wanted = _wanted(study, claim)
    return per_cell(study, claim, lambda found: _whole(found.count(wanted)))


@statistic(segment="divides")
def count_nonmissing(study: Study, claim: Claim) -> Observed:
    """How many have a substantive answer."""
    return per_cell(study, claim, lambda found: _whole(found.n))


@statistic(needs=("codes",), segment="divides")
def share(study: Study, claim: Claim) -> Observed:
    """Percent of the substantive answers that are one of `codes`."""
    wanted = _wanted(study, claim)
    return per_cell(study, claim, lambda found: found.share(wanted))


@statistic(segment="divides")
def mean(study: Study, claim: Claim) -> Observed:
    """Mean code."""

    def number(found: Tally) -> Number:
        return Number(found.mean().value, ceiling=study.ceiling(found.item))

    return per_cell(study, claim, number)


@statistic(needs=("codes_a", "codes_b"))
def abs_share_diff(study: Study, claim: Claim) -> Observed:
    """Distance in points between the shares of two sets of codes of one item."""
    item = only(claim)
    found = tally(study, claim, item)
    a = found.share(codes(study, claim, item, claim.measure.codes_a)).value
    b = found.share(codes(study, claim, item, claim.measure.codes_b)).value
    return one(Number(abs(a - b)), found.source)


@statistic(needs=("conditions",))
def joint_count(study: Study, claim: Claim) -> Observed:
    """How many fulfil every one of `conditions`."""
    rows = study.rows(claim.population)
    return one(_whole(int(study.matches(rows, conditions(claim.measure.conditions)).sum())), rows.source)


@statistic(needs=("codes",), segment="divides")
def segment_vs_total(study: Study, claim: Claim) -> Observed:
    """The share in each level of the segment, and in the whole population under the name `total`."""
    item = only(claim)
    wanted = codes(study, claim, item, claim.measure.codes)
    tallies = {level or TOTAL: tally(study, claim, item, level) for level in ("", *levels(claim))}
    numbers = {("", name): found.share(wanted) for name, found in tallies.items()}
    return Observed(sources(t.source for t in tallies.values()), numbers)


def _wanted(study: Study, claim: Claim) -> tuple[str, ...]:
    rows = study.rows(claim.population)
    for item in study.resolve(claim.variables):
        study.values(rows, column_of(rows, item))
        codes(study, claim, item, claim.measure.codes)
    return claim.measure.codes or ()


def _whole(n: int) -> Number:
    return Number(Fraction(n), n)


STATISTICS = (base_n, count, count_nonmissing, share, mean, abs_share_diff, joint_count, segment_vs_total)
