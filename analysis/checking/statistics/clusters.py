"""The groups respondents belong to (the questionnaire's `cluster`): how many hold somebody who said so."""

from __future__ import annotations

import pandas as pd

from analysis.checking.ledger import Bounds, Claim
from analysis.checking.observed import NotEvaluable, Number, Observed, one
from analysis.checking.statistics.common import codes, only, statistic
from analysis.checking.study import Rows, Study
from analysis.checking.tallies import percent
from survey.messages import did_you_mean


@statistic(may=("codes",))
def municipalities(study: Study, claim: Claim) -> Observed:
    """Distinct clusters with at least one matching row (any row without `codes`); clusters in the frame."""
    found, of = _clusters(study, claim)
    return Observed(study.rows(claim.population).source, fact={"municipalities": found, "of": of})


@statistic(may=("codes",))
def municipality_share(study: Study, claim: Claim) -> Observed:
    """The same as percent of the clusters in the frame."""
    found, of = _clusters(study, claim)
    return one(Number(percent(found, of), found), study.rows(claim.population).source)


def _clusters(study: Study, claim: Claim) -> tuple[int, int]:
    cluster = study.questionnaire.cluster
    if cluster is None:
        raise NotEvaluable("the questionnaire names no cluster")
    rows, item = study.rows(claim.population), only(claim)
    study.values(rows, item)
    if claim.measure.codes:
        rows = rows.where(study.matches(rows, {item: codes(study, claim, item, claim.measure.codes)}))
    everyone = Rows(study.invited(), "frame")
    return int(study.values(rows, cluster).nunique()), int(study.values(everyone, cluster).nunique())


@statistic(needs=("of",))
def bands(study: Study, claim: Claim) -> Observed:
    """The band of each level as the plan has it; where a row lies outside, the range that occurs instead."""
    rows, item, of = study.rows(claim.population), only(claim), str(claim.measure.of)
    planned = _planned(study, item, of)
    sizes = pd.to_numeric(study.values(rows, of), errors="coerce")
    level = study.values(rows, item)
    if sizes.isna().any() or level.isna().any():
        raise NotEvaluable(f"rows without {of} or {item}: {int((sizes.isna() | level.isna()).sum())}")
    seen = {str(name): (float(own.min()), float(own.max())) for name, own in sizes.groupby(level)}
    fact = {name: band for name, band in planned.items() if name not in seen or _inside(seen[name], band)}
    strays = {name: seen[name] for name in seen if name not in fact}
    detail = f"outside the plan's band: {', '.join(strays)}" if strays else ""
    return Observed(rows.source, fact={**fact, **strays}, detail=detail)


def _planned(study: Study, item: str, of: str) -> dict[str, Bounds]:
    plans = {segment.id: segment for segment in study.plan.segments if segment.bands is not None}
    if item not in plans or plans[item].source != of:
        raise NotEvaluable(f"the plan does not band {of} into {item}{did_you_mean(item, plans)}")
    return dict(plans[item].bands or {})


def _inside(seen: tuple[float, float], band: Bounds) -> bool:
    low, high = band
    return (low is None or low <= seen[0]) and (high is None or seen[1] <= high)


STATISTICS = (municipalities, municipality_share, bands)
