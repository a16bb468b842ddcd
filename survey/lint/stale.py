"""Stale translations: a text whose original has changed since somebody confirmed its translation."""

from __future__ import annotations

from pathlib import Path

from survey.document import Document
from survey.lint.lock import hash_of, lock_path, name_of
from survey.lint.translations import texts
from survey.messages import Finding, finding
from survey.model import Questionnaire


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q036 for each translation that was never confirmed for this original, Q038 when nothing was ever confirmed.

    Questionnaires in one language have nothing to confirm.
    """
    first, *others = questionnaire.languages
    if not others:
        return []
    if document.lock is None:
        return [finding("Q038", document.where(("languages",)), lock_path(Path(document.path)).name)]
    found = []
    for place, text in texts(questionnaire, ()):
        if first not in text:
            continue
        name, now = name_of(document.data, place), hash_of(text[first])
        for language in (other for other in others if other in text):
            if document.lock.get(language, {}).get(name) != now:
                where = document.where((*place, language))
                found.append(finding("Q036", where, name, language=language, original=_shown(text[first])))
    return found


def _shown(text: str) -> str:
    return f"«{text[:57]}…»" if len(text) > 60 else f"«{text}»"
