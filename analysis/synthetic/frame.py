"""The participant list: clusters with a size and a language, and the people invited in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
import pandas as pd

from analysis.synthetic.chance import apportion, pick, source
from analysis.synthetic.world import FrameWorld, PersonColumn, World

SMALLEST_GROUP = 3
"""People invited from a cluster at least: one a unit."""


def make_clusters(world: World, key: str, seed: int) -> pd.DataFrame:
    """One row a cluster: key, name, size, level, the columns of its set, language form, people invited."""
    frame = world.frame
    rng = source(seed, "clusters")
    rows = [
        {**group.columns, frame.size.level: level, frame.size.column: _size(frame, group.drawn, level, rng)}
        for group in frame.sets
        for level, number in group.clusters.items()
        for _ in range(number)
    ]
    table = pd.DataFrame(rows)
    table.insert(0, key, [frame.cluster_id.format(i + 1) for i in range(len(table))])
    table[frame.name_column] = list(rng.permutation(np.array(frame.names))[: len(table)])
    forms = frame.language.forms
    table[frame.language.column] = [pick(rng, forms[place], 1)[0] for place in table[frame.language.by]]
    table[frame.size.persons] = [str(n) for n in _persons(frame, list(table[frame.size.level]), seed)]
    return table


def _size(frame: FrameWorld, drawn: dict[str, tuple[int, int]], level: str, rng: np.random.Generator) -> str:
    low, high = drawn.get(level, frame.size.bands[level].drawn)
    return str(int(np.exp(rng.uniform(np.log(low), np.log(high)))))


def _persons(frame: FrameWorld, levels: Sequence[str], seed: int) -> list[int]:
    rng = source(seed, "persons per cluster")
    total = int(rng.integers(frame.invited[0], frame.invited[1] + 1))
    means = [frame.size.bands[level].persons for level in levels]
    by_level = dict(zip(levels, means, strict=True))
    shares = [mean * levels.count(level) for level, mean in by_level.items()]
    people: list[int] = [0] * len(levels)
    for level, part in zip(by_level, apportion(shares, total), strict=True):
        places = [i for i, own in enumerate(levels) if own == level]
        weights = list(np.exp(rng.normal(0, frame.size.spread, len(places))))
        for place, number in zip(places, apportion(weights, part, SMALLEST_GROUP), strict=True):
            people[place] = number
    return people


def make_people(world: World, clusters: pd.DataFrame, keys: tuple[str, str], seed: int) -> pd.DataFrame:
    """One row an invited person: everything of the cluster, and the person's own columns. `keys`: person, cluster."""
    frame, number = world.frame, count(1)
    rows: list[dict[str, Any]] = []
    for _, cluster in clusters.iterrows():
        people = int(cluster[frame.size.persons])
        rng = source(seed, "people", str(cluster[keys[1]]))
        own: dict[str, list[str]] = {}
        for name, column in frame.persons.items():
            own[name] = _person_column(column, own, people, rng)
        rows += [
            {**cluster, **{name: codes[i] for name, codes in own.items()}, **frame.constants}
            | {keys[0]: frame.person_id.format(next(number))}
            for i in range(people)
        ]
    return pd.DataFrame(rows)


def _person_column(
    column: PersonColumn, own: dict[str, list[str]], people: int, rng: np.random.Generator
) -> list[str]:
    codes = [*column.cover, *pick(rng, column.shares, people)][:people]
    codes = [str(code) for code in rng.permutation(np.array(codes))]
    if column.one is not None and column.one not in codes:
        codes[_chosen(column, own, people, rng)] = column.one
    return codes


def _chosen(column: PersonColumn, own: dict[str, list[str]], people: int, rng: np.random.Generator) -> int:
    liking = [
        sum(effects.get(own[name][i], 0.0) for name, effects in column.liking.items()) for i in range(people)
    ]
    weights = np.exp(np.array(liking))
    return int(rng.choice(people, p=weights / weights.sum()))


def make_sets(world: World) -> pd.DataFrame:
    """One row a set of clusters, with what its people have in common."""
    return pd.DataFrame([{**group.columns, **world.frame.constants} for group in world.frame.sets])
