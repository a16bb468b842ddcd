"""Coarser before hidden: the finest division of the answers that leaves most of a table readable.

`answers`: each answer for itself. `three`: bottom, middle and top of the scale. `two`: top and the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.complement import protect
from analysis.disclosure.rules import Rules
from analysis.tables import Table


@dataclass(frozen=True)
class Level:
    """A division of a table's answers: the columns of each category, by name."""

    name: str
    categories: dict[str, tuple[int, ...]]

    def collapse(self, counts: np.ndarray) -> np.ndarray:
        """Counts per category: groups × categories."""
        return np.stack(
            [counts[:, list(columns)].sum(axis=1) for columns in self.categories.values()], axis=1
        )


@dataclass(frozen=True)
class Protected:
    """A table at one level: which categories of which groups are hidden, and why."""

    level: Level
    primary: np.ndarray
    hidden: np.ndarray

    def readable(self, shown: np.ndarray) -> float:
        """Share of the shown groups' cells that stay visible; 1 when no group is shown."""
        cells = ~self.hidden[shown]
        return float(cells.mean()) if cells.size else 1.0


def levels_of(answers: tuple[str, ...], top: tuple[str, ...], bottom: tuple[str, ...]) -> list[Level]:
    """The divisions an item allows, finest first."""
    found = [Level("answers", {answer: (i,) for i, answer in enumerate(answers)})]
    high = tuple(i for i, answer in enumerate(answers) if answer in top)
    low = tuple(i for i, answer in enumerate(answers) if answer in bottom)
    middle = tuple(i for i in range(len(answers)) if i not in high + low)
    if high and low:
        three = {"bottom": low, "middle": middle, "top": high}
        found.append(Level("three", {name: columns for name, columns in three.items() if columns}))
    if high and len(high) < len(answers):
        found.append(Level("two", {"rest": (*low, *middle), "top": high}))
    return found


def protect_level(
    counts: np.ndarray, level: Level, hidden_groups: np.ndarray, rest: np.ndarray, rules: Rules
) -> Protected:
    """Hide what must be hidden of `counts` (groups × answers) at `level`.

    `rest` holds the answers of people in no group: one more hidden row, never shown.
    """
    cells = level.collapse(np.vstack([counts, rest]) if rest.sum() else counts)
    open_rows = np.append(hidden_groups, True)[: len(cells)]
    primary = rules.sensitive_cells(cells)
    primary[open_rows] = True
    hidden = protect(cells, primary, open_rows, rules.interval)
    groups = len(counts)
    return Protected(level, primary[:groups], hidden[:groups])


def choose_level(table: Table, hidden_groups: np.ndarray, rest: np.ndarray, rules: Rules) -> Protected:
    """The finest level that keeps enough readable, else the most readable one."""
    tried = [
        protect_level(table.counts, level, hidden_groups, rest, rules)
        for level in levels_of(table.answers, table.top, table.bottom)
    ]
    shown = ~hidden_groups & (table.base > 0)
    enough = [p for p in tried if p.readable(shown) >= rules.readable]
    return enough[0] if enough else max(tried, key=lambda p: p.readable(shown))


LARGEST_TRIED = 40
"""Groups above this have too many ways to fill the categories for a mean to pin an answer down."""


def mean_exposes(counts: np.ndarray, values: np.ndarray, level: Level, interval: int) -> bool:
    """Whether base, category sums and the mean together pin down a hidden answer of one group (`counts`, one row).

    Tries every way to fill the categories: exact for scales, where a category has at most a few answers.
    """
    if level.name == "answers" or counts.sum() > LARGEST_TRIED:
        return False
    possible: dict[float, list[tuple[int, ...]]] = {0.0: [()]}
    for columns in level.categories.values():
        possible = _extend(possible, columns, values, int(counts[list(columns)].sum()))
    fits = np.array(possible.get(float(counts @ values), []))
    if not len(fits):
        return True
    order = [column for columns in level.categories.values() for column in columns]
    hidden = [
        i
        for i, column in enumerate(order)
        if any(column in c and len(c) > 1 for c in level.categories.values())
    ]
    width = fits.max(axis=0) - fits.min(axis=0)
    held = counts[order] > 0
    return bool((width[hidden] < interval)[held[hidden]].any())


def _extend(
    possible: dict[float, list[tuple[int, ...]]], columns: tuple[int, ...], values: np.ndarray, people: int
) -> dict[float, list[tuple[int, ...]]]:
    result: dict[float, list[tuple[int, ...]]] = {}
    for fill in _compositions(people, len(columns)):
        weight = sum(k * float(values[c]) for k, c in zip(fill, columns, strict=True))
        for sofar, fills in possible.items():
            result.setdefault(sofar + weight, []).extend(f + fill for f in fills)
    return result


def _compositions(people: int, parts: int) -> list[tuple[int, ...]]:
    if parts == 1:
        return [(people,)]
    return [(k, *rest) for k in range(people + 1) for rest in _compositions(people - k, parts - 1)]
