"""The gate's attack on one set of visible numbers: what holds for the unknowns, and how they hang together.

Hiding more never narrows anything and showing more never widens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy.sparse import vstack

from analysis.attack.rows import WHOLE
from analysis.attack.system import PEOPLE, System
from analysis.disclosure.apart import Apart, divided
from analysis.disclosure.arrange import Arrangement, arranged
from analysis.disclosure.block import Block
from analysis.disclosure.forms import Forms
from analysis.disclosure.known import unknown


class Bounds:
    """The attack on one set of visible forms."""

    def __init__(self, system: System, forms: Forms, truth: np.ndarray, visible: np.ndarray):
        sums = system.matrix @ truth
        holds = (sums >= system.low - 1e-6) & (sums <= system.high + 1e-6)
        # A link that these answers break (a ticked box that was never offered) would mislead a reader: it is no help.
        self.links = System(system.unknowns, system.matrix[holds], system.low[holds], system.high[holds])
        self.forms, self.truth, self.visible = forms, truth, visible.copy()
        self._limits = self.limits_of(self.visible)
        self.whole = vstack([self.links.matrix, forms.matrix], format="csr")
        self.table = _numbered([(item, row[0]) for item, row, _ in system.unknowns])
        self.segment = _numbered([row[0] for _, row, _ in system.unknowns])
        self.total = int(self.segment[system.index[PEOPLE, WHOLE, ""]])
        self.item = _numbered([item for item, _, _ in system.unknowns])
        self.thorough = False
        self._weights: dict[int, dict[int, float]] = {}
        self.arrange()

    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """What each row of `whole` may be: links always hold, hidden forms may be anything."""
        return self._limits

    def limits_of(self, visible: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The limits if these forms were visible."""
        low = np.where(visible, self.forms.low, -np.inf)
        high = np.where(visible, self.forms.high, np.inf)
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
        self.blocks: dict[tuple[int, int], Block | Apart] = {}
        self.form_rows = {id(one): self._rows(one) for one in (near, across, along, far)}

    def show(self, places: Iterable[int]) -> None:
        """Make forms visible; blocks only fall apart, so the arrangement stays good."""
        self._set(places, visible=True)

    def take_back(self, places: Iterable[int]) -> None:
        """Hide forms that were shown since the last arrangement, which stays good."""
        self._set(places, visible=False)

    def hide(self, places: Iterable[int]) -> None:
        """Hide forms and arrange anew."""
        self._set(places, visible=False)
        self.arrange()

    def _set(self, places: Iterable[int], *, visible: bool) -> None:
        own, (low, high) = list(places), self._limits
        rows = np.array(own, dtype=int) + self.links.matrix.shape[0]
        self.visible[own] = visible
        low[rows] = self.forms.low[own] if visible else -np.inf
        high[rows] = self.forms.high[own] if visible else np.inf

    def block(self, arrangement: Arrangement, number: int) -> Block | Apart:
        """A block as a programme; made once an arrangement."""
        key = (id(arrangement), number)
        if key not in self.blocks:
            part = arrangement.part(number)
            segments = divided(part, self.segment, self.total) if arrangement is self.along else []
            self.blocks[key] = Apart(part, segments, self.truth) if segments else Block(part, self.truth)
        return self.blocks[key]

    def weights(self, place: int) -> dict[int, float]:
        """Unknown → weight of a form."""
        found = self._weights.get(place)
        if found is None:
            matrix = self.forms.matrix
            own = slice(matrix.indptr[place], matrix.indptr[place + 1])
            found = dict(zip(matrix.indices[own].tolist(), matrix.data[own].tolist(), strict=True))
            self._weights[place] = found
        return found

    def rows(self, arrangement: Arrangement) -> tuple[np.ndarray, np.ndarray]:
        """Form → its row in an arrangement, and its block; -1 when nothing in it is unknown."""
        return self.form_rows[id(arrangement)]

    def _rows(self, arrangement: Arrangement) -> tuple[np.ndarray, np.ndarray]:
        """A form never leaves its table, so that it is one row also from near."""
        count = self.links.matrix.shape[0]
        found = np.full(len(self.visible), -1)
        own = np.flatnonzero((arrangement.origin >= count) & (arrangement.row_block >= 0))
        found[arrangement.origin[own] - count] = own
        block = np.full(len(found), -1)
        block[found >= 0] = arrangement.row_block[found[found >= 0]]
        return found, block


def _numbered(names: list[Any]) -> np.ndarray:
    numbers: dict[Any, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names])
