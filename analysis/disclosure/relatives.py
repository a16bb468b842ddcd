"""How the numbers of a study hang together, whatever is visible: whose base, whose total, which are the same number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.attack.links import asked
from analysis.attack.rows import WHOLE
from analysis.attack.system import Study
from analysis.disclosure.forms import SIZE, Forms
from analysis.results import ALL, TOTAL


@dataclass(frozen=True)
class Relatives:
    """For each form another form, or a number; all arrays have a place a form."""

    study: Study
    forms: Forms

    @cached_property
    def base(self) -> np.ndarray:
        """The base of the form's row; of a group's size, itself."""
        keys, index = self.forms.keys, self.forms.index
        return np.array([index.get((*key[:3], "base", ""), i) for i, key in enumerate(keys)])

    @cached_property
    def silent(self) -> np.ndarray:
        """How many of everybody were asked the item and gave no answer; of a group's size, itself."""
        keys, index = self.forms.keys, self.forms.index
        return np.array([index.get((key[0], *WHOLE, "silent", ""), i) for i, key in enumerate(keys)])

    @cached_property
    def item(self) -> np.ndarray:
        """The number of the form's item."""
        numbers: dict[str, int] = {}
        return np.array([numbers.setdefault(key[0], len(numbers)) for key in self.forms.keys])

    @cached_property
    def total(self) -> np.ndarray:
        """What all groups together have: as long as that stands still, no group's number can move farther."""
        places = [self.forms.index.get((key[0], *WHOLE, *key[3:])) for key in self.forms.keys]
        return np.array([np.inf if place is None else self.forms.value[place] for place in places])

    @cached_property
    def everybody(self) -> np.ndarray:
        """The whole base of the form's item; of a group's size, everybody."""
        index = self.forms.index
        places = [index.get((key[0], *WHOLE, "base", ""), 0) for key in self.forms.keys]
        return np.asarray(self.forms.base[places])

    @cached_property
    def totals(self) -> np.ndarray:
        """The forms of people that are totals."""
        return np.flatnonzero(self.forms.totals & ~self.forms.means)

    @cached_property
    def nested(self) -> np.ndarray:
        """Whether the form is about a group that is part of other groups, or has such parts."""
        divisions = {d for own in self.study.divisions.values() for d in own if d.whole != WHOLE}
        rows = {row for division in divisions for row in (division.whole, *division.parts)}
        return np.array([key[1:3] in rows for key in self.forms.keys], dtype=bool)

    @cached_property
    def source(self) -> np.ndarray:
        """The form that is the same number when everybody who is asked answers: of a base, what leads to it."""
        return np.array([self._source(place) for place in range(len(self.forms.keys))])

    def same(self, visible: np.ndarray) -> np.ndarray:
        """The first form that is the same number as a reader knows who sees these."""
        return np.where(visible[self.silent], self.source, np.arange(len(visible)))

    def _source(self, place: int) -> int:
        item, segment, group, measure, _ = self.forms.keys[place]
        if measure != "base" or (segment, group) == WHOLE or not self.forms.shown[place]:
            return place
        people = self.people(item)
        if people == ():
            return self.forms.index["", segment, group, SIZE, ""]
        if people is None or len(people) > 1:
            return place
        ((source, answer),) = people
        return self.forms.index.get((source, segment, group, "count", answer), place)

    def people(self, item: str) -> tuple[tuple[str, str], ...] | None:
        """Whose number the item's base is, to the last person: those of some answers, or everybody (); else None."""
        who = asked(self.study.questionnaire, item)
        index, value = self.forms.index, self.forms.value
        base = value[index[item, TOTAL, ALL, "base", ""]]
        if who is None:
            return () if base == value[index["", TOTAL, ALL, SIZE, ""]] else None
        places = [index.get((source, TOTAL, ALL, "count", answer)) for source, answer in who.terms or ()]
        if not places or any(place is None for place in places):
            return None
        return who.terms if sum(value[place] for place in places) == base else None
