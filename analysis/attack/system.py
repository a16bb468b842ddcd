"""Everything a reader does not know as whole numbers, and the sums they must meet: one linear system a study.

Unknowns: for each item and row (see rows.py) the people behind each answer, those asked without an answer (SILENT) and
those not asked (SKIPPED); for each row its people. What holds whatever is published: rows add up along every division,
answers add up to the people of the row, who is asked follows from earlier answers, boxes of one question share
a base, an exclusive box stands alone, a box is offered only to those who ticked the one it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, vstack

from analysis.attack.links import (
    SILENT,
    SKIPPED,
    Term,
    asked,
    group_terms,
    holding,
    narrowed,
    ruled_out,
    ticks,
)
from analysis.attack.rows import OTHERS, WHOLE, Division, Row, divisions, rows_of
from analysis.plan import FILTERED, Plan, crossed
from analysis.results import ALL, TOTAL
from survey.conditions import TICKED
from survey.model import Questionnaire

PEOPLE = ""
"""The item of the unknown that is a row's number of people; its answer is empty too."""
ANY = "*"
"""The one answer of a number, whose values are not published as counts."""

Unknown = tuple[str, Row, str]
"""(item, row, answer)"""


class Sum(NamedTuple):
    """low ≤ Σ weight · unknown ≤ high."""

    weights: Mapping[Unknown, float]
    low: float
    high: float


@dataclass(frozen=True)
class System:
    """Whole numbers x ≥ 0 with low ≤ matrix @ x ≤ high; x[i] is the number of people at `unknowns[i]`."""

    unknowns: tuple[Unknown, ...]
    matrix: csr_array
    low: np.ndarray
    high: np.ndarray

    @cached_property
    def index(self) -> dict[Unknown, int]:
        """Unknown → its place."""
        return {unknown: i for i, unknown in enumerate(self.unknowns)}

    def rows(self, sums: Iterable[Mapping[Unknown, float]]) -> csr_array:
        """Sums of unknowns as rows of a matrix."""
        places, columns, values, count = [], [], [], 0
        for count, weights in enumerate(sums, start=1):
            for unknown, weight in weights.items():
                places.append(count - 1)
                columns.append(self.index[unknown])
                values.append(weight)
        return csr_array((values, (places, columns)), shape=(count, len(self.unknowns)), dtype=float)

    def given(self, sums: list[Sum]) -> System:
        """The system with more that is known."""
        matrix = vstack([self.matrix, self.rows(s.weights for s in sums)], format="csr")
        low = np.concatenate([self.low, [s.low for s in sums]])
        return System(self.unknowns, matrix, low, np.concatenate([self.high, [s.high for s in sums]]))


@dataclass(frozen=True)
class Study:
    """What is counted: items with their answers, and the rows and divisions of each."""

    plan: Plan
    questionnaire: Questionnaire
    divisions: dict[str, tuple[Division, ...]]
    """Item → how its rows add up."""

    @cached_property
    def rows(self) -> dict[str, tuple[Row, ...]]:
        """Item → its rows."""
        return {item: (WHOLE, *(r for r in rows_of(d) if r != WHOLE)) for item, d in self.divisions.items()}

    def answers(self, item: str) -> tuple[str, ...]:
        """The answers of an item that are counted."""
        variable = self.questionnaire.variables[item]
        return variable.substantive if variable.closed else (ANY,)


def study_of(plan: Plan, questionnaire: Questionnaire, items: list[str]) -> Study:
    """The study as its plan crosses it; an item also has the rows of those that it routes to, and of the groups that a
    condition on it narrows: how many of a group meet the condition is a number of it."""
    segments: dict[str, dict[str, None]] = {item: {} for item in items}
    for item, segment in crossed(plan, questionnaire):
        if item in segments:
            segments[item][segment] = None
    for item in reversed(items):
        who = asked(questionnaire, item)
        for terms in [] if who is None else [who.terms or (), *who.bounds]:
            for source, _ in terms:
                if source in segments:
                    segments[source] |= segments[item]
    for item, base in _narrowing(plan, questionnaire, _names(segments)):
        segments.get(item, {})[base] = None
    found = {name: divisions(plan, questionnaire, name) for name in _names(segments)}
    added = {item: tuple(dict.fromkeys(d for s in own for d in found[s])) for item, own in segments.items()}
    return Study(plan, questionnaire, added)


def _names(segments: Mapping[str, Mapping[str, None]]) -> list[str]:
    return list(dict.fromkeys(name for own in segments.values() for name in own))


