"""Stage validate: answers as delivered → clean answers, with every fault found, named and set aside.

In: answers.csv (with coding.csv or coders' files, and cleared.csv) of the raw folder, the questionnaire's structure,
the frame's ids where there is one.
Out: answers.csv (clean, one row a respondent), status.csv (same shape: answered, not_asked, unanswered, declared),
findings.csv, quarantine.csv (rows and cells set aside, as delivered), summary.json. Rows in = accepted + quarantined.
Also coding.json and coding_disagreements.csv (how well coders agree, see `survey.coding`), and quotes.csv: the open
answers that may be quoted, without who wrote them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from survey.checks import CELL_CHECKS, Checked
from survey.coding.agreement import Settings
from survey.coding.delivered import delivered, join_coding
from survey.coding.quotes import quotes, read_cleared, read_known
from survey.coding.workbook import guarded
from survey.conditions import mask
from survey.frames import write_frame
from survey.intake.csv import Raw, read_raw
from survey.load import load_questionnaire
from survey.messages import Finding, did_you_mean, finding
from survey.model import Questionnaire, Variable
from survey.stage import arguments, params, run, say, write_json

SYNTHETIC = "SYNTHETIC"
ADMINISTRATIVE = ("submitted", "language", "data_origin")
STATUSES = ("answered", "not_asked", "unanswered", "declared")


@dataclass
class Validated:
    """What the stage writes; see the module's docstring."""

    answers: pd.DataFrame
    status: pd.DataFrame
    findings: pd.DataFrame
    quarantine: pd.DataFrame
    summary: dict[str, Any]


def validate(
    raw: Raw,
    questionnaire: Questionnaire,
    *,
    coding: Raw | None,
    invited: set[str] | None,
    limits: dict[str, Any],
) -> Validated:
    """Check every row and cell of `raw`; see the module's docstring for what comes back."""
    rows, findings, row_quarantine = _accept_rows(raw, questionnaire.respondent, invited)
    rows, column_findings = _columns(rows, questionnaire, raw.file)
    coded, coding_findings = join_coding(rows, coding, questionnaire)
    checked = Checked(coded, raw.file, questionnaire, limits)
    checked.absent = set(questionnaire.variables) - set(raw.rows.columns)
    for check in CELL_CHECKS:
        check(checked)
    answers = checked.clean()
    status = _status(answers, questionnaire)
    every = [*raw.findings, *findings, *column_findings, *coding_findings, *checked.findings]
    every += _unanswered(status, questionnaire, checked)
    quarantine = pd.concat([row_quarantine, checked.set_aside()], ignore_index=True)
    summary = _summary(raw, len(answers), every, quarantine, rows)
    return Validated(answers, status, findings_frame(every), quarantine, summary)


def _accept_rows(
    raw: Raw, key: str, invited: set[str] | None
) -> tuple[pd.DataFrame, list[Finding], pd.DataFrame]:
    """Rows with one known respondent each; the others go to quarantine whole."""
    ids = raw.rows[key]
    faults: dict[str, pd.Series] = {
        "D015": ids.isna(),
        "D004": ids.notna() & ids.duplicated(keep=False),
        "D016": ids.notna() & ~ids.isin(invited) if invited is not None else ids.isna() & False,
    }
    findings, taken, aside = [], pd.Series(False, index=ids.index), [raw.set_aside]
    for code, faulty in faults.items():
        new = faulty & ~taken
        taken |= new
        for line in ids.index[new]:
            value = "" if pd.isna(ids[line]) else str(ids[line])
            findings.append(finding(code, f"{raw.file}:{line}", value, column=key))
        aside.append(_whole_rows(raw.rows[new], code))
    quarantine = pd.concat(aside, ignore_index=True).reindex(
        columns=["line", "code", "column", "value", "row"]
    )
    return raw.rows[~taken], findings, quarantine


