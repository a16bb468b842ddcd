"""The frame of relations: what the plan asks about two items or more, adjusted within each relation and
read."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.comparing.family import ADJUST
from analysis.comparisons import WHY
from analysis.comparisons.rules import Rules
from analysis.plan import Relation
from analysis.relations import KINDS
from analysis.relations.paired import ONE_WAY
from analysis.relations.people import People
from analysis.results import RELATION_COLUMNS


def relation_frame(relations: Iterable[Relation], people: People, rules: Rules) -> pd.DataFrame:
    """RELATION_COLUMNS of every relation of the plan."""
    rows = [
        found.row(relation.id, relation.kind, first, second)
        for relation in relations
        for first, second, found in KINDS[relation.kind](relation, people, rules.confidence)
    ]
    frame = pd.DataFrame(rows, columns=RELATION_COLUMNS)
    frame["why"] = [WHY.get(method, "") for method in frame["method"]]
    frame["p_adjusted"] = adjusted(frame, rules)
    frame["reading"] = reading(frame, rules)
    return frame


def adjusted(frame: pd.DataFrame, rules: Rules) -> np.ndarray:
    """(N,) p-values adjusted within relation, method and (models) whole factors apart from single groups."""
    found = np.full(len(frame), np.nan)
    family = [frame["relation"], frame["method"], frame["level"] != ""]
    for _, own in frame.groupby(family, sort=False).indices.items():
        found[own] = ADJUST[rules.adjust](frame["p_value"].to_numpy(dtype=float)[own])
    return found


def reading(frame: pd.DataFrame, rules: Rules) -> np.ndarray:
    """(N,) the code of the sentence that says what a result means (reports/text, `readings`)."""
    p, estimate = frame["p_adjusted"].to_numpy(dtype=float), frame["estimate"].to_numpy(dtype=float)
    sure = p < rules.alpha
    model, paired = (frame["kind"] == kind for kind in ("model", "paired"))
    whole = frame["level"] == ""
    conditions = [
        frame["note"] == ONE_WAY,
        np.isnan(p),
        model & whole & sure,
        model & whole,
        model & sure & (estimate > 1),
        model & sure,
        model,
        paired & sure & (estimate > 0),
        paired & sure,
        paired,
        sure & (estimate > 0),
        sure,
    ]
    codes = [
        "could_only_fall",
        "untested",
        "still_matters",
        "no_longer_matters",
        "higher_odds",
        "lower_odds",
        "odds_not_told_apart",
        "rose",
        "fell",
        "no_move_shown",
        "go_together",
        "go_against",
    ]
    return np.select(conditions, codes, "no_connection_shown").astype(object)
