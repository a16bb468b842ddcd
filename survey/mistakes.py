"""Reading pydantic's errors: which are the author's, where they stand in the file, which keys were misspelt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from survey.document import Document, Place
from survey.messages import closest
from survey.schema_walk import known_keys


def mistakes(error: ValidationError, data: Any) -> list[Any]:
    """pydantic's errors without lists that are too short only because it counts no entry with an error inside."""
    errors = error.errors()
    places = [place_of(one, data) for one in errors]

    def unread(place: Place) -> bool:
        return any(other != place and other[: len(place)] == place for other in places)

    return [
        e for e, place in zip(errors, places, strict=True) if e["type"] != "too_short" or not unread(place)
    ]


def place_of(error: Any, data: Any) -> Place:
    """Where in `data` an error is: pydantic's location without the steps that are not in the file (union tags).

    The tag of a question stands between its number and its keys, and may be spelt like one of them (`text`).
    """
    place: list[str | int] = []
    tagged = False
    for step in error["loc"]:
        if isinstance(data, dict) and not tagged and step == data.get("type"):
            tagged = True
        elif (isinstance(data, dict) and step in data) or (isinstance(data, list) and _is_index(step, data)):
            data, tagged = data[step], False
            place.append(step)
    return tuple(place)


def _is_index(step: str | int, data: list[Any]) -> bool:
    return isinstance(step, int) and step < len(data)


def misspelt(errors: Iterable[Any], document: Document, model: type[BaseModel]) -> dict[Place, str]:
    """Place of an unknown key → the key that is most likely meant, where that one is not already there."""
    found: dict[Place, str] = {}
    for error in errors:
        place = place_of(error, document.data)
        if error["type"] == "extra_forbidden":
            known = known_keys(model, document.data, place[:-1])
        elif error["type"] == "union_tag_not_found":
            known = [tag_of(error)]
            place = (*place, like_tag(document.at(place), known[0]))
        else:
            continue
        meant = closest(str(place[-1]), known)
        taken = [*document.at(place[:-1]), *(key for other, key in found.items() if other[:-1] == place[:-1])]
        if meant and meant not in taken:
            found[place] = meant
    return found


def tag_of(error: Any) -> str:
    """The key that says which of several models a mapping is (a question's `type`, a figure's `kind`)."""
    return str(error["ctx"]["discriminator"]).strip("'")


def like_tag(mapping: dict[str, Any], tag: str) -> str:
    """The key of a mapping that most resembles `tag`, which it lacks; empty when none does."""
    return closest(tag, [key for key in mapping if key not in ("id", "text", "title")]) or ""
