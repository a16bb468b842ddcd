"""What was drawn: units (people or clusters) per stratum, how many there are in all, and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.conditions import Code

ONE_UNIT = "one_unit"
"""A single cluster (or person) in all: nothing tells how clusters differ."""
LONELY = "lonely_stratum"
"""A stratum with one unit of several: nothing tells how its units differ. Merge it with another stratum."""
CENSUS = "census"
"""Everybody there is has answered: no sampling error."""


@dataclass(frozen=True)
class Units:
    """Units of a design per stratum (H strata; one, named "", when the plan has none).

    `sampled` counts the units that took part in the survey at all, not those who answered one question.
    `population` is how many there are, infinite without a finite population correction.
    """

    strata: tuple[Code, ...]
    sampled: np.ndarray
    population: np.ndarray

    @property
    def scale(self) -> np.ndarray:
        """(1 - n/N) n/(n - 1) per stratum; 0 where all were drawn or none took part; nan for a lonely unit of
        several.
        """
        n = self.sampled.astype(float)
        left = np.clip(1 - n / np.maximum(self.population, 1), 0, 1)
        several = left * n / np.maximum(n - 1, 1)
        return np.where((left == 0) | (n == 0), 0.0, np.where(n > 1, several, np.nan))

    @property
    def reason(self) -> str:
        """Why this design gives no standard error for anybody (a code), or empty."""
        took_part = self.sampled > 0
        if np.all(self.sampled[took_part] >= self.population[took_part]):
            return CENSUS
        return ONE_UNIT if self.sampled.sum() <= 1 else ""


def infinite(units: int) -> Units:
    """One stratum of `units` units drawn from endlessly many."""
    return Units(("",), np.array([units]), np.array([np.inf]))


def units_from(rows: list[dict[str, Any]]) -> Units:
    """The units of design.json's `clusters` (when the basis is clustered) or `people`, one row a stratum."""
    population = [np.inf if row["population"] is None else float(row["population"]) for row in rows]
    return Units(
        tuple(row["stratum"] for row in rows),
        np.array([row["units"] for row in rows], dtype=np.int64),
        np.array(population),
    )


def degrees(present: np.ndarray, stratum: np.ndarray) -> np.ndarray:
    """Design degrees of freedom per table: units with an answer minus strata with an answer (R's `degf`).

    `present` (T, C): the unit has somebody with an answer and a weight above zero. `stratum` (C,) codes from 0.
    """
    member = np.arange(int(stratum.max(initial=0)) + 1)[:, None] == stratum
    found: np.ndarray = present.sum(axis=1) - (present.astype(np.int64) @ member.T > 0).sum(axis=1)
    return found


def degrees_people(people: np.ndarray) -> np.ndarray:
    """The same when everybody is a unit; `people` (T, H) counts those who answered, by stratum."""
    found: np.ndarray = people.sum(axis=-1) - (people > 0).sum(axis=-1)
    return found
