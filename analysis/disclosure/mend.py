"""Hide more until nothing hidden can be worked out: the gate attacks its own choice, and gives up the least useful number.

A hidden number that follows from visible ones and is not sensitive has nothing to hide: it is left for release.py. For any
other that is too narrow, one visible number beside it goes; what may go, and in which order, stands in remedies.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.disclosure.forms import Key
from analysis.disclosure.remedies import PEOPLE, UNCOUNTED, Remedies
from analysis.disclosure.safety import Safety
from analysis.results import TOTAL

PATIENCE = 25
"""Rounds in which single numbers are hidden; after that, whole tables."""


class Mender:
    """Mends one choice."""

    def __init__(self, safety: Safety):
        self.safety, self.forms, self.choice = safety, safety.forms, safety.choice
        self.tried: set[int] = set()
        self.touched: set[tuple[str, str]] = set()
        """Tables in which more answers or bases were hidden than they need by themselves."""
        self.remedies = Remedies(safety)

    def mend(self) -> list[Key]:
        """Hide until nothing is exposed; returns what cannot be helped (nothing, if all goes well)."""
        for turn in range(2 * PATIENCE):
            exposed = self.safety.exposed()
            if not len(exposed):
                return []
            gone = {q for place in self._one_a_table(exposed) for q in self._remedy(int(place), turn)}
            gone = {place for place in gone if self.choice.visible[place]}
            if not gone:
                left = self.safety.exposed()
                if len(left) < len(exposed):
                    # Worlds that were hard to find have been found: there may be more of them.
                    continue
                gone = {q for place in left for q in self.remedies.beyond(self.forms.keys[place])}
            if not gone:
                break
            self.choice.hide(gone, "complementary")
            self.touched |= {self.forms.keys[place][:2] for place in gone if not self.forms.means[place]}
            self.safety.bounds.hide(gone)
        return [self.forms.keys[place] for place in self.safety.exposed()]

    def _one_a_table(self, exposed: np.ndarray) -> Iterator[int]:
        """The worst of each table: sensitive before merely hidden."""
        order = sorted(exposed, key=lambda place: (not self.safety.sensitive[place], place))
        seen: set[tuple[str, str]] = set()
        for place in order:
            table = self.forms.keys[place][:2]
            if table not in seen:
                seen.add(table)
                yield place

    def _remedy(self, place: int, turn: int) -> list[int]:
        """What to hide so that `place` becomes less certain; nothing when there is nothing left."""
        key = self.forms.keys[place]
        if turn >= PATIENCE:
            return self._wholesale(key, turn)
        for candidates in self.remedies.beside(key):
            fresh = [p for p in candidates if self.choice.visible[p] and p not in self.tried]
            if fresh:
                chosen = min(fresh, key=lambda p: (self.forms.value[p] == 0, self.forms.value[p], p))
                self.tried.add(chosen)
                return self.remedies.whole(chosen)
        return self._wholesale(key, turn)

    def _wholesale(self, key: Key, turn: int) -> list[int]:
        """The last way out: the table's answers and the item's totals, then the bases of all groups."""
        if self.safety.unfound(self.forms.index[key]):
            return []
        table = [int(p) for p in (*self.forms.of(*key[:2]), *self.forms.of(key[0], TOTAL))]
        found = [p for p in table if self.choice.visible[p] and self.forms.keys[p][3] not in UNCOUNTED]
        if turn > PATIENCE + 2 or not found:
            bases = [p for p in self.forms.of(*key[:2]).tolist() if self.forms.keys[p][3] in PEOPLE]
            found += [q for p in bases if self.choice.visible[p] for q in self.remedies.whole(p)]
        return found
