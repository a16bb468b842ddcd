"""Does a made-up data set look like people? Peaks, likeness within a person and between colleagues, identical rows.

Each function takes rated answers: one row a person, one column an item, numbers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from survey.model import Questionnaire


def rated(answers: pd.DataFrame, questionnaire: Questionnaire) -> dict[str, pd.DataFrame]:
    """Question → its rated items as numbers, for those who were asked; questions with one scale and several items."""
    items: dict[str, list[str]] = {}
    for variable in questionnaire.variables.values():
        if variable.kind == "item" and variable.ordinal:
            items.setdefault(variable.question, []).append(variable.name)
    return {question: answers[names].dropna().astype(float) for question, names in items.items()}


def is_single_peaked(counts: list[int]) -> bool:
    """The counts of an ordered scale rise to one place and fall after it."""
    steps = [b - a for a, b in pairwise(counts) if b != a]
    return all(not (earlier < 0 < later) for earlier, later in pairwise(steps))


def correlation(items: pd.DataFrame) -> float:
    """Mean correlation between two items of a battery."""
    table = items.corr().to_numpy()
    return float(table[np.triu_indices(len(table), 1)].mean())


def identical(items: pd.DataFrame) -> float:
    """Percent of people who give every item the same answer."""
    return float(100 * (items.nunique(axis=1) == 1).mean())


def likeness(scores: pd.Series, clusters: pd.Series) -> float:
    """Intraclass correlation of colleagues' scores, from one-way analysis of variance; below 0 means none."""
    table = pd.DataFrame({"score": scores, "cluster": clusters.loc[scores.index]})
    groups = table.groupby("cluster")["score"]
    sizes, k, n = groups.size(), groups.ngroups, len(table)
    between = (sizes * (groups.mean() - table["score"].mean()) ** 2).sum() / (k - 1)
    within = ((table["score"] - groups.transform("mean")) ** 2).sum() / (n - k)
    typical = (n - (sizes**2).sum() / n) / (k - 1)
    return float((between - within) / (between + (typical - 1) * within))
