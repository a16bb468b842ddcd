"""A document with mistakes: report them, and mend or cut it until the rest can be read and checked too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from survey.document import Document, Place
from survey.explain import declared_languages, explain
from survey.messages import Finding
from survey.mistakes import misspelt, mistakes, place_of
from survey.schema_walk import is_text

M = TypeVar("M", bound=BaseModel)

REFERENCES = ("Q005", "Q006", "Q007", "Q008", "Q010", "Q019", "P001", "P002", "P003", "P005", "P006", "C002")
"""Findings about a name that is used here and defined there."""
OF_THE_WHOLE = ("Q009", "Q012", "Q020")
"""Findings about something that lacks a part of it."""


@dataclass
class Salvage(Generic[M]):
    """Mends and cuts a document that does not fit the model, until the rest does."""

    model: type[M]
    document: Document
    findings: list[Finding]
    around: set[str] = field(default_factory=set)  # file:line:column of everything something was cut from
    lost: set[str] = field(default_factory=set)  # every text that was cut: names that others may refer to

    def fit(self) -> M | None:
        """The model of what is left; None when nothing useful is."""
        while True:
            try:
                return self.model.model_validate(self.document.data)
            except ValidationError as error:
                errors = mistakes(error, self.document.data)
            found = explain(errors, self.document, self.model)
            self.findings += [f for f in found if f.where not in self.around]
            if not (self._respell(errors) or self._fill(errors) or self._cut(errors)):
                return None

    def _respell(self, errors: list[Any]) -> bool:
        """Read misspelt keys as what they are most likely meant to be; whether there were any."""
        keys = misspelt(errors, self.document, self.model)
        for place, key in keys.items():
            self.document = self.document.renamed(place, key)
        return bool(keys)

    def _fill(self, errors: list[Any]) -> bool:
        """Put stand-ins where a text or an id is missing, so that what is around it need not go; whether any was."""
        filled = False
        for error in errors:
            if error["type"] != "missing":
                continue
            place, key = place_of(error, self.document.data), str(error["loc"][-1])
            if value := self._stand_in(place, key):
                self.document = self.document.extended(place, key, value)
                filled = True
        return filled

    def _stand_in(self, place: Place, key: str) -> Any:
        if key == "id":
            return "unnamed_" + "_".join(str(step) for step in place)
        if not is_text(self.model, self.document.data, (*place, key)):
            return None
        return dict.fromkeys(declared_languages(self.document.data), "…")

    def _cut(self, errors: list[Any]) -> bool:
        """Take out what is wrong, from the end so that earlier list entries keep their numbers; not the whole file."""
        places = {place_of(error, self.document.data) for error in errors}
        if () in places:
            return False
        for place in sorted(places, reverse=True):
            self.lost.update(text.casefold() for text in (*_texts(self.document.at(place)), str(place[-1])))
            self.around.update(self.document.where(place[:depth]) for depth in range(len(place)))
            self.document = self.document.without(place)
        return True

    def explains(self, found: Finding) -> bool:
        """Whether `found` is only a consequence of something that was cut out (and reported)."""
        if found.code in REFERENCES:
            return found.value.casefold() in self.lost
        return found.code in OF_THE_WHOLE and found.where in self.around


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)
    elif data is not None:
        yield str(data)
