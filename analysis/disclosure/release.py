"""Show again what need not be hidden: every complementary suppression that is left protects something.

One candidate at a time: if nothing hidden becomes too narrow with it, it is shown for good. Showing more never makes
a number safer, so a candidate that was needed once is needed in the end: one pass leaves a set of which nothing can go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from analysis.disclosure.alone import tells
from analysis.disclosure.forms import ABSENT, SIZE
from analysis.disclosure.mend import Mender
from analysis.disclosure.safety import Safety
from analysis.results import TOTAL

COMPLEMENTS = ("complementary", "group_complementary")
ORDER = ("count", "top", "bottom", "mean")
"""Means last, since they are what tells most."""
DOUBTFUL = 250
"""What puts more numbers in doubt than that stays hidden without a look: it hardly ever can be shown."""
OFTEN = 200
"""Numbers shown after which the attack is arranged anew: its blocks have fallen apart by then."""


Watch = Callable[[list[int]], Iterable[int]]
"""What the numbers pass through that are tried one by one: a progress bar, or nothing."""


def release(mender: Mender, watch: Watch = iter) -> int:
    """Show what is known anyway, then every form hidden as a complement that nothing needs; returns how many."""
    safety = mender.safety
    shown = _follow(safety)
    groups = bases(safety)
    # A base that stays hidden takes its whole row with it, so that no effort is too much here.
    shown += _show(safety, groups) + _insist(safety, groups)
    # A base that is known now makes others known, and its row worth reading.
    shown += _follow(safety)
    candidates = cells(mender)
    safety.brace(candidates)
    shown += _show(safety, watch(candidates))
    return shown + _insist(safety, candidates)


def _show(safety: Safety, candidates: Iterable[int]) -> int:
    shown = since = 0
    for place in candidates:
        if not safety.choice.visible[place] and not tells(safety, place):
            found = released(safety, place)
            shown, since = shown + found, since + found
        if since >= OFTEN:
            safety.bounds.arrange()
            since = 0
    safety.bounds.arrange()
    return shown


def _insist(safety: Safety, candidates: list[int]) -> int:
    """Try again, as long as it takes, those that failed only because a world was not found at once."""
    hopeful = [p for p in candidates if p in safety.hopeful]
    safety.bounds.thorough = True
    shown = _show(safety, hopeful)
    safety.bounds.thorough = False
    return shown


def _follow(safety: Safety) -> int:
    """Show what is known anyway; what cannot be shown without telling of others is not known, and must be made wider."""
    followers = safety.followers()
    shown = _show(safety, followers.tolist())
    safety.stuck[followers[~safety.choice.visible[followers]]] = True
    return shown


def bases(safety: Safety) -> list[int]:
    """Bases, sizes and what leads to them, hidden as a complement, the largest first; of the same numbers, one."""
    found: dict[int, None] = {}
    same, complements = safety.same, set(_complements(safety))
    for place in _complements(safety):
        first = int(same[place])
        if safety.forms.keys[place][3] in ("base", SIZE, *ABSENT) and first in complements:
            found[first] = None
    return sorted(found, key=lambda p: (-safety.forms.base[p], p))


def cells(mender: Mender) -> list[int]:
    """Answers and means hidden as a complement in rows whose base is visible, in the order of what is gained.

    Left out: those that their own table is known to need.
    """
    safety, found = mender.safety, []
    for place in _complements(safety):
        measure = safety.forms.keys[place][3]
        if measure in ORDER and safety.choice.visible[safety.kin.base[place]]:
            safety.choice.reason[place] = "complementary"
            if not needed(mender, place) and not _other_half(safety, place):
                found.append(place)
    order = {name: i for i, name in enumerate(ORDER)}
    return sorted(found, key=lambda p: (order[safety.forms.keys[p][3]], -safety.forms.base[p], p))


def _other_half(safety: Safety, place: int) -> bool:
    """Whether it is the second of two answers: beside the base it says the same as the first."""
    item, _, _, measure, answer = safety.forms.keys[place]
    answers = safety.study.answers(item)
    return measure == "count" and len(answers) == 2 and answer == answers[1]


def _complements(safety: Safety) -> list[int]:
    choice = safety.choice
    return [p for p, reason in choice.reason.items() if reason in COMPLEMENTS and not choice.visible[p]]


def needed(mender: Mender, place: int) -> bool:
    """Whether the table alone says so: it was left as its network needs it, and a reader knows its totals and bases."""
    safety, forms = mender.safety, mender.forms
    item, segment, _, measure, _ = forms.keys[place]
    if segment == TOTAL or measure == "mean" or (item, segment) in mender.touched:
        return False
    if measure in ("top", "bottom") and safety.choice.levels[item, segment].name == "answers":
        return False
    known = [p for p in forms.of(item, TOTAL) if forms.keys[p][3] != "mean"]
    known += [p for p in forms.of(item, segment) if forms.keys[p][3] == "base" and forms.shown[p]]
    return bool(safety.choice.visible[known].all())


def released(safety: Safety, place: int) -> int:
    """Show `place`, and what follows from it, unless that makes anything too narrow that may not be known; how many."""
    shown, lost, more = list[int](), list[int](), safety.alike([place])
    safety.unsure.clear()
    while more:
        doubtful = safety.show(more)
        shown += more
        lost += doubtful
        if len(doubtful) > DOUBTFUL:
            safety.hide_again(shown, lost)
            return 0
        more = []
        for part in _parts(doubtful):
            narrow, width = safety.look(part)
            free = safety.harmless(narrow, width)
            if not free.all():
                safety.hide_again(shown, lost)
                if safety.unsure.issuperset(narrow[~free].tolist()):
                    safety.hopeful.add(place)
                return 0
            more += safety.alike(narrow) if len(narrow) else []
    for known in shown:
        safety.choice.reason.pop(known, None)
    return len(shown)


def _parts(doubtful: list[int]) -> Iterator[np.ndarray]:
    """The list in parts that grow, to end early: what is likeliest to be lost stands first."""
    start, size = 0, 1
    while start < len(doubtful):
        yield np.array(doubtful[start : start + size])
        start, size = start + size, 4 * size
