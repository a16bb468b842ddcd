"""One question of ours → rows of the sheet «survey»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from survey.conditions import Condition
from survey.forms.xlsform_book import Row
from survey.forms.xlsform_choices import Choices
from survey.forms.xlsform_limits import constraint, message
from survey.forms.xlsform_xpath import Given, Routes
from survey.model import (
    Asked,
    Battery,
    MultipleChoice,
    Number,
    OpenText,
    Question,
    Questionnaire,
    SingleChoice,
)
from survey.text import Text
from survey.words import Words

PAGE = "field-list"


@dataclass(frozen=True)
class Writer:
    """What every row needs: the questionnaire without repeats, the shared words, the heading of each language."""

    questionnaire: Questionnaire
    words: Mapping[str, Words]
    headings: Mapping[str, str]
    routes: Routes
    choices: Choices

    def say(self, column: str, text: Text | None) -> Row:
        """`text` in the column's cells, one a language."""
        return {f"{column}::{self.headings[language]}": words for language, words in (text or {}).items()}

    def note(self, name: str, text: Text | None, relevant: str = "") -> list[Row]:
        """A row that only tells; none without text."""
        return [tidy({"type": "note", "name": name, **self.say("label", text), "relevant": relevant})][
            : bool(text)
        ]

    def shared(self, language: str, *keys: str) -> str:
        """One of the words that every form shares."""
        found: object = self.words[language]
        for key in keys:
            found = found[key]  # type: ignore[index]
        return str(found)


def tidy(row: Row) -> Row:
    """The row without its empty cells."""
    return {name: cell for name, cell in row.items() if cell}


def rows(writer: Writer, question: Question, given: Given) -> list[Row]:
    """Everything the question becomes; `given` holds wherever its group is open."""
    if isinstance(question, Battery):
        return _battery(writer, question, given)
    relevant = writer.routes.every([question.when], given)
    if isinstance(question, SingleChoice | MultipleChoice):
        relevant = _with_any_option(writer, question, given)
    own = {
        **_typed(writer, question, given),
        **writer.say("label", question.text),
        **writer.say("hint", _hint(writer, question)),
        **demand(writer, question),
        "relevant": relevant,
    }
    before = writer.note(f"{question.id}_instruction", question.instruction, relevant)
    return [*before, tidy(own), *_open_fields(writer, question, given)]


def demand(writer: Writer, question: Asked) -> Row:
    """The cells that make the question required."""
    if not question.required:
        return {}
    kind = getattr(question, "type", "")
    text = {
        language: writer.shared(language, "script", "errors", kind)
        for language in writer.questionnaire.languages
    }
    return {"required": "yes", **writer.say("required_message", text)}


def _typed(writer: Writer, question: Question, given: Given) -> Row:
    row = {**_TYPES[question.type](writer, question), "name": question.id}
    if isinstance(question, SingleChoice | MultipleChoice):
        row["choice_filter"] = writer.choices.filter_of(question, given | _given(question.when))
    limit = constraint(writer.questionnaire, question)
    if limit:
        row["constraint"] = limit
        row |= writer.say("constraint_message", message(writer.questionnaire, question, writer.words))
    return row


def _choice(writer: Writer, question: Question) -> Row:
    assert isinstance(question, SingleChoice | MultipleChoice)
    kind = "select_one" if isinstance(question, SingleChoice) else "select_multiple"
    return {"type": f"{kind} {writer.choices.list_of(question)}"}


def _number(writer: Writer, question: Question) -> Row:
    return {"type": "decimal" if isinstance(question, Number) and question.decimals else "integer"}


def _text(writer: Writer, question: Question) -> Row:
    several = isinstance(question, OpenText) and question.lines > 1
    return {"type": "text", "appearance": "multiline" if several else ""}


_TYPES: dict[str, Callable[[Writer, Question], Row]] = {
    "single": _choice,
    "multiple": _choice,
    "number": _number,
    "date": lambda writer, question: {"type": "date"},
    "text": _text,
    "information": lambda writer, question: {"type": "note"},
}


def _hint(writer: Writer, question: Question) -> Text | None:
    """The help; a number's unit stands there too, because XLSForm has no place for it."""
    unit = question.unit if isinstance(question, Number) else None
    if unit is None:
        return question.help
    before = {language: f"{words} " for language, words in (question.help or {}).items()}
    return {language: f"{before.get(language, '')}({words})" for language, words in unit.items()}


def _given(condition: Condition | None) -> Given:
    return frozenset() if condition is None else frozenset({condition})


def _with_any_option(writer: Writer, question: SingleChoice | MultipleChoice, given: Given) -> str:
    """The question's route; of boxes that all depend on something, one must be left to offer."""
    conditions = [option.when for option in writer.questionnaire.options_of(question)]
    asked = writer.routes.every([question.when], given)
    if None in conditions or isinstance(question, SingleChoice):
        return asked
    some = writer.routes.some([c for c in conditions if c], given | _given(question.when))
    return f"{asked} and {some}" if asked else some


def _open_fields(writer: Writer, question: Question, given: Given) -> list[Row]:
    """A text row for each open option."""
    if not isinstance(question, SingleChoice | MultipleChoice):
        return []
    found = []
    for variable in writer.questionnaire.variables.values():
        if variable.question == question.id and variable.kind == "text":
            label = {
                language: writer.shared(language, "form", "specify").format(option=words)
                for language, words in variable.label.items()
            }
            relevant = writer.routes.every(variable.conditions, given)
            found.append(
                {"type": "text", "name": variable.name, **writer.say("label", label), "relevant": relevant}
            )
    return found


def _battery(writer: Writer, question: Battery, given: Given) -> list[Row]:
    """A group on one page, with a row of answers an item."""
    inside = given | _given(question.when)
    relevant = writer.routes.every([question.when], given)
    conditions = [item.when for item in question.items]
    if None not in conditions:
        some = writer.routes.some([c for c in conditions if c], inside)
        relevant = f"{relevant} and {some}" if relevant else some
    head = {"type": "begin_group", "name": question.id, **writer.say("label", question.text)}
    items = [
        {
            "type": f"select_one {writer.choices.list_of(question)}",
            "name": item.id,
            **writer.say("label", item.text),
            **demand(writer, question),
            "relevant": writer.routes.every([item.when], inside),
        }
        for item in question.items
    ]
    return [
        tidy({**head, "relevant": relevant, "appearance": PAGE}),
        *writer.note(f"{question.id}_help", question.help),
        *writer.note(f"{question.id}_instruction", question.instruction),
        *(tidy(item) for item in items),
        {"type": "end_group"},
    ]
