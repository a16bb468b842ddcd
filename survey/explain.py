"""Mistakes that pydantic finds, as findings an evaluator can act on: which line, what is wrong, what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel

from survey.document import Document, Place
from survey.messages import Finding, did_you_mean, finding
from survey.mistakes import like_tag, misspelt, place_of, tag_of
from survey.model import CODE_PATTERN, DATE_PATTERN, ID_PATTERN
from survey.schema_walk import is_text, known_keys
from survey.text import LANGUAGE_CODES

PATTERNS = {
    ID_PATTERN: "an id starts with a small letter a–z and holds only a–z, 0–9 and _",
    DATE_PATTERN: "a date is written YYYY-MM-DD",
    CODE_PATTERN: "a code has no spaces and is not empty",
}

WANTED = {
    "string_type": ("text", "put it in quotes"),
    "bool_type": ("true or false", "write true or false"),
    "bool_parsing": ("true or false", "write true or false"),
    "int_type": ("a whole number", "write digits only"),
    "int_parsing": ("a whole number", "write digits only"),
    "int_from_float": ("a whole number", "write digits only"),
    "float_type": ("a number", "write digits, with a decimal point if need be"),
    "float_parsing": ("a number", "write digits, with a decimal point if need be"),
    "tuple_type": ("a list", "begin each entry with '- ', or write [one, two]"),
}
"""pydantic's error type → what should stand there, what to do."""

MAPPINGS = ("model_type", "model_attributes_type", "dict_type")


def explain(errors: Iterable[Any], document: Document, model: type[BaseModel]) -> list[Finding]:
    """One finding per mistake in `errors` (pydantic's), in the words of the catalogue.

    A key that is missing because it was misspelt is reported once, as the misspelling.
    """
    errors = list(errors)
    meant = {(place[:-1], key) for place, key in misspelt(errors, document, model).items()}
    return [
        _explain(error, document, model)
        for error in errors
        if not (error["type"] == "missing" and (place_of(error, document.data), error["loc"][-1]) in meant)
    ]


def _explain(error: Any, document: Document, model: type[BaseModel]) -> Finding:
    place = place_of(error, document.data)
    where = document.where(place)
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(str(error["loc"][-1]), place, document, model)
    if kind == "union_tag_not_found":
        return _no_tag(error, place, document)
    if kind == "missing":
        return finding("Q002", where, str(error["loc"][-1]))
    if kind in WANTED or kind in MAPPINGS:
        return _wrong_kind(error, place, document, model)
    reader = READERS.get(kind, _otherwise)
    return reader(error, place, document)


def _no_tag(error: Any, place: Place, document: Document) -> Finding:
    """The key that says what a mapping is, missing or misspelt."""
    tag = tag_of(error)
    key = like_tag(document.at(place), tag)
    if key:
        return finding("Q001", document.where((*place, key)), key, suggestion=did_you_mean(key, [tag]))
    return finding("Q002", document.where(place), tag)


def _unknown_key(key: str, place: Place, document: Document, model: type[BaseModel]) -> Finding:
    known = known_keys(model, document.data, place[:-1])
    suggestion = did_you_mean(key, known) or (f"; here may stand: {', '.join(known)}" if known else "")
    return finding("Q001", document.where(place), key, suggestion=suggestion)


def _wrong_kind(error: Any, place: Place, document: Document, model: type[BaseModel]) -> Finding:
    value, kind = error["input"], error["type"]
    if value is None or value == "":
        return finding("Q018", document.where(place), key=name_of(place))
    if kind in WANTED:
        wanted, advice = WANTED[kind]
    else:
        wanted, advice = _mapping_wanted(place, document, model)
    if kind == "string_type" and isinstance(value, dict | list):
        advice = "write one value here"
    words = {"key": name_of(place), "wanted": wanted, "found": _shown(value), "advice": advice}
    return finding("Q017", document.where(place), _shown(value), **words)


