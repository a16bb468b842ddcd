"""The simplest possible worlds: some people of one group and as many of another trade answers.

Such a trade keeps every base and every total, so that only the visible numbers of the two groups can forbid it. Most hidden
numbers are found safe this way, without solving anything. Where groups are parts of other groups it is not tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, permutations

import numpy as np
from scipy.sparse import csr_array

from analysis.attack.links import SILENT, SKIPPED
from analysis.attack.rows import WHOLE, Row
from analysis.attack.system import PEOPLE, Study, System
from analysis.disclosure.forms import Forms

Change = tuple[np.ndarray, np.ndarray]
"""Unknowns and by how many people each differs from the truth."""


MANY = 1e6


@dataclass(frozen=True)
class Grid:
    """The unknowns of one table, groups × answers, and its forms."""

    unknowns: np.ndarray
    rows: dict[int, int]
    """Form → the group it is about."""
    weights: dict[int, np.ndarray]
    """Form → what each answer counts in it."""


def grids(study: Study, system: System, forms: Forms) -> dict[tuple[str, str], Grid]:
    """Every table whose groups only add up to the total."""
    found = {}
    for item, rows in study.rows.items():
        answers = study.answers(item)
        by_segment: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            by_segment.setdefault(row[0], []).append(row)
        for segment, own in by_segment.items():
            sums = [d for d in study.divisions[item] if any(r[0] == segment for r in (d.whole, *d.parts))]
            if len(answers) > 1 and len(sums) == 1 and sums[0].whole == WHOLE and segment != WHOLE[0]:
                place = {row: r for r, row in enumerate(own)}
                unknowns = np.array([[system.index[item, row, a] for a in answers] for row in own])
                table = [int(p) for p in forms.of(item, segment)]
                found[item, segment] = Grid(
                    unknowns,
                    {p: place[forms.keys[p][1], forms.keys[p][2]] for p in table},
                    {p: _weights(forms.matrix, p, unknowns) for p in table},
                )
    return found


def _weights(matrix: csr_array, place: int, unknowns: np.ndarray) -> np.ndarray:
    start, end = matrix.indptr[place], matrix.indptr[place + 1]
    known = dict(zip(matrix.indices[start:end].tolist(), matrix.data[start:end].tolist(), strict=True))
    row = next((own for own in unknowns if set(own.tolist()) & set(known)), unknowns[0])
    return np.array([known.get(int(u), 0.0) for u in row])


class Swaps:
    """What trades are possible, given what is visible."""

    def __init__(self, found: dict[tuple[str, str], Grid], forms: Forms, truth: np.ndarray, room: np.ndarray):
        """`room` says how far each unknown may move before a link that is no sum (such as boxes) could forbid it."""
        self.grids, self.forms, self.truth, self.room = found, forms, truth, room
        self._known: dict[tuple[str, str], tuple[bytes, np.ndarray]] = {}
        """Table → what was visible of it when its trades were counted, and how often each was possible."""

    def wide(
        self, table: tuple[str, str], targets: list[int], visible: np.ndarray, interval: int
    ) -> dict[int, list[Change]]:
        """The targets of one table that trades make wide enough, with two worlds that show it."""
        grid = self.grids.get(table)
        if grid is None:
            return {}
        trades = trades_of(grid.unknowns.shape[1])
        able = self._counted(table, visible)
        back = able[:, ::-1]
        others = back.sum(axis=0)[None, :] - back
        times = np.minimum(able, others)
        found = {}
        for target in targets:
            row = grid.rows[target]
            gain = (trades @ grid.weights[target]) * np.minimum(times[row], interval)
            if gain.max() - gain.min() >= interval:
                ends = (int(gain.argmax()), int(gain.argmin()))
                found[target] = [
                    self._change(grid, row, trades[z], (min(times[row, z], interval), back[:, z]))
                    for z in ends
                ]
        return found

    def _counted(self, table: tuple[str, str], visible: np.ndarray) -> np.ndarray:
        grid = self.grids[table]
        now = visible[list(grid.rows)].tobytes()
        if table not in self._known or self._known[table][0] != now:
            self._known[table] = now, self._able(grid, trades_of(grid.unknowns.shape[1]), visible)
        return self._known[table][1]

    def _able(self, grid: Grid, trades: np.ndarray, visible: np.ndarray) -> np.ndarray:
        """Group × trade: how many times a group can make a trade, as far as its own visible numbers go."""
        counts, room = self.truth[grid.unknowns], self.room[grid.unknowns]
        able = np.full((len(counts), len(trades)), MANY)
        for a in range(counts.shape[1]):
            step = trades[:, a]
            limit = np.where(step < 0, np.minimum(counts, room)[:, a, None], room[:, a, None])
            able = np.minimum(able, np.where(step != 0, limit // np.maximum(np.abs(step), 1), MANY))
        for place, row in grid.rows.items():
            if visible[place]:
                step = trades @ grid.weights[place]
                value = self.forms.value[place]
                up, down = self.forms.high[place] - value, value - self.forms.low[place]
                limit = np.where(step > 0, up, down) // np.maximum(np.abs(step), 1e-9)
                able[row] = np.minimum(able[row], np.where(np.abs(step) > 1e-9, limit, MANY))
        return able

    @staticmethod
    def _change(grid: Grid, row: int, trade: np.ndarray, times: tuple[float, np.ndarray]) -> Change:
        """One group makes a trade so many times, the others the opposite one as often as they can."""
        left, able = times
        by = np.zeros(grid.unknowns.shape)
        by[row] = left * trade
        for other in np.flatnonzero(able):
            if other != row:
                share = min(left, able[other])
                by[other] -= share * trade
                left -= share
        moved = by != 0
        return grid.unknowns[moved], by[moved]


@cache
def trades_of(answers: int) -> np.ndarray:
    """Trades × answers: what one person, or two, changing their answers does to the counts; trade i undoes trade -1-i."""
    single = [
        np.eye(answers, dtype=int)[b] - np.eye(answers, dtype=int)[a]
        for a, b in permutations(range(answers), 2)
    ]
    double = (
        [first + second for first, second in combinations_with_replacement(single, 2)] if answers <= 7 else []
    )
    every = {tuple(int(v) for v in trade) for trade in (*single, *double) if trade.any()}
    return np.array(sorted(every))


def room(system: System, truth: np.ndarray, stuck: list[int]) -> np.ndarray:
    """How far each unknown may move before a link other than the sums of its own table could forbid it.

    Not at all for those that are `stuck` to another table (see `tied`); half the slack of any inequality.
    """
    unequal = np.flatnonzero(system.low != system.high)
    matrix = system.matrix[unequal]
    matrix.eliminate_zeros()
    entries = matrix.tocoo()
    now = matrix @ truth
    slack = np.minimum(now - system.low[unequal], system.high[unequal] - now)
    found = np.full(len(truth), MANY)
    halves = np.floor(slack[entries.row] / (2 * np.abs(entries.data)) + 1e-9)
    np.minimum.at(found, entries.col, halves)
    found[stuck] = 0
    return found


def tied(study: Study, system: System) -> list[int]:
    """Unknowns that an equation ties to another table by themselves, not only in the sum of all answers: those that
    decide who is asked another question, or who is in a group."""
    matrix, found = system.matrix, list[int]()
    for r in np.flatnonzero(system.low == system.high):
        inside = slice(matrix.indptr[r], matrix.indptr[r + 1])
        rows: dict[tuple[str, Row], dict[int, float]] = {}
        for place, weight in zip(matrix.indices[inside].tolist(), matrix.data[inside].tolist(), strict=True):
            item, row, _ = system.unknowns[place]
            rows.setdefault((item, row), {})[place] = weight
        items = {item for item, _ in rows}
        one_table = len(items - {PEOPLE}) < 2 and not (PEOPLE in items and len(rows) > 2)
        # Sums within a table, and of a row's answers to its people, move along with a trade.
        same_row = PEOPLE in items and {row for _, row in rows} == {next(iter(rows))[1]}
        if one_table and (PEOPLE not in items or same_row):
            continue
        for (item, _), own in rows.items():
            answers = [w for place, w in own.items() if system.unknowns[place][2] not in (SILENT, SKIPPED)]
            if item != PEOPLE and (len(answers) < len(study.answers(item)) or len(set(answers)) > 1):
                found += own
    return found


def together(system: System, stuck: list[int]) -> np.ndarray:
    """1 for the unknowns that are `stuck` to another table, or in an inequality with one; 0 for the others."""
    unequal = abs(system.matrix[np.flatnonzero(system.low != system.high)])
    found = (np.asarray(unequal.sum(axis=0)) > 0).astype(float)
    found[stuck] = 1.0
    return found
