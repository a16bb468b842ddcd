"""Stage suppress: the privacy gate. What leaves here may be published; nothing behind it reads anything earlier.

In: estimates.csv, tests.csv, response.csv, validate's summary.json, the questionnaire's structure, the plan.
Out: the same
three frames with a column `hidden` (blank values where it says `protected`), quality.json, and reasons.csv for the
evaluator (why each value is hidden: never published, because "a count of 1 or 2" would tell).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.groups import hidden_groups
from analysis.disclosure.levels import Protected, divisions
from analysis.disclosure.means import tells
from analysis.disclosure.rules import Rules
from analysis.plan import Plan, analysed_items
from analysis.plan_checks import load_plan
from analysis.results import ALL, ESTIMATE_COLUMNS, ESTIMATE_NUMBERS, RESPONSE_NUMBERS, TEST_NUMBERS, TOTAL
from analysis.tables import MISSING, Counter, Table, read_counter, tables
from survey.frames import read_frame, write_frame
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import arguments, params, read_json, run, say, write_json

HIDDEN = "protected"


@dataclass(frozen=True)
class Verdict:
    """What one table may show."""

    table: Table
    small: np.ndarray
    companions: np.ndarray
    cells: Protected
    base_and_mean_tell: np.ndarray
    rules: Rules

    def of(self, group: str, measure: str, answer: str) -> str:
        """Why an estimate is hidden, or nothing."""
        g = self.table.groups.index(group)
        if measure in MISSING:
            return "" if self.table.segment == TOTAL else "not_published"
        if self.small[g]:
            return "group_under_minimum"
        if self.companions[g]:
            return "complementary"
        if measure == "mean":
            return self._mean(g)
        return self._cell(g, measure, answer) if measure != "base" else ""

    def _mean(self, g: int) -> str:
        if 0 < self.table.base[g] < self.rules.smallest_mean_base:
            return "mean_base"
        return "complementary" if self.base_and_mean_tell[g] else ""

    def _cell(self, g: int, measure: str, answer: str) -> str:
        if self.table.base[g] == 0:
            return ""
        if measure in ("top", "bottom"):
            columns = self._box(measure)
        elif answer in self.cells.level.categories:
            columns = [list(self.cells.level.categories).index(answer)]
        else:
            return "collapsed"
        if not columns:
            return "collapsed"
        if self.cells.primary[g, columns].any():
            return "cell_under_minimum"
        return "complementary" if self.cells.hidden[g, columns].any() else ""

    def _box(self, measure: str) -> list[int]:
        """The level's columns that make up the top or bottom box; empty when the level has merged it away."""
        names = list(self.cells.level.categories)
        if self.cells.level.name == "answers":
            codes = self.table.top if measure == "top" else self.table.bottom
            return [names.index(code) for code in codes]
        return [names.index(measure)] if measure in names else []


def judge(table: Table, total: Table, rules: Rules) -> Verdict:
    """What `table` may show, given that `total`, the same item over everyone, is published.

    The finest division of the answers that leaves enough readable, else the one that leaves most: cells and
    means count alike.
    """
    small, companions = hidden_groups(table.base, int(total.base.sum()), rules)
    rest = total.counts.sum(axis=0) - table.counts.sum(axis=0)
    shown = ~(small | companions) & (table.base > 0)
    tried: list[tuple[float, Verdict]] = []
    for cells in divisions(table, small | companions, rest, rules):
        verdict = Verdict(table, small, companions, cells, _tell(table, cells, shown, rules), rules)
        readable = [
            cells.readable(shown),
            *([1 - verdict.base_and_mean_tell[shown].mean()] if table.numeric and shown.any() else []),
        ]
        if min(readable) >= rules.readable:
            return verdict
        tried.append((sum(readable), verdict))
    return max(tried, key=lambda pair: pair[0])[1]


def _tell(table: Table, cells: Protected, shown: np.ndarray, rules: Rules) -> np.ndarray:
    """Groups whose mean would give a hidden answer away; never for numbers, whose single values are not published."""
    if not table.variable.ordinal:
        return np.zeros(len(table.groups), dtype=bool)
    judged = [
        shown[g] and tells(table.counts, table.values, cells, g, rules.interval)
        for g in range(len(table.groups))
    ]
    return np.array(judged)


def verdicts(
    counter: Counter, plan: Plan, questionnaire: Questionnaire, rules: Rules
) -> dict[tuple[str, str], Verdict]:
    """(item, segment) → verdict, for every table of the plan and every total."""
    found: dict[tuple[str, str], Verdict] = {}
    total: Table | None = None
    for table in tables(counter, plan, questionnaire, analysed_items(questionnaire)):
        # `tables` gives each item's total before its segments.
        total = table if table.segment == TOTAL else total
        assert total is not None
        found[table.variable.name, table.segment] = judge(table, total, rules)
    return found


