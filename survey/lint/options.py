"""Options: a choice has exactly one source of them, no code stands twice, and each fits its place."""

from __future__ import annotations

import re

from survey.document import Document
from survey.lint.places import codings, option_lists, questions
from survey.messages import Finding, finding
from survey.model import MultipleChoice, Questionnaire, SingleChoice

_COLUMN = re.compile(r"[a-z0-9_]+")


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q012 for none or two sources, Q011 for a repeated code, Q022 for a code that no column can be named after."""
    return [
        *_sources(questionnaire, document),
        *_repeated(questionnaire, document),
        *_columns(questionnaire, document),
    ]


def _sources(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    found = []
    for place, question in questions(questionnaire):
        if isinstance(question, SingleChoice):
            wrong = bool(question.options) == bool(question.scale)
        else:
            wrong = (
                isinstance(question, MultipleChoice) and not question.options and not question.options_from
            )
        if wrong:
            found.append(finding("Q012", document.where(place), question.id))
    return found


def _repeated(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    found = []
    for place, options in option_lists(questionnaire):
        seen: set[str] = set()
        for i, option in enumerate(options):
            if option.code in seen:
                found.append(finding("Q011", document.where((*place, i, "code")), option.code))
            seen.add(option.code)
    return found


def _columns(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    lists = [(p, q.id, q.options) for p, q in questions(questionnaire) if isinstance(q, MultipleChoice)]
    lists += [(p, c.variable, c.options) for p, c in codings(questionnaire) if c.multiple]
    return [
        finding("Q022", document.where((*place, "options", i, "code")), o.code, column=f"{name}_{o.code}")
        for place, name, options in lists
        for i, o in enumerate(options)
        if not _COLUMN.fullmatch(o.code)
    ]
