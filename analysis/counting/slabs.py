"""The tables of several items by one segment, from the tensors of a family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analysis.counting.coded import SQUARED
from analysis.counting.drawn import (
    NONE,
    Design,
    cluster_units,
    clusters_of,
    is_clustered,
    people_units,
)
from analysis.counting.margins import Margin, Places, group_codes, picked, shown_of
from analysis.counting.tensor import PEOPLE, Tensor
from analysis.design.covariance import clustered, unclustered
from analysis.design.units import LONELY, Units, degrees, degrees_people
from analysis.plan import Basis
from analysis.results import TOTAL

UNITS_AT_ONCE = 1 << 22
"""Numbers of the array (tables, units, cells) that is held at a time."""
WIDEST = 3000
"""Cells of a table beyond which no covariance is made (a number with thousands of values): its errors are nan."""

TOO_MANY = "too_many_values"

Arrays = dict[str, np.ndarray | None]


@dataclass(frozen=True)
class Family:
    """Tensors of one set of items over the same cells, by quantity."""

    tensors: Mapping[str, Tensor]
    design: Design
    basis: Basis
    kept: dict[Any, Any] = field(default_factory=dict)
    """What other bases of the same cells share: tables of people, and where items and groups stand."""
    ways: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The segments that the cells are divided by, with their groups: all are added up together."""

    @property
    def people(self) -> Tensor:
        """The tensor that counts people."""
        return self.tensors[PEOPLE]

    @property
    def weighted(self) -> Tensor:
        """The tensor of the basis: weights, or people."""
        return self.people if self.basis.weights == NONE else self.tensors[self.basis.weights]

    @cached_property
    def occurs(self) -> np.ndarray:
        """(W,) whether anybody gave the answer."""
        return np.asarray(self.people.totals.sum(axis=0) > 0)

    @cached_property
    def units(self) -> Any:
        """Unit of each cell, stratum of each unit, and their numbers."""
        return cluster_units(self.people, self.design)

    @cached_property
    def persons(self) -> Any:
        """Stratum of each cell, and how many people there are in it."""
        return people_units(self.people, self.design)

    @cached_property
    def rows(self) -> dict[str, slice]:
        """Where the groups of each segment stand among those of all."""
        ends = np.cumsum([0, *(len(groups) for groups in self.ways.values())]).tolist()
        return {segment: slice(*ends[k : k + 2]) for k, segment in enumerate(self.ways)}

    @cached_property
    def _group(self) -> np.ndarray:
        """(segments, C) group of each cell, numbered on from segment to segment; TOTAL has everybody in one."""
        found = []
        for segment, groups in self.ways.items():
            own = np.zeros(len(self.people.combos), dtype=np.intp)
            if segment != TOTAL:
                own = group_codes(self.people, segment, groups)
            found.append(np.where(own < 0, -1, own + self.rows[segment].start))
        return np.stack(found)

    @cached_property
    def _clusters(self) -> Margin:
        key = "clusters", *self.ways.items()
        if key not in self.kept:
            unit, number = np.zeros(len(self.people.combos), dtype=np.intp), 0
            if self.design.cluster is not None:
                cluster, _ = clusters_of(self.people, self.design)
                occurs = np.unique(cluster[cluster >= 0])
                number = len(occurs)
                unit = np.where(cluster < 0, number, np.searchsorted(occurs, cluster))
            self.kept[key] = Margin(unit, self._group, (number + 1, self._groups))
        return self.kept[key]  # type: ignore[no-any-return]

    @property
    def _groups(self) -> int:
        return sum(len(groups) for groups in self.ways.values())

    @cached_property
    def people_by_cluster(self) -> np.ndarray:
        """(clusters + 1, G, W) people by cluster that occurs, the unknown last; (1, G, W) without clusters.

        G counts the groups of all segments.
        """
        return self._clusters.of(self.people)

    @cached_property
    def by_cluster(self) -> np.ndarray:
        """The same of the basis."""
        return self.people_by_cluster if self.weighted is self.people else self._clusters.of(self.weighted)

    @cached_property
    def counts(self) -> np.ndarray:
        """(G, W) people."""
        if self.design.reached:
            return np.asarray(self.people_by_cluster.sum(axis=0))
        everybody = np.zeros(len(self.people.combos), dtype=np.intp)
        return np.asarray(Margin(everybody, self._group, (1, self._groups)).of(self.people)[0])

    @cached_property
    def reached(self) -> np.ndarray:
        """(G, W) clusters with anybody."""
        # The last row is of people whose cluster is not known.
        return np.asarray(np.count_nonzero(self.people_by_cluster[:-1], axis=0))

    @cached_property
    def sums(self) -> np.ndarray:
        """(G, W) sums of the basis."""
        return np.asarray(self.by_cluster.sum(axis=0))

    @cached_property
    def by_unit(self) -> np.ndarray:
        """(U, G, W) sums of the basis by clusters within strata."""
        if self.design.stratum is None:
            return self.by_cluster[:-1]
        unit, stratum, _ = self.units
        return Margin(unit, self._group, (len(stratum), self._groups)).of(self.weighted)

    @cached_property
    def by_stratum(self) -> tuple[np.ndarray, ...]:
        """(H, G, W) each: sums of weights, of squared weights, and people by stratum."""
        stratum, units = self.persons
        margin = Margin(stratum, self._group, (len(units.strata), self._groups))
        squared = self.tensors[self.basis.weights + SQUARED]
        return tuple(margin.of(tensor) for tensor in (self.weighted, squared, self.people))


