"""Settings that would be ignored: an error, because whoever wrote them expects them to work."""

from __future__ import annotations

from collections.abc import Iterator

from survey.document import Document, Place
from survey.lint.places import codings, questions
from survey.messages import Finding, closest, finding
from survey.model import Information, MultipleChoice, Option, Questionnaire, SingleChoice

Useless = tuple[Place, str, str]
_BESIDE = ("exclusive", "open", "when", "coding")


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q010 for each setting without effect."""
    settings = (*_elsewhere(questionnaire), *_in_questions(questionnaire))
    return [
        *(
            finding("Q010", document.where((*place, key)), key, problem=problem)
            for place, key, problem in settings
        ),
        *_unused_scales(questionnaire, document),
    ]


def _elsewhere(questionnaire: Questionnaire) -> Iterator[Useless]:
    """Settings of options that nobody is offered as tick boxes or buttons of their own; repeating what asks nothing."""
    for b, block in enumerate(questionnaire.blocks):
        if block.repeat and all(isinstance(question, Information) for question in block.questions):
            yield ("blocks", b), "repeat", "the block asks nothing"
    for name, scale in questionnaire.scales.items():
        words = "a scale's answers are always offered, one at a time"
        yield from _given(scale.options, ("scales", name, "options"), _BESIDE, words)
    for i, variable in enumerate(questionnaire.background):
        words = "a background variable is not asked"
        yield from _given(variable.options, ("background", i, "options"), _BESIDE, words)
    for place, coding in codings(questionnaire):
        words = "a category is not shown to respondents"
        yield from _given(coding.options, (*place, "options"), _BESIDE, words)


def _given(
    options: tuple[Option, ...], place: Place, keys: tuple[str, ...], problem: str
) -> Iterator[Useless]:
    for i, option in enumerate(options):
        yield from (((*place, i), key, problem) for key in keys if getattr(option, key))


def _in_questions(questionnaire: Questionnaire) -> Iterator[Useless]:
    for place, question in questions(questionnaire):
        if isinstance(question, Information) and question.required:
            yield place, "required", "an information page has no answer"
        if isinstance(question, SingleChoice):
            words = "only one answer can be chosen in a single choice anyway"
            yield from _given(question.options, (*place, "options"), ("exclusive",), words)
            yield from _second_text_field(question, place)
        if isinstance(question, MultipleChoice):
            yield from _given(
                question.options, (*place, "options"), ("missing",), "a tick box is ticked or not"
            )
        if isinstance(question, SingleChoice | MultipleChoice):
            for i, option in enumerate(question.options):
                if option.coding and not option.open:
                    yield (*place, "options", i), "coding", "the option has no open text (add 'open: true')"


def _second_text_field(question: SingleChoice, place: Place) -> Iterator[Useless]:
    fields = [i for i, option in enumerate(question.options) if option.open]
    for i in fields[1:]:
        yield (*place, "options", i), "open", "a single choice has one text field, and an option above has it"


def _unused_scales(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    named = [str(getattr(question, "scale", None)) for _, question in questions(questionnaire)]
    used = {name if name in questionnaire.scales else closest(name, questionnaire.scales) for name in named}
    return [
        finding("Q010", document.where(("scales", name)), name, problem="no question uses this scale")
        for name in questionnaire.scales
        if name not in used
    ]
