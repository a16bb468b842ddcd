"""Which estimates follow from what may be published: one rule a measure. A measure without a rule never passes.

A rule returns why a value is hidden, or nothing. What follows from visible numbers alone tells nothing more; what does not
is hidden. Means of scales are part of the attack themselves (forms.py) and are published rounded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.derived import derived
from analysis.disclosure.decide import Decision
from analysis.disclosure.forms import rounded
from analysis.plan import Plan
from analysis.results import ALL, TOTAL
from survey.model import Questionnaire

HELD_BACK = "not_published"


@dataclass(frozen=True)
class Cell:
    """One estimate: where it stands, and its value (nan when there is none)."""

    item: str
    segment: str
    group: str
    measure: str
    answer: str
    estimate: float
    n: float


@dataclass(frozen=True)
class Judge:
    """Applies the rules of one study."""

    decision: Decision
    plan: Plan
    questionnaire: Questionnaire

    def reason(self, cell: Cell) -> str:
        """Why a cell is hidden; empty when it may be shown."""
        rule = RULES.get(cell.measure)
        return "unknown_measure" if rule is None else rule(self, cell)

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Derived item → the items it is made of."""
        return {name: one.parts for name, one in derived(self.plan, self.questionnaire).items()}

    @cached_property
    def together(self) -> dict[str, list[str]]:
        """Question → its closed items that are counted."""
        found: dict[str, list[str]] = {}
        for name, variable in self.questionnaire.variables.items():
            if variable.kind == "tick" or (variable.kind == "item" and variable.ordinal):
                found.setdefault(variable.question, []).append(name)
        return found

    def number(self, item: str) -> bool:
        """Whether single values of the item are never published."""
        variable = self.questionnaire.variables.get(item)
        return variable is None or not variable.closed

    def full(self, items: tuple[str, ...], segment: str, group: str) -> bool:
        """Whether every answer to each of `items` is visible in a row."""
        return bool(items) and all(self.decision.full(item, segment, group) for item in items)

    def dark(self, cell: Cell) -> bool:
        """Whether the base of the cell's row is hidden."""
        key = (cell.item, cell.segment, cell.group, "base", "")
        return self.decision.has(key) and not self.decision.visible(key)

    def row(self, cell: Cell) -> str:
        """Why a row is hidden as a whole."""
        if cell.n > 0 and cell.n < self.decision.rules.smallest_group:
            return "group_under_minimum"
        items = self.parts.get(cell.item, (cell.item,))
        keys = [(item, cell.segment, cell.group, "base", "") for item in items]
        return next((self.decision.reason(key) for key in keys if not self.decision.visible(key)), "")


def _form(judge: Judge, cell: Cell, measure: str) -> str:
    key = (cell.item, cell.segment, cell.group, measure, cell.answer)
    return "" if judge.decision.visible(key) else judge.decision.reason(key)


def _base(judge: Judge, cell: Cell) -> str:
    if cell.item in judge.questionnaire.variables:
        return _form(judge, cell, "base")
    return judge.row(cell)


def _count(judge: Judge, cell: Cell) -> str:
    return HELD_BACK if judge.number(cell.item) else _form(judge, cell, "count")


def _box(judge: Judge, cell: Cell) -> str:
    return _form(judge, cell, cell.measure)


def _net(judge: Judge, cell: Cell) -> str:
    """Top minus bottom: both are there."""
    return _form(judge, cell, "top") or _form(judge, cell, "bottom")


def _mean(judge: Judge, cell: Cell) -> str:
    """Of a scale: what the attack found; of ticks and indexes: where all their parts are there; of a number: enough people."""
    if not judge.number(cell.item):
        return _form(judge, cell, "mean")
    if 0 < cell.n < judge.decision.rules.smallest_mean_base:
        return "mean_base"
    parts = judge.parts.get(cell.item)
    if parts is not None and cell.n > 0 and not judge.full(parts, cell.segment, cell.group):
        return "parts_hidden"
    return judge.row(cell)


def _median(judge: Judge, cell: Cell) -> str:
    """Of a scale: where every answer is there; else as the mean."""
    if judge.number(cell.item):
        return _mean(judge, cell)
    if 0 < cell.n < judge.decision.rules.smallest_mean_base:
        return "mean_base"
    return "" if judge.full((cell.item,), cell.segment, cell.group) else "parts_hidden"