def slab(family: Family, segment: str, where: Places) -> Arrays:
    """What `Tables` holds of the items at `where` (T) by `segment`: counts, missing, weighted, covariance, dfs,
    reached.
    """
    rows = family.rows[segment]
    key = segment, family.ways[segment], where.items
    if key not in family.kept:
        family.kept[key] = _people(family, rows, where)
    people = family.kept[key]
    weighted = people["counts"]
    if family.weighted is not family.people:
        weighted = shown_of(family.sums[rows], where.columns)
    return {**people, "weighted": weighted, **_doubt(family, rows, where.columns)}


def _people(family: Family, rows: slice, where: Places) -> Arrays:
    """Tables of people counted: the same whatever the basis."""
    reached = None
    if family.design.cluster is not None and family.design.reached:
        reached = shown_of(family.reached[rows], where.columns)
    return {
        "counts": shown_of(family.counts[rows], where.columns),
        "missing": family.counts[rows][:, where.missing].swapaxes(0, 1),
        "reached": reached,
    }


def _doubt(family: Family, rows: slice, columns: np.ndarray) -> Arrays:
    """Covariance and degrees of freedom, where the basis asks for them."""
    if is_clustered(family.basis, family.design):
        return _clustered(family, rows, columns)
    if family.basis.weights != NONE:
        return _unclustered(family, rows, columns)
    return {"covariance": None, "design_df": None, "group_df": None, "reasons": None}


def _clustered(family: Family, rows: slice, columns: np.ndarray) -> Arrays:
    _, stratum, units = family.units
    sums = family.by_unit[:, rows]
    step = max(1, UNITS_AT_ONCE // max(1, len(stratum) * sums.shape[1] * columns.shape[1]))
    parts = []
    for start in range(0, len(columns), step):
        totals = picked(sums, columns[start : start + step])
        # A product is several times as quick as any() along a short axis; weights are never below zero.
        present = totals @ np.ones(totals.shape[3]) > 0
        flat = _flat(totals)
        parts.append(
            (
                _limited(flat, lambda flat: clustered(flat, stratum, units)),
                degrees(np.asarray(present.any(axis=2)), stratum),
                _group_degrees(present, stratum),
            )
        )
    covariance, design_df, group_df = (np.concatenate(some) for some in zip(*parts, strict=True))
    reasons = _reasons(units, covariance)
    return {"covariance": covariance, "design_df": design_df, "group_df": group_df, "reasons": reasons}


def _reasons(units: Units, covariance: np.ndarray) -> np.ndarray:
    """(T,) why a table has no intervals at all: the design, its size, or a stratum with one unit."""
    if units.reason or covariance.shape[1] > WIDEST:
        return np.full(len(covariance), units.reason or TOO_MANY, dtype=object)
    return np.where(np.isnan(covariance[:, :1, :1]).any(axis=(1, 2)), LONELY, "").astype(object)


def _unclustered(family: Family, rows: slice, columns: np.ndarray) -> Arrays:
    _, units = family.persons
    sums, squares, people = (picked(each[:, rows], columns) for each in family.by_stratum)
    flat = _flat(sums)
    covariance = _limited(flat, lambda flat: unclustered(flat, _flat(squares), units))
    return {
        "covariance": covariance,
        "reasons": _reasons(units, covariance),
        "design_df": degrees_people(people.sum(axis=(2, 3)).astype(np.int64)),
        "group_df": degrees_people(people.sum(axis=3).swapaxes(1, 2).astype(np.int64)),
    }


def _group_degrees(present: np.ndarray, stratum: np.ndarray) -> np.ndarray:
    """(T, G) degrees of freedom within each group, from `present` (T, U, G)."""
    tables, units, groups = present.shape
    return degrees(present.transpose(0, 2, 1).reshape(tables * groups, units), stratum).reshape(
        tables, groups
    )


def _flat(totals: np.ndarray) -> np.ndarray:
    """(T, units, G, A) → (T, units, G·A)."""
    return totals.reshape(*totals.shape[:2], totals.shape[2] * totals.shape[3])


def _limited(flat: np.ndarray, covariance: Any) -> np.ndarray:
    """The covariance of (T, units, cells); nan, without taking memory for it, where there are too many cells."""
    tables, _, cells = flat.shape
    if cells > WIDEST:
        return np.broadcast_to(np.nan, (tables, cells, cells))
    return np.asarray(covariance(flat))
