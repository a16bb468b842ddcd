"""Statements that must hold for every respondent, or for every pair of items."""

from __future__ import annotations

import re

import pandas as pd

from analysis.checking.ledger import Claim
from analysis.checking.observed import NotEvaluable, Observed, sources
from analysis.checking.statistics.common import conditions, statistic
from analysis.checking.study import Study
from analysis.checking.tallies import tally
from survey.conditions import TICKED

_PAIRS = re.compile(r"\s*(\w+_)x\s*>=\s*(\w+_)x\s*")


@statistic(needs=("if", "then"))
def implies(study: Study, claim: Claim) -> Observed:
    """Whether everyone who fulfils `if` fulfils `then`; not evaluable when nobody fulfils `if`."""
    rows = study.rows(claim.population)
    first = study.matches(rows, conditions(claim.measure.if_))
    second = study.matches(rows, conditions(claim.measure.then))
    if not first.any():
        raise NotEvaluable("empty base: nobody fulfils 'if'")
    return _holds_for_all(~first | second, rows.source)


@statistic(needs=("other",))
def subset_of(study: Study, claim: Claim) -> Observed:
    """Whether everyone who ticked `a_x` also ticked `b_x`: `variable` is `a_*` and `other` is `b_*`."""
    rows = study.rows(claim.population)
    pattern, other = claim.variables[0], str(claim.measure.other)
    if not (len(claim.variables) == 1 and pattern.endswith("*") and other.endswith("*")):
        raise NotEvaluable("subset_of compares two patterns such as a_* and b_*")
    if rows.table.empty:
        raise NotEvaluable("empty base: the population has nobody")
    holds = pd.Series(True, index=rows.table.index)
    for item in study.resolve((pattern,)):
        partner = other[:-1] + item.removeprefix(pattern[:-1])
        holds &= ~study.matches(rows, {item: (TICKED,)}) | study.matches(rows, {partner: (TICKED,)})
    return _holds_for_all(holds, rows.source)


@statistic(needs=("when",))
def routed(study: Study, claim: Claim) -> Observed:
    """Whether the items were answered by everyone who fulfils `when`, and asked of nobody else."""
    rows = study.rows(claim.population)
    items = [item for item in study.resolve(claim.variables) if item in study.status]
    if not items or not rows.respondents:
        raise NotEvaluable("routed looks at questions that respondents were asked")
    when = study.matches(rows, conditions(claim.measure.when))
    status = study.status.loc[rows.table.index, items]
    right = (status == "answered").all(axis=1).where(when, (status == "not_asked").all(axis=1))
    return _holds_for_all(right, rows.source)


@statistic(needs=("pairs",))
def pairwise_ge(study: Study, claim: Claim) -> Observed:
    """Whether `a_x` was ticked by at least as many as `b_x`, for every x among the listed variables."""
    pairs = _PAIRS.fullmatch(str(claim.measure.pairs))
    if pairs is None:
        raise NotEvaluable(f"cannot read the pairs {claim.measure.pairs!r}; write a_x >= b_x")
    listed = study.resolve(claim.variables)
    names = [name.removeprefix(pairs[1]) for name in listed if name.startswith(pairs[1])]
    if {pairs[1] + n for n in names} | {pairs[2] + n for n in names} != set(listed):
        raise NotEvaluable("a listed variable has no partner")
    rows = study.rows(claim.population)
    counts = {name: tally(study, claim, name) for name in listed}
    for name in listed:
        study.require(name, (TICKED,), rows)
    ticked = {name: found.count((TICKED,)) for name, found in counts.items()}
    failing = [name for name in names if ticked[pairs[1] + name] < ticked[pairs[2] + name]]
    found = sources(t.source for t in counts.values())
    return Observed(found, fact=not failing, detail=", ".join(failing))


def _holds_for_all(holds: pd.Series, source: str) -> Observed:
    failing = int((~holds).sum())
    detail = f"{failing} of {len(holds)} respondents do not" if failing else ""
    return Observed(source, fact=failing == 0, detail=detail)


STATISTICS = (implies, subset_of, routed, pairwise_ge)
