"""SPSS: an empty `.sav` file a language, with everything but the answers: names, labels, codes, non-answers, measures.

Answers whose codes are all numbers make a numeric variable, other codes stay the text they are. The file has the
columns of answers.csv in their order, then the background variables. Paste or merge answers in; no syntax is needed.
SPSS declares non-answers only of the variable's own type and of at most eight letters: those that must be called
something else are listed in a file of their own.
"""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from survey.forms.repeats import spoken
from survey.model import Background, Number, OpenText, Option, Questionnaire, Variable
from survey.words import Words

LONGEST_LABEL, LONGEST_VALUE_LABEL, LONGEST_TEXT = 255, 119, 32767
"""Bytes that SPSS takes in a variable label, a value label and a text."""
MOST_MISSING, LONGEST_MISSING = 3, 8
"""Codes that SPSS can declare as non-answers in one variable, and letters that a text among them may have."""
STAMP = b"01 Jan 0000:00:00"
"""Stands where the time of writing would: the same questionnaire gives the same bytes."""
_CASE_SIZE, _CASES, _TIME = 68, 80, 92
"""Where the header holds the size of a row (in eights of bytes), the number of rows, and date and time."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
"""A code that is a number and nothing else: 0301 is not, for the zero would be lost."""


@dataclass
class Shell:
    """What the columns of one language are, as pyreadstat wants it: column → property."""

    row: dict[str, float | str] = field(default_factory=dict)
    """As long a value as each column can hold: SPSS takes the width of a column from it."""
    labels: dict[str, str | None] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    changed: dict[tuple[str, str], float | str] = field(default_factory=dict)
    """Column and code → the SPSS value, where it is another."""

    def text(self, name: str, label: str, width: int) -> None:
        """A column of words."""
        self.row[name], self.labels[name], self.measures[name] = "x" * width, label, "nominal"

    def number(self, name: str, label: str, decimals: int) -> None:
        """A column of numbers."""
        self.row[name], self.labels[name], self.measures[name] = 0.0, label, "scale"
        self.formats[name] = f"F{10 + decimals}.{decimals}"

    def codes(self, name: str, label: str, options: Mapping[str, str], missing: list[str]) -> None:
        """A column of codes; `options` is code → label, `missing` those that are non-answers."""
        values = spss_values(options, missing)
        numeric = not any(isinstance(value, str) for value in values.values())
        self.row[name] = (
            0.0 if numeric else max(map(str, values.values()), key=lambda code: len(code.encode()))
        )
        self.labels[name], self.measures[name] = label, "nominal"
        self.values[name] = {values[code]: cut(text, LONGEST_VALUE_LABEL) for code, text in options.items()}
        self.changed |= {(name, code): v for code, v in values.items() if not _same(code, v)}
        if missing:
            self.missing[name] = [values[code] for code in missing[:MOST_MISSING]]
        if numeric:
            self.formats[name] = "F8.0" if all("." not in code for code in options) else "F8.2"


def spss_values(options: Iterable[str], missing: Iterable[str]) -> dict[str, float | str]:
    """Code → what it is in SPSS: a number where all answers are numbers (a non-answer then gets one below zero)."""
    codes, non_answers = list(options), list(missing)
    answers = [code for code in codes if code not in non_answers] or codes
    if all(_NUMBER.fullmatch(code) for code in answers):
        free = (-float(n) for n in count(1) if str(-n) not in codes)
        return {code: float(code) if _NUMBER.fullmatch(code) else next(free) for code in codes}
    found: dict[str, float | str] = {}
    for code in codes:
        short = code[:LONGEST_MISSING] if code in non_answers else code
        clash = (f"{short[: LONGEST_MISSING - 1]}{n}" for n in count(1))
        while short != code and (short in codes or short in found.values()):
            short = next(clash)
        found[code] = short
    return found


def _same(code: str, value: float | str) -> bool:
    return value == (code if isinstance(value, str) or not _NUMBER.fullmatch(code) else float(code))


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: `<questionnaire>.<language>.sav` for each language, and a list of changed codes, if any."""
    flat = spoken(questionnaire, words)
    shells = {language: shell(flat, words[language], language) for language in questionnaire.languages}
    made = {
        f"{questionnaire.id}.{language}.sav": sav(one, flat.title[language])
        for language, one in shells.items()
    }
    changed = shells[questionnaire.languages[0]].changed
    if changed:
        lines = [
            f"{column},{code},{value:g}" if isinstance(value, float) else f"{column},{code},{value}"
            for (column, code), value in changed.items()
        ]
        made[f"{questionnaire.id}.spss-codes.csv"] = "\n".join(
            ["column,code,spss_value", *lines, ""]
        ).encode()
    return made


