"""An XLSForm workbook as rows: headings under their usual names, texts by language, empty rows left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from survey.messages import Finding, SvarError, finding
from survey.text import LANGUAGE_CODES

SPOKEN = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
"""Columns that may stand once a language."""
ALIASES = {
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::calculate": "calculation",
    "calculate": "calculation",
    "list name": "list_name",
    "caption": "label",
    "value": "name",
    "constraint message": "constraint_message",
    "constraining message": "constraint_message",
    "required message": "required_message",
    "choice filter": "choice_filter",
    "repeat count": "repeat_count",
    "jr:count": "repeat_count",
    "control::appearance": "appearance",
    "read only": "read_only",
    "readonly": "read_only",
    "title": "form_title",
    "set form title": "form_title",
    "set form id": "form_id",
    "default language": "default_language",
}
LANGUAGE_NAMES = {
    "english": "en",
    "norsk": "nb",
    "norwegian": "nb",
    "bokmal": "nb",
    "norsk bokmal": "nb",
    "nynorsk": "nn",
    "norsk nynorsk": "nn",
    "danish": "da",
    "swedish": "sv",
    "finnish": "fi",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "francais": "fr",
    "arabic": "ar",
    "ukrainian": "uk",
    "somali": "so",
    "tigrinya": "ti",
    "polish": "pl",
}
UNMARKED = ""
"""The language of a text column that names none, until it is known."""
_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_CODES = ("relevant", "constraint", "choice_filter", "calculation", "required", "repeat_count")


@dataclass(frozen=True)
class Row:
    """One row of a sheet: `number` as the spreadsheet counts, cells by heading, texts by heading and language."""

    number: int
    cells: dict[str, str]
    texts: dict[str, dict[str, str]]

    def get(self, name: str) -> str:
        """The cell under that heading; empty when there is none."""
        return self.cells.get(name, "")

    def text(self, name: str) -> dict[str, str]:
        """Language → words under that heading."""
        return self.texts.get(name, {})


@dataclass
class Book:
    """The three sheets, and the languages of its texts (the first is the original's)."""

    path: str
    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def where(self, number: int, sheet: str = "survey") -> str:
        """`file:sheet:row`."""
        return f"{self.path}:{sheet}:{number}"


def read_book(path: Path) -> Book:
    """The workbook at `path`; raises SvarError (S060) when it is no XLSForm."""
    try:
        workbook = load_workbook(path, data_only=True, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise SvarError([finding("S060", path.as_posix(), problem=error)]) from None
    sheets = {sheet.title.strip().lower(): sheet for sheet in workbook.worksheets}
    if "survey" not in sheets:
        raise SvarError([finding("S060", path.as_posix(), problem="it has no sheet 'survey'")])
    raw = {name: list(_rows(sheet.values)) for name, sheet in sheets.items()}
    settings = raw.get("settings", [])
    book = Book(
        path.as_posix(), settings={_usual(k): v for k, v in (settings[0][1] if settings else {}).items()}
    )
    known = _languages(book, [*raw["survey"], *raw.get("choices", [])])
    book.survey = [_row(number, cells, known) for number, cells in raw["survey"]]
    book.choices = [_row(number, cells, known) for number, cells in raw.get("choices", [])]
    return book


def _rows(values: Iterable[tuple[object, ...]]) -> Iterable[tuple[int, dict[str, str]]]:
    """(row number, heading → cell) of every row that is not empty."""
    headings: list[str] = []
    for number, cells in enumerate(values, start=1):
        words = ["" if cell is None else _word(cell) for cell in cells]
        if not headings:
            headings = [" ".join(word.split()) for word in words]
        elif any(words):
            yield number, {h: w for h, w in zip(headings, words, strict=False) if h and w}


def _word(cell: object) -> str:
    """A cell as text; a spreadsheet stores 1 as 1.0 and TRUE as a truth value."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _usual(heading: str) -> str:
    name = heading.lower()
    return ALIASES.get(name, name)


def _parted(heading: str) -> tuple[str, str | None]:
    """(column, language) of a heading; None where it is no text of a language."""
    name, colons, language = heading.partition("::")
    if not colons and ":" in heading and not heading.lower().startswith(("bind", "jr", "media", "body")):
        name, colons, language = heading.partition(":")
    usual = _usual(name.strip())
    if usual not in SPOKEN:
        return _usual(heading), None
    return usual, language.strip() if colons else UNMARKED


def _row(number: int, cells: dict[str, str], known: dict[str, str]) -> Row:
    own: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for heading, words in cells.items():
        name, language = _parted(heading)
        if language is None:
            own[name] = words.translate(_STRAIGHT) if name in _CODES else words
        elif language in known:
            texts.setdefault(name, {})[known[language]] = words
    return Row(number, own, texts)


def _languages(book: Book, rows: list[tuple[int, dict[str, str]]]) -> dict[str, str]:
    """Language as headings name it → code; those we do not know are reported and left out."""
    default = book.settings.get("default_language", "")
    parted = [_parted(heading) for _, cells in rows for heading in cells]
    named = list(dict.fromkeys(language for _, language in parted if language is not None))
    known = {name: code for name in named if name != UNMARKED and (code := language_code(name))}
    for name in named:
        if name not in known and name != UNMARKED:
            why = "the language has no code here"
            book.findings.append(
                finding("S061", book.where(1), name, problem=why, advice="add it to the system")
            )
    if UNMARKED in named:
        known[UNMARKED] = _unmarked(book, default, known)
    first = known.get(default) or language_code(default)
    codes = list(dict.fromkeys([*([first] if first in known.values() else []), *known.values()]))
    book.languages = [code for code in codes if code] or ["en"]
    return known


def _unmarked(book: Book, default: str, known: dict[str, str]) -> str:
    code = language_code(default)
    if code is None:
        code = "en"
        why = "the sheet names no language"
        book.findings.append(finding("S064", book.where(1), "label", kind=f"text in {code!r}", problem=why))
    return code


def language_code(name: str) -> str | None:
    """«Norsk (nb)», «nb» or «Norsk» → «nb»; None for a language that has no code here."""
    marked = re.search(r"\(([A-Za-z-]+)\)\s*$", name)
    code = (marked[1] if marked else name).strip().lower().partition("-")[0]
    if code in ("no", "nob"):
        return "nb"
    if code in LANGUAGE_CODES:
        return code
    bare = unicodedata.normalize("NFKD", name.partition("(")[0].strip().lower())
    return LANGUAGE_NAMES.get("".join(c for c in bare if not unicodedata.combining(c)))
