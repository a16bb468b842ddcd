"""Which unit of the design each cell of a tensor belongs to, and what the basis of the numbers asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.counting.coded import SQUARED
from analysis.counting.coding import MISSING
from analysis.counting.tensor import PEOPLE, Tensor
from analysis.design.units import Units, infinite, units_from
from analysis.plan import Basis

NONE = "none"


@dataclass(frozen=True)
class Design:
    """Columns of the background that hold stratum and cluster, and the rows of design.json (None without the file)."""

    cluster: str | None = None
    stratum: str | None = None
    sizes: dict[str, list[dict[str, Any]]] | None = None
    reached: bool = True
    """Whether it is asked how many clusters gave an answer."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The background columns that every cell must know."""
        return tuple(name for name in (self.stratum, self.cluster) if name)


def is_clustered(basis: Basis, design: Design) -> bool:
    """Whether people of a cluster are taken to hang together; without clusters everybody is a unit."""
    return basis.clustered and design.cluster is not None


def quantities(basis: Basis, design: Design) -> tuple[str, ...]:
    """What must be counted for a basis."""
    if basis.weights == NONE:
        return (PEOPLE,)
    more = () if is_clustered(basis, design) else (basis.weights + SQUARED,)
    return (PEOPLE, basis.weights, *more)


def strata_of(tensor: Tensor, design: Design, strata: Sequence[str]) -> np.ndarray:
    """(C,) place of each cell's stratum among `strata`; people whose stratum is not known are in the one named ""."""
    if design.stratum is None:
        return np.zeros(len(tensor.combos), dtype=np.intp)
    k = tensor.column(design.stratum)
    place = {name: h for h, name in enumerate(strata)}
    of_level = [place.get(level, -1) for level in tensor.levels[k]]
    return np.asarray(np.array([*of_level, place.get("", -1)])[tensor.combos[:, k]])


def strata_names(tensor: Tensor, design: Design) -> tuple[str, ...]:
    """The strata that occur, in order; "" stands for the unknown, and for all when there are none."""
    if design.stratum is None:
        return ("",)
    k = tensor.column(design.stratum)
    found = {tensor.levels[k][code] if code >= 0 else "" for code in np.unique(tensor.combos[:, k])}
    return tuple(sorted(found))


def clusters_of(tensor: Tensor, design: Design) -> tuple[np.ndarray, int]:
    """(C,) the cluster of each cell, -1 for unknown, and how many there are."""
    assert design.cluster is not None
    k = tensor.column(design.cluster)
    return tensor.combos[:, k].astype(np.intp), len(tensor.levels[k])


def cluster_units(tensor: Tensor, design: Design) -> tuple[np.ndarray, np.ndarray, Units]:
    """(C,) unit of each cell, (U,) stratum of each unit, and the units: clusters within strata.

    People whose cluster is not known are in no unit (-1).
    """
    cluster, number = clusters_of(tensor, design)
    strata = strata_names(tensor, design)
    joint = np.where(cluster >= 0, strata_of(tensor, design, strata) * number + cluster, -1)
    occurs = np.unique(joint[joint >= 0])
    unit = np.where(joint >= 0, np.searchsorted(occurs, joint), -1)
    stratum = occurs // max(number, 1)
    return unit, stratum, _sized(strata, np.bincount(stratum, minlength=len(strata)), design, "clusters")


def people_units(tensor: Tensor, design: Design) -> tuple[np.ndarray, Units]:
    """(C,) stratum of each cell, and the units: everybody is one. `tensor` counts people."""
    strata = strata_names(tensor, design)
    stratum = strata_of(tensor, design, strata)
    # Everybody stands in exactly one column of any item, so one item's columns count the people of a cell.
    first = next(iter(tensor.answers), None)
    width = 0 if first is None else len(tensor.answers[first]) + len(MISSING)
    people = tensor.totals[:, :width].sum(axis=1)
    return stratum, _sized(strata, np.bincount(stratum, people, len(strata)), design, "people")


def _sized(strata: tuple[str, ...], counted: np.ndarray, design: Design, kind: str) -> Units:
    """The units that were counted, with the sizes of design.json where it knows the stratum."""
    rows = {row["stratum"]: row for row in (design.sizes or {}).get(kind, [])}
    if not rows and len(strata) == 1:
        return infinite(int(counted[0]))
    known = [
        rows.get(name, {"units": int(n), "population": None}) | {"stratum": name}
        for name, n in zip(strata, counted, strict=True)
    ]
    return units_from(known)
