"""A small counted study for the analysis tests: a frame of answers written out, everything answered unless said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.plan import Plan
from analysis.tables import Counter
from survey.load import load_questionnaire
from survey.model import Questionnaire

VISIT = load_questionnaire(Path(__file__).parents[1] / "surveys" / "visit.yaml")
PLAN = Plan.model_validate(
    {
        "study": "visit",
        "segments": [
            {"id": "age_band", "kind": "banded", "of": "age", "bands": {"young": [0, 39], "old": [40, None]}}
        ],
        "crosstabs": [{"questions": ["helpful", "visited", "age"], "by": ["age_band"]}],
    }
)


def counter_of(columns: dict[str, list[str | None]], segments: dict[str, list[str | None]]) -> Counter:
    """A counter over `columns`; the questionnaire's other variables are not asked. 9 is the declared non-answer."""
    questionnaire: Questionnaire = VISIT
    size = len(next(iter(columns.values())))
    answers = pd.DataFrame(
        {name: columns.get(name, [None] * size) for name in questionnaire.variables}, dtype="str"
    )
    status = pd.DataFrame("answered", index=answers.index, columns=answers.columns)
    status = status.mask(answers.isna(), "unanswered").mask(answers == "9", "declared")
    for name in set(questionnaire.variables) - set(columns):
        status[name] = "not_asked"
    return Counter(answers, status, pd.DataFrame(segments, dtype="str"), questionnaire)
