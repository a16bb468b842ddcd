"""How uncertain each hidden number is, given what is visible: the gate's own way to find out.

Each number is moved as far as it goes (block.py), in one arrangement of the attack (arrange.py). A solution in whole numbers
is a possible world, and every number that differs by the interval between possible worlds is safe.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.disclosure.apart import Apart
from analysis.disclosure.arrange import Arrangement
from analysis.disclosure.block import LARGEST, Block
from analysis.disclosure.bounds import Bounds
from analysis.disclosure.swaps import Change

Piece = Block | Apart
UNSURE = 0.5
TOGETHER = 3
"""Numbers from which it pays to move them at once first."""


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
        self.unsure: set[int] = set()
        self.worlds: dict[int, dict[int, Change]] = {place: {} for place in self.least}
        self.limits, self.pieces = self.bounds.limits(), dict[int, Piece]()
        self.rows, block = self.bounds.rows(self.arrangement)
        together: dict[int, list[int]] = {}
        for place in self.targets.tolist():
            if block[place] >= 0:
                together.setdefault(int(block[place]), []).append(place)
        for own in together.values():
            self._jointly(own)
            for place in own:
                self._settle(place, own)
        self.narrow = np.array([p for p in self.targets.tolist() if self.width(p) < self.interval], dtype=int)

    def _pieces(self, place: int) -> list[Piece]:
        """The blocks that a number reaches into, as things stand now."""
        numbers = self.arrangement.spans(int(self.rows[place]))
        for number in numbers - self.pieces.keys():
            self.pieces[number] = self.bounds.block(self.arrangement, number)
            self.pieces[number].limit(*self.limits)
        return [self.pieces[number] for number in numbers]

    def width(self, place: int) -> float:
        """Steps between least and most; more than none where a world could not be found though there may be one."""
        found = float(self.most[place] - self.least[place])
        return UNSURE if not found and place in self.unsure else found

    def _jointly(self, own: list[int]) -> None:
        """Move the same answer of the same group in several items at once: items that are asked together move together."""
        alike: dict[tuple[str, ...], list[int]] = {}
        for place in own:
            alike.setdefault(self.bounds.forms.keys[place][1:], []).append(place)
        for places in alike.values():
            for direction in (1, -1):
                left = self._left(places)
                if len(left) < TOGETHER:
                    break
                pieces = {id(piece): piece for p in left for piece in self._pieces(p)}
                if len(pieces) > 1:
                    break
                (piece,) = pieces.values()
                weights = Counter[int]()
                for place in left:
                    weights.update(self.bounds.weights(place))
                _, world = piece.reach(dict(weights), direction, self._enough(left))
                self._learn(own, [piece], [world])

    def _left(self, places: list[int]) -> list[int]:
        return [p for p in places if self.width(p) < self.interval]

    def _enough(self, places: list[int]) -> tuple[np.ndarray, float]:
        """The rows of some forms in the whole system, and how far they need to move."""
        return np.array(places) + self.bounds.links.matrix.shape[0], float(self.interval)

    def _settle(self, place: int, own: list[int]) -> None:
        """Move one number up and down until it is wide enough; every world may widen others of its block too."""
        if self.width(place) >= self.interval:
            return
        pieces = self._pieces(place)
        if len(pieces) > 1:
            own = [place]
        far: dict[int, float] = {}
        weights, enough = self.bounds.weights(place), self._enough([place])
        for direction in (1, -1):
            found = [piece.reach(weights, direction, enough) for piece in pieces]
            far[direction] = sum(distance for distance, _ in found)
            self._learn(own, pieces, [world for _, world in found])
            if self.width(place) >= self.interval:
                return
        self._insist(place, own, pieces, far)

    def _insist(self, place: int, own: list[int], pieces: list[Piece], far: dict[int, float]) -> None:
        """Look in whole numbers where the corner that was found is not in whole numbers, but far enough off to matter."""
        width, farthest = self.width(place), sum(far.values())
        if width >= self.interval or not (farthest >= self.interval or (width == 0 and farthest >= 1)):
            return
        weights, thorough = self.bounds.weights(place), self.bounds.thorough
        for direction, distance in far.items():
            if self.width(place) < self.interval and distance > self._moved(place, direction):
                worlds = [p.exact(weights, direction, self.interval, thorough=thorough) for p in pieces]
                self._learn(own, pieces, worlds)
        large = any(len(piece.columns) > LARGEST for piece in pieces)
        if self.width(place) < self.interval and large and not thorough:
            self.unsure.add(place)

    def _moved(self, place: int, direction: int) -> float:
        """How far a number has been seen to move one way."""
        return float(
            ((self.most if direction > 0 else self.least)[place] - self.bounds.forms.value[place]) * direction
        )

    def _learn(self, own: list[int], pieces: list[Piece], worlds: Sequence[np.ndarray | None]) -> None:
        """Widen the numbers that a world moves; a piece without one stays as it is in truth."""
        moves = [
            piece.truth * 0 if w is None else w - piece.truth for piece, w in zip(pieces, worlds, strict=True)
        ]
        unknowns, steps = np.concatenate([piece.columns for piece in pieces]), np.concatenate(moves)
        change = (unknowns[steps != 0], steps[steps != 0])
        by = dict(zip(change[0].tolist(), change[1].tolist(), strict=True))
        for place in self._left(own):
            moved = sum(w * by.get(u, 0.0) for u, w in self.bounds.weights(place).items())
            value = self.bounds.forms.value[place] + moved
            if value < self.least[place]:
                self.least[place], self.worlds[place][-1] = value, change
            if value > self.most[place]:
                self.most[place], self.worlds[place][1] = value, change
