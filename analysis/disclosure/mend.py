"""Hide more until nothing hidden can be worked out: the gate attacks its own choice and gives up the least useful number.

A hidden number that follows from visible ones and is not sensitive has nothing to hide: it is shown. For any other that
is too narrow, one visible number beside it goes: a mean first, then the smallest count in its column, row or table, then a
base, then a total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from analysis.attack.links import asked
from analysis.attack.system import Study
from analysis.disclosure.arrange import Arrangement
from analysis.disclosure.bounds import Bounds, Search
from analysis.disclosure.choose import Choice
from analysis.disclosure.forms import ABSENT, SIZE, Forms, Key
from analysis.disclosure.rules import Rules
from analysis.disclosure.swaps import Change, Swaps, grids, room
from analysis.results import ALL, TOTAL

PATIENCE = 25
"""Rounds in which single numbers are hidden; after that, whole tables."""


class Mender:
    """Mends one choice; `bounds` and `choice` are changed together."""

    def __init__(self, study: Study, forms: Forms, rules: Rules, bounds: Bounds, choice: Choice):
        self.study, self.forms, self.rules = study, forms, rules
        self.bounds, self.choice = bounds, choice
        self.sensitive = forms.sensitive(rules)
        index = forms.index
        bases = [index.get((*key[:3], "base", ""), i) for i, key in enumerate(forms.keys)]
        self.base_place = np.array(bases)
        self.tried: set[int] = set()
        self.touched: set[tuple[str, str]] = set()
        """Tables in which more answers or bases were hidden than they need by themselves."""
        self.safe = np.zeros(len(forms.keys), dtype=bool)
        """What was found wide enough: hiding more, or showing what follows anyway, does not change that."""

        self.last: dict[int, float] = {}
        """How wide what is too narrow was found last."""
        self.witness: dict[int, list[Change]] = {}
        """Possible worlds that show a safe number to be so."""
        self.moving: dict[int, set[int]] = {}
        """Unknown → safe numbers with a world that moves it, or once did."""
        items: dict[str, int] = {}
        self.item = np.array([items.setdefault(key[0], len(items)) for key in forms.keys])
        self.swaps = Swaps(
            grids(study, bounds.links, forms), forms, bounds.truth, room(bounds.links, bounds.truth)
        )

    def look(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Those of `places` that are too narrow, and how wide they are; the others are safe, and their worlds are kept."""
        return self.look_far(self.look_near(places))

    def look_near(self, places: np.ndarray) -> np.ndarray:
        """What cannot be found wide enough within its own table, in the order given."""
        left = self.swap(places)
        later = self.open_base[left] | (self.forms.totals[left])
        near = self._search(self.bounds.near, left[~later])
        gone = set(left[~later].tolist()) - set(near.narrow.tolist())
        return np.array([p for p in left.tolist() if p not in gone], dtype=int)

    def look_far(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same when more may move, as far as that can matter: what is too narrow, and how wide it is.

        Where the base is hidden, the segment's other tables; where totals are, the item's; where both are, everything.
        """
        bases, totals = self.open_base, self.open_total
        left = self._narrow(self.bounds.across, places, bases)
        left = self._narrow(self.bounds.along, left, totals)
        far = self._search(self.bounds.far, left[bases[left] & totals[left]])
        left = np.setdiff1d(left, np.setdiff1d(far.targets, far.narrow))
        return left, np.array([self.last[place] for place in left.tolist()], dtype=float)

    def _narrow(self, arrangement: Arrangement, places: np.ndarray, able: np.ndarray) -> np.ndarray:
        found = self._search(arrangement, places[able[places]]).narrow
        return np.concatenate([places[~able[places]], found])

    @property
    def open_total(self) -> np.ndarray:
        """Forms of items some of whose totals are hidden, and the totals themselves."""
        hidden = self.forms.totals & ~self.forms.means & ~self.choice.visible
        return np.asarray(np.bincount(self.item[hidden], minlength=self.item.max() + 1)[self.item] > 0)

    def _search(self, arrangement: Arrangement, places: np.ndarray) -> Search:
        search = Search(self.bounds, arrangement, places, self.rules.interval)
        search.run()
        self.last |= {place: search.width(place) for place in search.narrow.tolist()}
        for place in np.setdiff1d(places, search.narrow).tolist():
            self.keep(place, list(search.worlds[place].values()))
        return search

    def swap(self, places: np.ndarray) -> np.ndarray:
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

    def resting(self, unknowns: Iterable[int]) -> list[int]:
        """Safe numbers whose worlds move any of these unknowns."""
        found = {place for unknown in unknowns for place in self.moving.get(unknown, ())}
        return [place for place in found if self.safe[place]]

    def keep(self, place: int, worlds: list[Change]) -> None:
        """Remember the worlds that show a number to be safe."""
        self.safe[place] = True
        self.witness[place] = worlds
        for moved, _ in worlds:
            for unknown in moved.tolist():
                self.moving.setdefault(unknown, set()).add(place)

    @property
    def open_base(self) -> np.ndarray:
        """Forms whose row has a hidden base: they move only together with other tables."""
        return np.asarray(~self.choice.visible[self.base_place])

    def targets(self) -> np.ndarray:
        """Hidden numbers of people; of rows that no table has, the sensitive ones."""
        hidden = ~self.choice.visible & ~self.forms.means
        return np.flatnonzero(hidden & (self.forms.shown | self.sensitive))

    def exposed(self) -> np.ndarray:
        """Targets that are too narrow, after those that follow and are not sensitive have been shown."""
        targets = self.targets()
        narrow, width = self.look(targets[~self.safe[targets]])
        follows = narrow[(width == 0) & ~self.sensitive[narrow] & self.forms.shown[narrow]]
        self.show(follows)
        return np.setdiff1d(narrow, follows)

    def show(self, places: np.ndarray) -> None:
        """Make forms visible."""
        self.choice.visible[places] = True
        self.bounds.show(places)
        for place in places:
            self.choice.reason.pop(int(place), None)

    def mend(self) -> list[Key]:
        """Hide until nothing is exposed; returns what cannot be helped (nothing, if all goes well)."""
        for turn in range(2 * PATIENCE):
            exposed = self.exposed()
            if not len(exposed):
                return []
            gone: set[int] = set()
            for place in self._one_a_table(exposed):
                gone |= set(self._remedy(int(place), turn))
            if not gone:
                break
            self.choice.hide(gone, "complementary")
            self.touched |= {self.forms.keys[place][:2] for place in gone if not self.forms.means[place]}
            self.bounds.hide(gone)
        return [self.forms.keys[place] for place in self.exposed()]

    def _one_a_table(self, exposed: np.ndarray) -> Iterator[int]:
        """The worst of each table: sensitive before merely hidden."""
        order = sorted(exposed, key=lambda place: (not self.sensitive[place], place))
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
        for candidates in self._candidates(key):
            fresh = [p for p in candidates if self.choice.visible[p] and p not in self.tried]
            if fresh:
                chosen = min(fresh, key=lambda p: (self.forms.value[p] == 0, self.forms.value[p], p))
                self.tried.add(chosen)
                return self._with(chosen)
        return self._wholesale(key, PATIENCE)

    def _wholesale(self, key: Key, turn: int) -> list[int]:
        """The last way out: the table's answers, the item's totals, then the bases of all groups."""
        table = [int(p) for p in (*self.forms.of(*key[:2]), *self.forms.of(key[0], TOTAL))]
        plain = [p for p in table if self.forms.keys[p][3] not in ("base", SIZE, *ABSENT)]
        found = [p for p in plain if self.choice.visible[p]]
        if turn > PATIENCE + 2 or not found:
            bases = [p for p in self.forms.of(*key[:2]).tolist() if self.forms.keys[p][3] in ("base", SIZE)]
            found += [q for p in bases if self.choice.visible[p] for q in self._with(p)]
        return found

    def _candidates(self, key: Key) -> Iterator[list[int]]:
        """Visible forms that may help, the least useful first."""
        item, segment, group, measure, answer = key
        table = [int(p) for p in self.forms.of(item, segment)]
        keys = self.forms.keys
        bases = [p for p in table if keys[p][3] in ("base", SIZE) and self.forms.value[p] > 0]
        if measure in ("base", SIZE):
            yield bases
            return
        means = [p for p in table if keys[p][3] == "mean"]
        yield [p for p in means if keys[p][2] == group]
        yield means
        cells = [p for p in table if keys[p][3] not in ("mean", "base", SIZE, *ABSENT)]
        yield [p for p in cells if keys[p][3:] == (measure, answer) and self.forms.value[p] > 0]
        yield [p for p in cells if keys[p][2] == group and keys[p][3] == measure]
        yield [p for p in cells if keys[p][3] == measure]
        yield cells
        totals = [int(p) for p in self.forms.of(item, TOTAL)] if segment != TOTAL else []
        yield [p for p in totals if keys[p][3] == "mean"]
        yield [p for p in totals if keys[p][3] not in ("base", SIZE, *ABSENT)]
        if segment != TOTAL:
            yield bases

    def _with(self, chosen: int) -> list[int]:
        """A form and what would tell it at once: boxes and mean of its row; with a base, its row and its likes."""
        item, segment, group, measure, _ = self.forms.keys[chosen]
        row = [int(p) for p in self.forms.of(item, segment) if self.forms.keys[p][2] == group]
        if measure == "mean":
            return [chosen]
        if measure in ("base", SIZE):
            return [p for like in self._likes(item) for p in self._row(like, segment, group)]
        return [p for p in row if p == chosen or self.forms.keys[p][3] in ("mean", "top", "bottom")]

    def _likes(self, item: str) -> list[str]:
        """Items asked of the same people, and the one that decides who they are; for sizes, all that everybody is asked."""
        who = asked(self.study.questionnaire, item) if item else None
        if who is not None and who.terms is None:
            return [item]
        terms = who.terms if who is not None else None
        same = [
            other
            for other in self.study.divisions
            if (found := asked(self.study.questionnaire, other)) is not None and found.terms == terms
        ]
        if terms is None:
            same = [other for other in self.study.divisions if asked(self.study.questionnaire, other) is None]
            return ["", *same]
        return list(dict.fromkeys([*same, *(source for source, _ in terms)]))

    def people_of(self, item: str) -> object:
        """What decides who answered an item: the same for items whose bases are the same numbers."""
        if not item:
            return None
        silent = self.forms.value[self.forms.index[item, TOTAL, ALL, "base", ""]]
        who = asked(self.study.questionnaire, item)
        asked_of = (
            silent
            if who is None
            else sum(
                self.forms.value[self.forms.index.get((source, TOTAL, ALL, "count", answer), -1)]
                for source, answer in (who.terms or ())
            )
        )
        everybody = self.forms.value[self.forms.index["", TOTAL, ALL, SIZE, ""]]
        if who is None:
            return None if silent == everybody else item
        return who.terms if who.terms and asked_of == silent else item

    def _row(self, item: str, segment: str, group: str) -> list[int]:
        return [int(p) for p in self.forms.of(item, segment) if self.forms.keys[p][2] == group]
