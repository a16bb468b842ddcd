"""Stage crosstab: every closed question and number, in total and by every segment of the plan.

In: clean answers with their status, the segments, the questionnaire's structure, the plan. Out: estimates.csv
(ESTIMATE_COLUMNS): bases, counts, shares, means, intervals, and the three kinds of missing.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures import MEASURES
from analysis.plan import Plan, analysed_items
from analysis.plan_checks import load_plan
from analysis.results import ESTIMATE_COLUMNS
from analysis.tables import Counter, Table, read_counter, tables
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import arguments, params, run, say


def crosstab(counter: Counter, plan: Plan, questionnaire: Questionnaire, confidence: float) -> pd.DataFrame:
    """All estimates as one long frame (ESTIMATE_COLUMNS)."""
    items = analysed_items(questionnaire)
    rows = [
        row for table in tables(counter, plan, questionnaire, items) for row in estimates(table, confidence)
    ]
    return pd.DataFrame(rows, columns=ESTIMATE_COLUMNS)


def estimates(table: Table, confidence: float) -> list[tuple[object, ...]]:
    """Every measure of one table, as rows of ESTIMATE_COLUMNS."""
    base = dict(zip(table.groups, table.base.tolist(), strict=True))
    head = (table.variable.question, table.variable.name, table.segment)
    rows = (row for measure in MEASURES for row in measure(table, confidence))
    return [
        (*head, r.group, r.measure, r.answer, r.estimate, r.conf_low, r.conf_high, base[r.group], r.note)
        for r in rows
    ]


def main() -> None:
    """Read clean answers and segments; write every estimate."""
    args = arguments(__doc__, "questionnaire", "plan", "clean", "segments", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    counter = read_counter(args.clean, args.segments, questionnaire)
    result = crosstab(counter, plan, questionnaire, float(params(args.params, "crosstab")["confidence"]))
    write_frame(result, args.out / "estimates.csv")
    crossed_tables = result[["item", "segment"]].drop_duplicates()
    say("crosstab", args.study, f"{len(crossed_tables)} tables, {len(result)} estimates")


if __name__ == "__main__":
    run(main)