def _whole_rows(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    joined = [
        "|".join("" if pd.isna(cell) else str(cell) for cell in row) for row in rows.itertuples(index=False)
    ]
    return pd.DataFrame({"line": rows.index, "code": code, "row": joined})


def _columns(
    rows: pd.DataFrame, questionnaire: Questionnaire, file: str
) -> tuple[pd.DataFrame, list[Finding]]:
    """All columns of the questionnaire, in order; absent ones are empty (D005), foreign ones are left out (D014)."""
    wanted = [name for name, variable in questionnaire.variables.items() if variable.kind != "coded"]
    known = [questionnaire.respondent, *ADMINISTRATIVE, *wanted]
    foreign = [name for name in rows.columns if name not in known and name not in questionnaire.variables]
    absent = [name for name in wanted if name not in rows.columns]
    found = [
        finding("D005", f"{file}:1", name, suggestion=did_you_mean(name, foreign)) for name in absent
    ] + [finding("D014", f"{file}:1", name, suggestion=did_you_mean(name, absent)) for name in foreign]
    return rows.reindex(columns=[*known, *_already_coded(rows, questionnaire)]), found


def _already_coded(rows: pd.DataFrame, questionnaire: Questionnaire) -> list[str]:
    return [n for n, v in questionnaire.variables.items() if v.kind == "coded" and n in rows.columns]


def _status(answers: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Which of the three kinds of missing, or an answer, each cell is."""
    columns = {questionnaire.respondent: answers[questionnaire.respondent]}
    for name, variable in questionnaire.variables.items():
        values = answers[name]
        status = pd.Series("answered", index=answers.index).where(values.notna(), "unanswered")
        declared = [option.code for option in variable.options if option.missing]
        status = status.mask(values.isin(declared), "declared")
        columns[name] = status.mask(~asked(variable, answers), "not_asked")
    return pd.DataFrame(columns)


def asked(variable: Variable, answers: pd.DataFrame) -> pd.Series:
    """Whether each respondent was asked for this variable, by the routing."""
    result = pd.Series(True, index=answers.index)
    for condition in variable.conditions:
        result &= mask(condition, answers)
    return result


def _unanswered(status: pd.DataFrame, questionnaire: Questionnaire, checked: Checked) -> list[Finding]:
    """D013: one finding per question and respondent, where a required answer is missing and no fault explains it."""
    found = []
    for _, question in questionnaire.questions():
        names = [n for n, v in questionnaire.variables.items() if v.question == question.id and v.required]
        names = [n for n in names if n not in checked.absent]
        if not names:
            continue
        empty = (status[names] == "unanswered") & ~checked.faulty[names]
        found += [checked.at("D013", line, question.id) for line in status.index[empty.any(axis=1)]]
    return found


def findings_frame(findings: list[Finding]) -> pd.DataFrame:
    """Findings as a table, one row each."""
    return pd.DataFrame(
        [vars(f) for f in findings], columns=["code", "where", "value", "message", "cure", "severity"]
    )


def _summary(
    raw: Raw, accepted: int, findings: list[Finding], quarantine: pd.DataFrame, rows: pd.DataFrame
) -> dict[str, Any]:
    whole_rows = int(quarantine["row"].notna().sum())
    if raw.delivered != accepted + whole_rows:
        raise AssertionError(f"{raw.delivered} rows in, but {accepted} accepted and {whole_rows} quarantined")
    return {
        "rows_in": raw.delivered,
        "accepted": accepted,
        "quarantined": whole_rows,
        "cells_set_aside": len(quarantine) - whole_rows,
        "findings": dict(sorted(Counter(f.code for f in findings).items())),
        "synthetic": bool((rows["data_origin"] == SYNTHETIC).any()),
    }


def _invited(path: Path | None, key: str) -> set[str] | None:
    return None if path is None or not path.is_file() else set(read_raw(path, key).rows[key].dropna())


def main() -> None:
    """Read the raw folder, check it, write the clean one."""
    args = arguments(__doc__, "questionnaire", "raw", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    key, limits = questionnaire.respondent, params(args.params, "validate")
    raw = read_raw(args.raw / "answers.csv", key)
    coding = delivered(args.raw, raw.rows, questionnaire, Settings.of(limits.get("coding") or {}))
    known = read_known(args.raw)
    cleared, doubts = read_cleared(args.raw, raw.rows, key, known)
    raw.findings += [*coding.findings, *doubts]
    result = validate(
        raw,
        questionnaire,
        coding=coding.coding,
        invited=_invited(args.raw / "frame.csv", key),
        limits=limits,
    )
    for name in ("answers", "status", "findings", "quarantine"):
        write_frame(getattr(result, name), args.out / f"{name}.csv")
    write_frame(guarded(coding.disagreements), args.out / "coding_disagreements.csv")
    write_frame(quotes(result.answers, questionnaire, cleared, known), args.out / "quotes.csv")
    write_json(coding.report, args.out / "coding.json")
    write_json(result.summary, args.out / "summary.json")
    summary = result.summary
    say(
        "validate",
        args.study,
        f"{summary['rows_in']} rows in = {summary['accepted']} accepted + {summary['quarantined']} quarantined; "
        f"{sum(summary['findings'].values())} findings, {summary['cells_set_aside']} cells set aside",
    )


if __name__ == "__main__":
    run(main)
