"""Clusters, such as municipalities, from which nobody answered: how many there are in each group of clusters."""

from __future__ import annotations

import pandas as pd

from analysis.plan import Plan, groups_of
from analysis.results import ALL, TOTAL
from survey.model import Questionnaire


def silent_clusters(
    invited: pd.DataFrame, cluster: str, plan: Plan, questionnaire: Questionnaire
) -> list[tuple[object, ...]]:
    """RATE_COLUMNS rows: clusters, those without an answer and their share (percent), in all and per group.

    Only segments that are the same for everybody in a cluster count clusters; people without a cluster are in none.
    """
    table = invited[invited[cluster].notna()]
    silent = ~table.assign(yes=table["answered"] == "yes").groupby(cluster)["yes"].any()
    rows = _rows(TOTAL, ALL, silent)
    for part in plan.segments_in_use:
        if part.id not in table or (table.groupby(cluster)[part.id].nunique(dropna=False) > 1).any():
            continue
        belongs = table.groupby(cluster)[part.id].first()
        for group in groups_of(plan, part.id, questionnaire):
            rows += _rows(part.id, group, silent[belongs == group])
    return rows


def _rows(segment: str, group: str, silent: pd.Series) -> list[tuple[object, ...]]:
    clusters, without = len(silent), int(silent.sum())
    share, note = (100 * without / clusters, "") if clusters else (None, "no_base")
    return [
        (segment, group, "clusters", clusters, clusters, ""),
        (segment, group, "clusters_silent", without, clusters, ""),
        (segment, group, "clusters_silent_share", share, clusters, note),
    ]
