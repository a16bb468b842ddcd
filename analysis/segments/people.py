"""Everyone invited, as the participant list and the cluster table have them: nobody is lost or doubled by a join."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.plan import Plan, Table
from survey.intake.csv import Raw, read_raw
from survey.messages import Finding, SvarError, finding


def read_people(raw: Path, plan: Plan) -> tuple[pd.DataFrame | None, list[Finding]]:
    """Everyone invited, with the columns of their cluster joined on; None when the plan has no frame.

    Rows without a key (D015) and second rows of the same person (D067) are set aside, each with a finding; everybody
    else is in the result once, also when their cluster is unknown (D022) or stands twice in its table (D066).
    """
    if plan.frame is None:
        return None, []
    people = read_raw(raw / plan.frame.respondents.file, plan.frame.respondents.key)
    rows, findings = _one_each(people, plan.frame.respondents.key)
    table = plan.frame.clusters
    if table is not None:
        rows, more = _joined(rows, people.file, read_raw(raw / table.file, table.key), table)
        findings += more
    return rows.reset_index(drop=True), [*people.findings, *findings]


def _one_each(people: Raw, key: str) -> tuple[pd.DataFrame, list[Finding]]:
    ids = people.rows[key]
    nameless, twice = ids.isna(), ids.notna() & ids.duplicated()
    findings = [finding("D015", f"{people.file}:{line}", column=key) for line in ids.index[nameless]]
    findings += [finding("D067", f"{people.file}:{line}", ids[line]) for line in ids.index[twice]]
    return people.rows[~nameless & ~twice], findings


def _joined(rows: pd.DataFrame, file: str, clusters: Raw, table: Table) -> tuple[pd.DataFrame, list[Finding]]:
    """`rows` with the cluster's new columns; one row in, one row out."""
    key = table.key
    if key not in rows.columns:
        raise SvarError([finding("D017", f"{file}:1", key)])
    listed = clusters.rows[clusters.rows[key].notna()]
    twice = listed[key].duplicated(keep=False)
    findings = [
        *clusters.findings,
        *(finding("D066", clusters.file, code, column=key) for code in listed.loc[twice, key].unique()),
    ]
    unmatched = rows[key].notna() & ~rows[key].isin(listed[key])
    findings += [
        finding("D022", f"{file}:{line}", str(value), column=key, table=table.file)
        for line, value in rows.loc[unmatched, key].items()
    ]
    new = [c for c in listed.columns if c == key or c not in rows.columns]
    joined = rows.merge(listed.loc[~twice, new], on=key, how="left", validate="many_to_one")
    if len(joined) != len(rows):
        raise AssertionError(f"{len(rows)} people in, {len(joined)} out")
    return joined, findings
