"""Lets the numbers of a new cross-tab in beside those that are out, as far as nothing hidden becomes too narrow.

What is out cannot be taken back, so wherever something hidden would come within reach it is the new cross-tab that
gives a number up. What a reader can put together (analysis/attack) and what must be hidden (analysis/disclosure) are
the gate's own; here every hidden number may move (reach.py), which is exact and affordable for one cross-tab.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.asking.overlap import tied, too_close
from analysis.asking.reach import Facts, Reach
from analysis.attack.rows import Row
from analysis.attack.system import Study as Linked
from analysis.attack.system import study_of, system_of
from analysis.disclosure.forms import SIZE, Forms, Key, forms_of
from analysis.disclosure.rules import Rules
from analysis.disclosure.truth import truth
from analysis.plan import FILTERED, Plan
from analysis.results import TOTAL
from survey.model import Questionnaire

BASES = ("base", SIZE)
AT_ONCE = 6
"""Numbers given up before everything is looked at again."""


@dataclass(frozen=True)
class People:
    """The respondents, in the same order in every frame, and the items that hang together with what is asked for."""

    items: tuple[str, ...]
    answers: pd.DataFrame
    status: pd.DataFrame
    segments: pd.DataFrame


class Guests:
    """The numbers of a new cross-tab among those that are `out` (key → whether it is visible)."""

    def __init__(self, linked: Linked, facts: Facts, rules: Rules, out: dict[Key, bool]):
        self.linked, self.facts, self.forms, self.rules = linked, facts, facts.forms, rules
        self.visible = np.array([out.get(key, False) for key in self.forms.keys], dtype=bool)
        self.free = self.forms.shown & np.array([key not in out for key in self.forms.keys])
        self.bases = np.array([key[3] in BASES for key in self.forms.keys], dtype=bool)
        self.safe = np.zeros(len(self.visible), dtype=bool)
        """Found wide enough; hiding more does not change that."""
        self.targets = self._targets()
        self.close: set[Row] = set()
        """Rows that differ from others by too few people."""

    def let_in(self, measures: Collection[str]) -> tuple[dict[Key, bool], int]:
        """(key → visible) for the free numbers of some forms, and how many of them other tables stand in the way of."""
        keys = self.forms.keys
        asked = self.free & np.array([key[3] in measures for key in keys], dtype=bool)
        guest = asked & ~self.primary() & ~np.array([key[1:3] in self.close for key in keys], dtype=bool)
        # What is too narrow already is no guest's doing, and no guest can mend it.
        self.targets = np.setdiff1d(self.targets, self._narrow(self.targets))
        self.visible |= guest
        self._mend(guest)
        self._look_again(guest)
        seen = {keys[place]: bool(self.visible[place]) for place in np.flatnonzero(asked)}
        return seen, int((asked & ~self.primary() & ~self.visible).sum())

    def primary(self) -> np.ndarray:
        """What may not be shown whatever else is: small groups, small counts, means of few, all or none of few."""
        value, base = self.forms.value, self.forms.base
        small = self.rules.small_groups(base)
        few = (base > 0) & (base < self.rules.smallest_mean_base)
        tiny = (value > 0) & (value < self.rules.smallest_cell)
        counts = self.rules.sensitive(value, base) | small
        found: np.ndarray = np.where(self.bases, tiny, np.where(self.forms.means, few | small, counts))
        return found

    def _targets(self) -> np.ndarray:
        """Numbers of people that must stay uncertain: those that earlier tables hide, and small ones anywhere.

        Not what a condition says itself: that everybody among those who said yes said yes is no secret.
        """
        # How many people are left over tells nothing of them; what they answered does.
        sensitive = self.rules.sensitive(self.forms.value, self.forms.base) & ~self.bases
        hidden = ~self.visible & ~self.forms.means & ((self.forms.shown & ~self.free) | sensitive)
        found: np.ndarray = np.flatnonzero(hidden & ~self.forms.given)
        return found

    def _narrow(self, targets: np.ndarray) -> np.ndarray:
        """Those of `targets` that are too narrow; the others are safe as long as nothing more is shown."""
        waiting = targets[~self.safe[targets] & ~self.visible[targets]]
        found = Reach(self.facts, self.visible, waiting, self.rules.interval).run()
        self.safe[np.setdiff1d(waiting, found)] = True
        return found

    def _mend(self, guest: np.ndarray) -> None:
        """Give up guests until nothing is too narrow."""
        self.safe[:] = False
        while len(exposed := self._narrow(self.targets)):
            if not any([self._give_up(place, guest) for place in exposed.tolist()[:AT_ONCE]]):
                return

    def _give_up(self, place: int, guest: np.ndarray) -> bool:
        """Hide something of the new cross-tab: a mean first, then small counts, then bases; what is near goes first."""
        for near in self._circles(place, np.flatnonzero(guest & self.visible)):
            if len(near):
                self.visible[self._together(min(near.tolist(), key=self._worth), guest)] = False
                return True
        return False

    def _circles(self, place: int, visible: np.ndarray) -> Iterator[np.ndarray]:
        item, segment, group, _, answer = self.forms.keys[place]
        keys = [self.forms.keys[p] for p in visible]
        same = np.array([k[:2] == (item, segment) for k in keys], dtype=bool)
        yield visible[same & np.array([k[2] == group or k[4] == answer for k in keys], dtype=bool)]
        yield visible[same]
        yield visible[np.array([k[0] == item for k in keys], dtype=bool)]
        yield visible

    def _worth(self, place: int) -> tuple[int, bool, float, int]:
        """How much a reader would miss a number: less first, the total last."""
        _, segment, _, measure, _ = self.forms.keys[place]
        kind = 0 if measure == "mean" else 2 if measure in BASES else 1
        kind += 3 * (segment.partition(FILTERED)[0] == TOTAL)
        return kind, bool(self.forms.value[place] == 0), float(self.forms.value[place]), place

    def _together(self, chosen: int, guest: np.ndarray) -> list[int]:
        """A number and what would tell it at once: boxes and mean of its row; with a base, the whole row."""
        key = self.forms.keys[chosen]
        row = [int(p) for p in self.forms.of(*key[:2]) if self.forms.keys[p][2] == key[2] and guest[p]]
        if key[3] in BASES:
            return row
        told = ("mean", "top", "bottom") if key[3] != "mean" else ()
        return [p for p in row if p == chosen or self.forms.keys[p][3] in told]

    def _look_again(self, guest: np.ndarray) -> None:
        """Show what was given up and turns out to be harmless, what is worth most first; no row without its base."""
        for place in sorted(np.flatnonzero(guest & ~self.visible).tolist(), key=self._worth, reverse=True):
            base = self.forms.index.get((*self.forms.keys[place][:3], "base", ""))
            if base is not None and base != place and not self.visible[base]:
                continue
            self.visible[place] = True
            hidden = self.targets[~self.visible[self.targets]]
            if len(Reach(self.facts, self.visible, hidden, self.rules.interval, eager=True).run()):
                self.visible[place] = False


def guests(
    plan: Plan, questionnaire: Questionnaire, people: People, rules: Rules, out: dict[Key, bool]
) -> Guests:
    """The tables of `plan` that are not `out` yet, among those that are."""
    linked, segments = tied(study_of(plan, questionnaire, list(people.items)), people.segments)
    system = system_of(linked)
    counted = truth(linked, system, people.answers, people.status, segments)
    forms = forms_of(linked, system, counted, rules)
    found = Guests(linked, Facts(system, forms, counted), rules, out)
    found.close = too_close(linked, segments, *_rows(forms, out), rules.smallest_group)
    return found


def _rows(forms: Forms, out: dict[Key, bool]) -> tuple[list[Row], list[Row]]:
    """The rows that are new, and those that some table that is out has."""
    decided = {key[:2] for key in out}
    shown = [key for key, here in zip(forms.keys, forms.shown, strict=True) if here]
    return [k[1:3] for k in shown if k[:2] not in decided], [k[1:3] for k in shown if k[:2] in decided]