def suppress_estimates(estimates: pd.DataFrame, found: dict[tuple[str, str], Verdict]) -> pd.DataFrame:
    """The estimates with `reason`; values are still there (see `publish`)."""
    columns = [estimates[c].fillna("").astype(str) for c in ("item", "segment", "group", "measure", "answer")]
    reasons = [found[i, s].of(g, m, a) for i, s, g, m, a in zip(*columns, strict=True)]
    return estimates.assign(reason=reasons)


def suppress_tests(tests: pd.DataFrame, found: dict[tuple[str, str], Verdict]) -> pd.DataFrame:
    """The tests with `reason`: one whose highest or lowest group is hidden says nothing that may be published."""

    def reason(row: Any) -> str:
        verdict = found[row.item, row.segment]
        gone = {
            g
            for g, small, more in zip(verdict.table.groups, verdict.small, verdict.companions, strict=True)
            if small or more
        }
        return "group_under_minimum" if gone else ""

    return tests.assign(reason=[reason(row) for row in tests.itertuples()])


def suppress_response(response: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The response table with `reason`: groups with too few answers, and companions so that no difference tells."""
    reasons = pd.Series("", index=response.index)
    for segment, rows in response.groupby("segment", sort=False):
        if segment == TOTAL:
            continue
        bases = rows["answered"].to_numpy(dtype=float)
        total = int(response.loc[response["segment"] == TOTAL, "answered"].iloc[0])
        small, companions = hidden_groups(bases, total, rules)
        reasons[rows.index[small]] = "group_under_minimum"
        reasons[rows.index[companions]] = "complementary"
    return response.assign(reason=reasons)


def publish(frame: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """`frame` with `values` blanked where there is a reason, and `hidden` in the place of the reason."""
    hidden = frame["reason"] != ""
    public = frame.drop(columns="reason")
    public[values] = public[values].mask(hidden)
    return public.assign(hidden=np.where(hidden, HIDDEN, ""))


def main() -> None:
    """Read every result; write what may be published."""
    args = arguments(__doc__, "questionnaire", "plan", "clean", "segments", "estimates", "tests", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    rules = Rules(**params(args.params, "suppress"))
    estimates = read_frame(args.estimates / "estimates.csv", ESTIMATE_NUMBERS)
    found = verdicts(read_counter(args.clean, args.segments, questionnaire), plan, questionnaire, rules)
    results = {
        "estimates": (suppress_estimates(estimates, found), [*ESTIMATE_NUMBERS, "note"]),
        "tests": (
            suppress_tests(read_frame(args.tests / "tests.csv", TEST_NUMBERS), found),
            [*TEST_NUMBERS, "effect_name", "method", "finding", "high", "low", "note"],
        ),
        "response": (
            suppress_response(read_frame(args.segments / "response.csv", RESPONSE_NUMBERS), rules),
            RESPONSE_NUMBERS,
        ),
    }
    for name, (frame, values) in results.items():
        write_frame(publish(frame, values), args.out / f"{name}.csv")
    reasoned = results["estimates"][0]
    write_frame(_reasons(reasoned), args.out / "reasons.csv")
    counted = _counted(reasoned)
    write_json({**read_json(args.clean / "summary.json"), "suppressed": counted}, args.out / "quality.json")
    say(
        "suppress",
        args.study,
        f"{counted['values']} group values, {counted['hidden']} hidden ({counted['percent']} %)",
    )


def _reasons(estimates: pd.DataFrame) -> pd.DataFrame:
    columns = [c for c in ESTIMATE_COLUMNS if c not in (*ESTIMATE_NUMBERS, "note")]
    return estimates.loc[estimates["reason"] != "", [*columns, "reason"]]


def _counted(estimates: pd.DataFrame) -> dict[str, Any]:
    """How much of what could be shown by group is hidden: shares, boxes and means with a base."""
    shown = estimates["measure"].isin(["share", "top", "bottom", "mean"]) & (estimates["n"] > 0)
    groups = estimates[shown & (estimates["group"] != ALL)]
    reasons = groups["reason"].value_counts().drop("", errors="ignore")
    hidden = int(reasons.sum())
    return {
        "values": len(groups),
        "hidden": hidden,
        "percent": round(100 * hidden / len(groups), 1) if len(groups) else 0.0,
        "by_measure": {
            str(measure): {"values": len(rows), "hidden": int((rows["reason"] != "").sum())}
            for measure, rows in groups.groupby("measure", sort=True)
        },
        "reasons": {str(k): int(v) for k, v in sorted(reasons.items())},
    }


if __name__ == "__main__":
    run(main)
