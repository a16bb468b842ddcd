"""Translations: every text exists in every language the questionnaire declares, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from survey.document import Document, Place
from survey.messages import Finding, finding
from survey.model import Questionnaire

_OTHER = "the language is not among 'languages', so nobody would see it"


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q009 for each text without one of the languages, Q010 for one in another language or a repeated language."""
    declared = questionnaire.languages
    found = [
        finding("Q010", document.where(("languages", i)), language, problem="it already stands in the list")
        for i, language in enumerate(declared)
        if language in declared[:i]
    ]
    for place, text in texts(questionnaire, ()):
        found += [
            finding("Q009", document.where(place), "", language=code) for code in declared if code not in text
        ]
        for code in text:
            if code not in declared:
                found.append(finding("Q010", document.where((*place, code)), code, problem=_OTHER))
    return found


def texts(part: Any, place: Place) -> Iterator[tuple[Place, dict[str, str]]]:
    """Every text below `part` with its place: a mapping whose values are all words."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), (*place, name))
    elif isinstance(part, tuple):
        for i, entry in enumerate(part):
            yield from texts(entry, (*place, i))
    elif isinstance(part, dict) and part:
        if all(isinstance(value, str) for value in part.values()):
            yield place, part
        else:
            for key, value in part.items():
                yield from texts(value, (*place, key))
