"""Answers person by person, for the few measures that tables of counts cannot give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.counting.coded import Coded
from analysis.counting.coding import MISSING
from analysis.results import TOTAL


@dataclass(frozen=True)
class People:
    """A study in memory, and the indexes whose items are asked for: index → items."""

    study: Coded
    indexes: Mapping[str, tuple[str, ...]]

    def answers(self, items: Sequence[str]) -> np.ndarray:
        """(n, k) answers as numbers, nan where there is none."""
        columns = []
        for name in items:
            item = self.study.items[name]
            values = [*(np.nan,) * len(MISSING), *(float(answer) for answer in item.answers)]
            columns.append(np.array(values)[item.codes])
        return np.stack(columns, axis=1)

    def groups(self, segment: str, groups: Sequence[str]) -> np.ndarray:
        """(n,) place of each person's group among `groups`; -1 for none of them."""
        if segment == TOTAL:
            return np.zeros(self.study.people, dtype=np.intp)
        column = self.study.background[segment]
        place = {group: g for g, group in enumerate(groups)}
        of_level = np.array([*(place.get(level, -1) for level in column.levels), -1])
        return np.asarray(of_level[column.codes])
