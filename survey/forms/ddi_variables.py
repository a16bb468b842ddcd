"""The variables of a DDI codebook: label, question, limits, who was asked, categories, format, in this order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from survey.conditions import TICKED, Condition
from survey.forms.spec import limits_of
from survey.model import (
    Background,
    Number,
    Option,
    Question,
    Questionnaire,
    Variable,
)
from survey.text import Text
from survey.who import Who
from survey.words import Words

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DOMAINS = {
    "single": "category",
    "multiple": "multiple",
    "battery": "category",
    "number": "numeric",
    "date": "datetime",
    "text": "text",
}
"""Type of question → DDI's kind of response."""
KINDS = {"number": "numeric", "date": "datetime", "text": "text"}
"""Kind of variable → DDI's kind of representation; all others are codes."""


def child(parent: ET.Element, name: str, text: str, language: str | None = None) -> ET.Element:
    """An element with words in it, marked with their language."""
    element = ET.SubElement(parent, name)
    element.text = " ".join(text.split())
    if language:
        element.set(_LANGUAGE, language)
    return element


@dataclass(frozen=True)
class Describer:
    """Describes the columns of one questionnaire whose repetitions are written out."""

    questionnaire: Questionnaire
    words: Mapping[str, Words]

    def variable(self, variable: Variable) -> ET.Element:
        """One data column."""
        question = self.questionnaire.question(variable.question)
        element = ET.Element("var", self._attributes(variable, question))
        self._each(element, "labl", variable.label)
        if variable.kind != "coded":
            self._question(element, question, variable)
        self._limits(element, question, variable)
        self._universe(element, variable)
        for option in variable.options:
            self._category(element, option, self._tick(option) if variable.kind == "tick" else option.label)
        if variable.kind == "coded":
            self._coding(element, variable)
        _format(element, variable.kind)
        return element

    def background(self, background: Background) -> ET.Element:
        """A column that is known before anyone is asked."""
        attributes = {"ID": f"V_{background.id}", "name": background.id, "nature": background.kind}
        element = ET.Element("var", {**attributes, "representationType": "code"})
        self._each(element, "labl", background.label)
        for option in background.options:
            self._category(element, option, option.label)
        _format(element, "single")
        return element

    def _attributes(self, variable: Variable, question: Question) -> dict[str, str]:
        given = {"ID": f"V_{variable.name}", "name": variable.name}
        if variable.kind == "number" and isinstance(question, Number):
            given |= {"intrvl": "contin", "dcml": str(question.decimals)}
            if question.unit:
                given["measUnit"] = question.unit[self.questionnaire.languages[0]]
        elif variable.options:
            given["nature"] = "ordinal" if variable.ordinal else "nominal"
        return given | {"representationType": KINDS.get(variable.kind, "code")}

    def _question(self, element: ET.Element, question: Question, variable: Variable) -> None:
        """What was asked: the question before, the item or option in the middle, help and instruction after."""
        asked = ET.SubElement(element, "qstn", {"responseDomainType": DOMAINS[question.type]})
        shared = variable.name != question.id
        if shared:
            self._each(asked, "preQTxt", question.text)
        self._each(asked, "qstnLit", variable.label if shared else question.text)
        self._each(asked, "postQTxt", question.help)
        self._each(asked, "ivuInstr", question.instruction)

    def _limits(self, element: ET.Element, question: Question, variable: Variable) -> None:
        limits = limits_of(question) if variable.kind in ("number", "date") else {}
        ends = {
            ours: limits[theirs] for ours, theirs in (("min", "low"), ("max", "high")) if theirs in limits
        }
        if ends:
            shown = {end: f"{v:.15g}" if isinstance(v, float) else str(v) for end, v in ends.items()}
            units = {} if variable.kind == "date" else {"UNITS": "REAL" if limits.get("decimals") else "INT"}
            ET.SubElement(ET.SubElement(element, "valrng"), "range", {**units, **shown})

    def _universe(self, element: ET.Element, variable: Variable) -> None:
        """Who was asked, as the codebook for people says it."""
        conditions: list[Condition] = [
            *variable.conditions,
            *([variable.offered] if variable.offered else []),
        ]
        for language in self.questionnaire.languages:
            who = Who(self.questionnaire, self.words[language], language)
            child(element, "universe", who.sentence(conditions), language).set("clusion", "I")

    def _category(self, element: ET.Element, option: Option, label: Text) -> None:
        category = ET.SubElement(element, "catgry", {"missing": "Y"} if option.missing else {})
        child(category, "catValu", option.code)
        self._each(category, "labl", label)

    def _tick(self, option: Option) -> Text:
        key = "ticked" if option.code == TICKED else "unticked"
        return {own: self.words[own]["codebook"][key] for own in self.questionnaire.languages}

    def _coding(self, element: ET.Element, variable: Variable) -> None:
        for language in self.questionnaire.languages:
            words = self.words[language]["codebook"]["coded_text"]
            child(element, "codInstr", words.format(option=variable.label[language]), language)

    def _each(self, parent: ET.Element, name: str, text: Text | None) -> None:
        for language in self.questionnaire.languages if text else ():
            child(parent, name, (text or {})[language], language)


def _format(element: ET.Element, kind: str) -> None:
    numeric = {"type": "numeric" if kind == "number" else "character", "schema": "ISO"}
    ET.SubElement(element, "varFormat", {**numeric, **({"category": "date"} if kind == "date" else {})})
