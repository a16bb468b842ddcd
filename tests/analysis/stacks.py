"""Stacks of small tables for tests: from counts written out, or from people with clusters and weights."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from small import VISIT

from analysis.design.covariance import clustered as clustered_covariance
from analysis.design.units import infinite
from analysis.tables import MISSING, Tables

ORDERED, NOMINAL = "helpful", "visited"


def stacked(tables: Sequence[Sequence[Sequence[int]]], item: str) -> Tables:
    """Unweighted tables of counts (groups × answers), padded to one shape."""
    arrays = [np.array(table, dtype=np.int64).reshape(len(table), -1) for table in tables]
    shape = (len(arrays), max(len(a) for a in arrays), max(a.shape[1] for a in arrays))
    counts = np.zeros(shape, dtype=np.int64)
    for t, array in enumerate(arrays):
        counts[t, : len(array), : array.shape[1]] = array
    return described(counts, item, [a.shape for a in arrays])


def described(counts: np.ndarray, item: str, shapes: Sequence[tuple[int, ...]]) -> Tables:
    """`counts` with made-up names; answers beyond the item's own are called a5, a6, …"""
    variable = VISIT.variables[item]
    names = [*variable.substantive, *(f"a{i}" for i in range(len(variable.substantive), 99))]
    values = np.full((len(counts), counts.shape[2]), np.nan)
    if variable.ordinal:
        for t, (_, answers) in enumerate(shapes):
            values[t, :answers] = np.arange(1, answers + 1)
    return Tables(
        variables=(variable,) * len(counts),
        segments=tuple(f"s{t}" for t in range(len(counts))),
        groups=tuple(tuple(f"g{i}" for i in range(groups)) for groups, _ in shapes),
        answers=tuple(tuple(names[:answers]) for _, answers in shapes),
        counts=counts,
        missing=np.zeros((*counts.shape[:2], len(MISSING)), dtype=np.int64),
        values=values,
        top=np.zeros(values.shape, dtype=bool),
        bottom=np.zeros(values.shape, dtype=bool),
        weighted=counts.astype(float),
    )


def designed(
    codes: tuple[np.ndarray, np.ndarray],
    cluster: np.ndarray,
    weight: np.ndarray,
    shape: tuple[int, int],
    item: str,
) -> Tables:
    """One table of people with a group and an answer (`codes`), a cluster and a weight each, as a clustered basis."""
    from dataclasses import replace

    group, answer = codes
    units, cells = int(cluster.max(initial=0)) + 1, shape[0] * shape[1]
    cell = group * shape[1] + answer
    totals = np.bincount(cluster * cells + cell, weight, units * cells).reshape(1, units, cells)
    people = np.bincount(cell, minlength=cells).reshape(1, *shape)
    present = (totals > 0).reshape(units, *shape)
    plain = described(people, item, [shape])
    return replace(
        plain,
        weighted=totals.sum(axis=1).reshape(1, *shape),
        covariance=clustered_covariance(totals, np.zeros(units, dtype=int), infinite(units)),
        design_df=np.array([present.any(axis=(1, 2)).sum() - 1.0]),
        group_df=present.any(axis=2).sum(axis=0)[None] - 1.0,
        reached=present.sum(axis=0)[None],
    )
