"""Several items taken together: stacked answers, indexes, ticks."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pandas as pd

from analysis.checking.ledger import Claim, Codes
from analysis.checking.observed import NotEvaluable, Number, Observed, one, sources
from analysis.checking.statistics.common import answered_any, levels, statistic
from analysis.checking.study import Rows, Study
from analysis.checking.tallies import Tally, inside, mean_of, percent, tally
from survey.conditions import TICKED


@statistic(segment="divides")
def index_mean(study: Study, claim: Claim) -> Observed:
    """Mean code over all listed items and respondents."""
    items = study.resolve(claim.variables)
    tops = {study.ceiling(item) for item in items}
    ceiling = tops.pop() if len(tops) == 1 else None
    stacks = {level: _stack(study, claim, items, level) for level in levels(claim)}
    numbers = {("", level): Number(mean_of(s.counts).value, ceiling=ceiling) for level, s in stacks.items()}
    return Observed(sources(s.source for s in stacks.values()), numbers)


@statistic(needs=("codes",))
def pooled_share(study: Study, claim: Claim) -> Observed:
    """Percent of all stacked answers in `codes`; one number for each group that the value compares."""
    wanted = claim.measure.codes or ()
    groups = claim.parts.greater_groups or (claim.variables,)
    outside = {name for group in groups for name in group} - set(claim.variables)
    if outside:
        raise NotEvaluable(f"compared but not listed as a variable: {', '.join(sorted(outside))}")
    stacks = {pool_name(group): _stack(study, claim, study.resolve(group), "", wanted) for group in groups}
    numbers = {(name, ""): s.share(wanted) for name, s in stacks.items()}
    return Observed(sources(s.source for s in stacks.values()), numbers)


@statistic()
def pooled_code_counts(study: Study, claim: Claim) -> Observed:
    """How often each code occurs among all stacked answers."""
    found = _stack(study, claim, study.resolve(claim.variables), "")
    return Observed(found.source, {("", code): Number(Fraction(n), n) for code, n in found.counts.items()})


def pool_name(group: Codes) -> str:
    """The name under which the pooled number of `group` is found."""
    return " + ".join(group)


@statistic(needs=("codes",))
def any_share(study: Study, claim: Claim) -> Observed:
    """Percent with at least one listed item in `codes`, of those who answered at least one of them."""
    items, wanted = study.resolve(claim.variables), claim.measure.codes or ()
    rows = study.rows(claim.population)
    chosen = pd.concat([study.matches(rows, {item: wanted}) for item in items], axis=1).any(axis=1)
    base = int(answered_any(study, rows, items).sum())
    n = int(chosen.sum())
    return one(Number(percent(n, base), n), rows.source)


@statistic(segment="divides")
def ticks(study: Study, claim: Claim) -> Observed:
    """Mean number of listed items ticked, over those who answered at least one of them."""
    items = study.resolve(claim.variables)
    rows = study.rows(claim.population)
    numbers = {("", level): _ticks(study, inside(study, claim, level), items) for level in levels(claim)}
    return Observed(rows.source, numbers)


def _ticks(study: Study, rows: Rows, items: tuple[str, ...]) -> Number:
    ticked = sum(int(study.matches(rows, {item: (TICKED,)}).sum()) for item in items)
    return Number(percent(ticked, int(answered_any(study, rows, items).sum())) / 100)


@statistic()
def total_selected(study: Study, claim: Claim) -> Observed:
    """How many ticks each listed pattern of `order` received in all."""
    listed = study.resolve(claim.variables)
    numbers, found = {}, []
    for name in [name for group in claim.parts.order or () for name in group]:
        tallies = [tally(study, claim, item) for item in study.resolve((name,)) if item in listed]
        found += [t.source for t in tallies]
        total = sum(t.count((TICKED,)) for t in tallies)
        numbers[name, ""] = Number(Fraction(total), total)
    return Observed(sources(found), numbers)


def _stack(study: Study, claim: Claim, items: tuple[str, ...], level: str, wanted: Codes = ()) -> Tally:
    total: Counter[str] = Counter()
    tallies = [tally(study, claim, item, level) for item in items]
    rows = study.rows(claim.population)
    for found in tallies:
        study.require(found.item, wanted, rows)
        total.update(found.counts)
    return Tally(pool_name(items), dict(total), sources(t.source for t in tallies))


STATISTICS = (index_mean, pooled_share, pooled_code_counts, any_share, ticks, total_selected)
