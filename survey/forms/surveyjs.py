"""SurveyJS: the questionnaire as the JSON that survey-core (version 2.1.1 or later) loads; a block is a page.

Answers have our column names, except that a multiple choice is one list of codes. Hidden answers are cleared at
once, so that they lead nowhere. The language nb stands under SurveyJS's code `no`. A language that SurveyJS has no
words for (such as nn) gets them in a file of its own, for `surveyLocalization.setupLocale`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from survey.forms.repeats import spoken
from survey.forms.surveyjs_elements import LOCALES, Maker
from survey.model import Block, Questionnaire
from survey.words import Words

PAGE = "block_"
"""Stands before a block's id in the name of its page: a question may have the same id as its block."""
DEFAULT = "en"
"""The language that SurveyJS takes when a survey names none."""
OWN_WORDS = ("ar", "da", "de", "en", "fi", "fr", "nb", "pl", "sv", "uk")
"""Our languages that SurveyJS has words for."""


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: the survey, and a file of words a language that SurveyJS does not know."""
    made = {f"{questionnaire.id}.surveyjs.json": _json(survey(questionnaire, words))}
    for language in questionnaire.languages:
        if language not in OWN_WORDS:
            made[f"surveyjs-words.{language}.json"] = _json(interface(words[language]))
    return made


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def survey(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, Any]:
    """The survey as SurveyJS's JSON; `words` is language → words."""
    flat = spoken(questionnaire, words)
    make = Maker(flat, words)
    first = flat.languages[0]
    shown = {own: interface(words[own]) for own in flat.languages}
    texts = {key: make.text({own: shown[own][key] for own in flat.languages}) for key in BUTTONS}
    head = {"title": make.text(flat.title), "description": make.text(flat.purpose)}
    return {
        **({} if first == DEFAULT else {"locale": LOCALES.get(first, first)}),
        **{key: text for key, text in head.items() if text is not None},
        **texts,
        "clearInvisibleValues": "onHiddenContainer",
        "showProgressBar": True,
        "showPreviewBeforeComplete": True,
        "pages": [page(make, block) for block in flat.blocks],
    }


def page(make: Maker, block: Block) -> dict[str, Any]:
    """One page: the block's heading, introduction, instruction and questions."""
    told = make.instruction(PAGE + block.id, block.instruction, None)
    elements = [element for question in block.questions for element in make.elements(question)]
    whole = {
        "name": PAGE + block.id,
        "title": make.text(block.title),
        "description": make.text(block.intro),
        "visibleIf": make.when(block.when),
        "elements": [{k: v for k, v in told.items() if v}, *elements] if told else elements,
    }
    return {key: value for key, value in whole.items() if value is not None}


BUTTONS = ("pagePrevText", "pageNextText", "previewText", "editText", "completeText", "completedHtml")
"""Words of the interface that stand in the survey itself, in every language."""


def interface(words: Words) -> dict[str, str]:
    """SurveyJS's own words in one language, by its names for them."""
    form, script = words["form"], words["script"]
    return {
        "pagePrevText": form["back"],
        "pageNextText": script["next"],
        "previewText": form["review"],
        "editText": form["change"],
        "completeText": form["finish"],
        "startSurveyText": form["start"],
        "completedHtml": f"<h3>{words['surveyjs']['thanks']}</h3>",
        "completingSurvey": words["surveyjs"]["thanks"],
        "progressText": script["progress"].format(part="{0}", parts="{1}"),
        "requiredError": words["surveyjs"]["required"],
        "clearCaption": form["remove"],
        "numericError": script["errors"]["not_a_number"],
        "minError": script["errors"]["low"].format(limit="{0}"),
        "maxError": script["errors"]["high"].format(limit="{0}"),
        "textMaxLength": form["max_length"].format(max="{0}"),
    }
