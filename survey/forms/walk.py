"""What a posted page leads to: the answers as they are now, and the page to show. Pure; a server keeps the answers.

A page posts its fields, `met` (the columns that stood on it: an empty box is told from a box that was not there) and
`go`: next, back, review, language.<code> or clear.<question>.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from survey.conditions import TICKED
from survey.forms.answers import Routed, Typed
from survey.forms.page import RECEIPT, REVIEW, START, Form, Place
from survey.forms.problems import Given, Problem, problems
from survey.model import Variable


class Turn(NamedTuple):
    """Where a posted page leads. With `problems` the same page is shown again; `anchor` is a place on the page."""

    typed: dict[str, str]
    place: Place
    problems: tuple[Problem, ...] = ()
    anchor: str = ""


def turn(form: Form, typed: Typed, place: Place, posted: Mapping[str, str]) -> Turn:
    """The turn that `posted` makes for a respondent at `place` who had typed `typed` before."""
    met = _met(form, place, posted)
    now = _typed(form, typed, met, posted)
    go, _, more = posted.get("go", "next").partition(".")
    if go == "language" and more in form.asked.languages:
        return Turn(now, place._replace(language=more))
    if go == "clear":
        return _cleared(form, now, place, more)
    if go == "back":
        visible = form.visible(form.route(now))
        return Turn(now, Place(_before(form, visible, place.step), place.language))
    given = Given(now, form.route(now))
    if wrong := _wrong(form, given, place, met):
        return Turn(now, place, wrong)
    if fresh := _fresh(form, place, met, (form.route(typed), given.routed)):
        return Turn(now, place, anchor=f"q-{fresh}")
    return Turn(now, Place(_onward(form, given, place, go), place.language))


def _onward(form: Form, given: Given, place: Place, go: str) -> str:
    """The page after this one, when nothing on it is wrong."""
    if place.step == REVIEW:
        return RECEIPT
    if go == "review":
        return _unfinished(form, given, place) or REVIEW
    return _after(form, form.visible(given.routed), place.step)


def _met(form: Form, place: Place, posted: Mapping[str, str]) -> set[str]:
    """The columns that stood on the page; only those that belong to its questions."""
    step = form.steps.get(place.step)
    own = {question.id for question in step.questions} if step else set[str]()
    variables = form.questionnaire.variables
    named = posted.get("met", "").split()
    return {name for name in named if name in variables and variables[name].question in own}


def _typed(form: Form, before: Typed, met: set[str], posted: Mapping[str, str]) -> dict[str, str]:
    """Fields of the page as they were sent; everything else as it was. A code that does not exist is no answer."""
    variables = form.questionnaire.variables
    now = {name: value for name, value in before.items() if name not in met}
    for name in variables:
        value = posted.get(name, "").replace("\r\n", "\n")
        if name in met and value.strip() and _possible(variables[name], value):
            now[name] = value
    return now


def _possible(variable: Variable, value: str) -> bool:
    if variable.kind == "tick":
        return value == TICKED
    return not variable.codes or value in variable.codes


def _cleared(form: Form, now: dict[str, str], place: Place, question: str) -> Turn:
    """Radio buttons cannot be unset without script: a button of their own does it."""
    variables = form.questionnaire.variables
    kept = {name: value for name, value in now.items() if variables[name].question != question}
    return Turn(kept, place, anchor=f"q-{question}")


def _wrong(form: Form, given: Given, place: Place, met: set[str]) -> tuple[Problem, ...]:
    """What is wrong on this page; on the look-over page what is wrong anywhere."""
    if place.step == START:
        return ()
    found = problems(form.questionnaire, given, form.words[place.language], place.language)
    if place.step == REVIEW:
        return tuple(found)
    variables = form.questionnaire.variables
    asked = met | {variables[name].question for name in met}
    return tuple(problem for problem in found if problem.name in asked)


def _fresh(form: Form, place: Place, met: set[str], routed: tuple[Routed, Routed]) -> str:
    """The first question of the page with something new to answer after the answers just given; empty when none."""
    step = form.steps.get(place.step)
    if step is None or not met:
        return ""
    before, now = routed
    variables = form.questionnaire.variables
    new = {variables[name].question for name, asked in now.asked.items() if asked and name not in met}
    more = {key for key, offered in now.offered.items() if offered and not before.offered[key]}
    new |= {key.partition("=")[0] for key in more}
    return next((question.id for question in step.questions if question.id in new), "")


def _unfinished(form: Form, given: Given, place: Place) -> str:
    """The first page with something missing or wrong; empty when all is well."""
    found = problems(form.questionnaire, given, form.words[place.language], place.language)
    wrong = {problem.question for problem in found}
    return next((key for key, step in form.steps.items() if wrong & {q.id for q in step.questions}), "")


def _order(form: Form) -> list[str]:
    return [START, *form.steps, REVIEW]


def _after(form: Form, visible: list[str], step: str) -> str:
    """The next page that this respondent meets, also when `step` itself is no longer among them."""
    order = _order(form)
    place = order.index(step) if step in order else -1
    return next((key for key in order[place + 1 :] if key in visible), REVIEW)


def _before(form: Form, visible: list[str], step: str) -> str:
    order = _order(form)
    place = order.index(step) if step in order else 0
    return next((key for key in reversed(order[:place]) if key in visible), START)
