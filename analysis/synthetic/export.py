"""The solved answers as the files our own collection would export, every row marked as made up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from analysis.synthetic.chance import pick, source
from analysis.synthetic.world import World
from survey.model import Questionnaire, Variable

ORIGIN = "data_origin"
OPENING_HOUR, OPEN_HOURS = 8, 11
"""People answer between eight and seven, and never before the invitation of the same morning."""


def frame_tables(world: World, people: pd.DataFrame, clusters: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """File name → participant list and table of clusters, with the columns the study's files have."""
    tables = {
        "frame.csv": people[list(world.frame.person_columns)],
        "municipalities.csv": clusters[list(world.frame.cluster_columns)],
    }
    return {name: table.assign(**{ORIGIN: world.origin}) for name, table in tables.items()}


def answer_tables(
    world: World, known: pd.DataFrame, questionnaire: Questionnaire, seed: int
) -> dict[str, pd.DataFrame]:
    """File name → answers and coding, in the order the answers came in."""
    table = known.copy()
    table["submitted"] = submitted(world, len(table), seed)
    table["language"] = languages(world, table, seed)
    for variable in questionnaire.variables.values():
        if variable.kind == "coded":
            words = text_column(variable, questionnaire)
            table[words.name] = open_texts(world, variable, table, seed)
    table = table.sort_values("submitted", kind="stable")
    every = list(questionnaire.variables.values())
    answers = [v.name for v in every if v.kind != "coded"]
    coded = [v.name for v in every if v.kind == "coded"]
    key = questionnaire.respondent
    table = table.reindex(columns=[key, "submitted", "language", *answers, *coded]).assign(
        **{ORIGIN: world.origin}
    )
    files = {"answers.csv": table.drop(columns=coded)}
    if coded:
        sorted_by_hand = table[coded].notna().any(axis=1)
        files["coding.csv"] = table.loc[sorted_by_hand, [key, *coded, ORIGIN]]
    return files


def text_column(coded: Variable, questionnaire: Questionnaire) -> Variable:
    """The column of words that a coded variable sorts: the nearest open text before it."""
    found = None
    for variable in questionnaire.variables.values():
        if variable.name == coded.name:
            break
        if variable.kind == "text":
            found = variable
    assert found is not None, coded.name
    return found


def open_texts(world: World, variable: Variable, table: pd.DataFrame, seed: int) -> pd.Series:
    """Words for each code, from the world's pool; a sentence is used again only when the pool is empty."""
    words = pd.Series(None, index=table.index, dtype=object)
    pool: dict[tuple[str, str], list[str]] = {}
    for row in table.index[table[variable.name].notna()]:
        kind = (str(table.at[row, variable.name]), str(table.at[row, "language"]))
        if not pool.get(kind):
            pool[kind] = _shuffled(world.texts[variable.name][kind[0]][kind[1]], seed, (variable.name, *kind))
        words[row] = pool[kind].pop()
    return words


def _shuffled(sentences: tuple[str, ...], seed: int, names: tuple[str, ...]) -> list[str]:
    return [sentences[i] for i in source(seed, *names).permutation(len(sentences))]


def languages(world: World, table: pd.DataFrame, seed: int) -> list[str]:
    """The language each person answers in, after the form of the place."""
    rng = source(seed, "language")
    return [
        pick(rng, world.frame.language.answers[form], 1)[0] for form in table[world.frame.language.column]
    ]


def submitted(world: World, people: int, seed: int) -> list[str]:
    """When each answer came in: many after the opening and each reminder, then fewer; on working days."""
    days = pd.bdate_range(world.fieldwork.opens, world.fieldwork.closes)
    calls = [pd.Timestamp(day) for day in (world.fieldwork.opens, *world.fieldwork.reminders)]
    weights = {
        day.date().isoformat(): world.fieldwork.fading
        ** min((day - call).days for call in calls if call <= day)
        for day in days
    }
    rng = source(seed, "submitted")
    chosen = pick(rng, weights, people)
    seconds = rng.integers(0, OPEN_HOURS * 3600, people)
    return [_moment(day, int(second)) for day, second in zip(chosen, seconds, strict=True)]


def _moment(day: str, seconds: int) -> str:
    opening = datetime.fromisoformat(day) + timedelta(hours=OPENING_HOUR)
    return (opening + timedelta(seconds=seconds)).isoformat()
