"""What is known while a form is read from top to bottom: names given, questions so far, what was not carried over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from survey.conditions import Condition
from survey.imports.xlsform_book import Book, Row
from survey.imports.xlsform_routes import Known, Reader
from survey.imports.xlsform_tidy import tidy
from survey.imports.xlsform_xpath import Unreadable
from survey.lint.ids import RESERVED
from survey.messages import Finding, finding

Data = dict[str, Any]
LONGEST = 60
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Place:
    """Where a question stands: what holds for its block, what holds beside that, and which block repeats."""

    block: tuple[Condition, ...] = ()
    beside: tuple[Condition, ...] = ()
    repeat: str | None = None


@dataclass
class Form:
    """The state of one import."""

    book: Book
    own: bool = False
    """Whether our own export wrote it."""
    known: dict[str, Known] = field(default_factory=dict)
    asked: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    questions: dict[str, Data] = field(default_factory=dict)
    """Name in the form → our question."""
    scales: dict[str, Data] = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    """List name → its choices."""
    scaled: set[str] = field(default_factory=set)
    """The lists that become scales."""
    taken: set[str] = field(default_factory=lambda: set(RESERVED))
    untranslated: dict[str, list[int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, row: Row, value: str, **words: object) -> None:
        """A finding at that row of the survey sheet."""
        self.findings.append(finding(code, self.book.where(row.number), value, **words))

    def lost(self, row: Row, value: str, problem: str, advice: str = "") -> None:
        """Something of the row that is not carried over."""
        self.report("S061", row, value, problem=problem, advice=advice or "add what you need by hand")

    def text(self, row: Row, column: str = "label") -> dict[str, str] | None:
        """The words in every language; a language without words gets those of the first that has some."""
        given = {language: words for language, words in row.text(column).items() if words.strip()}
        if not given:
            return None
        first = next(given[language] for language in [*self.book.languages, *given] if language in given)
        for language in self.book.languages:
            if language not in given:
                self.untranslated.setdefault(language, []).append(row.number)
        return {language: given.get(language, first) for language in self.book.languages}

    def heading(self, row: Row) -> dict[str, str]:
        """The label, or the row's name where there is none."""
        return self.text(row) or dict.fromkeys(self.book.languages, row.get("name") or row.get("type"))

    def claim(self, row: Row, raw: str, columns: Iterable[str] = ()) -> str:
        """An id of ours for `raw`; `columns` are endings of further columns that must be free as well."""
        plain = plain_id(raw)
        name, number = plain, 2
        endings = ["", *columns]
        while any(f"{name}{ending}" in self.taken for ending in endings):
            name, number = f"{plain}_{number}", number + 1
        self.taken |= {f"{name}{ending}" for ending in endings}
        if name != raw:
            why = "the name is taken or reserved" if plain == raw else "ids are small letters, digits and _"
            self.report("S063", row, raw, name=repr(name), problem=why)
        return name

    def route(self, row: Row, place: Place) -> tuple[Condition | None, str | None]:
        """(the row's own condition, a note with the words of one that could not be read)."""
        text = row.get("relevant")
        if not text:
            return None, None
        try:
            verdict = Reader(self.known, place.repeat).condition(text)
        except Unreadable as reason:
            self.report("S062", row, text, problem=reason)
            return None, f"XLSForm relevant: {text}"
        if isinstance(verdict, bool):
            if not verdict:
                self.report("S062", row, text, problem="it is never true")
            return None, None if verdict else f"XLSForm relevant: {text}"
        return tidy(verdict, self.asked), None

    def remember(self, row: Row, question: Known, conditions: Iterable[Condition | None]) -> None:
        """Later rows may ask about this question."""
        self.known.setdefault(row.get("name"), question)
        self.asked[question.name] = tuple(condition for condition in conditions if condition is not None)


def plain_id(raw: str) -> str:
    """`raw` in the letters that an id may hold."""
    name = re.sub(r"[^a-z0-9_]+", "_", raw.strip().lower()).strip("_") if not _ID.fullmatch(raw) else raw
    name = name[:LONGEST].rstrip("_") or "question"
    return name if name[0].isalpha() else f"q_{name}"


def written(condition: Condition | None) -> Data | None:
    """A condition as plain data."""
    if condition is None:
        return None
    data: Data = condition.model_dump(mode="json", by_alias=True, exclude_none=True)
    return data


def both(*conditions: Condition | None) -> Condition | None:
    """All of the conditions that there are."""
    given = list(dict.fromkeys(c for c in conditions if c is not None))
    if len(given) < 2:
        return given[0] if given else None
    parts = [part for c in given for part in (c.all_ or (c,))]
    return Condition.model_validate({"all": parts})
