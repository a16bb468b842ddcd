"""Limits of an answer as XLSForm constraints, and what to say when one is passed."""

from __future__ import annotations

from collections.abc import Mapping

from survey.forms.spec import sentences
from survey.forms.xlsform_xpath import decimal, quoted
from survey.model import Date, MultipleChoice, Number, OpenText, Question, Questionnaire
from survey.text import Text
from survey.words import Words


def constraint(questionnaire: Questionnaire, question: Question) -> str:
    """The constraint of a question in XPath, where `.` is the answer; empty when every answer will do."""
    if isinstance(question, Number):
        return " and ".join(_number(question))
    if isinstance(question, Date):
        ends = ((">=", question.earliest), ("<=", question.latest))
        return " and ".join(f". {sign} date('{day}')" for sign, day in ends if day)
    if isinstance(question, OpenText) and _limited(question):
        return f"string-length(.) <= {question.max_length}"
    if isinstance(question, MultipleChoice):
        alone = [option.code for option in questionnaire.options_of(question) if option.exclusive]
        return " and ".join(f"not(selected(., {quoted(c)}) and count-selected(.) > 1)" for c in alone)
    return ""


def _number(question: Number) -> list[str]:
    ends = ((">=", question.minimum), ("<=", question.maximum))
    found = [f". {sign} {decimal(limit)}" for sign, limit in ends if limit is not None]
    if question.decimals:
        found.append(f"regex(., '^-?[0-9]+([.][0-9]{{1,{question.decimals}}})?$')")
    return found


def _limited(question: OpenText) -> bool:
    return bool(question.max_length != OpenText.model_fields["max_length"].default)


def message(questionnaire: Questionnaire, question: Question, words: Mapping[str, Words]) -> Text:
    """What to say when the constraint of `question` does not hold, in every language."""
    return {
        language: _sentence(questionnaire, question, words[language], language)
        for language in questionnaire.languages
    }


def _sentence(questionnaire: Questionnaire, question: Question, words: Words, language: str) -> str:
    if isinstance(question, OpenText):
        return str(words["form"]["max_length"]).format(max=question.max_length)
    if isinstance(question, MultipleChoice):
        pattern = str(words["script"]["errors"]["exclusive"])
        alone = [option for option in questionnaire.options_of(question) if option.exclusive]
        return ". ".join(pattern.format(option=option.label[language]) for option in alone)
    return ". ".join(sentences(question, words).values())
