"""The static proof of a questionnaire's routing: nobody gets lost in it, and nothing in it is in vain.

By constraint solving over all answers the form accepts (`survey.space`), not by sampling: what is called impossible is
impossible. Only the median path is an estimate, from made-up answers with a fixed seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from statistics import median

from ortools.sat.python import cp_model

from survey.document import Document, Place
from survey.lint.places import conditions, questions
from survey.messages import Finding, finding
from survey.minutes import effort
from survey.model import Battery, Information, MultipleChoice, Questionnaire
from survey.sample import SEED, sampled
from survey.space import Literal, Space
from survey.targets import Claim, claims

SAMPLE = 301
"""Made-up respondents for the median path."""
LIMIT = 60.0
"""Seconds for one question to the solver; it needs a small part of one."""


@dataclass(frozen=True)
class Length:
    """Shortest and longest path (exact) and the median one (estimated)."""

    shortest: float
    median: float
    longest: float


@dataclass(frozen=True)
class Proof:
    """What was proved of one questionnaire: how many claims, how long its paths are, and what is wrong."""

    claims: int
    questions: Length
    minutes: Length
    findings: tuple[Finding, ...]


def prove(questionnaire: Questionnaire, document: Document) -> Proof:
    """The proof; `questionnaire` must be free of errors, and `document` is the file it was read from.

    Every path ends because each question looks only at earlier ones (`circles`, which looks at the file as written) and
    because nobody is asked for an answer that cannot be given (Q063).
    """
    space = Space(questionnaire)
    wanted = list(claims(questionnaire, space))
    found = [claim.finding(document) for claim in broken(space, wanted)]
    asked, minutes = lengths(questionnaire, space)
    return Proof(len(wanted), asked, minutes, (*circles(questionnaire, document), *found))


def broken(space: Space, wanted: Sequence[Claim]) -> list[Claim]:
    """The claims that are wrong, without those about parts of something that is wrong itself."""
    literals = [literal for claim in wanted for literal in (claim.context, claim.literal)]
    possible = satisfiable(space, literals)
    found: list[Claim] = []
    for i, claim in enumerate(wanted):
        inside = any(claim.place[: len(c.place)] == c.place for c in found)
        if claim.broken(possible[2 * i], possible[2 * i + 1]) and not inside:
            found.append(claim)
    return found


def satisfiable(space: Space, literals: Sequence[Literal]) -> list[bool]:
    """For each literal, whether any respondent makes it true.

    Each round finds a respondent who makes as many of the open ones true as come cheaply; when the solver proves that
    nobody makes any of the rest true, the rest is impossible.
    """
    open_ = {literal.index: literal for literal in literals}
    while open_:
        model = space.model.clone()
        model.add_bool_or(list(open_.values()))
        model.maximize(sum(open_.values()))
        solver = _solver(gap=0.5)
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            break
        _settled(status)
        open_ = {index: one for index, one in open_.items() if not solver.boolean_value(one)}
    return [literal.index not in open_ for literal in literals]


def _solver(gap: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.relative_gap_limit = gap
    solver.parameters.max_time_in_seconds = LIMIT
    return solver


def _settled(status: object) -> None:
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise RuntimeError("the solver gave up; nothing is proved")


def lengths(questionnaire: Questionnaire, space: Space) -> tuple[Length, Length]:
    """(questions, minutes) of the paths; information pages take time, but are no questions."""
    times = effort(questionnaire)
    flat = questionnaire.flat
    asking = [space.shown[q.id] for _, q in flat.questions() if not isinstance(q, Information)]
    blocks = {b.id: space.any_of(space.shown[q.id] for q in b.questions) for b in flat.blocks}
    seconds = sum(
        weight * literals[name]
        for weights, literals in (
            (times.blocks, blocks),
            (times.questions, space.shown),
            (times.columns, space.asked),
        )
        for name, weight in weights.items()
    )
    counts, costs = sampled(questionnaire, SAMPLE)
    asked = Length(_extreme(space, -sum(asking)), median(counts), _extreme(space, sum(asking)))
    tenths = (_extreme(space, -seconds), median(costs), _extreme(space, seconds))
    return asked, Length(*(value / 600 for value in tenths))


def _extreme(space: Space, objective: cp_model.LinearExprT) -> float:
    """The largest value of the objective, without its sign: a negated one gives the smallest."""
    model = space.model.clone()
    model.maximize(objective)
    solver = _solver(gap=0.0)
    if solver.solve(model) != cp_model.OPTIMAL:
        raise RuntimeError("the solver gave up; the length of the paths is not known")
    return abs(float(solver.objective_value))


def circles(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q064 when questions wait for each other; also works on a questionnaire with errors."""
    home, places = _homes(questionnaire)
    waits: dict[str, set[str]] = {question: set() for question in places}
    for _, condition, guarded in conditions(questionnaire):
        names = {str(leaf.question) for leaf in condition.leaves()}
        waits[guarded] |= {home[name] for name in names if name in home}
    for _, question in questions(questionnaire):
        if isinstance(question, MultipleChoice) and question.options_from in places:
            waits[question.id].add(str(question.options_from))
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return [finding("Q064", document.where(places[circle[0]]), " → ".join(reversed(circle)))]
    return []


def _homes(questionnaire: Questionnaire) -> tuple[Mapping[str, str], Mapping[str, Place]]:
    """Question or item → its question; question → its place."""
    home, places = {}, {}
    for place, question in questions(questionnaire):
        home[question.id], places[question.id] = question.id, place
        if isinstance(question, Battery):
            home |= {item.id: question.id for item in question.items}
    return home, places
