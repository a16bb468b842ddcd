"""What the questionnaire says about the answers of one and the same person: routing, ticks, groups made of answers.

Each link is a sum over answers of other items that a reader may put in the place of a base, or that bounds it. Links that
cannot be said so (conditions on numbers, alternatives) are left out: a reader could use them, see docs/protection.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analysis.attack.rows import OTHERS, Row
from analysis.plan import FILTERED, Plan
from survey.conditions import TICKED, Condition, column_of
from survey.model import MultipleChoice, Questionnaire

SILENT = "~"
"""Asked, and no substantive answer: unanswered, or a declared non-answer."""
SKIPPED = "/"
"""Not asked."""

Term = tuple[str, str]
"""(item, answer): the people who gave it; also SILENT and SKIPPED."""


class Asked(NamedTuple):
    """People who were asked an item: exactly those of `terms`, or at most those of each of `bounds`."""

    terms: tuple[Term, ...] | None
    bounds: tuple[tuple[Term, ...], ...] = ()


class Ticks(NamedTuple):
    """The boxes of one multiple choice that are counted, the exclusive ones, and box → box it was offered from."""

    boxes: tuple[str, ...]
    exclusive: tuple[str, ...]
    offered: tuple[tuple[str, str], ...]
    complete: bool


def asked(questionnaire: Questionnaire, item: str) -> Asked | None:
    """Who is asked `item`, told in answers to other items; None when everybody is."""
    conditions = questionnaire.variables[item].conditions
    if not conditions:
        return None
    leaves = [_terms(questionnaire, leaf) for condition in conditions for leaf in _flat(condition)]
    known = [leaf for leaf in leaves if leaf]
    needed = [
        leaf for leaf in known if not any(leaf != o and _implies(questionnaire, o, leaf) for o in known)
    ]
    needed = list(dict.fromkeys(needed))
    exact = len(needed) == 1 and len(known) == len(leaves)
    return Asked(needed[0] if exact else None, () if exact else tuple(needed))


def _flat(condition: Condition) -> Iterator[Condition]:
    """The conditions that must all hold."""
    if condition.all_ is None:
        yield condition
        return
    for part in condition.all_:
        yield from _flat(part)


def holding(questionnaire: Questionnaire, condition: Condition) -> tuple[Term, ...]:
    """The answers to one closed item that make `condition` true; empty when it is not of that simple form."""
    return _terms(questionnaire, condition)


def _terms(questionnaire: Questionnaire, condition: Condition) -> tuple[Term, ...]:
    leaf = condition.not_ or condition
    codes = _codes(leaf)
    item = column_of(leaf) if codes else ""
    variable = questionnaire.variables.get(item)
    if variable is None or not set(codes) <= set(variable.substantive):
        return ()
    if condition.not_ is not None:
        codes = (*(code for code in variable.substantive if code not in codes), SILENT, SKIPPED)
    return tuple((item, code) for code in codes)


def _codes(leaf: Condition) -> tuple[str, ...]:
    if leaf.question is None:
        return ()
    if leaf.has is not None:
        return (TICKED,)
    return (leaf.is_,) if leaf.is_ is not None else (leaf.in_ or ())


def _implies(questionnaire: Questionnaire, strong: tuple[Term, ...], weak: tuple[Term, ...]) -> bool:
    """Whether having given one of `strong` means that `weak` held: its item is asked of those only."""
    item = strong[0][0]
    if any(answer == SKIPPED for _, answer in strong):
        return False
    found = [
        _terms(questionnaire, leaf)
        for condition in questionnaire.variables[item].conditions
        for leaf in _flat(condition)
    ]
    return any(terms and (terms == weak or _implies(questionnaire, terms, weak)) for terms in found)


def ticks(questionnaire: Questionnaire, items: set[str]) -> list[Ticks]:
    """Every multiple choice whose boxes are among `items`."""
    found = []
    for _, question in questionnaire.questions():
        if isinstance(question, MultipleChoice):
            options = {f"{question.id}_{o.code}": o for o in questionnaire.options_of(question)}
            boxes = tuple(name for name in options if name in items)
            offers = {name: holding(questionnaire, o.when) for name, o in options.items() if o.when}
            found.append(
                Ticks(
                    boxes,
                    tuple(name for name in boxes if options[name].exclusive),
                    tuple(
                        (name, terms[0][0])
                        for name, terms in offers.items()
                        if name in boxes
                        and terms
                        and {a for _, a in terms} == {TICKED}
                        and terms[0][0] in items
                    ),
                    complete=len(boxes) == len(options),
                )
            )
    return [one for one in found if one.boxes]


def narrowed(plan: Plan, questionnaire: Questionnaire, segment: str) -> list[tuple[Term, ...]]:
    """Answers one of which everybody in a narrowed segment gave, for each part of its condition: empty for a part that is
    no such simple one. Nothing for other segments."""
    _, _, crosstab = segment.partition(FILTERED)
    where = next((c.where for c in plan.crosstabs if c.id == crosstab), None) if crosstab else None
    return [holding(questionnaire, leaf) for leaf in _flat(where)] if where else []


def ruled_out(
    plan: Plan, questionnaire: Questionnaire, item: str, row: Row, answers: Iterable[str]
) -> tuple[str, ...]:
    """Those of `answers` that nobody of a narrowed row can have given to an item its condition asks about."""
    outside = row[1].startswith(OTHERS)
    parts = narrowed(plan, questionnaire, row[0])
    if outside and len(parts) > 1:
        return ()
    found: dict[str, None] = {}
    for terms in parts:
        allowed = {answer for source, answer in terms if source == item}
        found |= dict.fromkeys(a for a in answers if allowed and (a in allowed) == outside)
    return tuple(found)


def group_terms(plan: Plan, questionnaire: Questionnaire, segment: str) -> dict[str, tuple[Term, ...]]:
    """Group → the answers that put people into it, for segments copied or merged from a closed item."""
    name, _, crosstab = segment.partition(FILTERED)
    part = plan.segment(name)
    variable = questionnaire.variables.get(part.source)
    if crosstab or part.where or part.merge_small or variable is None or not variable.closed:
        return {}
    codes: dict[str, tuple[str, ...]] = {}
    if part.kind == "copied":
        codes = {code: (code,) for code in variable.substantive}
    if part.kind == "merged" and part.groups:
        codes = {group: tuple(own) for group, own in part.groups.items()}
    known = set(variable.substantive)
    return {
        group: tuple((variable.name, code) for code in own)
        for group, own in codes.items()
        if set(own) <= known
    }
