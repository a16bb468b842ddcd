"""Respondents and the frame as margins: how many of each group there are, and how many of them answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.plan import NESTED, Plan, groups_of
from survey.conditions import Code
from survey.model import Questionnaire

UNKNOWN: Code = ""
"""The group of people whose group is not known; a group like any other when both frame and respondents have it."""


@dataclass(frozen=True)
class Margin:
    """The k groups of a segment that have anybody, in the frame or among the n respondents."""

    segment: str
    groups: tuple[Code, ...]
    of: np.ndarray
    """The group (0 to k - 1) of each respondent (n,)."""
    sample: np.ndarray
    """Respondents of each group (k,)."""
    population: np.ndarray
    """People of the frame in each group (k,)."""

    @property
    def empty(self) -> np.ndarray:
        """Groups of the frame without any respondent (k,): nobody can speak for them."""
        return np.asarray((self.sample == 0) & (self.population > 0))

    @property
    def strangers(self) -> np.ndarray:
        """Groups of respondents that the frame does not have (k,): there is nothing to weight them to."""
        return np.asarray((self.sample > 0) & (self.population == 0))

    @property
    def target(self) -> np.ndarray:
        """What the weights of each group shall add up to (k,), n in all.

        The population's share. Strangers keep their number, and the share of an empty group falls to the others
        alike.
        """
        kept = np.where(self.strangers, self.sample, 0.0)
        counted = np.where(self.empty, 0.0, self.population)
        return np.asarray(kept + counted * (self.sample.sum() - kept.sum()) / max(counted.sum(), 1))


@dataclass(frozen=True)
class Solution:
    """The weights of a kind (n,), mean 1, and how they came about. `reason` is a message code, or empty."""

    weights: np.ndarray
    margins: tuple[Margin, ...] = ()
    iterations: int = 0
    reason: str = ""
    unusable: int = 0


@dataclass(frozen=True)
class People:
    """Who answered and who was invited, with their segments."""

    respondents: pd.DataFrame
    invited: pd.DataFrame | None
    plan: Plan
    questionnaire: Questionnaire

    def margin(self, *names: str) -> Margin:
        """The margin of one segment, or of several nested; nested names (`size*unit`) need no column of their own."""
        segment = NESTED.join(names)
        frame = self.respondents if self.invited is None else self.invited
        here, there = column(self.respondents, segment), column(frame, segment)
        known = [*groups_of(self.plan, segment, self.questionnaire), UNKNOWN]
        sample, population = _counted(here, known), _counted(there, known)
        used = np.flatnonzero(sample + population)
        groups = tuple(known[i] for i in used)
        return Margin(segment, groups, _codes(here, list(groups)), sample[used], population[used])

    @property
    def columns(self) -> list[str]:
        """Every column that a given weight may stand in."""
        frame = [] if self.invited is None else list(self.invited.columns)
        return [*self.respondents.columns, *frame]

    def key_column(self, name: str) -> pd.Series:
        """A column of the respondents, or else of the frame, in the respondents' order."""
        if name in self.respondents or self.invited is None:
            return self.respondents[name]
        key = self.questionnaire.respondent
        once = self.invited.drop_duplicates(key).set_index(key)
        return self.respondents[key].map(once[name])


def column(table: pd.DataFrame, segment: str) -> pd.Series:
    """A segment's column, its parts joined when it is nested and has none; empty text where a part is not known."""
    if segment in table:
        return table[segment].fillna(UNKNOWN)
    parts = table[segment.split(NESTED)]
    return parts.astype("str").agg(NESTED.join, axis=1).where(parts.notna().all(axis=1), UNKNOWN)


def _codes(groups: pd.Series, known: list[Code]) -> np.ndarray:
    """Positions in `known`; a group that is not listed is as good as unknown."""
    at = pd.Index(known, dtype="str").get_indexer(pd.Index(groups, dtype="str"))
    return np.where(at < 0, len(known) - 1, at)


def _counted(groups: pd.Series, known: list[Code]) -> np.ndarray:
    return np.bincount(_codes(groups, known), minlength=len(known))
