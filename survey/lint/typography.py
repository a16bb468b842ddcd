"""Typography: signs that came from a keyboard, another program or a web page, and that a reader would see."""

from __future__ import annotations

import re

from survey.document import Document, Place
from survey.lint.translations import texts
from survey.lint.vocabulary import vocabulary
from survey.messages import Finding, finding
from survey.model import Questionnaire

HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{2,5});")
SPACED = re.compile(r"\s([,.;:!?»”])(?=\s|$|[.,?!])")
DASH = re.compile(r"(?<=[\w»”).,]) --? (?=\S)|\w--\w|^- ")
TWO_SPACES = re.compile(r"\S[ \u00a0]{2,}\S")


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q040 straight quotes, Q041 two spaces, Q042 HTML, Q043 space before a stop, Q044 a hyphen for a dash."""
    found: list[Finding] = []
    for place, text in texts(questionnaire, ()):
        for language, words in text.items():
            found += _signs(words, language, document.where((*place, language)))
            if TWO_SPACES.search(_written(document, (*place, language))):
                found.append(finding("Q041", document.where((*place, language)), language=language))
    return found


def _signs(words: str, language: str, where: str) -> list[Finding]:
    found = []
    lists = vocabulary(language)
    if lists is not None and '"' in words:
        found.append(finding("Q040", where, '"', language=language, wanted=lists.quotes))
    for code, pattern in (("Q042", HTML), ("Q043", SPACED), ("Q044", DASH)):
        if match := pattern.search(words):
            found.append(finding(code, where, match.group(0).strip(), language=language))
    return found


def _written(document: Document, place: Place) -> str:
    """The text as it stands in the file: the model has folded the spaces already."""
    try:
        return str(document.at(place))
    except (KeyError, IndexError, TypeError):
        return ""