def shell(questionnaire: Questionnaire, words: Words, language: str) -> Shell:
    """The columns in one language; `questionnaire` has its repetitions written out."""
    found, own = Shell(), words["codebook"]["administrative_rows"]
    found.text(questionnaire.respondent, own["respondent"], 64)
    found.text("submitted", own["submitted"], 32)
    found.text("language", own["language"], 8)
    for variable in questionnaire.variables.values():
        _variable(found, questionnaire, variable, words, language)
    for background in questionnaire.background:
        _background(found, background, language)
    found.text("data_origin", own["data_origin"], 16)
    return found


def _variable(
    found: Shell, questionnaire: Questionnaire, variable: Variable, words: Words, language: str
) -> None:
    name, label = variable.name, label_of(questionnaire, variable, words, language)
    question = questionnaire.question(variable.question)
    if variable.kind == "tick":
        own = {
            code: words["codebook"][key]
            for code, key in zip(variable.codes, ("ticked", "unticked"), strict=True)
        }
        found.codes(name, label, own, [])
    elif variable.options:
        found.codes(name, label, *_options(variable.options, language))
        found.measures[name] = "ordinal" if variable.ordinal else "nominal"
    elif isinstance(question, Number) and variable.kind == "number":
        found.number(name, label, question.decimals)
    else:
        longest = question.max_length if isinstance(question, OpenText) else 1000
        # A letter may take two bytes.
        found.text(name, label, 10 if variable.kind == "date" else min(2 * longest, LONGEST_TEXT))


def _background(found: Shell, background: Background, language: str) -> None:
    found.codes(
        background.id, cut(background.label[language], LONGEST_LABEL), *_options(background.options, language)
    )
    found.measures[background.id] = background.kind


def _options(options: tuple[Option, ...], language: str) -> tuple[dict[str, str], list[str]]:
    """(code → label, codes that are non-answers)."""
    return {o.code: o.label[language] for o in options}, [o.code for o in options if o.missing]


def label_of(questionnaire: Questionnaire, variable: Variable, words: Words, language: str) -> str:
    """The question, and the item or option where it has several columns; what is free text or a category says so."""
    question = questionnaire.question(variable.question).text[language]
    own, said = variable.label[language], words["codebook"]
    if variable.kind == "coded":
        own = said["coded_text"].format(option=own)
    elif variable.kind == "text" and variable.name != variable.question:
        own = said["open_text"].format(option=own)
    shared = variable.kind in ("tick", "item") or variable.name != variable.question
    whole = own == question or variable.label[language] == question
    return cut(f"{question} – {own}" if shared and not whole else own, LONGEST_LABEL)


def cut(text: str, most: int) -> str:
    """`text` on one line, in at most so many bytes; an ellipsis shows that something is left out."""
    line = " ".join(text.split())
    if len(line.encode()) <= most:
        return line
    return line.encode()[: most - 3].decode(errors="ignore").rstrip() + "…"


def sav(columns: Shell, title: str) -> bytes:
    """The bytes of the file, without rows and without the time of writing."""
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame([columns.row])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shell.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=cut(title, 60),
            column_labels=columns.labels,
            variable_value_labels=columns.values,
            missing_ranges=columns.missing,
            variable_measure=columns.measures,
            variable_format=columns.formats,
        )
        return emptied(path.read_bytes())


def emptied(content: bytes) -> bytes:
    """An uncompressed `.sav` of one row without that row, and with a fixed date and time."""
    (eights,) = struct.unpack_from("<i", content, _CASE_SIZE)
    head = bytearray(content[: len(content) - 8 * eights])
    struct.pack_into("<i", head, _CASES, 0)
    head[_TIME : _TIME + len(STAMP)] = STAMP
    return bytes(head)
