"""Stage compare: does the answer differ between the groups of a segment, how much, and can one say so?

In: clean answers, segments, plan. Out: tests.csv (TEST_COLUMNS), one row a crossed item and segment.
P-values are adjusted
within each segment. `finding` grades each difference by effect and by evidence: clear, slight or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.comparisons import METHODS, choose
from analysis.plan import Plan, crossed, groups_of
from analysis.plan_checks import load_plan
from analysis.results import TEST_COLUMNS
from analysis.tables import Counter, Table, read_counter
from survey.conditions import TICKED
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import arguments, params, run, say


def compare(
    counter: Counter, plan: Plan, questionnaire: Questionnaire, settings: dict[str, Any]
) -> pd.DataFrame:
    """All tests as one long frame (TEST_COLUMNS), adjusted and graded."""
    rows = []
    for item, segment in crossed(plan, questionnaire):
        table = counter.table(item, segment, groups_of(plan, segment, questionnaire))
        rows.append(_test(table, int(settings["small_base"])))
    tests = pd.DataFrame(rows, columns=TEST_COLUMNS)
    tests["p_adjusted"] = _adjusted(tests, str(settings["adjust"]))
    tests["finding"] = [grade(row, settings) for row in tests.to_dict("records")]
    return tests


def _test(table: Table, small_base: int) -> dict[str, Any]:
    bases = table.base[table.base > 0]
    row: dict[str, Any] = {
        "question": table.variable.question,
        "item": table.variable.name,
        "segment": table.segment,
        "n": int(table.base.sum()),
        "smallest_base": int(bases.min()) if len(bases) else 0,
        "note": untestable(table),
    }
    if not row["note"]:
        row |= METHODS[choose(table)](table)._asdict()
        row |= dict(zip(("high", "low"), extremes(table), strict=True))
        row["note"] = "small_base" if row["smallest_base"] < small_base else ""
    return row


def untestable(table: Table) -> str:
    """Why a table cannot be tested, or nothing: no base, one group with answers, everyone answered alike."""
    if not table.base.sum():
        return "no_base"
    if (table.base > 0).sum() < 2:
        return "one_group"
    return "no_variation" if (table.counts.sum(axis=0) > 0).sum() < 2 else ""


def extremes(table: Table) -> tuple[str, str]:
    """The groups with the highest and lowest mean, or share of the first answer (ticked, for a tick box)."""
    answered = np.flatnonzero(table.base > 0)
    if table.numeric:
        level = (table.counts[answered] @ table.values) / table.base[answered]
    else:
        first = table.answers.index(TICKED) if TICKED in table.answers else 0
        level = table.counts[answered, first] / table.base[answered]
    return table.groups[answered[level.argmax()]], table.groups[answered[level.argmin()]]


def _adjusted(tests: pd.DataFrame, method: str) -> pd.Series:
    """P-values adjusted within each segment; untested rows stay empty."""
    adjusted = pd.Series(np.nan, index=tests.index)
    if method == "none":
        return tests["p_value"]
    from statsmodels.stats.multitest import multipletests

    for _, family in tests[tests["p_value"].notna()].groupby("segment", sort=False):
        adjusted[family.index] = multipletests(family["p_value"].astype(float), method=method)[1]
    return adjusted


def grade(row: Mapping[Any, Any], settings: dict[str, Any]) -> str:
    """`clear`: significant after adjustment, clear effect; `slight`: significant alone, slight effect; else `none`."""
    if pd.isna(row["p_value"]):
        return "none"
    alpha = float(settings["alpha"])
    if row["p_adjusted"] < alpha and row["effect"] >= float(settings["clear_effect"]):
        return "clear"
    return (
        "slight" if row["p_value"] < alpha and row["effect"] >= float(settings["slight_effect"]) else "none"
    )


def main() -> None:
    """Read clean answers and segments; write every test."""
    args = arguments(__doc__, "questionnaire", "plan", "clean", "segments", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    counter = read_counter(args.clean, args.segments, questionnaire)
    tests = compare(counter, plan, questionnaire, params(args.params, "compare"))
    write_frame(tests, args.out / "tests.csv")
    found = tests["finding"].value_counts()
    say(
        "compare",
        args.study,
        f"{len(tests)} tests: {found.get('clear', 0)} clear, {found.get('slight', 0)} slight",
    )


if __name__ == "__main__":
    run(main)