def _mapping_wanted(place: Place, document: Document, model: type[BaseModel]) -> tuple[str, str]:
    if is_text(model, document.data, place):
        example = ", ".join(f"{language}: …" for language in declared_languages(document.data))
        return "one text a language", f"write {{{example}}}"
    keys = ", ".join(known_keys(model, document.data, place))
    return "keys with values", f"write 'key: value' lines; keys here: {keys}"


def declared_languages(data: dict[str, Any]) -> list[str]:
    """What a file that may be wrong says under `languages`, as far as it is known."""
    written = data.get("languages")
    known = [code for code in LANGUAGE_CODES if isinstance(written, list) and code in written]
    return known or ["nb"]


def _shown(value: Any) -> str:
    names = {bool: str(value).lower(), dict: "keys with values", list: "a list"}
    return names.get(type(value), repr(value))


def name_of(place: Place) -> str:
    """A place in words: its key, or the number of the entry in a list (counted from 1)."""
    if not place:
        return "the file"
    last = place[-1]
    return f"entry {last + 1} of '{place[-2]}'" if isinstance(last, int) else f"'{last}'"


def _not_allowed(error: Any, place: Place, document: Document) -> Finding:
    """A word from a fixed list, or the type of a question."""
    tagged = error["type"] == "union_tag_invalid"
    value = str(error["ctx"]["tag"] if tagged else error["input"])
    allowed = re.findall(r"'([^']*)'", error["ctx"]["expected_tags" if tagged else "expected"])
    place = (*place, tag_of(error)) if tagged else place
    words = {"key": name_of(place), "suggestion": did_you_mean(value, allowed), "allowed": ", ".join(allowed)}
    return finding("Q015", document.where(place), value, **words)


def _pattern(error: Any, place: Place, document: Document) -> Finding:
    pattern = error["ctx"]["pattern"]
    problem = PATTERNS.get(pattern, f"it does not fit {pattern}")
    return finding("Q016", document.where(place), str(error["input"]), key=name_of(place), problem=problem)


def _too_long(error: Any, place: Place, document: Document) -> Finding:
    problem = f"it is longer than {error['ctx']['max_length']} characters"
    return finding("Q016", document.where(place), str(error["input"]), key=name_of(place), problem=problem)


def _too_short(error: Any, place: Place, document: Document) -> Finding:
    least = error["ctx"]["min_length"]
    entries = f"{least} {'entry' if least == 1 else 'entries'}"
    return finding("Q025", document.where(place), key=name_of(place), least=entries)


def _empty(error: Any, place: Place, document: Document) -> Finding:
    language = (error.get("ctx") or {}).get("language")
    inside: Place = (*place, language) if language else place
    key = f"{name_of(place)} ({language})" if language else name_of(place)
    return finding("Q018", document.where(inside), key=key)


def _unknown_language(error: Any, place: Place, document: Document) -> Finding:
    code = error["ctx"]["code"]
    words = {"suggestion": did_you_mean(code, LANGUAGE_CODES), "allowed": ", ".join(LANGUAGE_CODES)}
    return finding("Q024", document.where((*place, code)), code, **words)


def _condition(error: Any, place: Place, document: Document) -> Finding:
    return finding("Q023", document.where(place), problem=error["ctx"]["problem"])


def _otherwise(error: Any, place: Place, document: Document) -> Finding:
    words = error["msg"].removeprefix("Value error, ").replace("Input should", "must")
    value = error.get("input")
    shown = f", not {value!r}" if isinstance(value, str | int | float) else ""
    return finding("Q003", document.where(place), problem=f"{name_of(place)} {words}{shown}")


READERS: dict[str, Callable[[Any, Place, Document], Finding]] = {
    "literal_error": _not_allowed,
    "union_tag_invalid": _not_allowed,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "too_short": _too_short,
    "empty": _empty,
    "unknown_language": _unknown_language,
    "condition": _condition,
}
"""pydantic's error type (or one of our own) → the function that words it."""
