"""design.json: how many units took part in each stratum, and how many there are when the plan says that the frame
is all.

A correction for a finite population of clusters holds only where everybody of the clusters that took part has
answered: who in a cluster answers adds doubt of its own. With only some of them in, clusters are taken as drawn
from endlessly many, which overstates the standard error rather than understating it (C.-E. Särndal, B. Swensson
and J. Wretman 1992, Model Assisted Survey Sampling, 4.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.design.units import units_from
from analysis.plan import Plan
from survey.conditions import Code
from survey.messages import Finding, finding
from survey.model import Questionnaire

STRATUM = "stratum"
"""The column of segments.csv and frame.csv that holds the plan's stratum."""
IN_PART = "answered_in_part"
NO_FRAME = "no_frame"
INFINITE = "infinite"

Row = dict[str, Any]


def finite(
    segments: pd.DataFrame, invited: pd.DataFrame | None, plan: Plan, questionnaire: Questionnaire
) -> dict[str, list[Row]]:
    """What design.json holds: `people` and `clusters`, each a list of {stratum, units, population, why} in stratum
    order.

    `segments` has a row a respondent, `invited` a row a person of the frame, with `answered`; both have the
    columns of the plan's cluster and, when it has strata, STRATUM (or the plan's own column). `clusters` is empty
    without a cluster column. `population` is null where no correction is made, and `why` says the reason.
    """
    here = _keyed(segments, plan, questionnaire)
    there = None if invited is None else _keyed(invited, plan, questionnaire)
    why = _why(plan, invited)
    return {"people": _rows(here, there, "person", why), "clusters": _rows(here, there, "cluster", why)}


def _keyed(table: pd.DataFrame, plan: Plan, questionnaire: Questionnaire) -> pd.DataFrame:
    """Person, cluster and stratum of each row; a person whose stratum is not known is in the stratum named ""."""
    made = pd.DataFrame({"person": np.arange(len(table))}, index=table.index)
    cluster = plan.design.clusters or questionnaire.cluster
    made["cluster"] = table.get(cluster, None)
    stratum = STRATUM if STRATUM in table else plan.design.strata
    made["stratum"] = table[stratum].fillna("") if plan.design.strata and stratum in table else ""
    made["answered"] = table["answered"] == "yes" if "answered" in table else True
    return made


def _why(plan: Plan, invited: pd.DataFrame | None) -> str:
    if plan.design.population == "infinite":
        return INFINITE
    listed = invited is not None and plan.frame is not None and plan.frame.lists == "invited"
    return "" if listed else NO_FRAME


def _rows(here: pd.DataFrame, there: pd.DataFrame | None, unit: str, why: str) -> list[Row]:
    known = here[here[unit].notna()]
    return [_row(of, there, unit, why) for _, of in known.groupby("stratum", sort=True)]


def _row(here: pd.DataFrame, there: pd.DataFrame | None, unit: str, why: str) -> Row:
    stratum, took_part = str(here["stratum"].iloc[0]), here[unit].unique()
    population = None
    if not why and there is not None:
        mates = there[there["stratum"] == stratum]
        if unit == "cluster" and not mates.loc[mates["cluster"].isin(took_part), "answered"].all():
            why = IN_PART
        else:
            population = max(int(mates[unit].nunique()), len(took_part))
    return {"stratum": stratum, "units": len(took_part), "population": population, "why": why}


def codes_of(strata: Sequence[Code], column: pd.Series) -> np.ndarray:
    """The position of each row's stratum among `strata` (of `Units`); -1 for one that design.json does not have."""
    return np.asarray(pd.Index(list(strata), dtype="str").get_indexer(pd.Index(column.fillna(""))))


def design_findings(design: dict[str, list[Row]], plan: Plan) -> list[Finding]:
    """What limits the standard errors: corrections that could not be made, and strata with a single unit."""
    found = [
        finding("D095", "design.population", row["stratum"] or "all", count=row["units"])
        for row in design["clusters"]
        if row["why"] == IN_PART
    ]
    clustered = any(basis.clustered for basis in (plan.published, plan.sensitivity) if basis)
    rows = design["clusters" if clustered else "people"]
    lonely = np.isnan(units_from(rows).scale) if rows else []
    return found + [
        finding("D096", "design.strata", row["stratum"] or "all")
        for row, alone in zip(rows, lonely, strict=True)
        if alone
    ]
