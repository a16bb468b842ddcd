"""Which open answers may be quoted: those without a flag, and those an evaluator has rewritten; never who wrote them.

`cleared.csv` in the raw folder is the list of `svar code flags` with `replacement` filled in: respondent, column,
answer, replacement. It counts only for the answer that stands there, and is looked at like any other text.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from survey.coding.coders import first_of
from survey.coding.finders import Known
from survey.coding.flags import NEVER, kinds, marked, quotable
from survey.coding.plain import shown
from survey.coding.workbook import GUARD, read_table, same_text
from survey.frames import read_frame
from survey.messages import Finding, SvarError, finding
from survey.model import Questionnaire

COLUMN, ANSWER, REPLACEMENT = "column", "answer", "replacement"
QUOTES = ["quote", COLUMN, "text", "quotable", "why"]
CLEARED = "cleared"
PEOPLE, TABLES_OF_NAMES = "frame.csv", "_name"

Cleared = dict[tuple[str, str], str]
"""(respondent, column) → the text that may be quoted instead."""


def read_known(folder: Path) -> Known:
    """Names in the study's own tables: columns ending in `_name`, of people in frame.csv, of places in the others."""
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for path in sorted(folder.glob("*.csv")):
        header = pd.read_csv(path, nrows=0, dtype=str, encoding_errors="replace").columns
        for column in header[header.str.endswith(TABLES_OF_NAMES)]:
            names[path.name == PEOPLE] |= set(read_frame(path)[column].dropna())
    return Known(places=frozenset(names[False]), people=frozenset(names[True]))


def read_cleared(folder: Path, rows: pd.DataFrame, key: str, known: Known) -> tuple[Cleared, list[Finding]]:
    """The replacements that hold, and D050 and D051 for those that do not; `rows` are the answers as delivered."""
    path = first_of(folder, CLEARED)
    if path is None:
        return {}, []
    table = read_table(path, key)
    absent = [name for name in (COLUMN, ANSWER, REPLACEMENT) if name not in table.rows]
    if absent:
        raise SvarError([finding("D005", f"{table.file}:1", name) for name in absent])
    answers = rows.drop_duplicates(key, keep=False).set_index(key)
    cleared, found = Cleared(), list(table.findings)
    for line, row in table.rows.dropna(subset=[key, COLUMN, ANSWER, REPLACEMENT]).iterrows():
        respondent, column = str(row[key]), str(row[COLUMN])
        inside = respondent in answers.index and column in answers
        wrote = str(answers.at[respondent, column]) if inside else ""
        text = str(row[REPLACEMENT]).removeprefix(GUARD)
        problem = _problem(text, same_text(str(row[ANSWER]), wrote), known)
        if problem is None:
            cleared[respondent, column] = text
        else:
            where = f"{table.file}:{line}"
            found.append(finding(problem[0], where, respondent, column=column, kinds=problem[1]))
    return cleared, found


def _problem(text: str, same: bool, known: Known) -> tuple[str, str] | None:
    """Why a replacement does not count: the message's code, and the kinds that still stand in it."""
    if not same:
        return "D050", ""
    still = kinds(flag for flag in quotable(text, known) if flag.kind in NEVER)
    return ("D051", still) if still else None


def flagged(rows: pd.DataFrame, questionnaire: Questionnaire, known: Known) -> pd.DataFrame:
    """Every open answer that has a flag: respondent, column, answer, kinds, why, the answer marked, and a place to
    write the replacement."""
    key, found = questionnaire.respondent, list[dict[str, str]]()
    for column, respondent, text in _texts(rows, questionnaire):
        if flags := quotable(text, known):
            reasons = "; ".join(f"{text[f.start : f.end]}: {f.why}" for f in flags)
            found.append(
                {
                    key: respondent,
                    COLUMN: column,
                    ANSWER: text,
                    "kinds": kinds(flags),
                    "why": reasons,
                    "marked": marked(text, flags),
                }
            )
    return pd.DataFrame(found, columns=[key, COLUMN, ANSWER, "kinds", "why", "marked", REPLACEMENT])


def quotes(rows: pd.DataFrame, questionnaire: Questionnaire, cleared: Cleared, known: Known) -> pd.DataFrame:
    """One row a distinct text: `quote` (an id made of the text alone), column, text, quotable yes/no, why.

    A text that may not be quoted is left out, with its id. No respondent, no group, and no order of theirs: rows
    stand by id.
    """
    found: dict[tuple[str, ...], None] = {}
    for column, respondent, text in _texts(rows, questionnaire):
        instead = cleared.get((respondent, column))
        flags = [] if instead is not None else quotable(text, known)
        if flags:
            found[("", column, "", "no", kinds(flags))] = None
        else:
            said = shown(text if instead is None else instead)
            quote = hashlib.sha256(f"{column}\0{said}".encode()).hexdigest()[:10]
            found[quote, column, said, "yes", "" if instead is None else CLEARED] = None
    return pd.DataFrame(sorted(found), columns=QUOTES)


def _texts(rows: pd.DataFrame, questionnaire: Questionnaire) -> list[tuple[str, str, str]]:
    """(column, respondent, words) of every open answer."""
    columns = [name for name, variable in questionnaire.variables.items() if variable.kind == "text"]
    return [
        (column, str(respondent), str(text))
        for column in columns
        for respondent, text in zip(rows[questionnaire.respondent], rows[column], strict=True)
        if not pd.isna(text) and str(text).strip()
    ]
