"""One page of a form: a pure function from questionnaire, answers so far, step and language to HTML.

The file that a browser runs (`survey.forms.html`) holds every step; a server sends one at a time (`page`), which
works without JavaScript. Both are made of the same templates, so they ask in the same words in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from survey.forms.answers import Routed, Typed, route
from survey.forms.look_over import Line, lines
from survey.forms.problems import Given, Problem
from survey.forms.repeats import spoken
from survey.forms.steps import Step, opening, parts, steps
from survey.forms.templates import asset, fill
from survey.forms.theme import PLAIN, Theme
from survey.model import (
    Battery,
    Block,
    Information,
    MultipleChoice,
    Option,
    Question,
    Questionnaire,
    SingleChoice,
)
from survey.who import Who
from survey.words import Words

STYLES = ("colours.css", "form.css")
START, REVIEW, RECEIPT = "start", "review", "receipt"


class Place(NamedTuple):
    """Where a respondent is: a step's key, a language, and the page they came from to change an answer."""

    step: str
    language: str
    came_from: str = ""


@dataclass(frozen=True)
class Form:
    """An instrument ready to be shown. `delivery` names the words about what happens to the answers (`form: …`)."""

    asked: Questionnaire
    words: Mapping[str, Words]
    delivery: str
    theme: Theme = PLAIN

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The instrument with every repetition written out in words."""
        return spoken(self.asked, self.words)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Key → step, in order, without start, look-over and receipt."""
        return {step.key: step for step in steps(self.questionnaire)}

    def route(self, typed: Typed) -> Routed:
        """What `typed` leads to."""
        return route(self.questionnaire, typed)

    def visible(self, routed: Routed) -> list[str]:
        """The keys of the pages that this respondent meets, in order, up to the look-over."""
        shown = [key for key, step in self.steps.items() if any(routed.shown[q.id] for q in step.questions)]
        return [START, *shown, REVIEW]

    def columns(self, key: str, routed: Routed) -> list[str]:
        """The columns with a field on that page; words beside an option have theirs before it is chosen."""
        if key not in self.steps:
            return []
        own = {question.id for question in self.steps[key].questions if routed.shown[question.id]}
        return [
            name
            for name, variable in self.questionnaire.variables.items()
            if variable.question in own
            if routed.asked.get(name) or (variable.kind == "text" and name not in own)
        ]


@dataclass(frozen=True)
class Shown:
    """What one page shows of a respondent's answers; the file is blank and holds every question."""

    typed: Typed = field(default_factory=dict)
    routed: Routed | None = None
    problems: Mapping[str, str] = field(default_factory=dict)

    def shows(self, question: str) -> bool:
        """Whether the question stands on the page."""
        return self.routed is None or self.routed.shown[question]

    def asks(self, column: str) -> bool:
        """Whether the item or box stands on the page."""
        return self.routed is None or self.routed.asked[column]

    def offers(self, question: str, option: Option) -> bool:
        """Whether the option of a single choice stands on the page."""
        return self.routed is None or self.routed.offered.get(f"{question}={option.code}", True)

    def mark(self, name: str) -> str:
        """The class of a field with something wrong."""
        return "wrong" if name in self.problems else ""

    def invalid(self, name: str) -> str:
        """The value of `aria-invalid`."""
        return "true" if name in self.problems else "false"

    def answered(self, question: Question) -> bool:
        """Whether there is something to remove."""
        items = [item.id for item in getattr(question, "items", ())]
        return any(self.typed.get(name) for name in (items or [question.id]))


def page(form: Form, typed: Typed, place: Place, problems: Sequence[Problem] = ()) -> str:
    """The page at `place` for a respondent who has typed `typed`; `problems` are shown with links."""
    routed = form.route(typed)
    given = Shown(typed, routed, {problem.name: problem.error for problem in problems})
    values = common(form, place.language, given)
    own = values["words"]
    visible = form.visible(routed)
    heading = _heading(form, place, own)
    part = values["progress"].get(place.step.rpartition("-")[0], "")
    title = " – ".join(dict.fromkeys(t for t in (heading, part, form.asked.title[place.language]) if t))
    return fill(
        "step.html",
        **values,
        title=f"{own['script']['error_prefix'] if problems else ''}{title}",
        step=form.steps.get(place.step),
        body=_TEMPLATES.get(place.step, "questions.html"),
        met=form.columns(place.step, routed),
        next=_next(place, visible, own),
        back=place.step in visible[1:],
        returns=place.came_from == REVIEW and place.step in form.steps,
        errors=[_listed(form, place, problem, routed) for problem in problems],
        stored={column: value for column, value in routed.answers.items() if value is not None},
    )


