"""What the published tables say, as sums over the unknowns: the auditor's reading, from the frames alone.

A row that says anything says its base as well (column `n`). Shares and boxes are whole numbers of people; a mean stands for
every sum that rounds to it. Measures that are worked out from a row in another way are followed only where every
answer of the row is visible; elsewhere they are listed, because the audit cannot follow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pandas as pd

from analysis.attack.links import SILENT, SKIPPED
from analysis.attack.rows import WHOLE, Row
from analysis.attack.system import PEOPLE, Study, Sum, Unknown
from analysis.derived import derived
from analysis.results import ALL, TOTAL

Place = tuple[str, str, str, str, str]
"""(item, segment, group, measure, answer)"""
SIZE = "size"
PEOPLE_COUNTED = ("base", "count", "top", "bottom")
"""Measures that are numbers of people; the others are worked out from them, and are protected by them."""
ABSENT = {"not_asked": (SKIPPED,), "unanswered": (SILENT,), "declared": (SILENT,)}


@dataclass
class Reading:
    """The sums that are known, the hidden numbers of people, and visible values that no sum stands for."""

    known: list[Sum] = field(default_factory=list)
    hidden: dict[Place, Mapping[Unknown, float]] = field(default_factory=dict)
    unfollowed: list[Place] = field(default_factory=list)


class Reader:
    """Reads the frames of one study."""

    def __init__(self, study: Study, mean_decimals: Mapping[bool, int]):
        """`mean_decimals`: whether a row is of everybody → decimals that means are published with at least."""
        self.study, self.decimals = study, mean_decimals
        self.parts = {name: one.parts for name, one in derived(study.plan, study.questionnaire).items()}
        self.weighted = study.plan.published.weights != "none"

    def read(self, estimates: pd.DataFrame, response: pd.DataFrame | None) -> Reading:
        """Text frames with the columns of results and `hidden`."""
        found = Reading()
        rows = estimates.fillna("").to_dict("records")
        self.full = _full_rows(rows)
        self.counts = {
            (str(row["item"]), (str(row["segment"]), str(row["group"])), str(row["answer"]))
            for row in rows
            if row["measure"] == "count" and row["hidden"] == ""
        }
        silent: dict[str, float] = {}
        bases: dict[tuple[str, Row], float] = {}
        for row in rows:
            self._estimate({str(k): str(v) for k, v in row.items()}, found, silent, bases)
        for (item, place), base in bases.items():
            for own in self._counted(item):
                found.known.append(Sum(self._all(own, place), base, base))
        for item, people in silent.items():
            found.known.append(Sum({(item, WHOLE, SILENT): 1.0}, people, people))
        if response is not None:
            self._response(response.fillna("").to_dict("records"), found)
        return found

    def _estimate(
        self,
        row: dict[str, str],
        found: Reading,
        silent: dict[str, float],
        bases: dict[tuple[str, Row], float],
    ) -> None:
        item, place, measure = row["item"], (row["segment"], row["group"]), row["measure"]
        weights = self.weights(item, place, measure, row["answer"])
        if row["hidden"]:
            # A box of answers that are all told by themselves is hidden as a share only.
            told = measure in ("top", "bottom") and weights is not None and weights.keys() <= self.counts
            if weights is not None and measure in PEOPLE_COUNTED and not told:
                found.hidden[(item, *place, measure, row["answer"])] = weights
        elif measure in ABSENT:
            if place == WHOLE and item in self.study.rows and row["estimate"]:
                self._absent(item, measure, float(row["estimate"]), (found, silent))
        else:
            bases |= {(item, place): float(row["n"])} if row["n"] else {}
            if row["estimate"] and measure != "base":
                self._shown(row, weights, found)

    def _shown(self, row: dict[str, str], weights: Mapping[Unknown, float] | None, found: Reading) -> None:
        if weights is not None:
            self._visible(row, weights, found)
        elif not self._follows(row["item"], (row["segment"], row["group"]), row["measure"]):
            found.unfollowed.append(
                (row["item"], row["segment"], row["group"], row["measure"], row["answer"])
            )

    def _absent(self, item: str, measure: str, people: float, into: tuple[Reading, dict[str, float]]) -> None:
        if measure == "not_asked":
            into[0].known.append(Sum({(item, WHOLE, SKIPPED): 1.0}, people, people))
        else:
            into[1][item] = into[1].get(item, 0.0) + people

    def _visible(self, row: dict[str, str], weights: Mapping[Unknown, float], found: Reading) -> None:
        value, base = float(row["estimate"]), float(row["n"] or 0)
        if row["measure"] == "mean":
            digits = len(row["estimate"].partition(".")[2])
            low, high = sums_of(value, base, max(digits, self.decimals[row["segment"] == TOTAL]))
            found.known.append(Sum(weights, low, high))
        elif row["measure"] == "count":
            found.known.append(Sum(weights, value, value))
        elif not self.weighted:
            people = float(round(value * base / 100))
            found.known.append(Sum(weights, people, people))

    def weights(self, item: str, place: Row, measure: str, answer: str) -> Mapping[Unknown, float] | None:
        """What a measure counts; None for those that are no sums over answers."""
        if item not in self.study.rows or place not in self.study.rows[item]:
            return None
        variable = self.study.questionnaire.variables[item]
        if measure == "base":
            return self._all(item, place)
        if measure in ("count", "share") and variable.closed:
            return {(item, place, answer): 1.0}
        codes = self._codes(item, measure) if variable.closed else {}
        return {(item, place, code): weight for code, weight in codes.items()} or None

    def _codes(self, item: str, measure: str) -> dict[str, float]:
        """What each answer counts in a box, in the difference of both, or in a mean."""
        variable = self.study.questionnaire.variables[item]
        scale = self.study.questionnaire.scales.get(variable.scale or "")
        top = dict.fromkeys(scale.top if scale else (), 1.0)
        bottom = dict.fromkeys(scale.bottom if scale else (), 1.0)
        if measure == "mean" and variable.ordinal and not self.weighted:
            return {code: float(code) for code in variable.substantive}
        known = {"top": top, "bottom": bottom, "net": top | dict.fromkeys(bottom, -1.0)}
        return known.get(measure, {})

    def _all(self, item: str, place: Row) -> dict[Unknown, float]:
        return {(item, place, answer): 1.0 for answer in self.study.answers(item)}

    def _counted(self, item: str) -> list[str]:
        """The items whose base is that of `item`: itself; of the number of ticks, a box."""
        if item in self.study.rows:
            return [item]
        variables = self.study.questionnaire.variables
        return [own for own in self.parts.get(item, ())[:1] if variables[own].kind == "tick"]

    def _follows(self, item: str, place: Row, measure: str) -> bool:
        """Whether a value is worked out from answers that are all visible, or says nothing of any that is counted."""
        known = self.study.questionnaire.variables
        if item in known and not known[item].closed:
            return True
        if measure == "reached" or (measure == "alpha" and place == WHOLE):
            return True
        return all((own, *place) in self.full for own in self.parts.get(item, (item,)))

    def _response(self, rows: list[dict[Any, Any]], found: Reading) -> None:
        for row in rows:
            unknown = (PEOPLE, (str(row["segment"]), str(row["group"])), "")
            if unknown[1] not in {r for own in self.study.rows.values() for r in own}:
                continue
            if row["hidden"]:
                found.hidden["", str(row["segment"]), str(row["group"]), SIZE, ""] = {unknown: 1.0}
            elif row["answered"] != "":
                found.known.append(Sum({unknown: 1.0}, float(row["answered"]), float(row["answered"])))


def _full_rows(rows: list[dict[Any, Any]]) -> set[tuple[str, str, str]]:
    """Rows all of whose answers are visible."""
    seen: dict[tuple[str, str, str], bool] = {}
    for row in rows:
        if row["measure"] == "count":
            key = (str(row["item"]), str(row["segment"]), str(row["group"]))
            seen[key] = seen.get(key, True) and row["hidden"] == ""
    return {key for key, visible in seen.items() if visible}


def sums_of(mean: float, base: float, decimals: int) -> tuple[float, float]:
    """The least and greatest whole sum of answers that `base` people's mean, rounded half up, stands for."""
    if decimals > 6:
        return float(round(mean * base)), float(round(mean * base))
    half = 0.5 / 10**decimals
    low = ceil((mean - half) * base - 1e-6)
    return float(low), float(max(low, ceil((mean + half) * base - 1e-6) - 1))


def derived_rows(study: Study, published: set[Row]) -> Iterator[tuple[Place, Mapping[Unknown, float]]]:
    """Rows that no table has but that subtraction gives: people in no group, those a narrowed group leaves out."""
    for item, rows in study.rows.items():
        for row in rows:
            if row not in published and row[1] != ALL and study.questionnaire.variables[item].closed:
                for answer in study.answers(item):
                    yield (item, *row, "count", answer), {(item, row, answer): 1.0}
