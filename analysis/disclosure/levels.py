"""Coarser before hidden: the divisions of the answers that a table may be published in.

`answers`: each answer for itself. `three`: bottom, middle and top of the scale. `two`: top and the rest. `none`: no
division at all, so that the mean and the base can stand alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.disclosure.complement import protect, spare
from analysis.disclosure.rules import Rules


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
        """Share of the shown groups' cells that stay visible; 1 when no group is shown, 0 at the level `none`."""
        cells = ~self.hidden[shown] & (self.level.name != "none")
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
    if high or low:
        found.append(Level("none", {"anything": tuple(range(len(answers)))}))
    return found


def protect_level(
    counts: np.ndarray, level: Level, hidden_groups: np.ndarray, rest: np.ndarray, rules: Rules
) -> Protected:
    """Hide what must be hidden of `counts` (groups × answers) at `level`.

    `rest` holds the answers of people in no group: one more hidden row, never shown.
    """
    if len(level.categories) == 1:
        # Only the base itself, which is published anyway where the group is.
        return Protected(level, *[hidden_groups[:, None]] * 2)
    cells = level.collapse(np.vstack([counts, rest]) if rest.sum() else counts)
    open_rows = np.append(hidden_groups, True)[: len(cells)]
    primary = rules.sensitive_cells(cells)
    # What nobody or everybody answered in the whole study, the total says of all.
    told = cells.sum(axis=0) * (cells.sum() - cells.sum(axis=0)) == 0
    primary &= ~told
    primary[open_rows] = True
    hidden = protect(cells, primary, open_rows, rules.interval)
    hidden = spare(cells, hidden, primary, open_rows, rules.interval)
    groups = len(counts)
    return Protected(level, primary[:groups], hidden[:groups])
