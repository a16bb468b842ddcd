"""How far hidden numbers can move when everything that is hidden may move with them: exact, over all tables together.

Every solution in whole numbers is a possible world, and tells of all numbers at once: most are settled by a few worlds
in which many are pushed up or down by chance, the rest is moved one by one. Worlds are kept, for the next question.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from analysis.attack.system import System
from analysis.disclosure.forms import Forms

ROUNDS = 6
"""Worlds in which many numbers move at once."""
KEPT = 400
"""Worlds that are remembered, as the values of all forms."""
SLACK = 1e-6


class Facts:
    """What a reader knows whatever is published, and the worlds that were found possible so far."""

    def __init__(self, system: System, forms: Forms, truth: np.ndarray):
        sums = system.matrix @ truth
        holds = (sums >= system.low - SLACK) & (sums <= system.high + SLACK)
        # A link that these answers break (a ticked box that was never offered) would mislead a reader: it is no help.
        self.links = System(system.unknowns, system.matrix[holds], system.low[holds], system.high[holds])
        self.forms, self.truth = forms, truth
        self.whole: csr_array = vstack([self.links.matrix, forms.matrix], format="csr")
        self.worlds = forms.value[None, :].copy()

    def possible(self, visible: np.ndarray) -> np.ndarray:
        """The values of all forms in every remembered world that what is visible does not rule out."""
        seen = self.worlds[:, visible]
        low, high = self.forms.low[visible] - 0.5, self.forms.high[visible] + 0.5
        return np.asarray(self.worlds[((seen > low) & (seen < high)).all(axis=1)])

    def known(self, visible: np.ndarray) -> LinearConstraint:
        """Links, and the forms that are visible."""
        low = np.concatenate([self.links.low, np.where(visible, self.forms.low, -np.inf)])
        high = np.concatenate([self.links.high, np.where(visible, self.forms.high, np.inf)])
        told = np.isfinite(low) | np.isfinite(high)
        return LinearConstraint(self.whole[told], low[told], high[told])

    def remember(self, values: np.ndarray) -> None:
        """Keep a world; the truth always stays."""
        self.worlds = np.concatenate([self.worlds[:1], self.worlds[1:][-KEPT:], values[None, :]])


@dataclass
class Reach:
    """The least and the most that some forms can be, given what is visible.

    `eager`: one that is too narrow is enough.
    """

    facts: Facts
    visible: np.ndarray
    places: np.ndarray
    interval: int
    eager: bool = False

    def run(self) -> np.ndarray:
        """The places that cannot move by the interval (at least one of them, when that is enough)."""
        worlds = self.facts.possible(self.visible)[:, self.places]
        self.least, self.most = worlds.min(axis=0), worlds.max(axis=0)
        if self.narrow.any():
            self._known = self.facts.known(self.visible)
            self._rows: csr_array = self.facts.forms.matrix[self.places]
            self._together()
            self._one_by_one()
        return np.asarray(self.places[self.narrow])

    @property
    def narrow(self) -> np.ndarray:
        """Which places are not known to be wide enough yet."""
        return np.asarray(self.most - self.least < self.interval)

    def _together(self) -> None:
        """Push many up or down by chance."""
        random = np.random.default_rng(1)
        for _ in range(ROUNDS):
            waiting = np.flatnonzero(self.narrow)
            if len(waiting) > 1:
                found = self._solved(
                    random.choice([-1.0, 1.0], size=len(waiting)) @ self._rows[waiting], whole=False
                )
                if _whole(found):
                    self._learn(found)

    def _one_by_one(self) -> None:
        for one in np.flatnonzero(self.narrow):
            for direction in (1.0, -1.0):
                if self.narrow[one]:
                    gain = direction * self._rows[[one]].toarray().ravel()
                    found = self._solved(gain, whole=False)
                    self._learn(found if _whole(found) else self._solved(gain, whole=True))
            if self.eager and self.narrow[one]:
                return

    def _learn(self, world: np.ndarray) -> None:
        """Learn from a world in whole numbers."""
        values = self.facts.forms.matrix @ np.round(world)
        self.facts.remember(values)
        own = values[self.places]
        self.least, self.most = np.minimum(self.least, own), np.maximum(self.most, own)

    def _solved(self, gain: np.ndarray, *, whole: bool) -> np.ndarray:
        """The world with the most of `gain`, which often is in whole numbers by itself."""
        # Numbers that nothing holds would rise without end; beyond this they tell nothing more.
        people = Bounds(0, 2 * self.facts.truth.max() + self.interval)
        kind = np.ones(len(gain)) if whole else None
        found = milp(-gain, constraints=self._known, bounds=people, integrality=kind)
        if found.x is None:
            raise ArithmeticError(f"no solution though the true one is known: {found.message}")
        return np.asarray(found.x)


def _whole(world: np.ndarray) -> bool:
    return bool(np.abs(world - np.round(world)).max() < SLACK)
