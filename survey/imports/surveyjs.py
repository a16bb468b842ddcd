"""SurveyJS → a questionnaire of ours, and a finding for everything that is not carried over.

Pages become blocks, tables and panels of like radio groups batteries, dynamic panels repeated blocks; routes become
conditions where they have a counterpart. Nothing is dropped without a word.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from survey.forms.surveyjs import BUTTONS
from survey.imports.surveyjs_form import Data, Form, language_of, languages_in
from survey.imports.surveyjs_pages import Pages
from survey.imports.xlsform_form import plain_id
from survey.messages import Finding, SvarError, finding
from survey.text import LANGUAGE_CODES

SUFFIX = ".json"
_READ = ("title", "description", "locale", "pages", "elements", "questions", "name")
_OWN_WORDS = {*BUTTONS, "startSurveyText"}
_MANNER = frozenset(
    """
    showProgressBar showPreviewBeforeComplete clearInvisibleValues checkErrorsMode showQuestionNumbers
    questionErrorLocation requiredText requiredMark logo logoPosition logoWidth logoHeight logoFit width widthMode
    showTitle showPageTitles showPageNumbers progressBarType progressBarLocation firstPageIsStartPage
    firstPageIsStarted showTOC questionsOnPageMode headerView theme focusFirstQuestionAutomatic showPrevButton
    textUpdateMode showCompletedPage showCompletePage showNavigationButtons questionTitleLocation backgroundImage
    goNextPageAutomatic autoAdvanceEnabled fitToContainer questionDescriptionLocation storeOthersAsComment
    """.split()  # noqa: SIM905
)
"""How the survey behaves or looks, which our forms decide themselves."""
_CLEARED = ("onHidden", "onHiddenContainer")
"""Hidden answers lead nowhere, as with us."""


def read(path: Path) -> tuple[dict[str, Any], list[Finding]]:
    """(questionnaire as plain data, findings) of the survey at `path`; raises SvarError (S060) when it is none."""
    survey = _survey(path)
    form = Form(str(path), *_languages(survey))
    blocks = Pages(form).blocks(survey)
    if not blocks:
        raise SvarError([finding("S060", str(path), problem="it asks nothing that can be carried over")])
    _unread(form, survey)
    purpose = form.text(survey.get("description"))
    data: Data = {
        "id": plain_id(path.name.partition(".")[0]),
        "languages": form.languages,
        "title": form.text(survey.get("title")) or dict.fromkeys(form.languages, path.stem),
        **({"purpose": purpose} if purpose else {}),
        **({"scales": form.scales} if form.scales else {}),
        "blocks": blocks,
    }
    form.summary()
    return data, list(dict.fromkeys(form.findings))


def _survey(path: Path) -> Data:
    try:
        survey = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise SvarError([finding("S060", str(path), problem=f"it is not valid JSON ({error})")]) from None
    if not isinstance(survey, dict) or not any(key in survey for key in ("pages", "elements", "questions")):
        raise SvarError([finding("S060", str(path), problem="it has neither pages nor elements")])
    return survey


def _languages(survey: Data) -> tuple[list[str], str]:
    """(our languages, that of words without a locale); the survey's own locale comes first."""
    default = language_of(str(survey.get("locale") or "en"), "en")
    default = default if default in LANGUAGE_CODES else "en"
    found = [language_of(locale, default) for locale in languages_in(survey)]
    first = [default] if default in found or not found or _plain(survey) else []
    return [own for own in dict.fromkeys([*first, *found]) if own in LANGUAGE_CODES], default


def _plain(survey: Data) -> bool:
    """Whether some page or question has words without a locale."""
    return '"title": "' in json.dumps(survey)


def _called(entry: Any) -> str:
    named = entry if isinstance(entry, dict) else {}
    return str(next((named[key] for key in ("name", "type", "expression") if key in named), entry))


def _unread(form: Form, survey: Data) -> None:
    """Findings for what stands at the outermost level and is no question."""
    for key, value in survey.items():
        if key in _READ or key in _OWN_WORDS or not value:
            continue
        if key in _MANNER:
            form.looks[key] = form.looks.get(key, 0) + 1
        elif isinstance(value, list):
            for entry in value:
                what = entry.get("name") or entry.get("type") or "" if isinstance(entry, dict) else ""
                form.lost(
                    f"{key}: {what}",
                    "our forms do not compute or act",
                    "work it out from the answers afterwards",
                )
        else:
            form.lost(key, "we have no counterpart")
    if "visibleIf" in json.dumps(survey) and survey.get("clearInvisibleValues") not in _CLEARED:
        why = "there, an answer to a question that has become hidden still leads on; here it never does"
        form.lost("clearInvisibleValues", why, "nothing, if that will do")
    lost = dict.fromkeys(
        locale for locale in languages_in(survey) if language_of(locale, "en") not in LANGUAGE_CODES
    )
    for locale in lost:
        form.lost(f"the texts in {locale!r}", "we do not know the language")
