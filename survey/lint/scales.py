"""Scales: every scale that a question names is defined, and its codes rise and have ends that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.document import Document, Place
from survey.lint.places import questions
from survey.messages import Finding, did_you_mean, finding
from survey.model import Option, Questionnaire, Scale

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q008 for a name without a scale, Q019 for an end that is no code, Q020 for codes that are no rising numbers."""
    found = [
        finding(
            "Q008",
            document.where((*place, "scale")),
            name,
            suggestion=did_you_mean(name, questionnaire.scales),
        )
        for place, question in questions(questionnaire)
        if (name := getattr(question, "scale", None)) and name not in questionnaire.scales
    ]
    for name, scale in questionnaire.scales.items():
        found += _ends(scale, ("scales", name), document)
        if scale.kind == "ordinal":
            place: Place = ("scales", name, "options")
            found += [
                finding("Q020", document.where((*place, i, "code")), code)
                for i, code in _not_rising(scale.options)
            ]
    return found


def _ends(scale: Scale, place: Place, document: Document) -> list[Finding]:
    """The ends hold answers of the scale, and no answer stands at both."""
    answers = [option.code for option in scale.options if not option.missing]
    found = []
    for end in ("top", "bottom"):
        for i, code in enumerate(getattr(scale, end)):
            where = document.where((*place, end, i))
            if code not in answers:
                known = {"suggestion": did_you_mean(code, answers), "allowed": ", ".join(answers)}
                found.append(finding("Q019", where, code, **known))
            elif end == "bottom" and code in scale.top:
                found.append(finding("Q010", where, code, problem="the code already stands in 'top'"))
    return found


def _not_rising(options: tuple[Option, ...]) -> Iterator[tuple[int, str]]:
    highest: float | None = None
    for i, option in enumerate(options):
        if option.missing:
            continue
        if not _NUMBER.fullmatch(option.code) or (highest is not None and float(option.code) <= highest):
            yield i, option.code
        else:
            highest = float(option.code)
