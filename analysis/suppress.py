"""Stage suppress: the privacy gate. What leaves here may be published; nothing behind it reads anything earlier.

In: every frame of crosstab, compare and segment's tables of responses, the clean answers, the questionnaire's structure,
the plan. Out: the same frames with a column `hidden` (values are blank where it says `protected`), levels.csv (the
division of the answers each table is published in), quality.json, and reasons.csv for the evaluator (why each value is
hidden: never published, because "a count of 1 or 2" would tell). What the rules and the attack are: docs/protection.md.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.decide import Decision, People, Way, decide
from analysis.disclosure.frames import FRAMES
from analysis.disclosure.measures import Judge, judged
from analysis.disclosure.rules import Rules
from analysis.plan_checks import load_plan
from analysis.results import (
    ALL,
    CONTRAST_NUMBERS,
    ESTIMATE_COLUMNS,
    ESTIMATE_NUMBERS,
    FINDING_NUMBERS,
    LETTER_NUMBERS,
    RATE_NUMBERS,
    RELATION_NUMBERS,
    REPRESENTATIVITY_NUMBERS,
    RESPONSE_NUMBERS,
    SENSITIVITY_NUMBERS,
    TEST_NUMBERS,
)
from survey.frames import read_frame, write_frame
from survey.load import load_questionnaire
from survey.stage import arguments, params, progress, read_json, run, say, write_json

HIDDEN = "protected"
KEYS: tuple[str, ...] = (
    *("question", "item", "segment", "group", "measure", "answer", "kind", "other", "relation", "first"),
    *("second", "level", "against", "basis", "letter", "estimate_name"),
)
"""Columns that say where a value stands; all others are blank in a hidden row."""
NUMBERS: dict[str, list[str]] = {
    "tests": TEST_NUMBERS,
    "findings": FINDING_NUMBERS,
    "sensitivity": SENSITIVITY_NUMBERS,
    "contrasts": CONTRAST_NUMBERS,
    "letters": LETTER_NUMBERS,
    "relations": RELATION_NUMBERS,
    "response": RESPONSE_NUMBERS,
    "response_rates": RATE_NUMBERS,
    "representativity": REPRESENTATIVITY_NUMBERS,
}
LEVEL_COLUMNS = ["item", "segment", "level"]


def publish(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with everything but its place blanked where there is a reason, and `hidden` instead of the reason."""
    hidden = frame["reason"] != ""
    public = frame.drop(columns="reason")
    values = [column for column in public.columns if column not in KEYS]
    public[values] = public[values].mask(hidden)
    return public.assign(hidden=np.where(hidden, HIDDEN, ""))


def read_results(*folders: Path) -> dict[str, pd.DataFrame]:
    """The frames that have a rule and stand in any of `folders`, by name; numbers as numbers."""
    found = {}
    for name in FRAMES:
        paths = [path for folder in folders if (path := folder / f"{name}.csv").is_file()]
        if paths:
            found[name] = read_frame(paths[0], NUMBERS[name])
    return found


def levels(decision: Decision) -> pd.DataFrame:
    """LEVEL_COLUMNS: answers (each for itself), three (bottom, middle, top), two (top and rest), none (only the base)."""
    rows = [(item, segment, level) for (item, segment), level in decision.levels.items()]
    return pd.DataFrame(rows, columns=LEVEL_COLUMNS)


def main() -> None:
    """Read every result; write what may be published."""
    args = arguments(__doc__, "questionnaire", "plan", "clean", "segments", "estimates", "tests", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    rules = Rules(**params(args.params, "suppress"))
    frames = (args.clean / "answers.csv", args.clean / "status.csv", args.segments / "segments.csv")
    way = Way(watch=partial(progress, stage="suppress", study=args.study))
    decision = decide(plan, questionnaire, People(*map(read_frame, frames)), rules, way)
    judge = Judge(decision, plan, questionnaire)
    estimates = judged(read_frame(args.estimates / "estimates.csv", ESTIMATE_NUMBERS), judge)
    for name, frame in read_results(args.tests, args.segments).items():
        write_frame(publish(FRAMES[name](frame, judge)), args.out / f"{name}.csv")
    write_frame(publish(estimates), args.out / "estimates.csv")
    write_frame(levels(decision), args.out / "levels.csv")
    write_frame(_reasons(estimates), args.out / "reasons.csv")
    counted = _counted(estimates, decision)
    write_json({**read_json(args.clean / "summary.json"), "suppressed": counted}, args.out / "quality.json")
    say(
        "suppress",
        args.study,
        f"{counted['values']} group values, {counted['hidden']} hidden ({counted['percent']} %)",
    )


def _reasons(estimates: pd.DataFrame) -> pd.DataFrame:
    columns = [c for c in ESTIMATE_COLUMNS if c not in (*ESTIMATE_NUMBERS, "note")]
    return estimates.loc[estimates["reason"] != "", [*columns, "reason"]]


def _counted(estimates: pd.DataFrame, decision: Decision) -> dict[str, Any]:
    """How much of what could be shown by group is hidden: shares, boxes and means with a base; and the levels."""
    # A blank n is that of a hidden base, which is not nothing.
    shown = estimates["measure"].isin(["share", "top", "bottom", "mean"]) & (estimates["n"].fillna(1) > 0)
    groups = estimates[shown & (estimates["group"] != ALL)]
    reasons = groups["reason"].value_counts().drop("", errors="ignore")
    hidden = int(reasons.sum())
    chosen = pd.Series(decision.levels).value_counts()
    return {
        "values": len(groups),
        "hidden": hidden,
        "percent": round(100 * hidden / len(groups), 1) if len(groups) else 0.0,
        "by_measure": {
            str(measure): {"values": len(rows), "hidden": int((rows["reason"] != "").sum())}
            for measure, rows in groups.groupby("measure", sort=True)
        },
        "reasons": {str(k): int(v) for k, v in sorted(reasons.items())},
        "levels": {str(k): int(v) for k, v in sorted(chosen.items())},
    }


if __name__ == "__main__":
    run(main)
