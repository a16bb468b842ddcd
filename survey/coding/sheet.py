"""The sheet a coder fills in: open answers in random order, without anything else that is known of the respondents."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from survey.coding.answers import SEPARATOR, Sorted, sorted_answers, to_sort
from survey.coding.codebook import Codebook, Entry
from survey.coding.workbook import Choice, Sheet
from survey.model import Questionnaire

VARIABLE, ANSWER, CODE, REMARK = "variable", "answer", "code", "remark"
BOOK = "codebook"


@dataclass(frozen=True)
class Order:
    """Who codes, in which random order: every coder gets an order of their own, the same each time it is made."""

    coder: str
    seed: int

    def of(self, variable: str, respondents: Sequence[str]) -> list[str]:
        """`respondents` shuffled."""
        shuffled = sorted(respondents)
        random.Random(f"{self.seed}:{self.coder}:{variable}").shuffle(shuffled)  # noqa: S311  an order, no secret
        return shuffled


def coding_sheet(
    rows: pd.DataFrame, questionnaire: Questionnaire, book: Codebook, *, order: Order, language: str
) -> list[Sheet]:
    """The sheet to fill in, with a drop-down of codes, and the codebook behind it; `rows` are the clean answers."""
    explained, sources = _explained(questionnaire, book, language)
    parts, choices, start = list[pd.DataFrame](), list[Choice](), 0
    for answer in sorted_answers(questionnaire):
        part = _part(answer, rows, questionnaire.respondent, order)
        if len(part):
            span, source = (start, start + len(part)), sources[answer.variable]
            choices.append(Choice(CODE, span, source, strict=not answer.multiple))
            parts, start = [*parts, part], start + len(part)
    columns = [questionnaire.respondent, VARIABLE, ANSWER, CODE, REMARK]
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return [
        Sheet("coding", whole[columns], choices, frozenset((CODE, REMARK))),
        Sheet(BOOK, explained),
    ]


def _part(answer: Sorted, rows: pd.DataFrame, key: str, order: Order) -> pd.DataFrame:
    words = to_sort(answer, rows, key)
    respondents = order.of(answer.variable, list(words))
    return pd.DataFrame(
        {
            key: respondents,
            VARIABLE: answer.variable,
            ANSWER: [words[respondent] for respondent in respondents],
            CODE: None,
            REMARK: None,
        }
    )


def _explained(
    questionnaire: Questionnaire, book: Codebook, language: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The codebook as a table, and for each column the cells that hold its codes."""
    lines, sources = list[dict[str, str]](), dict[str, str]()
    for answer in sorted_answers(questionnaire):
        first = len(lines) + 2
        lines += _lines(answer, book.entry(answer.variable), language)
        sources[answer.variable] = f"'{BOOK}'!$B${first}:$B${len(lines) + 1}"
    columns = [VARIABLE, CODE, "label", "definition", "include", "exclude", "question", "rule"]
    return pd.DataFrame(lines, columns=columns), sources


def _lines(answer: Sorted, entry: Entry, language: str) -> list[dict[str, str]]:
    found = []
    for option in answer.options:
        category = entry.category(option.code)
        found.append(
            {
                VARIABLE: answer.variable,
                CODE: option.code,
                "label": option.label[language],
                "definition": category.definition[language] if category.definition else "",
                "include": "\n".join(f"• {text[language]}" for text in category.include),
                "exclude": "\n".join(f"• {text[language]}" for text in category.exclude),
                "question": answer.label[language],
                "rule": " ".join((entry.rule[language] if entry.rule else "", _several(answer))).strip(),
            }
        )
    return found


def _several(answer: Sorted) -> str:
    return f"Several codes are allowed, with {SEPARATOR} between." if answer.multiple else ""
