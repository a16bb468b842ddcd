"""The first choice: which bases are hidden, which division of the answers each table gets, which cells go with it.

Table by table, as if totals and bases were the only links (a network, so quick and exact); what the other links give away is
found and mended afterwards (mend.py), and what turns out not to be needed is shown again (release.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from analysis.attack.links import asked
from analysis.attack.rows import WHOLE, Row
from analysis.attack.system import ANY, Study
from analysis.disclosure.forms import ABSENT, SIZE, Forms, Key, published_rows
from analysis.disclosure.groups import hidden_groups
from analysis.disclosure.levels import Level, Protected, levels_of, protect_level
from analysis.disclosure.rules import Rules
from analysis.results import ALL, TOTAL

FINEST_FIRST = ("answers", "three", "two", "none")
UNMERGED = "single"
"""In the place of a level: answers are never merged, only hidden."""


@dataclass
class Choice:
    """What is visible, the level of each table, and why a form is hidden."""

    visible: np.ndarray
    levels: dict[tuple[str, str], Level] = field(default_factory=dict)
    reason: dict[int, str] = field(default_factory=dict)

    def hide(self, places: Iterable[int], reason: str) -> None:
        """Hide forms for a reason; the first one stays."""
        for place in places:
            self.visible[place] = False
            self.reason.setdefault(int(place), reason)


class Chooser:
    """Chooses table by table; sources of routing come before what they route to."""

    def __init__(self, study: Study, forms: Forms, rules: Rules, finest: str = FINEST_FIRST[0]):
        self.study, self.forms, self.rules, self.finest = study, forms, rules, finest
        self.choice = Choice(forms.shown.copy())

    def choose(self) -> Choice:
        """The first choice for the whole study."""
        self._sizes()
        for item, rows in published_rows(self.study).items():
            tables: dict[str, list[Row]] = {}
            for row in rows:
                tables.setdefault(row[0], []).append(row)
            for segment, own in tables.items():
                self._bases(item, own)
                if self.study.answers(item) != (ANY,):
                    self._cells(item, segment, own)
        return self.choice

    def _value(self, key: Key) -> float:
        place = self.forms.index.get(key)
        return 0.0 if place is None else float(self.forms.value[place])

    def _hidden(self, key: Key) -> bool:
        place = self.forms.index.get(key)
        return place is not None and bool(self.forms.shown[place]) and not self.choice.visible[place]

    def _sizes(self) -> None:
        """Groups too small to name, and others that go with them."""
        segments: dict[str, list[str]] = {}
        for place in np.flatnonzero(self.forms.shown & np.array([k[3] == SIZE for k in self.forms.keys])):
            _, segment, group, _, _ = self.forms.keys[place]
            if segment != TOTAL:
                segments.setdefault(segment, []).append(group)
        everybody = int(self._value(("", TOTAL, ALL, SIZE, "")))
        for segment, groups in segments.items():
            places = [self.forms.index["", segment, group, SIZE, ""] for group in groups]
            small, more = hidden_groups(self.forms.value[places], everybody, self.rules)
            self.choice.hide(np.array(places)[small], "group_under_minimum")
            self.choice.hide(np.array(places)[more], "group_complementary")

    def _bases(self, item: str, rows: list[Row]) -> None:
        """A base is hidden where it is 1 or 2, and where the number that it follows from is hidden.

        Where it follows from nothing, the next smallest goes with it.
        """
        who = asked(self.study.questionnaire, item)
        for row in rows:
            place = self.forms.index[item, *row, "base", ""]
            sources = [(source, *row, "count", answer) for source, answer in (who.terms or ())] if who else []
            sources = sources or ([("", *row, SIZE, "")] if who is None else [])
            if 0 < self.forms.value[place] < self.rules.smallest_cell:
                self.choice.hide([place], "group_under_minimum")
            elif any(self._hidden(key) for key in sources):
                self.choice.hide([place], "group_complementary")
            if row == WHOLE and not self.choice.visible[place]:
                self.choice.hide(
                    [self.forms.index[item, *row, name, ""] for name in ABSENT], "group_complementary"
                )
        self._base_companions([self.forms.index[item, *row, "base", ""] for row in rows])

    def _base_companions(self, places: list[int]) -> None:
        hidden = [place for place in places if not self.choice.visible[place]]
        if len(hidden) == 1 and len(places) > 1:
            others = [p for p in places if p not in hidden and self.forms.value[p] > 0]
            self.choice.hide(sorted(others, key=lambda p: self.forms.value[p])[:1], "group_complementary")

    def _cells(self, item: str, segment: str, rows: list[Row]) -> None:
        """The finest level that keeps enough readable, else the one that keeps most; then its cells."""
        answers = self.study.answers(item)
        counts = np.array(
            [[self._value((item, *row, "count", a)) for a in answers] for row in rows], dtype=int
        )
        total = np.array([self._value((item, *WHOLE, "count", a)) for a in answers], dtype=int)
        gone = np.array([self._hidden((item, *row, "base", "")) for row in rows])
        shown = ~gone & ~self.rules.small_groups(counts.sum(axis=1)) & (counts.sum(axis=1) > 0)
        rest = total - counts.sum(axis=0)
        tried: list[tuple[float, Protected]] = []
        for level in self._levels(item, segment):
            cells = protect_level(counts, level, gone, rest, self.rules)
            tried.append((cells.readable(shown), cells))
            if tried[-1][0] >= self.rules.readable:
                break
        best = max(tried, key=lambda pair: pair[0])[1]
        self.choice.levels[item, segment] = best.level
        self._apply(item, rows, best, gone)

    def _levels(self, item: str, segment: str) -> list[Level]:
        """The levels a table may have: never finer than the total's."""
        variable = self.study.questionnaire.variables[item]
        scale = self.study.questionnaire.scales.get(variable.scale or "")
        found = levels_of(self.study.answers(item), scale.top if scale else (), scale.bottom if scale else ())
        total = self.choice.levels.get((item, TOTAL)) if segment != TOTAL else None
        start = total.name if total else self.finest
        if self.finest == UNMERGED:
            return found[:1]
        return [one for one in found if FINEST_FIRST.index(one.name) >= FINEST_FIRST.index(start)]

    def _apply(self, item: str, rows: list[Row], cells: Protected, gone: np.ndarray) -> None:
        """Hide what the level merges, the cells it hides, and all of a hidden or too small group."""
        for g, row in enumerate(rows):
            base = self.forms.value[self.forms.index[item, *row, "base", ""]]
            places = [self.forms.index[key] for key in self._row(item, row)]
            if 0 < base < self.rules.smallest_group:
                self.choice.hide(places, "group_under_minimum")
            elif gone[g]:
                self.choice.hide(places, "group_complementary")
            elif base:
                for place in places:
                    self._one(place, cells, g)

    def _one(self, place: int, cells: Protected, g: int) -> None:
        """Hide one number of a row that is shown, if its cells say so."""
        key = self.forms.keys[place]
        if key[3] != "mean":
            columns = columns_of(cells.level, self.study, key)
            self._cell(place, cells.primary[g, columns].any(), cells.hidden[g, columns].any(), columns)
        elif self.forms.base[place] < self.rules.smallest_mean_base:
            self.choice.hide([place], "mean_base")
        elif cells.hidden[g].any():
            self.choice.hide([place], "complementary")

    def _cell(self, place: int, primary: np.bool_, hidden: np.bool_, columns: list[int]) -> None:
        if not columns:
            self.choice.hide([place], "collapsed")
        elif primary:
            self.choice.hide([place], "cell_under_minimum")
        elif hidden:
            self.choice.hide([place], "complementary")

    def _row(self, item: str, row: Row) -> list[Key]:
        """The forms of a row beside its base."""
        answers = self.study.answers(item)
        found = [(item, *row, "count", a) for a in answers]
        found += [(item, *row, measure, "") for measure in ("top", "bottom", "mean")]
        return [key for key in found if key in self.forms.index]


def columns_of(level: Level, study: Study, key: Key) -> list[int]:
    """The level's categories that make up what a form counts; empty when they are merged with others or gone."""
    item, _, _, measure, answer = key
    answers = study.answers(item)
    scale = study.questionnaire.scales.get(study.questionnaire.variables[item].scale or "")
    codes = {answer} if measure == "count" else set(getattr(scale, measure))
    wanted = {i for i, a in enumerate(answers) if a in codes}
    inside = [c for c, own in enumerate(level.categories.values()) if set(own) <= wanted]
    covered = {i for c in inside for i in list(level.categories.values())[c]}
    return inside if covered == wanted and level.name != "none" else []
