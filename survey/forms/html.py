"""The web form: one self-contained page a language, with live routing, that works by keyboard and on a phone.

Without JavaScript it shows every question in order, each with a sentence saying whom it is for; answering without
JavaScript is what `svar preview` and a server offer (see `survey.forms.page`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.forms.page import Form, Shown, common
from survey.forms.spec import spec
from survey.forms.templates import asset, fill, sha256
from survey.forms.theme import theme_of
from survey.model import Questionnaire
from survey.words import Words

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
    """The whole form in one language."""
    whole = Form(questionnaire, words, "file", theme_of(words))
    return fill("form.html", **{**common(whole, language, Shown()), **_own(whole, language)})


def _own(whole: Form, language: str) -> dict[str, Any]:
    """What only the file has: every step, the script and what it needs to know, links to the other languages' files."""
    script = "".join(asset(name) for name in SCRIPTS)
    return {
        "policy": f"script-src '{sha256(script)}'; form-action 'none'",
        "steps": list(whole.steps.values()),
        "spec": spec(whole.questionnaire, whole.words[language], language),
        "script": script,
        "others": [
            {
                "language": other,
                "name": whole.words[other]["language"],
                "file": file_name(whole.asked, other),
            }
            for other in whole.asked.languages
            if other != language
        ],
    }
