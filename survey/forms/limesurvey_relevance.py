"""Routing as LimeSurvey's expressions, with our meaning: no answer, or a question not shown, makes a test false.

`.NAOK` lets an expression look at a question that is not shown, whose answer is then empty.
"""

from __future__ import annotations

from collections.abc import Iterable

from survey.conditions import Condition
from survey.forms.limesurvey_names import Names
from survey.model import Variable

TICKED = "Y"
"""What LimeSurvey stores for a ticked box."""


def relevance(conditions: Iterable[Condition | None], names: Names) -> str:
    """The expression that is true when all `conditions` hold; `1` for none."""
    given = [expression(condition, names) for condition in conditions if condition is not None]
    return " and ".join(given) if given else "1"


def expression(condition: Condition, names: Names) -> str:
    """One condition, in brackets where it needs them."""
    if condition.test == "not":
        return f"!({expression(condition.parts[0], names)})"
    if condition.question is None:
        word = " and " if condition.test == "all" else " or "
        return f"({word.join(expression(part, names) for part in condition.parts)})"
    return _leaf(condition, names)


def _leaf(leaf: Condition, names: Names) -> str:
    field = f"{names.column(leaf)}.NAOK"
    if leaf.has is not None:
        return f'({field} == "{TICKED}")'
    if leaf.answered is not None:
        return f"!is_empty({field})" if leaf.answered else f"is_empty({field})"
    if leaf.at_least is not None:
        return f"(!is_empty({field}) and {field} >= {leaf.at_least:.15g})"
    if leaf.at_most is not None:
        return f"(!is_empty({field}) and {field} <= {leaf.at_most:.15g})"
    return _one_of(str(leaf.question), [code for code in (leaf.is_, *(leaf.in_ or ())) if code], names)


def _one_of(column: str, codes: list[str], names: Names) -> str:
    """Our tick columns hold yes and no; LimeSurvey's hold Y or nothing."""
    field = f"{names.field(column)}.NAOK"
    if column in names.parts and names.owner[column] not in names.answers:
        return f'({field} == "{TICKED}")'
    tests = [f'{field} == "{names.answer(column, code)}"' for code in codes]
    return f"({' or '.join(tests)})"


def offered(variables: Iterable[Variable], names: Names) -> str | None:
    """True when at least one of the parts is shown; None when some part always is."""
    listed = list(variables)
    if not listed or any(v.offered is None for v in listed):
        return None
    return f"({' or '.join(relevance([v.offered], names) for v in listed)})"
