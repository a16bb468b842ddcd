"""One question's tables taken apart: its segments have nothing in common but the totals.

A number is moved in the table of its own segment, along with the totals; the other segments' tables then only have to come
out at the same totals. How each of them can is found once for each change of the totals, and kept as long as it is possible.
"""

from __future__ import annotations

import numpy as np

from analysis.disclosure.arrange import Part
from analysis.disclosure.block import Block

Limits = tuple[np.ndarray, np.ndarray]
UNDIVIDED = -1
"""In the place of a segment: all of them."""


def divided(part: Part, segment: np.ndarray, total: int) -> list[np.ndarray]:
    """Which columns each segment has, boolean; empty when there is nothing to take apart, or groups of several segments are in
    one sum. `segment` numbers the segment of every unknown, `total` is the number of the totals'."""
    own = segment[part.columns]
    found = [own == name for name in np.unique(own) if name != total]
    if len(found) < 2 or not (own == total).any():
        return []
    pattern = abs(part.matrix)
    reached = sum((pattern @ mask.astype(float) > 0).astype(int) for mask in found)
    return found if np.max(reached, initial=0) < 2 else []


class Apart:
    """A block in parts; to its user like a Block."""

    def __init__(self, part: Part, segments: list[np.ndarray], truth: np.ndarray):
        self.columns, self.truth = part.columns, truth[part.columns]
        self._given = part, truth
        self._common = ~np.any(segments, axis=0)
        self._places = [np.flatnonzero(mask | self._common) for mask in segments]
        self._shared = [np.flatnonzero(self._common[places]) for places in self._places]
        """Segment → where the totals stand in its part."""
        self._home = {int(u): k for k, mask in enumerate(segments) for u in part.columns[mask]}
        self._blocks: dict[int, Block] = {}
        self._limited: set[int] = set()
        self._followed: dict[tuple[int, bytes], np.ndarray] = {}
        self._failed: set[tuple[int, bytes]] = set()

    def limit(self, low: np.ndarray, high: np.ndarray) -> None:
        """Set the limits of the rows, as Block.limit."""
        self._limits: Limits = (low, high)
        self._limited.clear()
        self._failed.clear()

    def reach(
        self, weights: dict[int, float], direction: int, enough: tuple[np.ndarray, float]
    ) -> tuple[float, np.ndarray | None]:
        """As Block.reach."""
        segment = self._segment(weights)
        distance, world = self._block(segment).reach(weights, direction, enough)
        if segment == UNDIVIDED:
            return distance, world
        if distance <= 0:
            return distance, None
        joined = None if world is None else self._joined(segment, world)
        return (
            (distance, joined)
            if joined is not None
            else self._block(UNDIVIDED).reach(weights, direction, enough)
        )

    def exact(
        self, weights: dict[int, float], direction: int, enough: float, *, thorough: bool
    ) -> np.ndarray | None:
        """As Block.exact."""
        segment = self._segment(weights)
        world = self._block(segment).exact(weights, direction, enough, thorough=thorough)
        if segment == UNDIVIDED:
            return world
        joined = None if world is None else self._joined(segment, world)
        return (
            joined
            if joined is not None
            else self._block(UNDIVIDED).exact(weights, direction, enough, thorough=thorough)
        )

    def _segment(self, weights: dict[int, float]) -> int:
        """The segment that some unknowns are in; UNDIVIDED for totals, and for what stands in several."""
        found = {self._home.get(u, UNDIVIDED) for u in weights}
        return found.pop() if len(found) == 1 else UNDIVIDED

    def _block(self, segment: int) -> Block:
        block = self._blocks.get(segment)
        if block is None:
            part, truth = self._given
            wanted = np.zeros(len(self.columns), dtype=bool)
            wanted[slice(None) if segment == UNDIVIDED else self._places[segment]] = True
            shared = np.zeros(0, dtype=int) if segment == UNDIVIDED else self._shared[segment]
            block = self._blocks[segment] = Block(part.within(wanted), truth, shared)
        if segment not in self._limited:
            block.limit(*self._limits)
            self._limited.add(segment)
        return block

    def _joined(self, segment: int, world: np.ndarray) -> np.ndarray | None:
        """The world of one segment with those of the others that have the same totals; None when one has none."""
        found: np.ndarray = self.truth.copy()
        found[self._places[segment]] = world
        change = (found - self.truth)[self._common]
        if change.any():
            for other in range(len(self._places)):
                follows = world if other == segment else self._follow(other, change)
                if follows is None:
                    return None
                found[self._places[other]] = follows
        return found

    def _follow(self, segment: int, change: np.ndarray) -> np.ndarray | None:
        """A world of a segment in which the totals differ from the truth by `change`."""
        block, key = self._block(segment), (segment, change.tobytes())
        known = self._followed.get(key)
        if known is not None and block.possible(known):
            return known
        if key in self._failed:
            return None
        found = block.with_change(self._shared[segment], change)
        if found is None:
            self._failed.add(key)
        else:
            self._followed[key] = found
        return found
