"""How uncertain each hidden number is, given what is visible: the gate's own way to find out.

Each number is moved as far as it goes (block.py), first from near, then from afar (arrange.py). A solution in whole numbers
is a possible world, and every number that differs by the interval between possible worlds is safe. Hiding more never
narrows anything and showing more never widens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import vstack

from analysis.attack.system import System
from analysis.disclosure.arrange import Arrangement, arranged
from analysis.disclosure.block import Block
from analysis.disclosure.forms import Forms
from analysis.disclosure.known import unknown
from analysis.disclosure.swaps import Change

LARGEST = 60
"""Unknowns of the largest block that is solved in whole numbers; a number of a larger one counts as narrow when rounding
does not show it to be wide."""


class Bounds:
    """The attack on one set of visible forms."""

    def __init__(self, system: System, forms: Forms, truth: np.ndarray, visible: np.ndarray):
        sums = system.matrix @ truth
        holds = (sums >= system.low - 1e-6) & (sums <= system.high + 1e-6)
        # A link that these answers break (a ticked box that was never offered) would mislead a reader: it is no help.
        self.links = System(system.unknowns, system.matrix[holds], system.low[holds], system.high[holds])
        self.forms, self.truth, self.visible = forms, truth, visible.copy()
        self.whole = vstack([self.links.matrix, forms.matrix], format="csr")
        self.table = _numbered([(item, row[0]) for item, row, _ in system.unknowns])
        self.segment = _numbered([row[0] for _, row, _ in system.unknowns])
        self.item = _numbered([item for item, _, _ in system.unknowns])
        self.loose = np.concatenate([np.zeros(self.links.matrix.shape[0], dtype=bool), forms.means])
        self.arrange()

    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """What each row of `whole` may be: links always hold, hidden forms may be anything."""
        low = np.where(self.visible, self.forms.low, -np.inf)
        high = np.where(self.visible, self.forms.high, np.inf)
        return np.concatenate([self.links.low, low]), np.concatenate([self.links.high, high])

    def arrange(self) -> None:
        """Work out which unknowns are known by now, and which hang together."""
        low, high = self.limits()
        active = np.isfinite(low) | np.isfinite(high)
        free = unknown(self.whole[active], low[active], high[active], self.truth)
        near, across, along, far = (
            arranged(self.whole, active, free, self.truth, labels)
            for labels in (self.table, self.segment, self.item, self.item * 0)
        )
        self.near, self.across, self.along, self.far = near, across, along, far
        self.blocks: dict[tuple[int, int], Block] = {}
        self.form_rows = {id(one): self._rows(one) for one in (near, across, along, far)}

    def show(self, places: Iterable[int]) -> None:
        """Make forms visible; blocks only fall apart, so the arrangement stays good."""
        self.visible[list(places)] = True

    def hide(self, places: Iterable[int]) -> None:
        """Hide forms and arrange anew."""
        self.visible[list(places)] = False
        self.arrange()

    def block(self, arrangement: Arrangement, number: int) -> Block:
        """A block as a programme; made once an arrangement."""
        key = (id(arrangement), number)
        if key not in self.blocks:
            self.blocks[key] = Block(arrangement, number, self.loose, self.truth)
        return self.blocks[key]

    def weights(self, place: int) -> dict[int, float]:
        """Unknown → weight of a form."""
        matrix = self.forms.matrix
        start, end = matrix.indptr[place], matrix.indptr[place + 1]
        return dict(zip(matrix.indices[start:end].tolist(), matrix.data[start:end].tolist(), strict=True))

    def rows(self, arrangement: Arrangement) -> tuple[np.ndarray, np.ndarray]:
        """Form → its row in an arrangement, and its block; -1 when nothing in it is unknown."""
        return self.form_rows[id(arrangement)]

    def _rows(self, arrangement: Arrangement) -> tuple[np.ndarray, np.ndarray]:
        """A form never leaves its table, so that it is one row also from near."""
        count = self.links.matrix.shape[0]
        found = np.full(len(self.visible), -1)
        own = np.flatnonzero((arrangement.origin >= count) & (arrangement.row_block >= 0))
        found[arrangement.origin[own] - count] = own
        return found, np.where(found >= 0, arrangement.row_block[found], -1)


@dataclass
class Search:
    """One search for the uncertainty of some forms, in one arrangement."""

    bounds: Bounds
    arrangement: Arrangement
    targets: np.ndarray
    interval: int

    def run(self) -> None:
        """Find the targets that are too narrow, block by block."""
        value = self.bounds.forms.value
        self.least = {place: value[place] for place in self.targets.tolist()}
        self.most = dict(self.least)
        self.worlds: dict[int, dict[int, Change]] = {place: {} for place in self.least}
        _, block = self.bounds.rows(self.arrangement)
        together: dict[int, list[int]] = {}
        for place in self.targets.tolist():
            if block[place] >= 0:
                together.setdefault(int(block[place]), []).append(place)
        limits = self.bounds.limits()
        for own in together.values():
            for place in own:
                self._settle(place, own, limits)
        self.narrow = np.array([p for p in self.targets.tolist() if self.width(p) < self.interval], dtype=int)

    def width(self, place: int) -> float:
        """Steps between least and most."""
        return float(self.most[place] - self.least[place])

    def _settle(self, place: int, own: list[int], limits: tuple[np.ndarray, np.ndarray]) -> None:
        """Move one number up and down until it is wide enough; every world may widen others of its block too."""
        rows, _ = self.bounds.rows(self.arrangement)
        pieces = [self.bounds.block(self.arrangement, b) for b in self.arrangement.spans(int(rows[place]))]
        if len(pieces) > 1:
            own = [place]
        far = 0.0
        enough = (self.bounds.links.matrix.shape[0] + place, float(self.interval))
        for direction in (1, -1):
            if self.width(place) >= self.interval:
                return
            for piece in pieces:
                piece.limit(*limits)
            found = [piece.reach(self.bounds.weights(place), direction, enough) for piece in pieces]
            far += sum(distance for distance, _ in found)
            self._learn(own, pieces, [world for _, world in found])
        width = self.width(place)
        if sum(len(piece.columns) for piece in pieces) > LARGEST:
            return
        if width < self.interval and (far >= self.interval or (width == 0 and far >= 1)):
            for direction in (1, -1):
                worlds = [
                    piece.exact(self.bounds.weights(place), direction, self.interval) for piece in pieces
                ]
                self._learn(own, pieces, worlds)

    def _learn(self, own: list[int], pieces: list[Block], worlds: Sequence[np.ndarray | None]) -> None:
        """Widen the numbers that a world moves; a piece without one stays as it is in truth."""
        moves = [
            piece.truth * 0 if w is None else w - piece.truth for piece, w in zip(pieces, worlds, strict=True)
        ]
        unknowns, steps = np.concatenate([piece.columns for piece in pieces]), np.concatenate(moves)
        change = (unknowns[steps != 0], steps[steps != 0])
        by = dict(zip(change[0].tolist(), change[1].tolist(), strict=True))
        for place in own:
            moved = sum(w * by.get(u, 0.0) for u, w in self.bounds.weights(place).items())
            value = self.bounds.forms.value[place] + moved
            if value < self.least[place]:
                self.least[place], self.worlds[place][-1] = value, change
            if value > self.most[place]:
                self.most[place], self.worlds[place][1] = value, change


def _numbered(names: list[Any]) -> np.ndarray:
    numbers: dict[Any, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names])
