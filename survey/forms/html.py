"""The web form: one self-contained page a language, with live routing, that works by keyboard and on a phone.

Without JavaScript it shows every question in order, each with a sentence saying whom it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.forms.repeats import spoken
from survey.forms.spec import spec
from survey.forms.steps import opening, parts, steps
from survey.forms.templates import asset, fill
from survey.forms.who import Who
from survey.model import Information, Questionnaire
from survey.words import Words

STYLES = ("colours.css", "form.css")
SCRIPTS = ("routing.js", "form.js")


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: `<questionnaire>.<language>.html` for each language."""
    return {
        file_name(questionnaire, language): form(questionnaire, words, language).encode()
        for language in questionnaire.languages
    }


def file_name(questionnaire: Questionnaire, language: str) -> str:
    """The form's file in that language; the language links lead there."""
    return f"{questionnaire.id}.{language}.html"


def form(questionnaire: Questionnaire, words: Mapping[str, Words], language: str) -> str:
    """The whole page in one language."""
    own = words[language]
    questionnaire = spoken(questionnaire, words)
    return fill(
        "form.html",
        questionnaire=questionnaire,
        language=language,
        words=own,
        others=_others(questionnaire, words, language),
        t=lambda text: text[language],
        who=Who(questionnaire, own, language),
        steps=steps(questionnaire),
        opening=opening(questionnaire),
        parts=parts(questionnaire),
        demands=demands(questionnaire),
        marks=any(question.required for _, question in questionnaire.questions()),
        spec=spec(questionnaire, own, language),
        style="".join(asset(name) for name in STYLES),
        script="".join(asset(name) for name in SCRIPTS),
    )


def demands(questionnaire: Questionnaire) -> str:
    """Which sentence tells what must be answered: all, some or none of the questions."""
    required = {q.required for _, q in questionnaire.questions() if not isinstance(q, Information)}
    if required == {True}:
        return "all_required"
    return "some_required" if True in required else "none_required"


def _others(questionnaire: Questionnaire, words: Mapping[str, Words], language: str) -> list[dict[str, Any]]:
    return [
        {"language": other, "name": words[other]["language"], "file": file_name(questionnaire, other)}
        for other in questionnaire.languages
        if other != language
    ]
