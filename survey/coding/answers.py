"""The open answers that are sorted into categories: which columns hold the words, and which the categories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from survey.conditions import TICKED, UNTICKED, mask
from survey.model import Coding, MultipleChoice, OpenText, Option, Questionnaire, SingleChoice, Variable
from survey.text import Text

SEPARATOR = ";"
"""Between the codes of one answer."""


@dataclass(frozen=True)
class Sorted:
    """A column of words with the categories it is sorted into."""

    variable: str
    words: str
    """The column of words."""
    options: tuple[Option, ...]
    multiple: bool
    label: Text
    columns: tuple[Variable, ...]
    """The data columns of the categories: one, or one a category."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every category's code."""
        return tuple(option.code for option in self.options)

    def cells(self, codes: frozenset[str]) -> dict[str, str]:
        """Column → what it holds for an answer that got `codes`."""
        if not self.multiple:
            return {self.variable: next(iter(codes))}
        return {f"{self.variable}_{c}": TICKED if c in codes else UNTICKED for c in self.codes}


def sorted_answers(questionnaire: Questionnaire) -> tuple[Sorted, ...]:
    """Every open answer with categories, in the order asked."""
    return tuple(
        _sorted(questionnaire, coding, words, label) for coding, words, label in _codings(questionnaire)
    )


def _codings(questionnaire: Questionnaire) -> Iterator[tuple[Coding, str, Text]]:
    for _, question in questionnaire.questions():
        if isinstance(question, OpenText) and question.coding:
            yield question.coding, question.id, question.text
        if isinstance(question, SingleChoice | MultipleChoice):
            for option in question.options:
                if option.coding and option.open:
                    stem = question.id
                    stem += f"_{option.code}" if isinstance(question, MultipleChoice) else ""
                    yield option.coding, f"{stem}_text", option.label


def _sorted(questionnaire: Questionnaire, coding: Coding, words: str, label: Text) -> Sorted:
    names = (
        [f"{coding.variable}_{option.code}" for option in coding.options]
        if coding.multiple
        else [coding.variable]
    )
    columns = tuple(questionnaire.variables[name] for name in names)
    return Sorted(coding.variable, words, coding.options, coding.multiple, label, columns)


def to_sort(answer: Sorted, rows: pd.DataFrame, key: str) -> dict[str, str]:
    """Respondent → words, for everybody who was asked and wrote something; a respondent who stands twice has none."""
    if answer.words not in rows:
        return {}
    wrote = rows[answer.words].fillna("").astype(str).str.strip() != ""
    for condition in answer.columns[0].conditions:
        wrote &= mask(condition, rows)
    wrote &= rows[key].notna() & ~rows[key].duplicated(keep=False)
    return {str(k): str(v) for k, v in zip(rows.loc[wrote, key], rows.loc[wrote, answer.words], strict=True)}


def codes_in(cell: str) -> frozenset[str]:
    """The codes written in one cell: «no_lead; too_soon»."""
    return frozenset(code.strip() for code in cell.split(SEPARATOR) if code.strip())
