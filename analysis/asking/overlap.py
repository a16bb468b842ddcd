"""Differencing: tables of overlapping people, added and subtracted, tell of the few who are in only some of them.

The attack (analysis/attack) knows how totals, nested and narrowed groups add up. It does not know how two conditions,
or two ways to cut the same number, overlap. That is found here by looking at the people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.attack.rows import WHOLE, Division, Row, parts_of
from analysis.attack.system import Study as Linked
from analysis.disclosure.truth import members
from analysis.plan import FILTERED, SegmentPlan
from analysis.results import TOTAL

ALIKE = "alike"
"""The segment of people who are in the same groups of everything that is narrowed."""


def tied(linked: Linked, segments: pd.DataFrame) -> tuple[Linked, pd.DataFrame]:
    """`linked` with the people who are alike as groups of their own, of which every narrowed row is a sum.

    Nothing changes where fewer than two cross-tabs are narrowed: how one adds up is known.
    """
    narrowed = [c for c in linked.plan.crosstabs if c.where is not None]
    if len(narrowed) < 2:
        return linked, segments
    rows = list(dict.fromkeys(row for own in linked.rows.values() for row in own if _tells(linked, row)))
    belongs = members(linked, segments, rows)
    patterns, codes = np.unique(belongs.T, axis=0, return_inverse=True)
    names = [f"p{k}" for k in range(len(patterns))]
    everybody = SegmentPlan(id=ALIKE, kind="derived", conditions=dict.fromkeys(names, narrowed[0].where))
    plan = linked.plan.model_copy(update={"segments": (*linked.plan.segments, everybody)})
    sums = [
        Division(row, tuple((ALIKE, names[k]) for k in np.flatnonzero(patterns[:, place])))
        for place, row in enumerate(rows)
        if patterns[:, place].any()
    ]
    found = {
        item: (*own, *(one for one in sums if one.whole in linked.rows[item]))
        for item, own in linked.divisions.items()
    }
    people = segments.assign(**{ALIKE: [names[k] for k in codes.reshape(-1)]})
    return replace(linked, plan=plan, divisions=found), people


def _tells(linked: Linked, row: Row) -> bool:
    """Whether a row is narrowed, or one that a narrowed row is part of."""
    bases = {
        name.partition(FILTERED)[0] for own in linked.rows.values() for name, _ in own if FILTERED in name
    }
    return row == WHOLE or FILTERED in row[0] or row[0] in bases


def too_close(
    linked: Linked, segments: pd.DataFrame, new: Iterable[Row], out: Iterable[Row], smallest: int
) -> set[Row]:
    """Rows of `new` that hold another row, or are held by one, but for some people fewer than `smallest`.

    Rows that the attack itself relates are left to it.
    """
    asked, given = list(dict.fromkeys(new)), list(dict.fromkeys([*out, *new]))
    if not asked:
        return set()
    mine, theirs = members(linked, segments, asked), members(linked, segments, given)
    both = mine @ theirs.T
    inside, outside = mine.sum(axis=1)[:, None] - both, theirs.sum(axis=1)[None, :] - both
    held = (inside == 0) | (outside == 0)
    few = (inside + outside > 0) & (inside + outside < smallest)
    risky = held & few & (both > 0)
    related = np.array([[_related(linked, a, b) for b in given] for a in asked], dtype=bool)
    return {asked[place] for place in np.flatnonzero((risky & ~related).any(axis=1))}


def _related(linked: Linked, one: Row, other: Row) -> bool:
    """Whether the attack knows how two rows add up: total, same segment, nested parts, and all that is narrowed."""
    base, second = one[0].partition(FILTERED)[0], other[0].partition(FILTERED)[0]
    if TOTAL in (base, second) or base == second:
        return True
    parts = [set(parts_of(linked.plan, name)) for name in (base, second)]
    return parts[0] <= parts[1] or parts[1] <= parts[0]
