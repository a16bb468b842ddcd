"""What coders delivered, held against the answers: every row that cannot be used is named, and none is guessed at.

A coder's file is `coding_<coder>.csv` or `.xlsx`: respondent, `variable`, `code`, and the answer as it was shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey.coding.answers import Sorted, codes_in
from survey.coding.sheet import ANSWER, CODE, VARIABLE
from survey.coding.workbook import read_table, same_text
from survey.intake.csv import Raw
from survey.messages import Finding, SvarError, did_you_mean, finding

ADJUDICATED = "adjudicated"
_FILE = re.compile(r"coding_(?P<coder>[^.]+)\.(csv|xlsx)")
SHOWN = 5
"""Respondents named in one message."""

Codes = dict[tuple[str, str], frozenset[str]]
"""(variable, respondent) → the codes that were given."""


@dataclass(frozen=True)
class Answers:
    """The open answers there are to sort: column → respondent → words."""

    sorted: Mapping[str, Sorted]
    words: Mapping[str, Mapping[str, str]]
    key: str


def coder_files(folder: Path) -> dict[str, Path]:
    """Coder → file, in alphabetical order; raises SvarError (D045) for a coder with two files."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("coding_*")):
        match = _FILE.fullmatch(path.name)
        if match is None:
            continue
        if match["coder"] in found:
            raise SvarError([finding("D045", path.as_posix(), match["coder"])])
        found[match["coder"]] = path
    return found


def first_of(folder: Path, name: str) -> Path | None:
    """`name`.csv, or `name`.xlsx where there is no .csv; None where there is neither."""
    paths = (folder / f"{name}{ending}" for ending in (".csv", ".xlsx"))
    return next((path for path in paths if path.is_file()), None)


def read_codes(path: Path, answers: Answers, column: str = CODE) -> tuple[Codes, list[Finding]]:
    """The codes in `column` of a coder's file, or of the decisions; what cannot be used is left out and found."""
    table = read_table(path, answers.key)
    absent = [name for name in (VARIABLE, column) if name not in table.rows]
    if absent:
        words = {"suggestion": ""}
        raise SvarError([finding("D005", f"{table.file}:1", name, **words) for name in absent])
    found = [*table.findings, *_twice(table, answers.key)]
    rows = table.rows[~table.rows.duplicated([answers.key, VARIABLE], keep=False)]
    codes: Codes = {}
    for line, row in rows.iterrows():
        given, wrong = _read_row(row, column, answers, f"{table.file}:{line}")
        found += wrong
        if given:
            codes[str(row[VARIABLE]), str(row[answers.key])] = given
    return codes, found


def _twice(table: Raw, key: str) -> list[Finding]:
    twice = table.rows.duplicated([key, VARIABLE], keep=False) & table.rows[key].notna()
    return [
        finding("D021", f"{table.file}:{line}", str(table.rows[key][line]), column=table.file)
        for line in table.rows.index[twice]
    ]


def _read_row(
    row: pd.Series, column: str, answers: Answers, where: str
) -> tuple[frozenset[str] | None, list[Finding]]:
    respondent, variable = row[answers.key], row[VARIABLE]
    written = row[column]
    if pd.isna(respondent):
        return None, [finding("D015", where, column=answers.key)]
    words = answers.words.get(str(variable), {}).get(str(respondent))
    if words is None:
        return None, [finding("D041", where, str(respondent), column=variable)]
    if ANSWER in row and pd.notna(row[ANSWER]) and not same_text(str(row[ANSWER]), words):
        return None, [finding("D044", where, str(respondent), column=variable)]
    if pd.isna(written) or not codes_in(str(written)):
        return None, []
    return _known(str(written), answers.sorted[str(variable)], where)


def _known(written: str, answer: Sorted, where: str) -> tuple[frozenset[str] | None, list[Finding]]:
    codes = codes_in(written)
    unknown = sorted(codes - set(answer.codes))
    if unknown:
        words = {"column": answer.variable, "allowed": ", ".join(answer.codes)}
        return None, [
            finding("D040", where, code, suggestion=did_you_mean(code, answer.codes), **words)
            for code in unknown
        ]
    if len(codes) > 1 and not answer.multiple:
        return None, [finding("D046", where, written, column=answer.variable)]
    return codes, []


def left_open(coder: str, codes: Codes, answers: Answers) -> list[Finding]:
    """D042: how many answers to each question a coder has no usable code for."""
    found = []
    for variable, words in answers.words.items():
        open_ = [respondent for respondent in words if (variable, respondent) not in codes]
        if open_:
            said = {"count": len(open_), "total": len(words), "respondents": _listed(open_)}
            found.append(finding("D042", f"coder {coder}", variable, **said))
    return found


def _listed(names: Iterable[str]) -> str:
    every = sorted(names)
    return ", ".join(every[:SHOWN]) + (" …" if len(every) > SHOWN else "")