_TEMPLATES = {START: "start.html", REVIEW: "review.html", RECEIPT: "receipt.html"}


def common(form: Form, language: str, given: Shown) -> dict[str, Any]:
    """What the templates of both faces need."""
    questionnaire, own = form.questionnaire, form.words[language]
    return {
        "questionnaire": questionnaire,
        "language": language,
        "words": own,
        "delivery": own["form"][form.delivery],
        "theme": form.theme,
        "t": lambda text: text[language],
        "who": Who(questionnaire, own, language),
        "given": given,
        "scripted": given.routed is None,
        "opening": opening(questionnaire),
        "parts": len(form.asked.blocks) - len(opening(questionnaire)),
        "progress": _progress(form, given, own),
        "demands": demands(questionnaire),
        "marks": any(question.required for _, question in questionnaire.questions()),
        "looked_over": _looked_over(form, given),
        "lines": lambda question: _lines(form, question, given, language),
        "others": [
            {"language": other, "name": form.words[other]["language"]}
            for other in questionnaire.languages
            if other != language
        ],
        "policy": "form-action 'self'",
        "style": "".join(asset(name) for name in STYLES) + form.theme.style,
    }


def demands(questionnaire: Questionnaire) -> str:
    """Which sentence tells what must be answered: all, some or none of the questions."""
    required = {q.required for _, q in questionnaire.questions() if not isinstance(q, Information)}
    if required == {True}:
        return "all_required"
    return "some_required" if True in required else "none_required"


def _progress(form: Form, given: Shown, own: Words) -> dict[str, str]:
    """Block → “Part 2 of 5”, counting the parts that this respondent meets."""
    met = [block.id for block in parts(form.questionnaire) if any(given.shows(q.id) for q in block.questions)]
    return {
        block: own["form"]["progress"].format(part=place, parts=len(met))
        for place, block in enumerate(met, start=1)
    }


def _looked_over(form: Form, given: Shown) -> list[tuple[Block, list[tuple[str, Question]]]]:
    """Each part with its questions and the step that each stands on."""
    found: dict[str, tuple[Block, list[tuple[str, Question]]]] = {}
    for key, step in form.steps.items():
        asked = [q for q in step.questions if not isinstance(q, Information) and given.shows(q.id)]
        own = found.setdefault(step.block.id, (step.block, []))[1]
        own += [(key, question) for question in asked]
    return [(block, own) for block, own in found.values() if own]


def _lines(form: Form, question: Question, given: Shown, language: str) -> list[Line]:
    if given.routed is None:
        return []
    told = Given(given.typed, given.routed)
    return lines(form.questionnaire, question, told, language)


def _heading(form: Form, place: Place, own: Words) -> str:
    if place.step in form.steps:
        return form.steps[place.step].block.title[place.language]
    said = {REVIEW: own["form"]["review"], RECEIPT: own["form"][form.delivery]["receipt"]}
    return str(said.get(place.step, form.asked.title[place.language]))


def _next(place: Place, visible: list[str], own: Words) -> str:
    """What the button that goes on is called; empty on the last page."""
    if place.step not in visible:
        return ""
    if place.step in (START, REVIEW):
        return str(own["form"][{START: "start", REVIEW: "finish"}[place.step]])
    following = visible[visible.index(place.step) + 1]
    return str(own["script"]["review" if following == REVIEW else "next"])


def _listed(form: Form, place: Place, problem: Problem, routed: Routed) -> dict[str, str]:
    """A line of the error summary: what to do, and a link to the first field, also on another page."""
    question = form.questionnaire.question(problem.question)
    items = {item.id: item.text for item in getattr(question, "items", ())}
    text = items.get(problem.name, question.text)[place.language]
    key = next(key for key, step in form.steps.items() if question in step.questions)
    here = "" if key == place.step else f"{key}?from={REVIEW}"
    return {"error": problem.error, "question": text, "link": f"{here}#{_field(form, problem, routed)}"}


def _field(form: Form, problem: Problem, routed: Routed) -> str:
    """The id of the field that the link of a problem leads to: of a choice, its first button or box on the page."""
    question = form.questionnaire.question(problem.question)
    if isinstance(question, Battery | SingleChoice):
        return f"i-{problem.name}-1"
    if isinstance(question, MultipleChoice):
        columns = [f"{question.id}_{option.code}" for option in form.questionnaire.options_of(question)]
        first = next(place for place, column in enumerate(columns, start=1) if routed.asked[column])
        return f"i-{question.id}-{first}"
    return f"i-{problem.name}"
