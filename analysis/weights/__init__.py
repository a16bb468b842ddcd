"""One file a kind of weight. To add a kind: a file with `solve`, its name in `KINDS` and in `Weight.kind`.

`weigh` makes the weight columns of a study and says what they do to the margins; `weight_findings` says what is
wrong.
"""

from __future__ import annotations

import pandas as pd

from analysis.plan import Plan
from analysis.weights import given, post_stratified, raked
from analysis.weights.diagnostics import DIAGNOSTIC_COLUMNS, diagnose
from analysis.weights.diagnostics import weight_findings as weight_findings
from analysis.weights.people import People
from survey.model import Questionnaire

KINDS = {
    "raked": raked.solve,
    "post_stratified": post_stratified.solve,
    "given": given.solve,
}

PREFIX = "weight_"
"""A weight's column in segments.csv is this and its id."""


def weigh(
    segments: pd.DataFrame, invited: pd.DataFrame | None, plan: Plan, questionnaire: Questionnaire
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The weight columns `weight_<id>`, one row a row of `segments` and of mean 1, and the diagnostics of all of
    them.

    `segments` has a row a respondent with segment columns (and the column of a `given` weight, unless the frame
    has it); `invited` a row a person of the frame. Diagnostics have DIAGNOSTIC_COLUMNS; `weight_findings` reads them.
    """
    people = People(segments, invited, plan, questionnaire)
    solved = {weight.id: KINDS[weight.kind](weight, people) for weight in plan.weights}
    columns = pd.DataFrame(
        {f"{PREFIX}{name}": solution.weights.round(10) for name, solution in solved.items()},
        index=segments.index,
    )
    rows = [row for name, solution in solved.items() for row in diagnose(name, solution)]
    return columns, pd.DataFrame(rows, columns=DIAGNOSTIC_COLUMNS)
