"""Rows that add up: total and groups, nested groups and their parts, narrowed groups and those left out.

A row is (segment, group). Beside the groups that are published stand those that a reader gets by subtraction: people in no
group (`NOBODY`), and people of a group whom a cross-tab's `where` does not hold for (`OTHERS`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from analysis.plan import FILTERED, NESTED, Plan, groups_of
from analysis.results import ALL, TOTAL
from survey.model import Questionnaire

Row = tuple[str, str]

WHOLE: Row = (TOTAL, ALL)
NOBODY = "-"
"""The group code of people in no group of a segment; no option can be called that and be a group of its own."""
OTHERS = "!"
"""Stands before a group of a narrowed segment: its people whom the condition does not hold for."""


class Division(NamedTuple):
    """`parts` together are `whole`, person for person."""

    whole: Row
    parts: tuple[Row, ...]


def divisions(plan: Plan, questionnaire: Questionnaire, segment: str) -> tuple[Division, ...]:
    """How a segment's rows add up to the total and to the rows of the segments it is made of, those first."""
    found = dict.fromkeys(_divisions(plan, questionnaire, segment))
    return tuple(found)


def rows_of(found: tuple[Division, ...]) -> tuple[Row, ...]:
    """Every row of some divisions, once."""
    return tuple(dict.fromkeys(row for division in found for row in (division.whole, *division.parts)))


def combinations(plan: Plan, questionnaire: Questionnaire, segment: str) -> list[tuple[str, ...]]:
    """The groups of each part of a segment (itself, when it is not nested) in every combination, NOBODY included."""
    return list(
        product(*((*groups_of(plan, part, questionnaire), NOBODY) for part in parts_of(plan, segment)))
    )


def parts_of(plan: Plan, segment: str) -> tuple[str, ...]:
    """The segments a nested one adds up to; the segment itself when it is none, or was changed after nesting."""
    declared = plan.segment(segment)
    nested = declared.kind == "nested" and declared.where is None and declared.merge_small is None
    return declared.of if nested else (segment,)


def group_of(codes: tuple[str, ...]) -> str:
    """The group code of one combination."""
    return NESTED.join(codes)


def _divisions(plan: Plan, questionnaire: Questionnaire, segment: str) -> Iterator[Division]:
    base, _, crosstab = segment.partition(FILTERED)
    if crosstab:
        yield from _divisions(plan, questionnaire, base)
        yield from _narrowed(combinations(plan, questionnaire, base), base, crosstab)
        return
    parts, codes = parts_of(plan, segment), combinations(plan, questionnaire, segment)
    yield Division(WHOLE, tuple((segment, group_of(own)) for own in codes))
    if len(parts) == 1:
        return
    inner = [s.id for s in plan.segments_in_use if s.kind == "nested" and FILTERED not in s.id]
    for other in (*parts, *inner):
        own = parts_of(plan, other)
        if other != segment and set(own) < set(parts):
            yield from _divisions(plan, questionnaire, other)
            yield from _nested(segment, parts, codes, (other, own))


def _nested(
    segment: str,
    parts: tuple[str, ...],
    codes: list[tuple[str, ...]],
    whole: tuple[str, tuple[str, ...]],
) -> Iterator[Division]:
    """The groups of `whole` (a part, or several nested) as sums of the groups of `segment`."""
    places = [parts.index(name) for name in whole[1]]
    for chosen in dict.fromkeys(tuple(own[i] for i in places) for own in codes):
        inside = [own for own in codes if tuple(own[i] for i in places) == chosen]
        yield Division((whole[0], group_of(chosen)), tuple((segment, group_of(own)) for own in inside))


def _narrowed(codes: list[tuple[str, ...]], base: str, crosstab: str) -> Iterator[Division]:
    """Each group as those the condition holds for and the others; and all those it holds for."""
    segment, everybody = f"{base}{FILTERED}{crosstab}", f"{TOTAL}{FILTERED}{crosstab}"
    groups = [group_of(own) for own in codes]
    for group in groups:
        yield Division((base, group), ((segment, group), (segment, OTHERS + group)))
    yield Division(WHOLE, ((everybody, ALL), (everybody, OTHERS + ALL)))
    yield Division((everybody, ALL), tuple((segment, group) for group in groups))
