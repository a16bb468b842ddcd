"""What a question becomes in SurveyJS: one or more elements whose names are our questions, items and columns.

A battery is a panel of radio groups, one an item: each has its own name, legend and data key. An open option has a
text question of its own below, named as its column. An instruction stands in an element before its question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from survey.conditions import TICKED, Condition
from survey.forms.surveyjs_expression import expression
from survey.forms.templates import number, paragraphs
from survey.model import (
    Asked,
    Battery,
    Date,
    Information,
    MultipleChoice,
    Number,
    OpenText,
    Option,
    Question,
    Questionnaire,
    SingleChoice,
)
from survey.text import Text
from survey.words import Words

Element = dict[str, Any]
LOCALES = {"nb": "no"}
"""Our language → SurveyJS's locale, where they differ."""
KEPT = "other"
"""The one code that SurveyJS never takes for a choice that has disappeared."""
INSTRUCTION = "_instruction"
"""Ending of the name of the element that holds an instruction."""


@dataclass(frozen=True)
class Maker:
    """Makes the elements of one questionnaire; `words` is language → words."""

    questionnaire: Questionnaire
    words: Mapping[str, Words]

    def elements(self, question: Question) -> list[Element]:
        """The elements of one question, in the order shown."""
        own = _MAKERS[question.type](self, question)
        before = [self.instruction(question.id, question.instruction, question.when)]
        return [_filled(element) for element in (*before, *own) if element]

    def instruction(self, name: str, text: Text | None, when: Condition | None) -> Element | None:
        """The element that tells the interviewer something; None without a text."""
        if text is None:
            return None
        html = self.html(text, '<p class="svar-instruction"><em>{}</em></p>')
        seen = self.when(when)
        return {"type": "html", "name": name + INSTRUCTION, "visibleIf": seen, "html": html}

    def text(self, text: Text | None) -> dict[str, str] | None:
        """The words by SurveyJS's locales."""
        if text is None:
            return None
        return {LOCALES.get(language, language): words for language, words in text.items()}

    def html(self, text: Text, paragraph: str = "<p>{}</p>") -> dict[str, str] | None:
        """The words as HTML, one paragraph each."""
        made = {
            language: "".join(paragraph.format(escape(part, quote=False)) for part in paragraphs(words))
            for language, words in text.items()
        }
        return self.text(made)

    def when(self, *conditions: Condition | None) -> str | None:
        """The conditions as one expression."""
        return expression(self.questionnaire, conditions)

    def error(self, key: str, limit: Callable[[Words], str] = lambda words: "") -> dict[str, str] | None:
        """The shared words for a mistake, in every language of the questionnaire."""
        languages = self.questionnaire.languages
        told = {
            own: str(self.words[own]["script"]["errors"][key]).format(limit=limit(self.words[own]))
            for own in languages
        }
        return self.text(told)

    def asked(self, question: Question, kind: str) -> Element:
        """What every element that asks has."""
        needed = {"isRequired": True, "requiredErrorText": self.error(question.type)}
        return {
            "type": kind,
            "name": question.id,
            "title": self.text(question.text),
            "description": self.text(question.help),
            "visibleIf": self.when(question.when),
            **(needed if question.required else {}),
        }

    def choice(self, option: Option) -> Element:
        """One option."""
        return _filled(
            {
                "value": option.code,
                "text": self.text(option.label),
                "visibleIf": self.when(option.when),
                "isExclusive": option.exclusive or None,
            }
        )

    def open_field(self, name: str, option: Option, question: Asked, picked: Condition) -> Element:
        """The text question below an open option; it is asked of those who chose the option."""
        title = {
            own: str(self.words[own]["form"]["specify"]).format(option=label)
            for own, label in option.label.items()
        }
        return {
            "type": "text",
            "name": f"{name}_text",
            "title": self.text(title),
            "visibleIf": self.when(question.when, picked),
        }


def _filled(element: Element) -> Element:
    return {key: value for key, value in element.items() if value is not None}


