"""Derived items: numbers worked out from several answers of a person, counted like any other number. One file a kind.

To add one: a file with `derive(plan, questionnaire)` that lists its items, and its place in `KINDS`.
"""

from __future__ import annotations

from analysis.derived import index, ticks
from analysis.derived.kind import Derived
from analysis.plan import Plan
from survey.model import Questionnaire, Variable

__all__ = ["KINDS", "Derived", "derived", "variables"]

KINDS = (ticks.derive, index.derive)


def derived(plan: Plan, questionnaire: Questionnaire) -> dict[str, Derived]:
    """Name → derived item, in a fixed order."""
    return {one.variable.name: one for derive in KINDS for one in derive(plan, questionnaire)}


def variables(plan: Plan, questionnaire: Questionnaire) -> dict[str, Variable]:
    """Name → variable of every derived item: a question's id for its ticks, an index's own id."""
    return {name: one.variable for name, one in derived(plan, questionnaire).items()}
