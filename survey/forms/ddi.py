"""DDI-Codebook 2.5, which archives read: question texts, who was asked, categories, in every language.

Each data column is a `var`; blocks, batteries and multiple choices are groups of them. Content models and their order
are those of the schema published by the DDI Alliance (codebook.xsd, version 2.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal
from xml.etree import ElementTree as ET

from survey.forms.ddi_variables import Describer, child
from survey.forms.repeats import spoken
from survey.model import Battery, MultipleChoice, Question, Questionnaire
from survey.text import Text
from survey.words import Words

NAMESPACE = "ddi:codebook:2_5"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PLACE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"

GroupType = Literal["section", "grid", "multipleResp"]


def files(questionnaire: Questionnaire, words: Mapping[str, Words]) -> dict[str, bytes]:
    """File name → content: one XML file with all languages."""
    root = codebook(spoken(questionnaire, words), words)
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return {f"{questionnaire.id}.ddi.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()}


def codebook(questionnaire: Questionnaire, words: Mapping[str, Words]) -> ET.Element:
    """The root element; `questionnaire` has its repetitions written out."""
    ET.register_namespace("xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root = ET.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", "ID": questionnaire.id})
    root.set(_LANGUAGE, questionnaire.languages[0])
    root.set(_PLACE, f"{NAMESPACE} {SCHEMA}")
    _study(root, questionnaire, words)
    data = ET.SubElement(root, "dataDscr")
    for group in groups(questionnaire):
        _group(data, *group)
    describe = Describer(questionnaire, words)
    for variable in questionnaire.variables.values():
        data.append(describe.variable(variable))
    data.extend(describe.background(background) for background in questionnaire.background)
    return root


def _study(root: ET.Element, questionnaire: Questionnaire, words: Mapping[str, Words]) -> None:
    study = ET.SubElement(root, "stdyDscr")
    citation = ET.SubElement(study, "citation")
    title = ET.SubElement(citation, "titlStmt")
    first, *others = questionnaire.languages
    child(title, "titl", questionnaire.title[first], first)
    for language in others:
        child(title, "parTitl", questionnaire.title[language], language)
    child(title, "IDNo", questionnaire.id)
    version = ET.SubElement(citation, "verStmt")
    child(version, "version", questionnaire.version)
    scope = ET.SubElement(study, "stdyInfo")
    each(scope, "abstract", questionnaire.purpose)
    summary = ET.SubElement(scope, "sumDscr")
    units = {own: words[own]["codebook"]["units"][questionnaire.unit] for own in questionnaire.languages}
    each(summary, "anlyUnit", units)
    collection = ET.SubElement(ET.SubElement(study, "method"), "dataColl")
    child(collection, "collMode", questionnaire.mode)


def each(parent: ET.Element, name: str, text: Text | None) -> None:
    """One element a language; none for no text."""
    for language, words in (text or {}).items():
        child(parent, name, words, language)


Group = tuple[str, GroupType, Text, list[str]]
"""Id, kind, heading, and the columns in it."""


def groups(questionnaire: Questionnaire) -> Iterator[Group]:
    """Blocks as sections, batteries as grids, multiple choices as multiple responses."""
    owned: dict[str, list[str]] = {}
    for variable in questionnaire.variables.values():
        owned.setdefault(variable.question, []).append(variable.name)
    for block in questionnaire.blocks:
        inside = [name for question in block.questions for name in owned.get(question.id, [])]
        if inside:
            yield f"B_{block.id}", "section", block.title, inside
        for question in block.questions:
            if kind := _kind(question):
                yield f"Q_{question.id}", kind, question.text, owned[question.id]


def _kind(question: Question) -> GroupType | None:
    if isinstance(question, Battery):
        return "grid"
    return "multipleResp" if isinstance(question, MultipleChoice) else None


def _group(parent: ET.Element, name: str, kind: GroupType, heading: Text, columns: list[str]) -> None:
    inside = " ".join(f"V_{column}" for column in columns)
    each(ET.SubElement(parent, "varGrp", {"ID": name, "type": kind, "var": inside}), "labl", heading)