def _rank(judge: Judge, cell: Cell) -> str:
    """An order tells of every item of the question: all their answers are there."""
    items = judge.together.get(judge.questionnaire.variables[cell.item].question, [])
    return "" if judge.full(tuple(items), cell.segment, cell.group) else "parts_hidden"


def _reached(judge: Judge, cell: Cell) -> str:
    """Clusters: where the people are there and in at least so many clusters as people in a cell.

    In groups the whole segment goes together (see `complete`): clusters of groups may add up to those of the total.
    """
    if 0 < cell.estimate < judge.decision.rules.smallest_cell:
        return "few_clusters"
    return _form(judge, cell, "count")


def _alpha(judge: Judge, cell: Cell) -> str:
    """Says something of every item: all their answers are there, or it is about everybody."""
    if cell.n < judge.decision.rules.smallest_mean_base:
        return "mean_base"
    if cell.segment == TOTAL:
        return judge.row(cell)
    return "" if judge.full(judge.parts.get(cell.item, ()), cell.segment, cell.group) else "parts_hidden"


def _missing(judge: Judge, cell: Cell) -> str:
    """Only of everybody, where the base is known and what the attack found."""
    if cell.segment != TOTAL:
        return HELD_BACK
    kind = "not_asked" if cell.measure == "not_asked" else "silent"
    key = (cell.item, cell.segment, cell.group, kind, "")
    hidden = judge.decision.has(key) and not judge.decision.visible(key)
    return judge.row(cell) or (judge.decision.reason(key) if hidden else "")


RULES: dict[str, Callable[[Judge, Cell], str]] = {
    "base": _base,
    "count": _count,
    "share": _count,
    "top": _box,
    "bottom": _box,
    "net": _net,
    "mean": _mean,
    "median": _median,
    "rank": _rank,
    "reached": _reached,
    "alpha": _alpha,
    "not_asked": _missing,
    "unanswered": _missing,
    "declared": _missing,
}


def judged(estimates: pd.DataFrame, judge: Judge) -> pd.DataFrame:
    """The estimates with `reason`, and with means as they may be published."""
    texts = [estimates[c].fillna("").astype(str) for c in ("item", "segment", "group", "measure", "answer")]
    cells = [
        Cell(item, segment, group, measure, answer, float(estimate), float(n))
        for item, segment, group, measure, answer, estimate, n in zip(
            *texts, estimates["estimate"], estimates["n"].fillna(0.0), strict=True
        )
    ]
    reasons = complete(cells, [judge.reason(cell) for cell in cells])
    dark = [not reason and judge.dark(cell) for reason, cell in zip(reasons, cells, strict=True)]
    for i in np.flatnonzero(dark):
        # A share would tell the base, and even a share of 0 that there is one.
        if cells[i].measure != "count":
            reasons[i] = "group_complementary"
    public = _rounded_means(estimates.assign(reason=reasons), cells, judge)
    public.loc[np.array(dark, dtype=bool), ["n", "conf_low", "conf_high"]] = np.nan
    # The note of a count says whether its row has a base.
    public["note"] = public["note"].mask(np.array(dark, dtype=bool))
    return public


def complete(cells: list[Cell], reasons: list[str]) -> list[str]:
    """Clusters reached are shown for all groups of a segment or for none."""
    own = {
        i: (cell.item, cell.segment, cell.answer)
        for i, cell in enumerate(cells)
        if cell.measure == "reached" and cell.group != ALL
    }
    gone = {own[i] for i in own if reasons[i]}
    return [reason or ("complementary" if own.get(i) in gone else "") for i, reason in enumerate(reasons)]


def _rounded_means(estimates: pd.DataFrame, cells: list[Cell], judge: Judge) -> pd.DataFrame:
    """Means of rows in which something is hidden lose decimals, and their interval: it tells how answers spread."""
    short = [
        i
        for i, cell in enumerate(cells)
        if cell.measure == "mean"
        and not judge.number(cell.item)
        and not judge.full((cell.item,), cell.segment, cell.group)
    ]
    values = estimates["estimate"].to_numpy(dtype=float, copy=True)
    for i in short:
        values[i] = rounded(values[i], judge.decision.rules.decimals(cells[i].segment))
    limits = estimates[["conf_low", "conf_high"]].to_numpy(dtype=float, copy=True)
    limits[short] = np.nan
    return estimates.assign(estimate=values, conf_low=limits[:, 0], conf_high=limits[:, 1])
