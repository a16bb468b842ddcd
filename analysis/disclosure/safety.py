"""Which hidden numbers are wide enough, and by which possible worlds: what mending and releasing both ask.

A number that was found safe stays safe while more is hidden. Its worlds are kept, so that when something is shown only those
numbers are looked at again whose worlds it rules out.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from analysis.attack.system import Study
from analysis.disclosure.arrange import Arrangement
from analysis.disclosure.bounds import Bounds
from analysis.disclosure.choose import Choice
from analysis.disclosure.forms import Forms
from analysis.disclosure.relatives import Relatives
from analysis.disclosure.rules import Rules
from analysis.disclosure.search import Search
from analysis.disclosure.swaps import Change, Swaps, grids, room, tied, together


class Safety:
    """What is known of one choice; `bounds` and `choice` are changed together."""

    def __init__(self, study: Study, forms: Forms, rules: Rules, bounds: Bounds, choice: Choice):
        self.study, self.forms, self.rules = study, forms, rules
        self.bounds, self.choice = bounds, choice
        self.sensitive = forms.sensitive(rules)
        self.safe = np.zeros(len(forms.keys), dtype=bool)
        self.stuck = np.zeros(len(forms.keys), dtype=bool)
        """What does not seem to move, but tells of others when it is shown."""
        self.witness: dict[int, list[Change]] = {}
        """Possible worlds that show a safe number to be so."""
        self.steps: dict[int, list[dict[int, float]]] = {}
        """The same worlds, unknown → step: quicker to look up."""
        self.moving: dict[int, set[int]] = {}
        """Unknown → safe numbers with a world that moves it, or once did."""
        self.last: dict[int, float] = {}
        """How wide what is too narrow was found last."""
        self.unsure: set[int] = set()
        """Numbers for which a world was not found though there may be one, since this was emptied."""
        self.hopeful: set[int] = set()
        """Numbers that would be shown if such worlds were found."""
        self._prepare()

    def _prepare(self) -> None:
        forms, links = self.forms, self.bounds.links
        self.kin = Relatives(self.study, forms)
        stuck = tied(self.study, links)
        linked = np.asarray(abs(forms.matrix) @ together(links, stuck)) > 0
        self.linked = np.isin(self.kin.base, self.kin.base[linked])
        """Forms of rows that decide who is asked something else, or that the same person's other answers bound."""
        space = room(links, self.bounds.truth, stuck)
        self.swaps = Swaps(grids(self.study, links, forms), forms, self.bounds.truth, space)

    @property
    def same(self) -> np.ndarray:
        """Form → the first one that is the same number as a reader knows."""
        return self.kin.same(self.choice.visible)

    def targets(self) -> np.ndarray:
        """Hidden numbers of people; of rows that no table has, the sensitive ones; of the same numbers, one."""
        same = self.same
        own = (same == np.arange(len(same))) | self.choice.visible[same]
        hidden = ~self.choice.visible & ~self.forms.means & own
        return np.flatnonzero(hidden & (self.forms.shown | self.sensitive))

    def show(self, places: Iterable[int]) -> list[int]:
        """Make forms visible; returns the numbers that are not safe any more, for it rules out a world that showed them so."""
        doubtful: dict[int, None] = {}
        for place in places:
            doubtful |= dict.fromkeys(self.resting(place))
            self.choice.visible[place] = True
            self.bounds.show([place])
        found = [place for place in doubtful if not self.choice.visible[place]]
        self.safe[found] = False
        return found

    def hide_again(self, shown: list[int], lost: list[int]) -> None:
        """Take back what was shown, and `lost` by it: the worlds that were ruled out are possible again."""
        self.choice.visible[shown] = False
        self.bounds.take_back(shown)
        self.safe[lost] = True

    def brace(self, candidates: list[int]) -> None:
        """Let what can rest on worlds in which no candidate moves do so: showing candidates will not put it in doubt."""
        leaning = np.array(
            sorted({t for place in candidates for t in self.resting(place)} - set(candidates)), dtype=int
        )
        leaning = leaning[~self.choice.visible[leaning]]
        self.choice.visible[candidates] = True
        self.bounds.show(candidates)
        self.bounds.arrange()
        left = self._swap(leaning)
        narrow = np.ones(len(left), dtype=bool)
        self._narrow(self.bounds.across, left, narrow, self.open_base(left))
        self._narrow(self.bounds.along, left, narrow, self.open_total(left))
        self.choice.visible[candidates] = False
        self.bounds.hide(candidates)

    def exposed(self) -> np.ndarray:
        """Targets that are too narrow, but for those that may be known."""
        targets = self.targets()
        narrow, width = self.look(targets[~self.safe[targets]])
        return np.asarray(narrow[~self.harmless(narrow, width)])

    def unfound(self, place: int) -> bool:
        """Whether a world was only hard to find: looks again, as long as it takes, at a number that was too narrow."""
        self.bounds.thorough = True
        narrow, _ = self.look(np.array([place]))
        self.bounds.thorough = False
        return not len(narrow)

    def followers(self) -> np.ndarray:
        """Hidden numbers that are known all the same, and may be."""
        targets = self.targets()
        narrow, width = self.look(targets[~self.safe[targets]])
        return np.asarray(narrow[self.harmless(narrow, width)])

    def alike(self, places: Iterable[int]) -> list[int]:
        """Hidden numbers among `places`, and those that are always the same as one of them."""
        same = self.same
        like = np.isin(same, same[list(places)]) & self.forms.shown & ~self.choice.visible
        return [int(place) for place in np.flatnonzero(like)]

    def harmless(self, narrow: np.ndarray, width: np.ndarray) -> np.ndarray:
        """Which numbers may be known: they follow, and are not sensitive."""
        free = self.forms.shown & ~self.sensitive & ~self.stuck
        return np.asarray((width == 0) & free[narrow])

    def look(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Those of `places` that are too narrow, and how wide they are; the others are safe, and their worlds are kept.

        First within the table. Where the base is hidden, with the segment's other tables; where totals are, or groups are
        parts of other groups, with the item's; where both hold, with everything.
        """
        left = self._swap(places)
        if not len(left):
            return left, np.zeros(0)
        bases, totals = self.open_base(left), self.open_total(left) | self.kin.nested[left]
        roomy = ~self.forms.totals[left] & (self.kin.total[left] >= self.rules.interval)
        along = totals & (self.kin.everybody[left] >= self.rules.interval)
        narrow = np.ones(len(left), dtype=bool)
        # Where totals are hidden the table alone seldom settles anything.
        self._narrow(self.bounds.near, left, narrow, roomy & ~along)
        self._narrow(self.bounds.across, left, narrow, roomy & bases)
        self._narrow(self.bounds.along, left, narrow, along)
        self._narrow(self.bounds.far, left, narrow, bases & totals)
        left = left[narrow]
        return left, np.array([self.last.get(place, 0.0) for place in left.tolist()], dtype=float)

    def open_base(self, places: np.ndarray) -> np.ndarray:
        """Forms whose row has a hidden base, or that are linked to others: they move farther together with other tables."""
        return np.asarray(~self.choice.visible[self.kin.base[places]] | self.linked[places])

    def open_total(self, places: np.ndarray) -> np.ndarray:
        """Forms of items some of whose totals are hidden, and the totals themselves."""
        item, totals = self.kin.item, self.kin.totals
        hidden = item[totals[~self.choice.visible[totals]]]
        return np.isin(item[places], hidden)

    def _swap(self, places: np.ndarray) -> np.ndarray:
        """What trades within tables do not settle."""
        tables: dict[tuple[str, str], list[int]] = {}
        for place in places.tolist():
            tables.setdefault(self.forms.keys[place][:2], []).append(place)
        settled: set[int] = set()
        for table, own in tables.items():
            found = self.swaps.wide(table, own, self.bounds.visible, self.rules.interval)
            for place, worlds in found.items():
                self.keep(place, worlds)
            settled |= set(found)
        return np.array([p for p in places.tolist() if p not in settled], dtype=int)

    def _narrow(
        self, arrangement: Arrangement, places: np.ndarray, narrow: np.ndarray, able: np.ndarray
    ) -> None:
        """Search for those of `places` that are still `narrow` and `able` to gain by it; what is found wide is no longer so."""
        left = np.flatnonzero(narrow & able)
        if not len(left):
            return
        search = Search(self.bounds, arrangement, places[left], self.rules.interval)
        search.run()
        self.last |= {place: search.width(place) for place in search.narrow.tolist()}
        self.unsure |= search.unsure
        narrow[left] = np.isin(places[left], search.narrow)
        for place in places[left][~narrow[left]].tolist():
            self.keep(place, list(search.worlds[place].values()))

    def keep(self, place: int, worlds: list[Change]) -> None:
        """Remember the worlds that show a number to be safe."""
        self.safe[place] = True
        self.witness[place] = worlds
        self.steps[place] = [dict(zip(moved.tolist(), by.tolist(), strict=True)) for moved, by in worlds]
        for step in self.steps[place]:
            for unknown in step:
                self.moving.setdefault(unknown, set()).add(place)

    def resting(self, place: int) -> list[int]:
        """Safe numbers with a world in which `place` is not what it is published as, likeliest to be lost first."""
        forms, weights = self.forms, self.bounds.weights(place)
        low, high = forms.low[place] - forms.value[place] - 0.5, forms.high[place] - forms.value[place] + 0.5

        def ruled_out(step: dict[int, float]) -> bool:
            return (
                not low < sum(weight * step.get(unknown, 0.0) for unknown, weight in weights.items()) < high
            )

        def order(target: int) -> tuple[bool, bool, tuple[str, ...], float]:
            near = forms.keys[target][:3] == forms.keys[place][:3]
            # The same answer of several items stands together: they are moved together (search.py).
            return not near, not self.sensitive[target], forms.keys[target][1:], forms.value[target]

        moved = {target for unknown in weights for target in self.moving.get(unknown, ())}
        found = [t for t in moved if self.safe[t] and any(map(ruled_out, self.steps[t]))]
        return sorted(found, key=order)
