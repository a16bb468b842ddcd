"""The invited against the respondents, group by group: response rates, expected numbers, a test of equal response."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from analysis.plan import Plan, groups_of
from analysis.response.r_indicator import partial
from analysis.results import ALL, REPRESENTATIVITY_COLUMNS, RESPONSE_COLUMNS, TOTAL
from survey.model import Questionnaire

_FEW = 5
"""An expected number below this makes the chi-square distribution a poor stand-in (Cochran 1954)."""


def response(
    segments: pd.DataFrame, invited: pd.DataFrame | None, plan: Plan, questionnaire: Questionnaire
) -> pd.DataFrame:
    """Invited, answered and response rate (percent) in total and per group; invited is empty without a frame."""
    if plan.frame is not None and plan.frame.lists == "answered":
        invited = None
    rows = [_rate(TOTAL, ALL, None if invited is None else len(invited), len(segments))]
    for part in plan.segments_in_use:
        answered = segments[part.id].value_counts()
        listed = invited[part.id].value_counts() if invited is not None and part.id in invited else None
        for group in groups_of(plan, part.id, questionnaire):
            count = None if listed is None else int(listed.get(group, 0))
            rows.append(_rate(part.id, group, count, int(answered.get(group, 0))))
    return pd.DataFrame(rows, columns=RESPONSE_COLUMNS)


def _rate(segment_id: str, group: str, invited: int | None, answered: int) -> tuple[object, ...]:
    rate = 100 * answered / invited if invited else None
    return segment_id, group, invited, answered, rate


def representativity(
    invited: pd.DataFrame, plan: Plan, questionnaire: Questionnaire, factor: float
) -> pd.DataFrame:
    """REPRESENTATIVITY_COLUMNS of each segment that the frame can tell: its groups, then the row of the test.

    `factor` is adjusted over raw variance of the propensities (see `r_indicator`); it scales the segment's indicator.
    """
    rows: list[tuple[object, ...]] = []
    for part in plan.segments_in_use:
        if part.id in invited:
            codes = groups_of(plan, part.id, questionnaire)
            rows += _compared(invited[[part.id, "answered"]], codes, factor)
    return pd.DataFrame(rows, columns=REPRESENTATIVITY_COLUMNS)


def _compared(people: pd.DataFrame, codes: tuple[str, ...], factor: float) -> list[tuple[object, ...]]:
    segment = str(people.columns[0])
    listed = _counted(people[segment], codes)
    answered = _counted(people.loc[people["answered"] == "yes", segment], codes)
    if not listed.sum():
        empty = (None,) * 6
        return [
            *((segment, code, 0, 0, *empty, "no_base") for code in codes),
            (segment, ALL, 0, 0, *empty, "no_base"),
        ]
    expected = listed * answered.sum() / listed.sum()
    parts, whole = partial(listed, answered)
    away = 100 * (_shares(answered) - _shares(listed))
    none = (None, None, None)
    rows: list[tuple[object, ...]] = [
        (segment, code, int(n), int(k), e, None if np.isnan(d) else d, p, *none, "" if n else "no_base")
        for code, n, k, e, d, p in zip(codes, listed, answered, expected, away, parts, strict=True)
    ]
    statistic, df, p_value, note = equal_response(listed, answered)
    total = (segment, ALL, int(listed.sum()), int(answered.sum()), float(expected.sum()), None)
    return [*rows, (*total, whole * np.sqrt(factor), statistic, df, p_value, note)]


def _counted(groups: pd.Series, codes: tuple[str, ...]) -> np.ndarray:
    return groups.value_counts().reindex(list(codes), fill_value=0).to_numpy(dtype=float)


def _shares(counts: np.ndarray) -> np.ndarray:
    return np.asarray(counts / counts.sum() if counts.sum() else np.full(len(counts), np.nan))


def equal_response(
    invited: np.ndarray, answered: np.ndarray
) -> tuple[float | None, int | None, float | None, str]:
    """Chi-square, degrees of freedom, p-value and note of the test that every group answers equally often.

    The fit of the respondents to the frame, Σ(O - E)²/E, divided by 1 - f: the respondents are a part of the frame,
    drawn without replacement, so their numbers vary less by the factor 1 - f (f = share that answered). The quotient is
    exactly Pearson's chi-square of the table answered × group.
    """
    invited, answered = invited[invited > 0], answered[invited > 0]
    fraction = answered.sum() / invited.sum()
    if len(invited) < 2:
        return None, None, None, "one_group"
    if fraction in (0.0, 1.0):
        return None, None, None, "no_variation"
    expected = invited * fraction
    statistic = float(((answered - expected) ** 2 / expected).sum() / (1 - fraction))
    df = len(invited) - 1
    smallest = min(expected.min(), (invited - expected).min())
    return statistic, df, float(chdtrc(df, statistic)), "small_expected" if smallest < _FEW else ""
