"""LimeSurvey: the survey structure as tab-separated text that LimeSurvey imports (version 3 or later), all languages.

A block is a question group, a text beside an option a question of its own (LimeSurvey has one such field a question).
Names and answer codes are shortened to what LimeSurvey takes; the second file says which is which. An option of a
single choice that is offered only to some is always shown there; choosing it wrongly is refused.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.conditions import TICKED as OURS
from survey.forms.limesurvey_names import Names, alone, names
from survey.forms.limesurvey_relevance import TICKED, expression, offered, relevance
from survey.forms.repeats import spoken
from survey.model import (
    Battery,
    Block,
    Date,
    MultipleChoice,
    Number,
    OpenText,
    Question,
    Questionnaire,
    SingleChoice,
    Variable,
)
from survey.text import Text
from survey.words import Words

COLUMNS = (
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "mandatory",
    "other",
    "em_validation_q",
    "exclude_all_others",
    "max_num_value_n",
    "maximum_chars",
    "min_num_value_n",
    "num_value_int_only",
    "date_min",
    "date_max",
    "date_format",
    "suffix",
)
TYPES = {
    "single": "L",
    "multiple": "M",
    "battery": "F",
    "number": "N",
    "date": "D",
    "text": "T",
    "information": "X",
}
SHORT_TEXT = "S"
Row = dict[str, Any]


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: the structure, and a table from our columns and codes to LimeSurvey's."""
    flat = spoken(questionnaire, words)
    maker = Maker(flat, names(flat))
    structure = _tsv(COLUMNS, maker.rows())
    table = _csv(("column", "code", "limesurvey_field", "limesurvey_answer"), maker.table())
    return {
        f"{questionnaire.id}.limesurvey.txt": b"\xef\xbb\xbf" + structure.encode(),
        f"{questionnaire.id}.limesurvey-names.csv": table.encode(),
    }


