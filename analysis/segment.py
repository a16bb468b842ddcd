"""Stage segment: who belongs to which group, and who answered.

In: clean answers, the raw frame and cluster table, the plan. Out: segments.csv (one row a respondent: id, cluster,
segments), frame.csv (one row an invited person: every frame and cluster column, the segments, answered
yes/no), response.csv
(RESPONSE_COLUMNS), findings.csv (frame rows without a cluster row). Studies without a frame get no frame.csv.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.plan import Plan, SegmentPlan, groups_of
from analysis.plan_checks import load_plan, require_source
from analysis.results import ALL, RESPONSE_COLUMNS, TOTAL
from analysis.segments import KINDS
from survey.frames import read_frame, write_frame
from survey.intake.csv import read_raw
from survey.load import load_questionnaire
from survey.messages import Finding, finding
from survey.model import Questionnaire
from survey.stage import arguments, run, say
from survey.validate import findings_frame


def read_people(raw: Path, plan: Plan) -> tuple[pd.DataFrame | None, list[Finding]]:
    """Everyone invited, with the columns of their cluster joined on; None when the plan has no frame."""
    if plan.frame is None:
        return None, []
    people = read_raw(raw / plan.frame.respondents.file, plan.frame.respondents.key)
    rows, findings = people.rows, list(people.findings)
    table = plan.frame.clusters
    if table is not None:
        clusters = read_raw(raw / table.file, table.key)
        columns = [c for c in clusters.rows.columns if c == table.key or c not in rows.columns]
        unmatched = rows[table.key].notna() & ~rows[table.key].isin(clusters.rows[table.key])
        findings += clusters.findings
        findings += [
            finding("D022", f"{people.file}:{line}", str(value), column=table.key, table=table.file)
            for line, value in rows.loc[unmatched, table.key].items()
        ]
        rows = rows.merge(clusters.rows[columns], on=table.key, how="left", validate="many_to_one")
    return rows.reset_index(drop=True), findings


def segment(
    answers: pd.DataFrame, people: pd.DataFrame | None, plan: Plan, questionnaire: Questionnaire
) -> pd.DataFrame:
    """One row a respondent: id, cluster and the group of each segment (missing where unknown)."""
    key = questionnaire.respondent
    joined = (
        answers if people is None else answers.merge(_new_columns(people, answers, key), on=key, how="left")
    )
    columns = {key: joined[key]}
    if questionnaire.cluster and questionnaire.cluster in joined:
        columns[questionnaire.cluster] = joined[questionnaire.cluster]
    for part in plan.segments:
        columns[part.id] = groups(plan, part, joined, questionnaire)
    return pd.DataFrame(columns)


def _new_columns(people: pd.DataFrame, answers: pd.DataFrame, key: str) -> pd.DataFrame:
    return people[[c for c in people.columns if c == key or c not in answers.columns]]


def groups(plan: Plan, part: SegmentPlan, table: pd.DataFrame, questionnaire: Questionnaire) -> pd.Series:
    """The group of each row of `table`; SvarError (P001) when the source column is not there."""
    require_source(part, list(table.columns), part.id)
    found = KINDS[part.kind](part, table[part.source])
    return found.where(found.isin(groups_of(plan, part.id, questionnaire)), None)


def frame(
    people: pd.DataFrame, segments: pd.DataFrame, plan: Plan, questionnaire: Questionnaire
) -> pd.DataFrame:
    """One row an invited person: frame columns, segments that the frame can tell, and whether they answered."""
    key = questionnaire.respondent
    # A column that only shares its name with a segment made of answers is not that segment.
    answered_only = [part.id for part in plan.segments if part.source not in people.columns]
    columns = {name: people[name] for name in people.columns if name not in answered_only}
    for part in plan.segments:
        if part.source in people.columns:
            columns[part.id] = groups(plan, part, people, questionnaire)
    columns["answered"] = people[key].isin(segments[key]).map({True: "yes", False: "no"})
    return pd.DataFrame(columns)


def response(
    segments: pd.DataFrame, invited: pd.DataFrame | None, plan: Plan, questionnaire: Questionnaire
) -> pd.DataFrame:
    """Invited, answered and response rate (percent) in total and per group; invited is empty without a frame."""
    if plan.frame is not None and plan.frame.lists == "answered":
        invited = None
    rows = [_rate(TOTAL, ALL, None if invited is None else len(invited), len(segments))]
    for part in plan.segments:
        known = invited is not None and part.id in invited
        for group in groups_of(plan, part.id, questionnaire):
            count = int((invited[part.id] == group).sum()) if known and invited is not None else None
            rows.append(_rate(part.id, group, count, int((segments[part.id] == group).sum())))
    return pd.DataFrame(rows, columns=RESPONSE_COLUMNS)


def _rate(segment_id: str, group: str, invited: int | None, answered: int) -> tuple[object, ...]:
    rate = 100 * answered / invited if invited else None
    return segment_id, group, invited, answered, rate


def main() -> None:
    """Read answers, frame and plan; write groups and response rates."""
    args = arguments(__doc__, "questionnaire", "plan", "raw", "clean", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    people, findings = read_people(args.raw, plan)
    segments = segment(read_frame(args.clean / "answers.csv"), people, plan, questionnaire)
    invited = None if people is None else frame(people, segments, plan, questionnaire)
    write_frame(segments, args.out / "segments.csv")
    if invited is not None:
        write_frame(invited, args.out / "frame.csv")
    write_frame(response(segments, invited, plan, questionnaire), args.out / "response.csv")
    write_frame(findings_frame(findings), args.out / "findings.csv")
    unknown = int(segments.isna().any(axis=1).sum())
    say(
        "segment",
        args.study,
        f"{len(segments)} respondents, {len(plan.segments)} segments; {unknown} with an unknown group",
    )


if __name__ == "__main__":
    run(main)
