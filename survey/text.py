"""Text in several languages: a plain mapping from language code to sentence."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

LANGUAGE_CODES = ("nb", "nn", "en", "se", "da", "sv", "fi", "de", "fr", "ar", "uk", "so", "ti", "pl")

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def known_language(code: str) -> str:
    """`code` itself; a validation error when it is not one of `LANGUAGE_CODES`."""
    if code not in LANGUAGE_CODES:
        raise PydanticCustomError("unknown_language", "{code}", {"code": code})
    return code


def _tidy(text: dict[str, str]) -> dict[str, str]:
    if not text:
        raise PydanticCustomError("empty", "a text needs at least one language")
    for code, words in text.items():
        known_language(code)
        if not words.strip():
            raise PydanticCustomError("empty", "{language}", {"language": code})
    return {code: fold(words) for code, words in text.items()}


def fold(words: str) -> str:
    """`words` with each run of white space as one space; a blank line between paragraphs is kept."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in _PARAGRAPH.split(words.strip()))


_SCHEMA = {
    "type": "object",
    "description": "The words, one line a language.",
    "properties": {code: {"type": "string", "minLength": 1} for code in LANGUAGE_CODES},
    "additionalProperties": False,
    "minProperties": 1,
}

Text = TypeAliasType("Text", Annotated[dict[str, str], AfterValidator(_tidy), WithJsonSchema(_SCHEMA)])
"""Language code → sentence. White space is folded; a blank line (paragraph break) is kept."""

_LANGUAGE_SCHEMA = {"type": "string", "enum": list(LANGUAGE_CODES)}

Language = Annotated[str, AfterValidator(known_language), WithJsonSchema(_LANGUAGE_SCHEMA)]
"""A language code."""
