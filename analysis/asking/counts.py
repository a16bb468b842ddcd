"""Counts, estimates and comparisons of one cross-tab, through the same functions as the stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.asking.letters import letters
from analysis.asking.names import WHERE
from analysis.asking.request import EVERYTHING, NONE, Meant
from analysis.asking.study import Study
from analysis.comparing.tests import graded_frame, results_of
from analysis.comparisons.outcomes import untestable
from analysis.comparisons.rules import Rules
from analysis.counting.coded import WEIGHT
from analysis.crosstab import crosstab
from analysis.derived import derived
from analysis.plan import FILTERED, Basis, Plan
from analysis.register.lookup import Register, as_register
from analysis.results import LETTER_COLUMNS, TEST_COLUMNS, TOTAL
from analysis.segment import divide, known_of
from analysis.segments.people import read_people
from analysis.tables import Counter, Tables, analysed, pairs, read_design
from survey.frames import read_frame
from survey.messages import SvarError, finding
from survey.model import Variable

USUAL = ("share", "mean")
"""What is shown when no measure is named: shares of categories, and means of what has one."""


@dataclass(frozen=True)
class Counted:
    """What a request is answered from. `estimates` hold every item of the study; `items` are those asked for,
    `ticks` the numbers of ticks among all items."""

    plan: Plan
    items: tuple[str, ...]
    ticks: tuple[str, ...]
    segments: pd.DataFrame
    estimates: pd.DataFrame
    stacks: tuple[Tables, ...]
    variables: Mapping[str, Variable]
    uncrossed: tuple[tuple[str, str], ...]


def counted(study: Study, plan: Plan, meant: Meant) -> Counted:
    """The last cross-tab of `plan`, alone; SvarError (S090) when its weights have not been made."""
    segments = divided(study, plan)
    require_weights(study, segments, meant.weights)
    alone = plan.model_copy(update={"crosstabs": plan.crosstabs[-1:]})
    crossed = pairs(alone, study.questionnaire)
    items = tuple(dict.fromkeys(item for item, _ in crossed))
    require_something(items, meant)
    # A question is counted whole, so that an item's place among its neighbours is right when it is asked for alone.
    whole = whole_questions(alone, items, study)
    counter, basis = counter_of(study, segments), Basis(weights=meant.weights, clustered=meant.clustered)
    confidence = float(study.block("crosstab")["confidence"])
    return Counted(
        plan=plan,
        items=items,
        ticks=tuple(ticks_of(plan, study)),
        segments=segments,
        estimates=crosstab(counter, whole, study.questionnaire, confidence, basis),
        stacks=counter.stacks(whole, basis),
        variables=study.questionnaire.variables,
        uncrossed=tuple(uncrossed(alone, crossed, meant, study)),
    )


def comparisons(
    found: Counted, items: Iterable[str], measures: tuple[str, ...], rules: Rules
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(tests, letters) of `items` by their groups; p-values are adjusted for these tests and no others."""
    tables = list(asked_for(found.stacks, set(items)))
    lettered = [letters(each, measures or USUAL, rules) for each in tables]
    joined = pd.concat(lettered, ignore_index=True) if lettered else pd.DataFrame(columns=LETTER_COLUMNS)
    tests = graded_frame(
        [results_of(each, untestable(each), rules) for each in tables], rules, found.variables
    )
    return tests[TEST_COLUMNS], joined


def ticks_of(plan: Plan, study: Study) -> Iterator[str]:
    """The derived items that count ticks: they bear the name of their question."""
    indexes = {index.id for index in plan.indexes}
    return (name for name in derived(plan, study.questionnaire) if name not in indexes)


def whole_questions(plan: Plan, items: tuple[str, ...], study: Study) -> Plan:
    """The plan with every item of the questions that `items` belong to."""
    variables = study.questionnaire.variables
    questions = [variables[item].question if item in variables else item for item in items]
    wanted = tuple(dict.fromkeys([*questions, *items]))
    crosstabs = tuple(c.model_copy(update={"questions": wanted}) for c in plan.crosstabs)
    return plan.model_copy(update={"crosstabs": crosstabs})


def asked_for(stacks: Iterable[Tables], items: set[str]) -> Iterator[Tables]:
    """The tables of `items` by groups, without the totals: what can be compared."""
    for tables in stacks:
        own = [
            variable.name in items and segment.partition(FILTERED)[0] != TOTAL
            for variable, segment in zip(tables.variables, tables.segments, strict=True)
        ]
        if any(own):
            yield tables.take(np.flatnonzero(own))


def require_something(items: tuple[str, ...], meant: Meant) -> None:
    """SvarError (S097) when nothing is left to cross: a segment is not crossed with the answers it is made of."""
    if not items:
        told = {"item": ", ".join(meant.crosstab.questions)}
        raise SvarError([finding("S097", WHERE, segment, **told) for segment in meant.crosstab.by])


def uncrossed(
    plan: Plan, crossed: list[tuple[str, str]], meant: Meant, study: Study
) -> Iterator[tuple[str, str]]:
    """(item, segment) that were asked for by name and say nothing together."""
    known = {(item, segment.partition(FILTERED)[0]) for item, segment in crossed}
    asked = meant.crosstab.questions
    for item, variable in analysed(plan, study.questionnaire).items():
        if asked != EVERYTHING and (item in asked or variable.question in asked):
            yield from ((item, name) for name in meant.crosstab.by if (item, name) not in known)


def require_weights(study: Study, segments: pd.DataFrame, weights: str) -> None:
    """SvarError (S090) when the stage has not worked these weights out yet."""
    if weights != NONE and f"{WEIGHT}{weights}" not in segments:
        path = f"{WEIGHT}{weights}: data/segment/{study.id}/segments.csv"
        raise SvarError(
            [finding("S090", path, f"{WEIGHT}{weights}", command=f"dvc repro segment@{study.id}")]
        )


def counter_of(study: Study, segments: pd.DataFrame) -> Counter:
    """The counter of a study's clean answers, divided as `segments` say."""
    clean = study.folder("validate")
    answers, status = read_frame(clean / "answers.csv"), read_frame(clean / "status.csv")
    counter = Counter(answers, status, segments, study.questionnaire)
    counter.sizes = read_design(study.folder("segment"))
    return counter


def divided(study: Study, plan: Plan) -> pd.DataFrame:
    """The stage's segments.csv, with the segments of `plan` that are not in it worked out from the same people."""
    made = read_frame(study.folder("segment") / "segments.csv")
    lacking = [part.id for part in plan.segments_in_use if part.id not in made]
    if not lacking:
        return made
    people, _ = read_people(study.folder("raw"), study.plan)
    answers = read_frame(study.folder("validate") / "answers.csv")
    known = known_of(answers, people, study.questionnaire, register_of(study))
    fresh = divide(known, plan, study.questionnaire)
    key = study.questionnaire.respondent
    return made.merge(fresh[[key, *lacking]], on=key, how="left", validate="one_to_one")


def register_of(study: Study) -> Register | None:
    """The municipality register of the plan, when it has one."""
    given = study.plan.register_
    return as_register(read_frame(study.root / given.file), given.at, given.file) if given else None
