"""Everything the stage segment says of the response, in frames and in a few metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from analysis.plan import Plan, groups_of
from analysis.response.aapor import RATES, eligibility, rates
from analysis.response.frames import representativity
from analysis.response.limits import Limits
from analysis.response.outcomes import OUTCOMES, outcomes, share_answered
from analysis.response.propensity import propensities
from analysis.response.r_indicator import Indicator, r_indicator
from analysis.response.silence import silent_clusters
from analysis.results import ALL, RATE_COLUMNS, REPRESENTATIVITY_COLUMNS, TOTAL
from survey.messages import Finding
from survey.model import Questionnaire

OUTCOME = "aapor"
"""The column of frame.csv that holds the outcome; no participant list is likely to have one of that name."""


@dataclass
class Response:
    """`invited` has the outcome in `aapor`; None without a frame of invited people. `metrics` is flat, for DVC."""

    invited: pd.DataFrame | None
    rates: pd.DataFrame
    representativity: pd.DataFrame
    metrics: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)


def respond(
    invited: pd.DataFrame | None,
    status: pd.DataFrame,
    plan: Plan,
    questionnaire: Questionnaire,
    limits: Limits,
) -> Response:
    """Outcomes, rates and representativity; without a list of everybody invited, a row that says so."""
    if invited is None or plan.frame is None or plan.frame.lists == "answered":
        none = [(TOTAL, ALL, rate, None, None, "no_frame") for rate in RATES]
        nothing = pd.DataFrame(columns=REPRESENTATIVITY_COLUMNS)
        return Response(invited, pd.DataFrame(none, columns=RATE_COLUMNS), nothing, {"answered": len(status)})
    share = share_answered(status, questionnaire)
    outcome, findings = outcomes(invited, share, plan.frame, limits, questionnaire.respondent)
    invited = invited.assign(**{OUTCOME: outcome})
    e = eligibility(_counts(invited[OUTCOME]), limits.eligibility)
    indicator = _indicator(invited, plan)
    rows = _rates(invited, e, plan, questionnaire)
    cluster = plan.design.clusters or questionnaire.cluster
    if cluster and cluster in invited:
        rows += silent_clusters(invited, cluster, plan, questionnaire)
    table = pd.DataFrame(rows, columns=RATE_COLUMNS)
    compared = representativity(invited, plan, questionnaire, indicator.factor if indicator else 1.0)
    metrics = _metrics(invited, table, indicator, limits) | {"eligibility": round(e, 4)}
    return Response(invited, table, compared, metrics, findings)


def _counts(outcome: pd.Series) -> dict[str, int]:
    found = outcome.value_counts()
    return {code: int(found.get(code, 0)) for code in OUTCOMES}


def _rates(
    invited: pd.DataFrame, e: float, plan: Plan, questionnaire: Questionnaire
) -> list[tuple[object, ...]]:
    rows = _of_group(TOTAL, ALL, _counts(invited[OUTCOME]), e)
    for part in plan.segments_in_use:
        if part.id in invited:
            by_group = invited.groupby([part.id, OUTCOME]).size()
            for group in groups_of(plan, part.id, questionnaire):
                counts = {code: int(by_group.get((group, code), 0)) for code in OUTCOMES}
                rows += _of_group(part.id, group, counts, e)
    return rows


def _of_group(segment: str, group: str, counts: Mapping[str, int], e: float) -> list[tuple[object, ...]]:
    """Outcomes as counts, then rates in percent. e is that of the whole study: in a small group it would be noise."""
    total = sum(counts.values())
    rows: list[tuple[object, ...]] = [(segment, group, code, n, total, "") for code, n in counts.items()]
    for name, (part, base) in rates(counts, e).items():
        value, note = (100 * part / base, "") if base else (None, "no_base")
        rows.append((segment, group, name, value, base, note))
    return rows


def _indicator(invited: pd.DataFrame, plan: Plan) -> Indicator | None:
    """From the declared segments that the frame can tell; None when nothing tells people apart or nobody differs."""
    names = [part.id for part in plan.segments if part.id in invited and part.kind != "nested"]
    answered = (invited["answered"] == "yes").to_numpy(dtype=float)
    # An unknown group is a group of its own here: not knowing says something too.
    codes = [pd.factorize(invited[name].fillna(""))[0] for name in names]
    codes = [column for column in codes if len(np.unique(column)) > 1]
    if not codes or len(np.unique(answered)) < 2:
        return None
    return r_indicator(propensities(np.stack(codes, axis=1), answered), _fraction(plan))


def _fraction(plan: Plan) -> float:
    """The share of the target group that was invited: all of it, when the plan says that the frame is everybody."""
    return 1.0 if plan.design.population == "frame" else 0.0


def _metrics(
    invited: pd.DataFrame, table: pd.DataFrame, indicator: Indicator | None, limits: Limits
) -> dict[str, Any]:
    total = table[table["segment"] == TOTAL].set_index("measure")["estimate"]
    metrics: dict[str, Any] = {
        "invited": len(invited),
        "answered": int((invited["answered"] == "yes").sum()),
        **{code: int(total[code]) for code in OUTCOMES},
        **{rate: None if pd.isna(total[rate]) else round(float(total[rate]), 2) for rate in RATES[:6]},
    }
    for name in ("clusters", "clusters_silent"):
        if name in total:
            metrics[name] = int(total[name])
    return metrics | _of_indicator(indicator, limits.confidence)


def _of_indicator(indicator: Indicator | None, confidence: float) -> dict[str, Any]:
    names = ("r_indicator", "r_low", "r_high", "r_unadjusted")
    if indicator is None:
        return dict.fromkeys(names)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * indicator.standard_error
    low, high = max(indicator.value - reach, 0.0), min(indicator.value + reach, 1.0)
    values = (indicator.value, low, high, indicator.unadjusted)
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}