def _single(make: Maker, question: SingleChoice) -> list[Element]:
    options = make.questionnaire.options_of(question)
    own = make.asked(question, "radiogroup") | {"choices": [make.choice(option) for option in options]}
    own |= {"resetValueIf": _taken_back(make, options, "=")}
    return [own, *(_specify(make, question, o, question.id, o.code) for o in options if o.open)]


def _taken_back(make: Maker, options: Iterable[Option], chosen: str) -> str | None:
    """When an option called «other» is chosen and no longer offered: SurveyJS takes back all such choices but this."""
    when = next((option.when for option in options if option.code == KEPT), None)
    if when is None:
        return None
    return f"{{$self.value}} {chosen} '{KEPT}' and {make.when(Condition.model_validate({'not': when}))}"


def _specify(make: Maker, question: Asked, option: Option, name: str, value: str) -> Element:
    return make.open_field(name, option, question, Condition(question=name, **{"is": value}))


def _multiple(make: Maker, question: MultipleChoice) -> list[Element]:
    """Each option that follows from an earlier question has its own condition.

    SurveyJS's `choicesFromQuestion` does less: it carries exclusive options too, has no room for options of the
    question's own, and keeps a tick when its source is taken back.
    """
    options = make.questionnaire.options_of(question)
    own = make.asked(question, "checkbox") | {"choices": [make.choice(option) for option in options]}
    own |= {"resetValueIf": _taken_back(make, options, "contains")}
    if all(option.when for option in options):
        own["hideIfChoicesEmpty"] = True
    boxes = {f"{question.id}_{option.code}": option for option in options if option.open}
    return [own, *(_specify(make, question, option, name, TICKED) for name, option in boxes.items())]


def _battery(make: Maker, question: Battery) -> list[Element]:
    panel = make.asked(question, "panel")
    needed: Element = {key: panel.pop(key) for key in ("isRequired", "requiredErrorText") if key in panel}
    choices = [make.choice(option) for option in make.questionnaire.options_of(question)]
    panel["elements"] = [
        _filled(
            {
                "type": "radiogroup",
                "name": item.id,
                "title": make.text(item.text),
                "visibleIf": make.when(item.when),
                **needed,
                "choices": choices,
            }
        )
        for item in question.items
    ]
    return [panel]


def _number(make: Maker, question: Number) -> list[Element]:
    step = 1 if question.decimals == 0 else float(f"1e-{question.decimals}")
    own = make.asked(question, "text") | {"inputType": "number", "step": step}
    for name, limit, error in (("min", question.minimum, "low"), ("max", question.maximum, "high")):
        if limit is not None:
            own |= {name: _whole(limit), f"{name}ErrorText": make.error(error, partial(number, limit))}
    return [own | {"placeholder": make.text(question.unit)}]


def _whole(limit: float) -> float:
    return int(limit) if limit == int(limit) else limit


def _date(make: Maker, question: Date) -> list[Element]:
    limits = {"min": question.earliest, "max": question.latest}
    return [make.asked(question, "text") | {"inputType": "date", **limits}]


def _text(make: Maker, question: OpenText) -> list[Element]:
    if question.lines == 1:
        return [make.asked(question, "text") | {"maxLength": question.max_length}]
    return [make.asked(question, "comment") | {"rows": question.lines, "maxLength": question.max_length}]


def _information(make: Maker, question: Information) -> list[Element]:
    own = {"type": "html", "name": question.id, "visibleIf": make.when(question.when)}
    helped = make.html(question.help) if question.help else None
    told = make.html(question.text) or {}
    return [own | {"html": {key: words + (helped or {}).get(key, "") for key, words in told.items()}}]


_MAKERS: dict[str, Callable[[Maker, Any], list[Element]]] = {
    "single": _single,
    "multiple": _multiple,
    "battery": _battery,
    "number": _number,
    "date": _date,
    "text": _text,
    "information": _information,
}
