"""The paper form: a Word file a language, to be filled in on the screen (content controls) or by hand (boxes, lines).

Routing stands in words: whom a question is for, and where an answer lets one jump ahead. `survey.intake.paper` reads
a filled-in form back.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey.forms.docx_control import Control, tag
from survey.forms.docx_control import words as written
from survey.forms.docx_look import WIDTH, colour
from survey.forms.docx_package import Front, document
from survey.forms.docx_xml import KEEP, Table, cell, frame, paragraph, row, run, table, tall
from survey.forms.page import demands
from survey.forms.paper_answers import places
from survey.forms.paper_plan import PRINTED, Asking, Plan, Printed, plan, runs
from survey.forms.paper_sheet import Sheet
from survey.forms.repeats import spoken
from survey.forms.templates import limits, paragraphs
from survey.model import Date, Information, MultipleChoice, Number, Question, Questionnaire
from survey.words import Words

FORM, VERSION, LANGUAGE, PROMPTS = "svar_form", "svar_version", "svar_language", "svar_prompts"
"""Document properties that tell which form a file is, and what stands in a field that nobody has written in."""
BETWEEN_PROMPTS = "|"


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: `<questionnaire>.<language>.docx` for each language."""
    layout = planned(questionnaire, words)
    return {
        f"{questionnaire.id}.{language}.docx": form(Sheet(layout, words[language], language))
        for language in questionnaire.languages
    }


def planned(questionnaire: Questionnaire, words: Mapping[str, Words]) -> Plan:
    """What is printed, under which numbers; `words` is language → words."""
    return plan(questionnaire, spoken(questionnaire, words))


def form(sheet: Sheet) -> bytes:
    """The whole Word file in one language."""
    questionnaire, own = sheet.plan.questionnaire, sheet.own
    front = Front(
        title=sheet.text(questionnaire.title),
        language=sheet.language,
        footer=own["footer"].format(id=questionnaire.id, version=questionnaire.version),
        pages=own["page"],
        custom={
            FORM: questionnaire.id,
            VERSION: questionnaire.version,
            LANGUAGE: sheet.language,
            PROMPTS: BETWEEN_PROMPTS.join((own["prompt"], own["prompt_date"])),
        },
    )
    parts = "".join(_part(sheet, part) for part in sheet.plan.parts)
    return document(_opening(sheet) + parts + paragraph("End", run(own["end"])), front)


def _opening(sheet: Sheet) -> str:
    questionnaire = sheet.plan.questionnaire
    return "".join(
        [
            paragraph("Title", run(sheet.text(questionnaire.title))),
            sheet.told(questionnaire.purpose, "Lead"),
            _identity(sheet),
            paragraph("HowHead", run(sheet.own["how"])),
            *(paragraph("How", run(sentence)) for sentence in _how(sheet)),
        ]
    )


def _identity(sheet: Sheet) -> str:
    own, widths = sheet.own, (2.6, 5.0, WIDTH - 7.6)
    field = written(Control(tag(sheet.plan.questionnaire.respondent), own["identity"]), own["prompt"])
    cells = [
        cell(widths[0], paragraph("Field", run(own["identity"], "Strong"))),
        cell(widths[1], paragraph("Field", field), border=frame(colour("edge"))),
        cell(widths[2], paragraph("Field", run(own["identity_help"], "Aside"))),
    ]
    return table(Table("Boxes", widths, own["identity"]), [row(cells, tall(0.9))]) + paragraph("Gap")


def _how(sheet: Sheet) -> list[str]:
    """The sentences that tell how to fill in the form; on routing only where there is any."""
    flat = sheet.plan.questionnaire
    keys = ["how_screen", "how_pen"]
    if any(block.when or any(question.when for question in block.questions) for block in flat.blocks):
        keys.append("how_routes")
    return [str(sheet.own[key]) for key in (*keys, demands(flat))]


def _part(sheet: Sheet, part: Printed) -> str:
    block = part.block
    condition = sheet.only("part", [block.when])
    return "".join(
        [
            paragraph("Heading1", run(sheet.text(block.title))),
            paragraph("Condition", run(condition)) if condition else "",
            sheet.told(block.intro, "Told", keep=KEEP),
            sheet.instruction(block.instruction),
            *(_run(sheet, group) for group in runs(sheet.plan.asked_in(part))),
            _beyond(sheet, part),
        ]
    )


def _run(sheet: Sheet, group: list[Asking]) -> str:
    """Neighbours asked on the same condition, which is said once above them."""
    numbers = [asking.number for asking in group if asking.number]
    key = ("here", "one", "several")[min(len(numbers), 2)]
    ends = {"first": numbers[0], "last": numbers[-1]} if numbers else {}
    condition = sheet.only(key, [group[0].question.when], **ends)
    bar = paragraph("Condition", run(condition)) if condition else ""
    return bar + "".join(_question(sheet, asking) for asking in group)


def _question(sheet: Sheet, asking: Asking) -> str:
    question = asking.question
    if isinstance(question, Information):
        return sheet.told(question.text, "Told") + sheet.instruction(question.instruction)
    first, *rest = paragraphs(sheet.text(question.text))
    optional = sheet.marks_optional() and not question.required
    heading = [run(f"{asking.number}\t", "Number"), run(first)]
    heading += [run(f" {sheet.own['optional']}", "Aside")] if optional else []
    return "".join(
        [
            paragraph("Heading2", *heading),
            *(paragraph("Help", run(text)) for text in (*rest, *_help(sheet, question))),
            sheet.instruction(question.instruction),
            places(sheet, asking),
        ]
    )


def _help(sheet: Sheet, question: Question) -> list[str]:
    """What to do, below the question."""
    # The help of a piped question speaks of what a screen shows.
    if isinstance(question, MultipleChoice) and question.options_from:
        source = sheet.who.numbers[question.options_from]
        return [str(sheet.own[sheet.voice]["piped"]).format(question=source)]
    own = paragraphs(sheet.text(question.help)) if question.help else []
    if isinstance(question, Number):
        return [*own, *filter(None, [limits(question, sheet.words)])]
    if isinstance(question, Date):
        return [*own, str(sheet.words["form"]["date_format"])]
    if question.type == "text" or (own and question.type != "single"):
        return own
    return [*own, str(sheet.own[question.type])]


def _beyond(sheet: Sheet, part: Printed) -> str:
    """What to do with more repetitions than are printed."""
    if part.repeat is None or part.repetition < PRINTED or part.repeat.maximum == PRINTED:
        return ""
    sentence = sheet.own["more_than_printed"].format(printed=PRINTED, maximum=part.repeat.maximum)
    return paragraph("Instruction", run(sentence))
