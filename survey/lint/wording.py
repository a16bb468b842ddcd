"""Wording: questions that ask two things, lead, exaggerate, run long or negate. Warnings, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey.document import Document, Place
from survey.lint.places import questions
from survey.lint.translations import texts
from survey.lint.vocabulary import Vocabulary, vocabulary
from survey.messages import Finding, finding
from survey.model import Battery, Information, Questionnaire

LONGER = ("help", "intro", "purpose", "instruction")
"""Texts that tell: sentences may be longer there than in a question."""
_SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n+")


@dataclass(frozen=True)
class Line:
    """A text in one language, what it is, and where it stands."""

    kind: str
    """`question`, `item` (of a battery on an ordinal scale), or `other`."""
    words: str
    where: str
    lists: Vocabulary

    def say(self, code: str, value: str, **more: object) -> Finding:
        """A finding about this line."""
        return finding(code, self.where, value, language=self.lists.language, **more)


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q050 two things, Q051 leading, Q052 absolute, Q053 long, Q054 negated item, Q055 two negations."""
    return [f for line in _lines(questionnaire, document) for rule in RULES for f in rule(line)]


def _lines(questionnaire: Questionnaire, document: Document) -> Iterator[Line]:
    kinds = dict(_kinds(questionnaire))
    for place, text in texts(questionnaire, ()):
        kind = kinds.get(place) or ("other" if place[-1] in LONGER else "")
        for language, words in text.items():
            lists = vocabulary(language)
            if kind and lists is not None:
                yield Line(kind, words, document.where((*place, language)), lists)


def _kinds(questionnaire: Questionnaire) -> Iterator[tuple[Place, str]]:
    for place, question in questions(questionnaire):
        yield (*place, "text"), "other" if isinstance(question, Information) else "question"
        if isinstance(question, Battery):
            scale = questionnaire.scales.get(question.scale)
            judged = scale is None or scale.kind == "ordinal"
            for i, _ in enumerate(question.items):
                yield (*place, "items", i, "text"), "item" if judged else "question"


def _double(line: Line) -> list[Finding]:
    if line.kind == "other":
        return []
    asked = [sentence for sentence in sentences(line.words) if sentence.endswith("?")]
    hit = asked[1] if len(asked) > 1 else line.lists.hit("double", line.words)
    return [line.say("Q050", hit)] if hit else []


def _leading(line: Line) -> list[Finding]:
    hit = line.kind != "other" and line.lists.hit("leading", line.words)
    return [line.say("Q051", hit)] if hit else []


def _absolute(line: Line) -> list[Finding]:
    hit = line.kind != "other" and line.lists.hit("absolute", line.words)
    return [line.say("Q052", hit)] if hit else []


def _long(line: Line) -> list[Finding]:
    most = line.lists.longest["other" if line.kind == "other" else "question"]
    counts = [count_words(sentence) for sentence in sentences(line.words)]
    return [line.say("Q053", "", count=count, most=most) for count in counts if count > most]


def _negated(line: Line) -> list[Finding]:
    if line.kind == "other":
        return []
    found = [line.lists.hits("negation", sentence) for sentence in sentences(line.words)]
    twice = next((hits for hits in found if len(hits) > 1), None)
    if twice:
        return [line.say("Q055", " … ".join(twice))]
    hit = next((hits[0] for hits in found if hits), "")
    return [line.say("Q054", hit)] if hit and line.kind == "item" else []


RULES: tuple[Callable[[Line], list[Finding]], ...] = (_double, _leading, _absolute, _long, _negated)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one too."""
    return [sentence for sentence in _SENTENCE.split(text) if sentence]


def count_words(text: str) -> int:
    """Words with at least one letter or digit."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
