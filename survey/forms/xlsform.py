"""XLSForm, the spreadsheet that ODK, KoboToolbox, Enketo and SurveyCTO read (https://xlsform.org).

Names are ours: a single choice, item, number, date and text is a column of that id; a multiple choice is one column
that holds the chosen codes with spaces between. A repeated block is written out as one group a repetition, because a
native repeat is a table of its own and cannot carry the columns `…_r1`, `…_r2`; each group has our own condition.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey.forms.repeats import spoken
from survey.forms.xlsform_book import Row, workbook
from survey.forms.xlsform_choices import Choices, labels
from survey.forms.xlsform_questions import Writer, rows, tidy
from survey.forms.xlsform_xpath import Routes
from survey.model import Block, Questionnaire
from survey.words import Words

ENDING = ".xlsform.xlsx"
GROUP = "block_"
"""What stands before a block's id in the name of its group: a block may be called the same as a question."""
START = "form_start"
"""The first row: the title in every language, and why people are asked."""


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: one workbook with the sheets survey, choices and settings."""
    return {f"{questionnaire.id}{ENDING}": workbook(sheets(questionnaire, words))}


def sheets(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, list[Row]]:
    """Sheet → rows."""
    flat = spoken(questionnaire, words)
    headings = {language: f"{words[language]['language']} ({language})" for language in flat.languages}
    routes = Routes(flat)
    choices = Choices(flat, routes, labels(headings))
    writer = Writer(flat, words, headings, routes, choices)
    survey = [*_start(writer), *(row for block in flat.blocks for row in _block(writer, block))]
    return {"survey": survey, "choices": choices.rows, "settings": [_settings(writer)]}


def _start(writer: Writer) -> list[Row]:
    """The respondent's id, which a link may fill in, and the page that the form opens with."""
    questionnaire = writer.questionnaire
    note = {"type": "note", "name": START, **writer.say("label", questionnaire.title)}
    hidden = {"type": "hidden", "name": questionnaire.respondent}
    return [hidden, {**note, **writer.say("hint", questionnaire.purpose)}]


def _block(writer: Writer, block: Block) -> list[Row]:
    given = frozenset() if block.when is None else frozenset({block.when})
    name = GROUP + block.id
    head = {"type": "begin_group", "name": name, **writer.say("label", block.title)}
    return [
        tidy({**head, "relevant": writer.routes.every([block.when])}),
        *writer.note(f"{name}_intro", block.intro),
        *writer.note(f"{name}_instruction", block.instruction),
        *(row for question in block.questions for row in rows(writer, question, given)),
        {"type": "end_group"},
    ]


def _settings(writer: Writer) -> Row:
    questionnaire = writer.questionnaire
    first = questionnaire.languages[0]
    return tidy(
        {
            "form_title": questionnaire.title[first],
            "form_id": questionnaire.id,
            "version": questionnaire.version,
            "default_language": writer.headings[first],
            # A form that somebody fills in alone shows one question at a time; an interviewer wants to see more.
            "style": "pages" if questionnaire.mode == "web" else "",
        }
    )
