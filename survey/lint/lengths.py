"""Lengths: column names that other programs would cut."""

from __future__ import annotations

from survey.document import Document
from survey.lint.places import generated, names
from survey.messages import Finding, finding
from survey.model import Questionnaire

LONGEST = 32
"""Characters that every platform takes."""
LIMIT = 64
"""Characters that SPSS of today takes."""


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q030 for each question or data column whose name, in a repetition too, is longer than `LONGEST`, Q045 `LIMIT`."""
    longest = {place: name for place, name in names(questionnaire)}
    for place, _, name in generated(questionnaire):
        longest[place] = max(longest.get(place, ""), name, key=len)
    return [
        finding(
            "Q045" if len(name) > LIMIT else "Q030",
            document.where(place),
            name,
            count=len(name),
            most=LONGEST,
        )
        for place, name in longest.items()
        if len(name) > LONGEST
    ]
