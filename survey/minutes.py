"""How long a questionnaire takes: words read at a steady speed, and some seconds for each answer.

The constants are rules of thumb, chosen so that the estimate is rather too long than too short; a pilot is the measure.
All times are tenths of a second, so that the solver can add them exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.model import Battery, Question, Questionnaire, SingleChoice
from survey.text import Text

READING = {"web": 200, "paper": 200, "phone": 130, "face_to_face": 130}
"""Words a minute: read on screen or paper by an ordinary adult, or read aloud by an interviewer."""
ANSWER = {"single": 30, "tick": 10, "item": 35, "number": 60, "date": 80, "text": 450}
"""Tenths of a second to find and give an answer, for each data column."""
SPOKEN = {"text": 900}
"""The same where the answer is spoken and written down by an interviewer."""


@dataclass(frozen=True)
class Effort:
    """Tenths of a second: once for a block that is met, for each question shown, and for each column asked."""

    blocks: Mapping[str, int]
    questions: Mapping[str, int]
    columns: Mapping[str, int]


def effort(questionnaire: Questionnaire) -> Effort:
    """What each part costs in the first language; repetitions are counted one by one."""
    flat, reader = questionnaire.flat, _Reader(questionnaire)
    return Effort(
        {block.id: reader.time(block.title, block.intro, block.instruction) for block in flat.blocks},
        {question.id: reader.question(question) for _, question in flat.questions()},
        {name: reader.column(name) for name, v in flat.variables.items() if v.kind != "coded"},
    )


class _Reader:
    """Reads in the first language, at the speed of the mode."""

    def __init__(self, questionnaire: Questionnaire):
        self.questionnaire = questionnaire.flat
        self.language = questionnaire.languages[0]
        self.speed = READING[questionnaire.mode]
        self.answer = ANSWER | (SPOKEN if questionnaire.mode in ("phone", "face_to_face") else {})

    def time(self, *texts: Text | None) -> int:
        """To read these texts."""
        words = sum(len(text[self.language].split()) for text in texts if text is not None)
        return round(600 * words / self.speed)

    def question(self, question: Question) -> int:
        """The question itself, and the answers that all its columns share."""
        shared: tuple[Text, ...] = ()
        if isinstance(question, SingleChoice | Battery):
            shared = tuple(option.label for option in self.questionnaire.options_of(question))
        return self.time(question.text, question.help, question.instruction, *shared)

    def column(self, name: str) -> int:
        """One answer, and the words that only this column has."""
        variable = self.questionnaire.variables[name]
        own = (variable.label,) if variable.kind in ("tick", "item") else ()
        return self.time(*own) + self.answer[variable.kind]
