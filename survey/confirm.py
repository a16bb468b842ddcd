"""Confirming translations: a person has read the languages side by side, and the lock file remembers what they read."""

from __future__ import annotations

from pathlib import Path

from survey.lint import CHECKS, stale
from survey.lint.lock import Lock, confirmed, lock_path, read_lock, written
from survey.load import inspect, read_document
from survey.messages import SvarError
from survey.model import Questionnaire


def confirm(path: Path) -> int:
    """Write the lock of the questionnaire at `path`; how many translations were not confirmed before.

    Raises SvarError when the questionnaire has errors: a missing translation cannot be confirmed. One language needs
    no lock, and gets none unless there is one that accepts warnings.
    """
    document = read_document(path)
    lock, wrong = read_lock(path)
    built, found = inspect(Questionnaire, document, [check for check in CHECKS if check is not stale.check])
    errors = [f for f in (*found, *wrong) if f.severity == "error"]
    if built is None or errors:
        raise SvarError(errors)
    old, new = (lock or Lock()), confirmed(built, document)
    if lock is not None or new:
        text = written(Lock(translations=new, accepted=old.accepted))
        lock_path(path).write_text(text, encoding="utf-8")
    return sum(
        old.translations.get(language, {}).get(place) != mark
        for language, places in new.items()
        for place, mark in places.items()
    )
