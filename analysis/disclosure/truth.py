"""How many people there are at each unknown of the attack: counted from the clean answers, for the gate only."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.attack.links import SILENT, SKIPPED
from analysis.attack.rows import NOBODY, OTHERS, WHOLE, Row, group_of, parts_of
from analysis.attack.system import ANY, PEOPLE, Study, System
from analysis.plan import FILTERED, groups_of
from analysis.results import ALL, TOTAL

NOT_ASKED, ANSWERED = "not_asked", "answered"


def truth(
    study: Study, system: System, answers: pd.DataFrame, status: pd.DataFrame, segments: pd.DataFrame
) -> np.ndarray:
    """The number of people at each unknown of `system`; the frames have the same respondents in the same order."""
    rows = list(dict.fromkeys(row for own in study.rows.values() for row in own))
    member = members(study, segments, rows)
    place = {row: i for i, row in enumerate(rows)}
    counted = {(PEOPLE, ""): member.sum(axis=1)}
    for item in study.divisions:
        for answer, chosen in _answers(study, item, answers[item], status[item]):
            counted[item, answer] = member @ chosen
    return np.array([counted[item, answer][place[row]] for item, row, answer in system.unknowns])


def _answers(
    study: Study, item: str, given: pd.Series, status: pd.Series
) -> Iterable[tuple[str, np.ndarray]]:
    answered = (status == ANSWERED).to_numpy()
    skipped = (status == NOT_ASKED).to_numpy()
    known = np.zeros(len(given), dtype=bool)
    for answer in study.answers(item):
        chosen = answered if answer == ANY else (given == answer).to_numpy(dtype=bool) & answered
        known |= chosen
        yield answer, chosen.astype(float)
    yield SKIPPED, skipped.astype(float)
    yield SILENT, (~known & ~skipped).astype(float)


def members(study: Study, segments: pd.DataFrame, rows: Iterable[Row]) -> np.ndarray:
    """Row × respondent: who belongs to it (1 or 0)."""
    made: dict[str, pd.Series] = {}
    found: list[np.ndarray] = []
    for row in rows:
        if row == WHOLE:
            found.append(np.ones(len(segments)))
            continue
        if row[0] not in made:
            made[row[0]] = _groups(study, segments, row[0])
        found.append((made[row[0]] == row[1]).to_numpy(dtype=float))
    return np.array(found)


def _groups(study: Study, segments: pd.DataFrame, segment: str) -> pd.Series:
    """The group of each respondent, with codes for those in none and for those a narrowed group leaves out."""
    base, _, crosstab = segment.partition(FILTERED)
    if not crosstab:
        parts = [_plain(study, segments, part) for part in parts_of(study.plan, base)]
        codes = [group_of(own) for own in zip(*parts, strict=True)]
        return pd.Series(codes, index=segments.index, dtype="str")
    narrowed = [c for c in segments.columns if c.partition(FILTERED)[2] == crosstab]
    inside = segments[narrowed].notna().any(axis=1)
    if base == TOTAL:
        return inside.map({True: ALL, False: OTHERS + ALL})
    whole = _groups(study, segments, base)
    held = segments[segment].notna() | ((whole == NOBODY) & inside)
    return whole.where(held, OTHERS + whole)


def _plain(study: Study, segments: pd.DataFrame, segment: str) -> pd.Series:
    groups = groups_of(study.plan, segment, study.questionnaire)
    column = segments[segment]
    return column.where(column.isin(groups), NOBODY)
