"""The coding of open answers in a study's raw folder: one finished file, or coders' files and decisions.

`coding.csv` is a finished coding, one row a respondent. Without it, `coding_<coder>.csv` (or .xlsx) of the coders and
`adjudicated.csv` become one. With both, the finished one counts, and the coders' agreement is told all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from survey.coding.agreement import Agreed, Settings, agree
from survey.coding.answers import codes_in, sorted_answers, to_sort
from survey.coding.coders import ADJUDICATED, Answers, Codes, coder_files, first_of, left_open, read_codes
from survey.coding.sheet import ANSWER, VARIABLE
from survey.intake.csv import Raw, read_raw
from survey.messages import Finding, did_you_mean, finding
from survey.model import Questionnaire

FINISHED = "coding.csv"
CODERS = "coding_*"


@dataclass
class Delivered:
    """One coding (None when nobody coded), and what is written about how it came about."""

    coding: Raw | None
    report: dict[str, Any]
    disagreements: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)


def answers_of(rows: pd.DataFrame, questionnaire: Questionnaire) -> Answers:
    """The open answers there are to sort."""
    every = {answer.variable: answer for answer in sorted_answers(questionnaire)}
    key = questionnaire.respondent
    return Answers(every, {name: to_sort(answer, rows, key) for name, answer in every.items()}, key)


def delivered(
    folder: Path, rows: pd.DataFrame, questionnaire: Questionnaire, settings: Settings
) -> Delivered:
    """Read what `folder` holds; `rows` are the answers with their columns of words."""
    key = questionnaire.respondent
    finished = read_raw(folder / FINISHED, key) if (folder / FINISHED).is_file() else None
    files = coder_files(folder)
    if not files:
        source = "none" if finished is None else "finished"
        report = {"source": source, "coders": [], "questions": {}}
        return Delivered(finished, report, pd.DataFrame(columns=[key, VARIABLE, ANSWER, ADJUDICATED]))
    settled, found = _from_coders(folder, files, answers_of(rows, questionnaire), settings)
    source = "coders" if finished is None else "finished"
    report = {"source": source, "coders": list(files), "questions": settled.report}
    if finished is not None:
        note = finding("D048", FINISHED, len(files))
        return Delivered(finished, report, settled.disagreements, [*found, note])
    coding = Raw(CODERS, as_table(settled.codes, questionnaire), pd.DataFrame())
    return Delivered(coding, report, settled.disagreements, [*found, *settled.findings])


def _from_coders(
    folder: Path, files: dict[str, Path], answers: Answers, settings: Settings
) -> tuple[Agreed, list[Finding]]:
    found, coders = list[Finding](), dict[str, Codes]()
    for coder, path in files.items():
        coders[coder], new = read_codes(path, answers)
        found += [*new, *left_open(coder, coders[coder], answers)]
    decisions = first_of(folder, ADJUDICATED)
    decided: Codes = {}
    if decisions is not None:
        decided, new = read_codes(decisions, answers, ADJUDICATED)
        found += new
    return agree(answers, coders, decided, settings), found


def as_table(codes: Codes, questionnaire: Questionnaire) -> pd.DataFrame:
    """One row a respondent with the columns of their categories, as in a finished file."""
    every = {answer.variable: answer for answer in sorted_answers(questionnaire)}
    rows: dict[str, dict[str, str]] = {}
    for (variable, respondent), given in codes.items():
        rows.setdefault(respondent, {}).update(every[variable].cells(given))
    columns = [column.name for answer in every.values() for column in answer.columns]
    table = pd.DataFrame(list(rows.values()), columns=columns, dtype="str")
    table.insert(0, questionnaire.respondent, pd.Series(list(rows), dtype="str"))
    return table


def join_coding(
    rows: pd.DataFrame, coding: Raw | None, questionnaire: Questionnaire
) -> tuple[pd.DataFrame, list[Finding]]:
    """Add the categories people gave to open answers; a respondent coded twice (D021) gets none."""
    names = [name for name, variable in questionnaire.variables.items() if variable.kind == "coded"]
    rows = rows.reindex(columns=[*rows.columns, *(n for n in names if n not in rows.columns)])
    if coding is None or not names:
        return rows, []
    key = questionnaire.respondent
    twice = coding.rows[key].duplicated(keep=False)
    found = [
        finding("D021", f"{coding.file}:{line}", str(coding.rows[key][line]), column=coding.file)
        for line in coding.rows.index[twice]
    ]
    lists = _lists(coding, questionnaire)
    table = coding.rows[~twice].assign(**lists[0]).set_index(key)
    for name in (n for n in names if n in table):
        rows[name] = rows[key].map(table[name]).where(lambda s: s.notna(), rows[name])
    return rows, [*coding.findings, *found, *lists[1]]


def _lists(coding: Raw, questionnaire: Questionnaire) -> tuple[dict[str, pd.Series], list[Finding]]:
    """Tick columns of the cells in a finished file that list several codes; with an unknown code (D040), none."""
    columns, found = dict[str, pd.Series](), list[Finding]()
    for answer in sorted_answers(questionnaire):
        if not answer.multiple or answer.variable not in coding.rows:
            continue
        cells: dict[int, dict[str, str]] = {}
        for line, cell in coding.rows[answer.variable].dropna().items():
            given = codes_in(str(cell))
            unknown = sorted(given - set(answer.codes))
            where = f"{coding.file}:{line}"
            words = {"column": answer.variable, "allowed": ", ".join(answer.codes)}
            found += [
                finding("D040", where, code, suggestion=did_you_mean(code, answer.codes), **words)
                for code in unknown
            ]
            if given and not unknown:
                cells[int(str(line))] = answer.cells(given)
        for column in answer.columns:
            values = {line: ticks[column.name] for line, ticks in cells.items()}
            columns[column.name] = pd.Series(values, dtype="str").reindex(coding.rows.index)
    return columns, found
