"""The questionnaire without words: same variables, codes, routes and scales, every text replaced by its place.

Counting reads this instead of the questionnaire, so that a changed word reruns only what shows words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from survey.model import Questionnaire
from survey.text import LANGUAGE_CODES
from survey.words import Words

NAME = "structure.json"
NEEDED = ("title", "text", "label")
"""Texts that the model cannot do without; the others are left out."""


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: one JSON file that `survey.load.load_questionnaire` reads."""
    text = json.dumps(structure(questionnaire), ensure_ascii=False, indent=1)
    return {NAME: (text + "\n").encode()}


def structure(questionnaire: Questionnaire) -> dict[str, Any]:
    """`questionnaire` as plain data with one language and no words."""
    first = questionnaire.languages[0]
    data = questionnaire.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    bare: dict[str, Any] = _without_words(data, first, ())
    return {**bare, "languages": [first]}


def _without_words(data: Any, language: str, place: tuple[str, ...]) -> Any:
    """`data` with each text replaced by where it stands: texts that differed still differ, whatever they said."""
    if isinstance(data, list):
        return [_without_words(value, language, (*place, str(i))) for i, value in enumerate(data)]
    if not isinstance(data, dict):
        return data
    return {
        key: {language: ".".join((*place, key))}
        if _is_text(value)
        else _without_words(value, language, (*place, key))
        for key, value in data.items()
        if not (key == "note" and isinstance(value, str)) and (key in NEEDED or not _is_text(value))
    }


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(k in LANGUAGE_CODES and isinstance(v, str) for k, v in value.items())
    )
