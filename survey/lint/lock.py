"""The lock file beside a questionnaire: which translations a person has confirmed, and which warnings are accepted.

`<instrument>.lock` is YAML that `svar check --accept-translations` writes::

    translations:
      nn: {goal_set.text: 1c0ffee42a, …}   # place → hash of the original when this translation was confirmed
    accepted:
      - {code: Q054, at: barrier, reason: The items are reasons, not statements.}

Places are named by ids, so that moving a question does not make its translations stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field

from survey.document import Document, Place, read_document
from survey.lint.translations import texts
from survey.messages import Finding, finding
from survey.model import Part, Questionnaire
from survey.salvage import Salvage

_LISTS = ("questions", "options", "items")
_HEAD = (
    "# Written by 'svar check --accept-translations'; `accepted` is yours to edit: a code, where, and why.\n"
)


class Accepted(Part):
    """A warning that somebody has looked at and lets stand."""

    code: str
    at: str = Field(description="The place, named by ids; everything below it is meant too.")
    reason: str = Field(min_length=10)


class Lock(Part):
    """What has been confirmed about one questionnaire."""

    translations: dict[str, dict[str, str]] = Field({}, description="Language → place → hash.")
    accepted: tuple[Accepted, ...] = ()


def lock_path(questionnaire: Path) -> Path:
    """The lock file that belongs to the questionnaire at that path."""
    return questionnaire.with_suffix(".lock")


def read_lock(questionnaire: Path) -> tuple[Lock | None, list[Finding]]:
    """The lock beside a questionnaire, None when there is none, and what is wrong with it."""
    path = lock_path(questionnaire)
    if not path.is_file():
        return None, []
    salvage = Salvage(Lock, read_document(path), [])
    return salvage.fit(), salvage.findings


def name_of(data: Any, place: Place) -> str:
    """A place named by ids: `barrier.barrier_no_need.text`, `blocks.goals.title`, `scales.extent5.5.label`.

    Questions are named without their block, so that they can move to another.
    """
    steps: list[str] = []
    for depth, step in enumerate(place):
        data = data[step]
        if depth == 3 and place[0] == "blocks" and place[2] == "questions":
            steps = [_id_of(data, int(step))]
        elif isinstance(step, int):
            steps.append(_id_of(data, step))
        elif step not in _LISTS:
            steps.append(step)
    return ".".join(steps)


def _id_of(entry: Any, number: int) -> str:
    known = (entry.get(key) for key in ("id", "code")) if isinstance(entry, dict) else ()
    return next((str(one) for one in known if one is not None), str(number))


def hash_of(text: str) -> str:
    """Ten characters that change when the text does; white space and line breaks do not count."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]


def confirmed(questionnaire: Questionnaire, document: Document) -> dict[str, dict[str, str]]:
    """Language → place → hash of the original, for every text that has that language now."""
    first, *others = questionnaire.languages
    found: dict[str, dict[str, str]] = {language: {} for language in others}
    for place, text in texts(questionnaire, ()):
        for language in others:
            if first in text and language in text:
                found[language][name_of(document.data, place)] = hash_of(text[first])
    return found


def accept(found: Iterable[Finding], lock: Lock, document: Document, where: str) -> list[Finding]:
    """`found` without the warnings that the lock accepts; Q037 for each acceptance that fits none of them."""
    names: dict[str, list[str]] = {}
    for place in document.marks:
        names.setdefault(document.where(place), []).append(name_of(document.data, place))
    left, used = [], set[int]()
    for one in found:
        fitting = [i for i, entry in enumerate(lock.accepted) if _fits(entry, one, names)]
        used.update(fitting)
        if not fitting:
            left.append(one)
    for i, entry in enumerate(lock.accepted):
        if i not in used:
            left.append(finding("Q037", where, entry.code, problem=f"there is no such warning at {entry.at}"))
    return left


def _fits(entry: Accepted, found: Finding, names: dict[str, list[str]]) -> bool:
    here = names.get(found.where, [])
    inside = any(name == entry.at or name.startswith(f"{entry.at}.") for name in here)
    return found.severity == "warning" and found.code == entry.code and inside


def written(lock: Lock) -> str:
    """The lock as YAML, one line an entry, in a fixed order."""
    lines = ["translations:" if any(lock.translations.values()) else "translations: {}"]
    for language, places in sorted(lock.translations.items()):
        lines += [f"  {language}:", *(f"    {place}: {mark}" for place, mark in _quoted(places))]
    lines += ["accepted:" if lock.accepted else "accepted: []"]
    for entry in lock.accepted:
        lines += [f"  - code: {entry.code}", f"    at: {entry.at}", f"    reason: {_string(entry.reason)}"]
    return _HEAD + "\n".join(lines) + "\n"


def _quoted(places: dict[str, str]) -> list[tuple[str, str]]:
    return [(place, _string(mark)) for place, mark in sorted(places.items())]


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
