"""Names that LimeSurvey takes: question and subquestion codes of letters and digits (20), answer codes (5).

Ours may hold underscores and be longer, so each gets a short name, which is the same in every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.conditions import Condition, column_of
from survey.model import Battery, Questionnaire, SingleChoice, Variable

LONGEST, LONGEST_ANSWER = 20, 5
_ANSWER = re.compile(r"[A-Za-z0-9]{1,5}")
RESERVED = ("other", "comment", "time", "this", "self", "that")


@dataclass(frozen=True)
class Names:
    """Everything by its short name: questions, the parts of a question, and answers of a list of options."""

    questions: Mapping[str, str]
    parts: Mapping[str, str]
    """Tick column or battery item → its subquestion code."""
    owner: Mapping[str, str]
    """Column → the question that it is a field of in LimeSurvey; a text beside an option has one of its own."""
    answers: Mapping[str, Mapping[str, str]]
    """Question → code → answer code."""

    def field(self, column: str) -> str:
        """What an expression calls the answer in a column."""
        own = self.questions[self.owner[column]]
        return f"{own}_{self.parts[column]}" if column in self.parts else own

    def column(self, leaf: Condition) -> str:
        """The field that a condition looks at."""
        return self.field(column_of(leaf))

    def answer(self, column: str, code: str) -> str:
        """The answer code of one of our codes; itself where there is no list."""
        return self.answers.get(self.owner[column], {}).get(code, code)


def names(questionnaire: Questionnaire) -> Names:
    """The names of a questionnaire whose repetitions are written out."""
    questions, parts, owner, answers = (
        list[str](),
        dict[str, str](),
        dict[str, str](),
        dict[str, dict[str, str]](),
    )
    for _, question in questionnaire.questions():
        questions.append(question.id)
        columns = questionnaire.columns[question.id]
        parts |= _parts(question.id, columns)
        owner |= {v.name: v.name if alone(v, question.id) else question.id for v in columns}
        questions += [v.name for v in columns if alone(v, question.id)]
        if isinstance(question, SingleChoice | Battery):
            answers[question.id] = _answers(o.code for o in questionnaire.options_of(question))
    return Names(_short(questions), parts, owner, answers)


def alone(variable: Variable, question: str) -> bool:
    """Whether a column becomes a question of its own: the text field beside an option."""
    return variable.kind == "text" and variable.name != question


def _parts(question: str, columns: Iterable[Variable]) -> dict[str, str]:
    shared = [v.name for v in columns if v.kind in ("tick", "item")]
    bare = {name: name.removeprefix(f"{question}_") for name in shared}
    short = _short(list(dict.fromkeys(bare.values())))
    return {name: short[bare[name]] for name in shared}


def _answers(codes: Iterable[str]) -> dict[str, str]:
    listed = list(codes)
    taken = {code.lower() for code in listed if _ANSWER.fullmatch(code)}
    found: dict[str, str] = {}
    for number, code in enumerate(listed, start=1):
        short = code if _ANSWER.fullmatch(code) else f"A{number}"
        while short != code and short.lower() in taken:
            short = f"X{short}"[:LONGEST_ANSWER]
        found[code] = short
    return found


def _short(wanted: Iterable[str]) -> dict[str, str]:
    """Name → letters and digits, at most `LONGEST`, each used once (capitals do not count)."""
    found: dict[str, str] = {}
    taken: set[str] = set(RESERVED)
    for name in wanted:
        bare = re.sub(r"[^a-z0-9]", "", name) or "q"
        bare = bare if bare[0].isalpha() else f"q{bare}"
        short, number = bare[:LONGEST], 2
        while short in taken:
            ending = f"x{number}"
            short, number = bare[: LONGEST - len(ending)] + ending, number + 1
        taken.add(short)
        found[name] = short
    return found
