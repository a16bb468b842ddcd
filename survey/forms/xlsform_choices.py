"""The sheet «choices»: one list a scale, one a question with options of its own; who is offered which.

A list of which some options are not for everybody has the column `offered`: `always`, or the name of a condition that
the question's `choice_filter` spells out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.conditions import Condition
from survey.forms.xlsform_book import Row
from survey.forms.xlsform_xpath import Given, Routes, quoted
from survey.model import Battery, MultipleChoice, Option, Questionnaire, SingleChoice
from survey.text import Text

ALWAYS = "always"
COLUMN = "offered"

Closed = SingleChoice | MultipleChoice | Battery


@dataclass
class Choices:
    """Collects the lists that questions use; `headings` is language → heading of its label column."""

    questionnaire: Questionnaire
    routes: Routes
    labels: dict[str, str]
    lists: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        """Every list, in the order first used."""
        return [row for rows in self.lists.values() for row in rows]

    def list_of(self, question: Closed) -> str:
        """The name of the list that holds the question's options; it is added when it is new."""
        scale = getattr(question, "scale", None)
        name = scale or question.id
        if not scale and name in self.questionnaire.scales:
            name = f"{name}_"
        if name not in self.lists:
            keys = self._keys(question)
            options = self.questionnaire.options_of(question)
            self.lists[name] = [self._row(name, option, keys) for option in options]
        return name

    def filter_of(self, question: Closed, given: Given) -> str:
        """The question's `choice_filter`; empty when every option is for everybody."""
        keys = self._keys(question)
        if not set(keys) - {None}:
            return ""
        first = {key: condition for condition, key in reversed(keys.items())}
        parts = [f"{COLUMN} = {quoted(ALWAYS)}"] if None in keys else []
        for key, condition in reversed(first.items()):
            if condition is not None:
                parts.append(f"({COLUMN} = {quoted(key)} and {self._test(condition, key, given)})")
        return " or ".join(parts)

    def _row(self, name: str, option: Option, keys: dict[Condition | None, str]) -> Row:
        offered = {COLUMN: keys[option.when]} if set(keys) - {None} else {}
        label = {heading: option.label[language] for language, heading in self.labels.items()}
        return {"list_name": name, "name": option.code, **label, **offered}

    def _keys(self, question: Closed) -> dict[Condition | None, str]:
        """Condition of an option → its name in the list; options piped from one question share a name."""
        keys: dict[Condition | None, str] = {}
        for option in self.questionnaire.options_of(question):
            if option.when is None:
                keys[None] = ALWAYS
            elif _piped(question, option) and self._plain(option.when):
                keys[option.when] = f"from_{option.when.question}"
            else:
                keys.setdefault(option.when, f"when_{len(keys) + 1}")
        return keys

    def _plain(self, condition: Condition) -> bool:
        """Whether the option that is piped was itself offered to everybody."""
        return self.questionnaire.variables[f"{condition.question}_{condition.has}"].offered is None

    def _test(self, condition: Condition, key: str, given: Given) -> str:
        if not key.startswith("from_"):
            return self.routes.every([condition], given)
        source = self.questionnaire.variables[f"{condition.question}_{condition.has}"]
        asked = self.routes.every(source.conditions, given)
        picked = f"selected(${{{condition.question}}}, name)"
        return f"{asked} and {picked}" if asked else picked


def _piped(question: Closed, option: Option) -> bool:
    """Whether the option comes from an earlier question."""
    return isinstance(question, MultipleChoice) and option not in question.options


def labels(words: Text) -> dict[str, str]:
    """Language → heading of its label column."""
    return {language: f"label::{heading}" for language, heading in words.items()}
