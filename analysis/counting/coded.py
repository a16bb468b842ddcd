"""A study in memory as small integers, and what can be counted in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.counting.cells import Cells, join
from analysis.counting.coding import Column, Item, code_column, code_items
from analysis.counting.tensor import PEOPLE, Pack, Tensor, count, count_few, packs
from analysis.derived import Derived
from survey.model import Questionnaire

WEIGHT = "weight_"
"""Columns of segments.csv that hold weights: `weight_<id>`."""
FEW = 1 << 15
"""Answers up to which packing them would take longer than counting."""
SQUARED = "²"
"""Ends the name of a quantity that is a squared weight."""


class Source(Protocol):
    """Where a study is counted: in memory, or a file that is streamed."""

    def glance(self) -> Mapping[str, Column]:
        """Background columns of all people, or of enough of them to see how many combinations occur."""

    def combinations(self, columns: Sequence[str]) -> int:
        """How many combinations of the columns' codes occur (of a file: about)."""

    def width(self, item: str) -> int:
        """How many answers an item has, at least roughly."""

    def at_once(self, wanted: Sequence[str], later: Sequence[str]) -> Sequence[str]:
        """Of the quantities `wanted` and those that may be asked for `later`, what is best counted now."""

    def tensors(
        self,
        items: Sequence[str],
        columns: Sequence[str],
        quantities: Sequence[str],
        derived: Mapping[str, Derived],
    ) -> dict[str, Tensor]:
        """The tensor of each quantity (PEOPLE, a weight's id, or that with SQUARED)."""


@dataclass(frozen=True)
class Coded:
    """n people: their answers, the background columns they are divided by, and their weights."""

    items: Mapping[str, Item]
    background: Mapping[str, Column]
    weights: Mapping[str, np.ndarray]
    people: int
    _cells: dict[tuple[str, ...], Cells] = field(default_factory=dict, compare=False, repr=False)
    _packs: dict[tuple[Any, ...], list[Pack]] = field(default_factory=dict, compare=False, repr=False)

    def glance(self) -> Mapping[str, Column]:
        """All background columns."""
        return self.background

    def width(self, item: str) -> int:
        """How many answers an item has."""
        return len(self.items[item].answers)

    def at_once(self, wanted: Sequence[str], later: Sequence[str]) -> Sequence[str]:
        """What is wanted: coming back costs nothing."""
        return wanted

    def combinations(self, columns: Sequence[str]) -> int:
        """How many combinations of the columns' codes occur."""
        return len(self.cells(columns).combos)

    def cells(self, columns: Sequence[str]) -> Cells:
        """Everybody's cell by `columns`, joined once."""
        key = tuple(columns)
        if key not in self._cells:
            self._cells[key] = join(self.background, key, self.people).as_they_stand()
        return self._cells[key]

    def tensors(
        self,
        items: Sequence[str],
        columns: Sequence[str],
        quantities: Sequence[str],
        derived: Mapping[str, Derived],
    ) -> dict[str, Tensor]:
        """The tensor of each quantity, counted in one pass."""
        values = {name: quantity(self.weights, name) for name in quantities}
        cells = self.cells(columns)
        if self.people * len(items) <= FEW:
            return count_few(cells, {name: self.fetch(name, derived) for name in items}, values)
        # Joint codes are kept: another basis counts the same items again.
        key = (tuple(items), len(cells.combos), *(derived[name] for name in items if name in derived))
        if key not in self._packs:
            self._packs[key] = list(packs(items, lambda name: self.fetch(name, derived), len(cells.combos)))
        return count(cells, self._packs[key], values)

    def fetch(self, name: str, derived: Mapping[str, Derived]) -> Item:
        """The codes of an item; a derived one is computed from its parts."""
        if name in derived:
            return derived[name].item([self.items[part] for part in derived[name].parts])
        return self.items[name]


def quantity(weights: Mapping[str, np.ndarray], name: str) -> np.ndarray | None:
    """The (n,) values that a quantity adds up; None for people."""
    if name == PEOPLE:
        return None
    own = weights[name.removesuffix(SQUARED)]
    return own**2 if name.endswith(SQUARED) else own


def coded(
    answers: pd.DataFrame, status: pd.DataFrame, segments: pd.DataFrame, questionnaire: Questionnaire
) -> Coded:
    """The study of the stages' frames, row by row the same people."""
    variables = [v for v in questionnaire.variables.values() if v.closed or v.kind == "number"]
    background = [
        c for c in segments.columns if c != questionnaire.respondent and not str(c).startswith(WEIGHT)
    ]
    study = Coded(
        code_items(answers, status, variables),
        {name: code_column(segments[name]) for name in background},
        {
            str(name).removeprefix(WEIGHT): segments[name].fillna(0).to_numpy(dtype=float)
            for name in segments.columns
            if str(name).startswith(WEIGHT)
        },
        len(answers),
    )
    return in_order_of(study, questionnaire.cluster)


def in_order_of(study: Coded, column: str | None) -> Coded:
    """The same people, those of a cluster beside each other, and within it those who are in all the same groups.

    Counting then goes stretch by stretch, or at least stays within few cells at a time.
    """
    others = sorted((len(own.levels), name) for name, own in study.background.items() if name != column)
    first = [column] if column is not None and column in study.background else []
    order = np.argsort(
        join(study.background, [*first, *(n for _, n in others)], study.people).of, kind="stable"
    )
    return Coded(
        {name: Item(item.codes[order], item.answers) for name, item in study.items.items()},
        {name: Column(own.codes[order], own.levels) for name, own in study.background.items()},
        {name: weights[order] for name, weights in study.weights.items()},
        study.people,
    )
