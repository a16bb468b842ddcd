"""Show again what need not be hidden: every complementary suppression that is left protects something.

One candidate at a time: if nothing hidden becomes too narrow with it, it is shown for good. Showing more never makes
a number safer, so a candidate that was needed once is needed in the end: one pass leaves a set of which nothing can go.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from analysis.disclosure.forms import ABSENT, SIZE
from analysis.disclosure.mend import Mender
from analysis.disclosure.release_trial import harmless
from analysis.results import TOTAL

COMPLEMENTS = ("complementary", "group_complementary")
ORDER = ("count", "top", "bottom", "mean")
"""Means last, since they are what tells most."""


def release(mender: Mender) -> int:
    """Show every form hidden as a complement that nothing needs; returns how many."""
    shown = _show(mender, bases(mender))
    # A base that is known now makes others known, and its row worth reading.
    mender.exposed()
    shown += _show(mender, cells(mender))
    mender.exposed()
    return shown


def _show(mender: Mender, candidates: Iterable[int]) -> int:
    shown = 0
    for place in candidates:
        if not mender.choice.visible[place] and harmless(mender, place):
            mender.show(np.array([place]))
            shown += 1
    return shown


def bases(mender: Mender) -> list[int]:
    """Bases and sizes hidden as a complement, the largest first; of several that are the same number, one."""
    found: dict[object, int] = {}
    for place in _complements(mender):
        item, segment, group, measure, _ = mender.forms.keys[place]
        if measure in ("base", SIZE, *ABSENT):
            found.setdefault((mender.people_of(item), segment, group, measure in ABSENT), place)
    return sorted(found.values(), key=lambda p: (-mender.forms.base[p], p))


def cells(mender: Mender) -> list[int]:
    """Answers and means hidden as a complement in rows whose base is visible, in the order of what is gained.

    Left out: those that their own table is known to need.
    """
    found = []
    for place in _complements(mender):
        measure = mender.forms.keys[place][3]
        if measure in ORDER and mender.choice.visible[mender.base_place[place]]:
            mender.choice.reason[place] = "complementary"
            if not needed(mender, place) and not _other_half(mender, place):
                found.append(place)
    order = {name: i for i, name in enumerate(ORDER)}
    return sorted(found, key=lambda p: (order[mender.forms.keys[p][3]], -mender.forms.base[p], p))


def _other_half(mender: Mender, place: int) -> bool:
    """Whether it is the second of two answers: beside the base it says the same as the first."""
    item, _, _, measure, answer = mender.forms.keys[place]
    answers = mender.study.answers(item)
    return measure == "count" and len(answers) == 2 and answer == answers[1]


def _complements(mender: Mender) -> list[int]:
    choice = mender.choice
    return [p for p, reason in choice.reason.items() if reason in COMPLEMENTS and not choice.visible[p]]


def needed(mender: Mender, place: int) -> bool:
    """Whether the table alone says so: it was left as its network needs it, and a reader knows its totals and bases."""
    item, segment, _, measure, _ = mender.forms.keys[place]
    if segment == TOTAL or measure == "mean" or (item, segment) in mender.touched:
        return False
    if measure in ("top", "bottom") and mender.choice.levels[item, segment].name == "answers":
        return False
    table, totals = mender.forms.of(item, segment), mender.forms.of(item, TOTAL)
    known = [p for p in totals if mender.forms.keys[p][3] != "mean"]
    known += [p for p in table if mender.forms.keys[p][3] == "base"]
    return bool(mender.choice.visible[known].all())
