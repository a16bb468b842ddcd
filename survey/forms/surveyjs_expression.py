"""Conditions as SurveyJS expressions with our meaning: no answer makes a leaf false, and `not` turns that round.

SurveyJS reads `{question}`; a ticked option is `{question} contains 'code'`. It takes two codes for the same when they
differ only in upper and lower case or in leading zeros.
"""

from __future__ import annotations

from collections.abc import Iterable

from survey.conditions import TICKED, Condition
from survey.model import Questionnaire


def expression(questionnaire: Questionnaire, conditions: Iterable[Condition | None]) -> str | None:
    """The expression that is true when all of `conditions` hold; None when there are none."""
    given = [c for c in conditions if c is not None]
    if not given:
        return None
    return _say(questionnaire, given[0] if len(given) == 1 else Condition(all=tuple(given)))


def quoted(code: str) -> str:
    """A code as it stands in an expression."""
    return "'" + code.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _say(questionnaire: Questionnaire, condition: Condition) -> str:
    if condition.question is not None:
        return _leaf(questionnaire, condition)
    parts = [_say(questionnaire, part) for part in condition.parts]
    if condition.not_ is not None:
        return f"!({parts[0]})"
    word = " and " if condition.all_ is not None else " or "
    inner = [
        f"({said})" if part.parts and not part.not_ else said for said, part in _paired(parts, condition)
    ]
    return word.join(inner)


def _paired(said: list[str], condition: Condition) -> list[tuple[str, Condition]]:
    return list(zip(said, condition.parts, strict=True))


def _leaf(questionnaire: Questionnaire, leaf: Condition) -> str:
    box = box_of(questionnaire, str(leaf.question))
    if box is not None and leaf.has is None:
        return _tick(*box, leaf)
    name = "{" + str(leaf.question) + "}"
    if leaf.is_ is not None:
        return f"{name} = {quoted(leaf.is_)}"
    if leaf.in_ is not None:
        return f"{name} anyof [{', '.join(quoted(code) for code in leaf.in_)}]"
    if leaf.has is not None:
        return f"{name} contains {quoted(leaf.has)}"
    if leaf.answered is not None:
        return f"{name} {'notempty' if leaf.answered else 'empty'}"
    sign, limit = (">=", leaf.at_least) if leaf.at_least is not None else ("<=", leaf.at_most)
    return f"{name} {sign} {limit:.15g}"


def box_of(questionnaire: Questionnaire, column: str) -> tuple[str, str] | None:
    """(question, code) of a tick column; None for any other column."""
    variable = questionnaire.variables.get(column)
    if variable is None or variable.kind != "tick":
        return None
    return variable.question, column.removeprefix(f"{variable.question}_")


def _tick(question: str, code: str, leaf: Condition) -> str:
    """A leaf that looks at a tick column as such: it holds yes or no once something is ticked."""
    ticked = "{" + question + "} contains " + quoted(code)
    answered = "{" + question + "} notempty"
    if leaf.answered is not None:
        return answered if leaf.answered else "{" + question + "} empty"
    wanted = set(leaf.in_ or (leaf.is_,))
    if {TICKED, "no"} <= wanted:
        return answered
    return ticked if TICKED in wanted else f"({answered} and !({ticked}))"
