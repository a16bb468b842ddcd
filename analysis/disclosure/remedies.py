"""What may be hidden beside a number that is too narrow, the least useful first.

A mean first, then the smallest count in its column, row or table, then a total, then a base; last of all, how many
answered the question, and the answers that led to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from analysis.attack.links import asked
from analysis.attack.rows import WHOLE, Row
from analysis.attack.system import PEOPLE as PEOPLE_ITEM
from analysis.attack.system import Study, System
from analysis.disclosure.forms import ABSENT, SIZE, Key
from analysis.disclosure.safety import Safety
from analysis.plan import FILTERED
from analysis.results import TOTAL

PEOPLE = ("base", SIZE)
UNCOUNTED = ("base", SIZE, *ABSENT)


class Remedies:
    """The remedies that one study has."""

    def __init__(self, safety: Safety):
        self.safety, self.forms = safety, safety.forms
        self._kin = _kin(safety.study)
        """Row of an item → rows that it is part of, and rows that are part of it, the total left out."""
        self._led = _led(safety.study)
        """Item → the items that are asked because of an answer to it."""
        self._beside = _beside(safety.bounds.links)
        """Item → the items that links tie it to, those of the shortest links first."""

    def beyond(self, key: Key) -> list[int]:
        """When a table and its totals are hidden: how many answered the questions that it leads to, the tables of the groups
        that a group is part of, how many answered at all, and the answers that led to the question. For the size of a group:
        how many of it answered anything.
        """
        item, segment, group, _, _ = key
        study = self.safety.study
        near = (
            [(segment, group)],
            dict.fromkeys(r for own in study.rows.values() for r in own if r[0] == segment),
        )
        kin = self._kin.get((item, segment, group), ())
        led = self._led.get(item, ()) if item else study.divisions
        wanted = [self._forms(led, rows, ("base", "")) for rows in (*near, kin)]
        around = [
            p for name in dict.fromkeys(row[0] for row in kin) for p in self.forms.of(item, name).tolist()
        ]
        wanted.append([p for p in around if self.forms.keys[p][3] not in ("mean", *UNCOUNTED)])
        wanted.append([p for p in around if self.forms.keys[p][3] in PEOPLE])
        # A narrowed group may have as many people as gave an answer.
        wanted.append(self._forms([""], dict.fromkeys(self.forms.keys[p][1:3] for p in around), (SIZE, "")))
        wanted += [self._forms([""], self._narrowed(rows), (SIZE, "")) for rows in near]
        if item:
            wanted.append(self._forms([item], [WHOLE], ("base", "")))
            wanted += [self._sources(item, rows) for rows in near]
        for candidates in wanted:
            fresh = [p for p in candidates if self.safety.choice.visible[p]]
            if fresh:
                return [q for p in fresh for q in self.whole(p)]
        return []

    def _narrowed(self, rows: Iterable[Row]) -> list[Row]:
        """The groups that a condition leaves of some groups."""
        return [kin for row in rows for kin in self._kin.get(("", *row), ()) if FILTERED in kin[0]]

    def _forms(self, items: Iterable[str], rows: Iterable[Row], number: tuple[str, str]) -> list[int]:
        keys = [(item, *row, *number) for row in rows for item in items]
        return [self.forms.index[key] for key in keys if key in self.forms.index]

    def _sources(self, item: str, rows: Iterable[Row]) -> list[int]:
        """How many gave the answers that led to an item."""
        who = asked(self.safety.study.questionnaire, item)
        terms = [term for some in (who.terms or (), *who.bounds) for term in some] if who else []
        return [p for term in terms for p in self._forms([term[0]], rows, ("count", term[1]))]

    def beside(self, key: Key) -> Iterator[list[int]]:
        """Visible forms that may help, the least useful first."""
        item, segment, group, measure, answer = key
        keys, table = self.forms.keys, self.forms.of(item, segment).tolist()
        bases = [p for p in table if keys[p][3] in PEOPLE and self.forms.value[p] > 0]
        kin = [p for row in self._kin.get((item, segment, group), ()) for p in self._row(item, *row)]
        if measure in PEOPLE:
            yield bases
            yield [p for p in kin if keys[p][3] in PEOPLE and self.forms.value[p] > 0]
            return
        means = [p for p in table if keys[p][3] == "mean"]
        yield [p for p in means if keys[p][2] == group]
        yield means
        cells = [p for p in table if keys[p][3] not in ("mean", *UNCOUNTED)]
        yield [p for p in cells if keys[p][3:] == (measure, answer) and self.forms.value[p] > 0]
        yield [p for p in cells if keys[p][2] == group and keys[p][3] == measure]
        yield [p for p in cells if keys[p][3] == measure]
        yield cells
        yield [p for p in kin if keys[p][3] == "mean"]
        yield [p for p in kin if keys[p][3:] == (measure, answer)]
        yield [p for p in kin if keys[p][3] not in ("mean", *UNCOUNTED)]
        for others in self._beside.get(item, ()):
            linked = [int(p) for other in others for p in self.forms.of(other, segment)]
            linked = [p for p in linked if keys[p][3] not in ("mean", *UNCOUNTED)]
            yield [p for p in linked if keys[p][2] == group]
            yield linked
        totals = self.forms.of(item, TOTAL).tolist() if segment != TOTAL else []
        yield [p for p in totals if keys[p][3] == "mean"]
        yield [p for p in totals if keys[p][3] not in UNCOUNTED]
        yield bases if segment != TOTAL else []

    def whole(self, chosen: int) -> list[int]:
        """A form and what would tell it at once: boxes and mean of its row, and whoever is asked because of it."""
        item, segment, group, measure, _ = self.forms.keys[chosen]
        if measure == "mean":
            return [chosen]
        if measure in PEOPLE:
            return [p for like in self._likes(item) for p in self._row(like, segment, group)]
        others = ("mean", "top", "bottom", *(["count"] if len(self.safety.study.answers(item)) == 2 else []))
        found = [p for p in self._row(item, segment, group) if p == chosen or self.forms.keys[p][3] in others]
        led = np.flatnonzero(np.isin(self.safety.same, found)).tolist()
        return found + [
            q for p in led if p not in found for q in self._row(self.forms.keys[p][0], segment, group)
        ]

    def _likes(self, item: str) -> list[str]:
        """Items whose base is the same number, and those whose answers it follows from; "" for the size of groups."""
        people = self.safety.kin.people(item) if item else ()
        if people is None:
            return [item]
        same = [other for other in self.safety.study.divisions if self.safety.kin.people(other) == people]
        return list(dict.fromkeys([*same, *(source for source, _ in people)])) if people else ["", *same]

    def _row(self, item: str, segment: str, group: str) -> list[int]:
        return [p for p in self.forms.of(item, segment).tolist() if self.forms.keys[p][2] == group]


def _kin(study: Study) -> dict[tuple[str, str, str], list[Row]]:
    found: dict[tuple[str, str, str], list[Row]] = {}
    sizes = list(dict.fromkeys(d for own in study.divisions.values() for d in own))
    for item, divisions in (*study.divisions.items(), ("", sizes)):
        for whole, parts in divisions:
            for part in parts if whole != WHOLE else ():
                found.setdefault((item, *part), []).append(whole)
                found.setdefault((item, *whole), []).append(part)
    return found


def _led(study: Study) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in study.divisions:
        who = asked(study.questionnaire, item)
        for terms in (who.terms or (), *who.bounds) if who else ():
            for source in dict.fromkeys(source for source, _ in terms):
                found.setdefault(source, []).append(item)
    return found


def _beside(links: System) -> dict[str, list[list[str]]]:
    """Item → other items in a link with it, by how many items the link has."""
    found: dict[str, dict[str, int]] = {}
    matrix = links.matrix
    for start, end in zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True):
        items = {links.unknowns[u][0] for u in matrix.indices[start:end].tolist()} - {PEOPLE_ITEM}
        for item in items if len(items) > 1 else ():
            own = found.setdefault(item, {})
            own.update({o: min(len(items), own.get(o, len(items))) for o in items if o != item})
    return {
        item: [sorted(o for o, n in own.items() if n == size) for size in sorted(set(own.values()))]
        for item, own in found.items()
    }
