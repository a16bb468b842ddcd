"""Stage compare: does the answer differ between the groups of a segment, how much, and can one say so?

In: clean answers, segments, plan. Out, all with the columns of analysis/results.py: tests.csv (one row a
crossed item and segment), contrasts.csv (each group against the rest, and every pair), letters.csv (column
letters), findings.csv (graded differences for prose), relations.csv (paired tests, correlations and models of
the plan) and sensitivity.csv (what a second basis would change).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.comparing.contrasts import contrast_columns, contrasted, letter_columns
from analysis.comparing.findings import finding_columns, told
from analysis.comparing.relations import relation_frame
from analysis.comparing.sensitivity import sensitivity_frame
from analysis.comparing.tests import graded, results_of
from analysis.comparisons.outcomes import untestable
from analysis.comparisons.rules import Rules, rules_from
from analysis.plan import Basis, Plan
from analysis.plan_checks import load_plan
from analysis.relations.people import people_of
from analysis.results import (
    CONTRAST_COLUMNS,
    CONTRAST_NUMBERS,
    FINDING_COLUMNS,
    FINDING_NUMBERS,
    LETTER_COLUMNS,
    LETTER_NUMBERS,
    RELATION_COLUMNS,
    SENSITIVITY_COLUMNS,
    TEST_COLUMNS,
    TEST_NUMBERS,
    TOTAL,
)
from analysis.tables import Counter, Tables, read_counter
from analysis.words import Words, empty
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.stage import arguments, params, run, say

Columns = dict[str, np.ndarray]

FRAMES = ("tests", "contrasts", "letters", "findings", "relations", "sensitivity")


@dataclass(frozen=True)
class Compared:
    """The frames that the stage writes, each as `<name>.csv`."""

    tests: pd.DataFrame
    contrasts: pd.DataFrame
    letters: pd.DataFrame
    findings: pd.DataFrame
    relations: pd.DataFrame = field(default_factory=lambda: empty(RELATION_COLUMNS))
    sensitivity: pd.DataFrame = field(default_factory=lambda: empty(SENSITIVITY_COLUMNS))


@dataclass(frozen=True)
class Known:
    """(item, segment) → its place in the plan, and the items that people answered (others are made of them)."""

    order: Mapping[tuple[str, str], int]
    asked: Container[str]

    def rank(self, words: Words, items: np.ndarray, segments: np.ndarray) -> np.ndarray:
        """(N,) the place in the plan of each row, whose item and segment are numbers of `words`."""
        pairs = np.array([(words.number(item), words.number(segment)) for item, segment in self.order])
        place = np.full(pairs.max(axis=0) + 1, -1)
        place[pairs[:, 0], pairs[:, 1]] = list(self.order.values())
        rank = place[items, segments]
        assert (rank >= 0).all()
        return np.asarray(rank)


def compare(
    counter: Counter, plan: Plan, settings: Mapping[str, Any], basis: Basis | None = None
) -> Compared:
    """Every comparison of the plan on `basis` (the published one by default); `settings` is params' block `compare`."""
    rules, basis = rules_from(settings), basis or plan.published
    found = compared(crossed_stacks(counter, plan, basis), rules, known_of(counter, plan))
    if plan.relations and (people := people_of(counter, plan, basis)):
        found = replace(found, relations=relation_frame(plan.relations, people, rules))
    if plan.sensitivity:
        found = replace(found, sensitivity=_sensitivity(counter, plan, rules, found.tests))
    return found


def compared(stacks: Iterable[Tables], rules: Rules, known: Known | None = None) -> Compared:
    """The comparisons of groups in `stacks` (without totals), adjusted and graded together; in `known`'s order."""
    kept, words = _with_notes(stacks), Words()
    tests = _graded(kept, rules, words, known)
    found = [contrasted(tables, note, rules) for tables, note in kept]
    findings = finding_columns(tests, [told(each) for each in found]) if tests else {}
    contrasts = _in_order([contrast_columns(each, words) for each in found], words, known)
    letters = _in_order([letter_columns(each, rules, words) for each in found], words, known)
    return Compared(
        tests=words.frame(tests, TEST_COLUMNS, TEST_NUMBERS),
        contrasts=words.frame(contrasts, CONTRAST_COLUMNS, CONTRAST_NUMBERS),
        letters=words.frame(letters, LETTER_COLUMNS, LETTER_NUMBERS),
        findings=words.frame(findings, FINDING_COLUMNS, FINDING_NUMBERS),
    )


def _with_notes(stacks: Iterable[Tables]) -> list[tuple[Tables, np.ndarray]]:
    """Each stack with why its tables cannot be tested."""
    return [(tables, untestable(tables)) for tables in stacks]


def _graded(
    stacks: Sequence[tuple[Tables, np.ndarray]], rules: Rules, words: Words, known: Known | None
) -> Columns:
    """TEST_COLUMNS, `least_base` and `reason` of the tests of `stacks`."""
    parts = [results_of(tables, note, rules) for tables, note in stacks]
    found = graded(parts, rules, known.asked if known else None)
    return _in_order([found] if found else [], words, known)


def known_of(counter: Counter, plan: Plan) -> Known:
    """The order of the plan, and which items people answered."""
    order = {pair: i for i, pair in enumerate(counter.pairs(plan))}
    return Known(order, counter.questionnaire.variables)


def crossed_stacks(counter: Counter, plan: Plan, basis: Basis) -> list[Tables]:
    """The stacks of the plan without the totals: there is nothing to compare in them."""
    kept = []
    for tables in counter.stacks(plan, basis):
        own = np.array([segment != TOTAL for segment in tables.segments], dtype=bool)
        if own.any():
            kept.append(tables.take(own))
    return kept


def _sensitivity(counter: Counter, plan: Plan, rules: Rules, tests: pd.DataFrame) -> pd.DataFrame:
    assert plan.sensitivity is not None
    words = Words()
    stacks = _with_notes(crossed_stacks(counter, plan, plan.sensitivity))
    other = words.frame(_graded(stacks, rules, words, known_of(counter, plan)), TEST_COLUMNS, TEST_NUMBERS)
    return sensitivity_frame(tests, other, plan.sensitivity)


def _in_order(parts: list[Columns], words: Words, known: Known | None) -> Columns:
    """The columns of all parts together, in the plan's order."""
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}
    if known is None or not columns:
        return columns
    rank = known.rank(words, *(words.numbered(columns[name]) for name in ("item", "segment")))
    if (np.diff(rank) >= 0).all():
        return columns
    order = np.argsort(rank, kind="stable")
    return {name: column[order] for name, column in columns.items()}


def main() -> None:
    """Read clean answers and segments; write every comparison."""
    args = arguments(__doc__, "questionnaire", "plan", "clean", "segments", "out")
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    counter = read_counter(args.clean, args.segments, questionnaire)
    results = compare(counter, plan, params(args.params, "compare"))
    for name in FRAMES:
        write_frame(getattr(results, name), args.out / f"{name}.csv")
    found = results.tests["finding"].value_counts()
    made = f"{len(results.tests)} tests: {found.get('clear', 0)} clear, {found.get('slight', 0)} slight"
    say("compare", args.study, made)


if __name__ == "__main__":
    run(main)
