"""How many options a person ticked in a multiple choice; the item bears the question's id.

An exclusive option ("none of these") says that nothing applies, so it counts as no tick: whoever chose it ticked 0.
An option that was not offered counts as not ticked, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from analysis.counting.coding import Item, smallest_dtype
from analysis.derived.kind import FIRST, Derived, missing_kind
from analysis.plan import Plan
from survey.conditions import TICKED
from survey.model import MultipleChoice, Questionnaire, Variable
from survey.questions.common import conditions


def derive(plan: Plan, questionnaire: Questionnaire) -> Iterator[Derived]:
    """The number of ticks of every multiple choice with at least two options that can be counted."""
    for block, question in questionnaire.questions():
        if not isinstance(question, MultipleChoice):
            continue
        exclusive = {f"{question.id}_{o.code}" for o in questionnaire.options_of(question) if o.exclusive}
        boxes = [v.name for v in questionnaire.columns[question.id] if v.kind == "tick"]
        counted = tuple(name for name in boxes if name not in exclusive)
        if len(counted) > 1:
            variable = Variable(
                name=question.id,
                question=question.id,
                kind="number",
                label=question.text,
                conditions=conditions(block, question),
                basis=question.basis,
            )
            yield Derived(variable, counted, tuple(str(k) for k in range(len(counted) + 1)), codes)


def codes(parts: Sequence[Item]) -> np.ndarray:
    """(n,) ticks + FIRST, or the kind of missing where no box has an answer."""
    found = np.full(len(parts[0].codes), FIRST, dtype=smallest_dtype(len(parts) + 1 + FIRST))
    answered = np.zeros(len(found), dtype=bool)
    for part in parts:
        # Seen as bytes, true and false add up many at a time.
        found += (part.codes == FIRST + part.answers.index(TICKED)).view(np.int8)
        answered |= part.codes >= FIRST
    who = np.flatnonzero(~answered)
    found[who] = missing_kind(parts, who)
    return found