def _narrowing(plan: Plan, questionnaire: Questionnaire, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(item, segment): a condition on the item narrows the segment."""
    for name in names:
        base = name.partition(FILTERED)[0]
        for terms in narrowed(plan, questionnaire, name) if base != TOTAL else ():
            yield from ((item, base) for item, _ in terms[:1])


def system_of(study: Study) -> System:
    """What holds whatever is published."""
    answers = {item: (*study.answers(item), SILENT, SKIPPED) for item in study.divisions}
    people = dict.fromkeys(row for rows in study.rows.values() for row in rows)
    unknowns = [
        *((PEOPLE, row, "") for row in people),
        *((item, row, a) for item, rows in study.rows.items() for row in rows for a in answers[item]),
    ]
    empty = csr_array((0, len(unknowns)), dtype=float)
    system = System(tuple(unknowns), empty, np.zeros(0), np.zeros(0))
    kinds = (
        _additions(study, answers),
        _routing(study),
        _boxes(study),
        _groups(study),
        _conditions(study, answers),
    )
    return system.given([found for kind in kinds for found in kind])


def _zero(weights: Mapping[Unknown, float], high: float = 0.0) -> Sum:
    return Sum(weights, 0.0, high)


def _additions(study: Study, answers: Mapping[str, tuple[str, ...]]) -> Iterator[Sum]:
    """Rows and answers add up."""
    every = dict.fromkeys(d for own in study.divisions.values() for d in own)
    for division in every:
        yield _zero({(PEOPLE, r, ""): 1.0 for r in division.parts} | {(PEOPLE, division.whole, ""): -1.0})
    for item, rows in study.rows.items():
        for row in rows:
            yield _zero({(item, row, a): 1.0 for a in answers[item]} | {(PEOPLE, row, ""): -1.0})
        for division in study.divisions[item]:
            for a in answers[item]:
                yield _zero({(item, r, a): 1.0 for r in division.parts} | {(item, division.whole, a): -1.0})


def _routing(study: Study) -> Iterator[Sum]:
    """Who is asked follows from earlier answers."""
    for item, rows in study.rows.items():
        who = asked(study.questionnaire, item)
        if who is None:
            yield _zero({(item, WHOLE, SKIPPED): 1.0})
            continue
        for terms in [who.terms] if who.terms else list(who.bounds):
            if terms[0][0] not in study.rows:
                continue
            known = set(study.rows[terms[0][0]])
            for row in rows:
                if row in known:
                    yield _asked(study, item, row, terms, exact=who.terms is not None)


def _asked(study: Study, item: str, row: Row, terms: tuple[Term, ...], *, exact: bool) -> Sum:
    weights = {(source, row, answer): 1.0 for source, answer in terms}
    weights |= {(item, row, a): -1.0 for a in (*study.answers(item), SILENT)}
    return _zero(weights, 0.0 if exact else np.inf)


def _boxes(study: Study) -> Iterator[Sum]:
    """Boxes of one question: answered together, one at least, exclusive ones alone, offered ones ticked before."""
    for question in ticks(study.questionnaire, set(study.divisions)):
        first = question.boxes[0]
        for row in study.rows[first]:
            boxes = [box for box in question.boxes if row in study.rows[box]]
            base = {(first, row, a): 1.0 for a in study.answers(first)}
            for box in boxes[1:]:
                yield _zero(base | {(box, row, a): -1.0 for a in study.answers(box)})
            for box in boxes:
                others = [e for e in question.exclusive if e != box and e in boxes]
                for alone in others:
                    yield _atleast(base, {(box, row, TICKED): -1.0, (alone, row, TICKED): -1.0})
            if question.complete and boxes == list(question.boxes):
                yield _atleast({k: -v for k, v in base.items()}, {(b, row, TICKED): 1.0 for b in boxes})
            yield from (
                _atleast({(source, row, TICKED): 1.0}, {(box, row, TICKED): -1.0})
                for box, source in question.offered
                if box in boxes and row in study.rows[source]
            )


def _atleast(first: Mapping[Unknown, float], second: Mapping[Unknown, float]) -> Sum:
    both = {key: first.get(key, 0.0) + second.get(key, 0.0) for key in {**first, **second}}
    return _zero(both, np.inf)


def _conditions(study: Study, answers: Mapping[str, tuple[str, ...]]) -> Iterator[Sum]:
    """Whom a condition holds for has given an answer that makes it hold; the others, when it asks for no more, have not."""
    for item, rows in study.rows.items():
        for row in rows:
            gone = ruled_out(study.plan, study.questionnaire, item, row, answers[item])
            if gone:
                yield _zero({(item, row, a): 1.0 for a in gone})


def _groups(study: Study) -> Iterator[Sum]:
    """Groups that are made of answers have as many people as gave them."""
    plan, questionnaire = study.plan, study.questionnaire
    rows = {row for own in study.rows.values() for row in own}
    for segment in dict.fromkeys(segment for segment, _ in rows if segment != TOTAL):
        base, _, crosstab = segment.partition(FILTERED)
        if crosstab:
            where = next(c.where for c in plan.crosstabs if c.id == crosstab)
            terms = holding(questionnaire, where) if where else ()
            groups = {group: (base, group) for name, group in sorted(rows) if name == segment}
            found = {group: (terms, whole) for group, whole in groups.items() if not group.startswith(OTHERS)}
        else:
            made = group_terms(plan, questionnaire, segment)
            found = {group: (terms, WHOLE) for group, terms in made.items() if (segment, group) in rows}
        for group, (terms, parent) in found.items():
            whole = WHOLE if base == TOTAL and group == ALL else parent
            if terms and terms[0][0] in study.rows and whole in study.rows[terms[0][0]]:
                weights = {(item, whole, answer): 1.0 for item, answer in terms}
                yield _zero(weights | {(PEOPLE, (segment, group), ""): -1.0})
