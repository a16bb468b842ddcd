"""What one study may publish, decided for all its tables together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from analysis.attack.system import study_of, system_of
from analysis.disclosure.bounds import Bounds
from analysis.disclosure.choose import FINEST_FIRST, Choice, Chooser
from analysis.disclosure.forms import Forms, Key, forms_of
from analysis.disclosure.mend import Mender
from analysis.disclosure.proof import unproved
from analysis.disclosure.release import Watch, release
from analysis.disclosure.rules import Rules
from analysis.disclosure.safety import Safety
from analysis.disclosure.truth import truth
from analysis.plan import Plan, analysed_items
from survey.messages import SvarError, finding
from survey.model import Questionnaire

ROUNDS = 4
"""How often hiding more and showing again may take turns."""


@dataclass(frozen=True)
class People:
    """The respondents: answers, the status of each answer, segments; the same people in the same order."""

    answers: pd.DataFrame
    status: pd.DataFrame
    segments: pd.DataFrame


class Way(NamedTuple):
    """How a decision is come to: the finest level that a table may have, and who watches the long part."""

    finest: str = FINEST_FIRST[0]
    watch: Watch = iter


USUAL = Way()


@dataclass(frozen=True)
class Decision:
    """Which forms are visible, why the others are not, and the level of each table (item, segment)."""

    forms: Forms
    choice: Choice
    rules: Rules

    @property
    def levels(self) -> dict[tuple[str, str], str]:
        """Table → the name of its level."""
        return {table: level.name for table, level in self.choice.levels.items()}

    def has(self, key: Key) -> bool:
        """Whether the attack knows of such a number."""
        return key in self.forms.index

    def visible(self, key: Key) -> bool:
        """Whether a number may be published."""
        place = self.forms.index.get(key)
        return place is not None and bool(self.choice.visible[place])

    def reason(self, key: Key) -> str:
        """Why a number may not be published."""
        place = self.forms.index.get(key)
        return self.choice.reason.get(place, "not_published") if place is not None else "not_published"

    def base(self, item: str, segment: str, group: str) -> float:
        """The base of a row; nan for rows that the attack does not know."""
        place = self.forms.index.get((item, segment, group, "base", ""))
        return float("nan") if place is None else float(self.forms.value[place])

    def full(self, item: str, segment: str, group: str) -> bool:
        """Whether every answer of a row is visible: whatever follows from them tells nothing more."""
        return self._full.get((item, segment, group), False)

    @cached_property
    def _full(self) -> dict[tuple[str, str, str], bool]:
        found: dict[tuple[str, str, str], bool] = {}
        for key, visible in zip(self.forms.keys, self.choice.visible, strict=True):
            if key[3] in ("count", "base"):
                found[key[:3]] = found.get(key[:3], True) and bool(visible)
        return found


class Unprotected(SvarError):
    """Numbers that cannot be proved to be protected whatever is hidden: nothing is published (S098, one a table)."""

    def __init__(self, study: str, keys: Iterable[Key]):
        where, first = f"the privacy gate, {study}", dict[tuple[str, str], Key]()
        for key in keys:
            first.setdefault(key[:2], key)
        named = (" ".join(part for part in key if part) for key in first.values())
        super().__init__([finding("S098", where, name) for name in named])


def decide(
    plan: Plan,
    questionnaire: Questionnaire,
    people: People,
    rules: Rules,
    way: Way = USUAL,
) -> Decision:
    """The decision for a whole study; raises Unprotected when it cannot be proved."""
    safety = settled(questionnaire, plan, people, rules, way)
    doubtful = unproved(safety)
    if doubtful:
        raise Unprotected(plan.study, (safety.forms.keys[place] for place in doubtful))
    return Decision(safety.forms, safety.choice, rules)


def settled(
    questionnaire: Questionnaire,
    plan: Plan,
    people: People,
    rules: Rules,
    way: Way = USUAL,
) -> Safety:
    """A choice in which nothing is too narrow: chosen table by table, mended, and what nothing needs shown again."""
    study = study_of(plan, questionnaire, analysed_items(questionnaire))
    system = system_of(study)
    true = truth(study, system, people.answers, people.status, people.segments)
    forms = forms_of(study, system, true, rules)
    choice = Chooser(study, forms, rules, way.finest).choose()
    safety = Safety(study, forms, rules, Bounds(system, forms, true, choice.visible), choice)
    mender = Mender(safety)
    for _ in range(ROUNDS):
        mender.mend()
        release(mender, way.watch)
        if not len(safety.exposed()):
            return safety
    # Taking turns does not end here: hide, and leave it at that.
    mender.mend()
    return safety
