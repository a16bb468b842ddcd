"""Limits: the lowest number or earliest date is not above the highest or latest, and dates are in the calendar."""

from __future__ import annotations

from datetime import date

from survey.document import Document, Place
from survey.lint.places import questions
from survey.messages import Finding, finding
from survey.model import Date, Number, Questionnaire

_NO_DATE = "there is no such day in the calendar"


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q021 for limits that no answer meets, Q016 for a day that does not exist."""
    found = []
    for place, question in questions(questionnaire):
        if isinstance(question, Number):
            found += _order(question.minimum, question.maximum, document.where((*place, "maximum")))
        if isinstance(question, Date):
            found += _dates(question, place, document)
    return found


def _order(low: float | None, high: float | None, where: str) -> list[Finding]:
    if low is None or high is None or low <= high:
        return []
    return [finding("Q021", where, problem=f"the lowest is {low:g} and the highest {high:g}")]


def _dates(question: Date, place: Place, document: Document) -> list[Finding]:
    limits = {"earliest": question.earliest, "latest": question.latest}
    found = [
        finding("Q016", document.where((*place, key)), day, key=f"'{key}'", problem=_NO_DATE)
        for key, day in limits.items()
        if day and not _exists(day)
    ]
    if not found and question.earliest and question.latest and question.earliest > question.latest:
        problem = f"the earliest is {question.earliest} and the latest {question.latest}"
        found.append(finding("Q021", document.where((*place, "latest")), problem=problem))
    return found


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