@dataclass(frozen=True)
class Maker:
    """Writes the rows of one questionnaire whose repetitions are written out."""

    questionnaire: Questionnaire
    names: Names

    def rows(self) -> Iterator[Row]:
        """Settings, then everything in the first language, then everything in the next."""
        first, *others = self.questionnaire.languages
        settings = {"language": first, "additional_languages": " ".join(others), "format": "G"}
        settings |= {"allowprev": "Y", "showprogress": "Y", "anonymized": "N"}
        yield from ({"class": "S", "name": name, "text": text} for name, text in settings.items())
        for language in self.questionnaire.languages:
            yield from self._titles(language)
        for language in self.questionnaire.languages:
            for number, block in enumerate(self.questionnaire.blocks):
                yield from self._group(block, number, language)

    def _titles(self, language: str) -> Iterator[Row]:
        texts = {
            "surveyls_title": self.questionnaire.title,
            "surveyls_welcometext": self.questionnaire.purpose,
        }
        for name, text in texts.items():
            yield {"class": "SL", "name": name, "text": _html(text, language), "language": language}

    def _group(self, block: Block, number: int, language: str) -> Iterator[Row]:
        yield {
            "class": "G",
            "type/scale": f"G{number}",
            "name": block.title[language],
            "relevance": relevance([block.when], self.names),
            "text": " ".join(_html(text, language) for text in (block.intro, block.instruction) if text),
            "language": language,
        }
        for question in block.questions:
            yield from self._question(block, question, language)
            for variable in self.questionnaire.columns[question.id]:
                if alone(variable, question.id):
                    yield self._field(variable, language)

    def _question(self, block: Block, question: Question, language: str) -> Iterator[Row]:
        columns = self.questionnaire.columns[question.id]
        parts = [v for v in columns if v.name in self.names.parts]
        some = offered(parts, self.names)
        routed = relevance([block.when, question.when], self.names)
        yield {
            "class": "Q",
            "type/scale": TYPES[question.type],
            "name": self.names.questions[question.id],
            "relevance": f"{routed} and {some}" if some else routed,
            "text": _html(question.text, language),
            "help": " ".join(_html(t, language) for t in (question.help, question.instruction) if t),
            "language": language,
            "mandatory": "Y" if question.required else "N",
            "other": "N",
            **self._attributes(question, language),
        }
        yield from (self._part(question, variable, language) for variable in parts)
        if isinstance(question, SingleChoice | Battery):
            for option in self.questionnaire.options_of(question):
                code = self.names.answers[question.id][option.code]
                text = _html(option.label, language)
                yield {"class": "A", "type/scale": 0, "name": code, "text": text, "language": language}

    def _part(self, question: Question, variable: Variable, language: str) -> Row:
        """A tick box or a row of a battery."""
        own = [variable.offered]
        if isinstance(question, Battery):
            own = [next(item.when for item in question.items if item.id == variable.name)]
        return {
            "class": "SQ",
            "type/scale": 0,
            "name": self.names.parts[variable.name],
            "relevance": relevance(own, self.names),
            "text": _html(variable.label, language),
            "language": language,
        }

    def _field(self, variable: Variable, language: str) -> Row:
        """The text beside an option."""
        return {
            "class": "Q",
            "type/scale": SHORT_TEXT,
            "name": self.names.questions[variable.name],
            "relevance": relevance(variable.conditions, self.names),
            "text": _html(variable.label, language),
            "language": language,
            "mandatory": "N",
            "other": "N",
        }

    def _attributes(self, question: Question, language: str) -> Row:
        """Limits and checks; LimeSurvey reads those without words from the first language only."""
        maker: Callable[[Any], Row] | None = _ATTRIBUTES.get(question.type)
        own = {name: v for name, v in (maker(question) if maker else {}).items() if v is not None}
        if isinstance(question, MultipleChoice):
            own = {"exclude_all_others": self._alone(question)}
        if isinstance(question, SingleChoice):
            own = {"em_validation_q": self._choosable(question)}
        given = own if language == self.questionnaire.languages[0] else {}
        if isinstance(question, Number) and question.unit:
            given = {**given, "suffix": question.unit[language]}
        return given

    def _alone(self, question: MultipleChoice) -> str:
        exclusive = [o.code for o in self.questionnaire.options_of(question) if o.exclusive]
        return ";".join(self.names.parts[f"{question.id}_{code}"] for code in exclusive)

    def _choosable(self, question: SingleChoice) -> str:
        """False when an option was chosen that is not for this respondent."""
        field = f"{self.names.field(question.id)}.NAOK"
        rules = [
            f'({field} != "{self.names.answer(question.id, option.code)}" or {expression(option.when, self.names)})'
            for option in self.questionnaire.options_of(question)
            if option.when
        ]
        return " and ".join(rules)

    def table(self) -> Iterator[Row]:
        """One row a column and code: where the answer is found in LimeSurvey's export."""
        for columns in self.questionnaire.columns.values():
            for variable in columns:
                field = self.names.field(variable.name)
                for code in variable.codes or ("",):
                    answer = self.names.answer(variable.name, code)
                    if variable.kind == "tick":
                        answer = TICKED if code == OURS else ""
                    yield {
                        "column": variable.name,
                        "code": code,
                        "limesurvey_field": field,
                        "limesurvey_answer": answer,
                    }


def _number(question: Number) -> Row:
    whole = 1 if question.decimals == 0 else None
    low, high = (None if v is None else f"{v:.15g}" for v in (question.minimum, question.maximum))
    return {"min_num_value_n": low, "max_num_value_n": high, "num_value_int_only": whole}


def _date(question: Date) -> Row:
    return {"date_min": question.earliest, "date_max": question.latest, "date_format": "yyyy-mm-dd"}


def _text(question: OpenText) -> Row:
    return {"maximum_chars": question.max_length}


_ATTRIBUTES: dict[str, Callable[[Any], Row]] = {"number": _number, "date": _date, "text": _text}


def _html(text: Text | None, language: str) -> str:
    """LimeSurvey's texts are HTML, and braces in them would be taken for expressions."""
    if text is None:
        return ""
    safe = html.escape(text[language], quote=False).replace("{", "&#123;").replace("}", "&#125;")
    return safe.replace("\n\n", "<br /><br />")


def _tsv(columns: tuple[str, ...], rows: Iterator[Row]) -> str:
    return _written(columns, rows, "\t")


def _csv(columns: tuple[str, ...], rows: Iterator[Row]) -> str:
    return _written(columns, rows, ",")


def _written(columns: tuple[str, ...], rows: Iterator[Row], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
