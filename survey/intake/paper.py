"""A paper form that was filled in on the screen → one row of answers in the columns of answers.csv.

Fields are found by their tags. LibreOffice 7.4 drops tags when it saves, but keeps the bookmarks around the fields.
What cannot be told is a finding, never a guess: two ticks where one was asked for count as no answer.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from survey.conditions import TICKED, UNTICKED
from survey.forms.docx_control import bookmark, tag
from survey.forms.docx_package import EPOCH
from survey.forms.paper import BETWEEN_PROMPTS, FORM, LANGUAGE, PROMPTS, VERSION
from survey.forms.paper_plan import plan
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Questionnaire, Variable

SUFFIX = ".docx"
LARGEST = 50_000_000
"""Bytes of one part of the file, unpacked; a form is far below."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_DAY = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")
_DECIMAL = re.compile(r"-?[\d\s\u00a0\u202f]+(,\d+)?")

Answers = dict[str, str | None]
Read = tuple[Answers, list[Finding]]


def read(path: Path, questionnaires: Mapping[str, Questionnaire]) -> Read:
    """One row of answers, and what could not be read; the form itself tells which of `questionnaires` it belongs to.

    Raises SvarError when the file is no form (S050) or a form of another study (S051).
    """
    name = _File.open(path).properties.get(FORM, "")
    if name not in questionnaires:
        known = ", ".join(questionnaires)
        suggestion = did_you_mean(name, questionnaires)
        raise SvarError([finding("S051", str(path), name, known=known, suggestion=suggestion)])
    return read_paper(path, questionnaires[name])


def read_paper(path: Path, questionnaire: Questionnaire) -> Read:
    """(answers, findings) of the form at `path`: the respondent's id, `submitted` (when the file was last saved),
    `language`, every column of the questionnaire (`None` for no answer, or for what is not printed), `data_origin`.

    Raises SvarError (S050) when the file is no form.
    """
    file = _File.open(path)
    findings = []
    version = file.properties.get(VERSION, "")
    if version != questionnaire.version:
        findings.append(finding("S052", path.name, version, expected=questionnaire.version))
    places = {key: place for place in _places(questionnaire) for key in place.keys}
    filled: dict[_Place, str | bool] = {}
    for key, content in _fields(file):
        if key in places:
            filled[places[key]] = content
        else:
            findings.append(finding("D031", path.name, key))
    gone = dict.fromkeys(place.column for place in places.values() if place not in filled)
    findings += [finding("D032", path.name, column) for column in gone]
    answers = _answers(questionnaire, filled, path.name, findings)
    return {**_head(questionnaire, file, filled), **answers, "data_origin": None}, findings


@dataclass(frozen=True)
class _File:
    """What is read of a Word file."""

    body: ElementTree.Element
    properties: dict[str, str]
    saved: str | None

    @classmethod
    def open(cls, path: Path) -> _File:
        try:
            with zipfile.ZipFile(path) as archive:
                body = _parsed(archive, "word/document.xml")
                custom = _parsed(archive, "docProps/custom.xml")
                core = _parsed(archive, "docProps/core.xml")
        except (
            zipfile.BadZipFile,
            KeyError,
            ElementTree.ParseError,
            ValueError,
            NotImplementedError,
        ) as problem:
            raise SvarError([finding("S050", str(path), problem=problem)]) from problem
        properties = {str(entry.get("name")): "".join(entry.itertext()) for entry in custom}
        return cls(body, properties, core.findtext(_MODIFIED))


def _parsed(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > LARGEST:
        raise ValueError(f"{name} is too large")
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError(f"{name} declares entities")
    return ElementTree.fromstring(content)  # noqa: S314  without entities, and within a size limit


@dataclass(frozen=True)
class _Place:
    """A field of the form: the column it fills, and the code that a box in it stands for."""

    column: str
    code: str | None = None

    @property
    def keys(self) -> tuple[str, str]:
        """The tag and the bookmark by which the field is found."""
        name = tag(self.column, self.code)
        return name, bookmark(name)


def _places(questionnaire: Questionnaire) -> Iterator[_Place]:
    yield _Place(questionnaire.respondent)
    for name in plan(questionnaire, questionnaire.flat).printed_columns():
        variable = questionnaire.variables[name]
        if variable.kind in ("single", "item"):
            yield from (_Place(name, code) for code in variable.codes)
        else:
            yield _Place(name)


def _fields(file: _File) -> Iterator[tuple[str, str | bool]]:
    """(tag or bookmark, content) of every field: whether a box is ticked, what is written; empty for a prompt."""
    prompts = {"", *file.properties.get(PROMPTS, "").split(BETWEEN_PROMPTS)}
    around: dict[str, str] = {}
    for element in file.body.iter():
        if element.tag == f"{_W}bookmarkStart" and str(element.get(f"{_W}name")).startswith("svar_"):
            around[str(element.get(f"{_W}id"))] = str(element.get(f"{_W}name"))
        elif element.tag == f"{_W}bookmarkEnd":
            around.pop(str(element.get(f"{_W}id")), None)
        elif element.tag == f"{_W}sdt" and (key := _key(element, list(around.values()))):
            yield key, _content(element, prompts)


def _key(control: ElementTree.Element, around: list[str]) -> str | None:
    """The tag, or the bookmark in or around; nothing for what only wraps other fields, or has no name."""
    if control.find(f".//{_W}sdt") is not None:
        return None
    named = control.find(f"{_W}sdtPr/{_W}tag")
    if named is not None:
        return str(named.get(f"{_W}val"))
    inside = [str(mark.get(f"{_W}name")) for mark in control.iter(f"{_W}bookmarkStart")]
    return next((name for name in (*inside, *reversed(around)) if name.startswith("svar_")), None)


def _content(control: ElementTree.Element, prompts: set[str]) -> str | bool:
    checked = control.find(f"{_W}sdtPr/{_W14}checkbox/{_W14}checked")
    if checked is not None:
        return checked.get(f"{_W14}val") in ("1", "true", "on")
    if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
        return ""
    text = _text(control)
    return "" if text in prompts else text


def _text(control: ElementTree.Element) -> str:
    pieces = []
    for element in control.iter():
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in (f"{_W}br", f"{_W}p"):
            pieces.append("\n")
        elif element.tag == f"{_W}tab":
            pieces.append("\t")
    return "".join(pieces).strip()


def _answers(
    questionnaire: Questionnaire, filled: Mapping[_Place, str | bool], file: str, findings: list[Finding]
) -> Answers:
    found: Answers = {}
    answered = {
        questionnaire.variables[place.column].question for place, content in filled.items() if content is True
    }
    for name, variable in questionnaire.variables.items():
        if variable.kind in ("single", "item"):
            found[name] = _chosen(variable, filled, file, findings)
        elif variable.kind == "tick" and _Place(name) in filled:
            ticks = TICKED if filled[_Place(name)] else UNTICKED
            found[name] = ticks if variable.question in answered else None
        elif variable.kind != "coded":
            written = filled.get(_Place(name)) or ""
            found[name] = _AS_STORED.get(variable.kind, str)(written) or None
    return found


def _chosen(
    variable: Variable, filled: Mapping[_Place, str | bool], file: str, findings: list[Finding]
) -> str | None:
    ticked = [code for code in variable.codes if filled.get(_Place(variable.name, code))]
    if len(ticked) > 1:
        findings.append(finding("D030", f"{file} [{variable.name}]", ", ".join(ticked), column=variable.name))
    return ticked[0] if len(ticked) == 1 else None


def _number(written: str) -> str:
    """Digits with a decimal point; what is no number is kept as written, for validation to refuse."""
    if not _DECIMAL.fullmatch(written):
        return written
    return re.sub(r"\s", "", written).replace(",", ".")


def _date(written: str) -> str:
    """24.8.2019 as 2019-08-24; anything else is kept as written, for validation to refuse."""
    found = _DAY.fullmatch(written)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else written


_AS_STORED: dict[str, Any] = {"number": _number, "date": _date}


def _head(questionnaire: Questionnaire, file: _File, filled: Mapping[_Place, str | bool]) -> Answers:
    written = filled.get(_Place(questionnaire.respondent))
    return {
        questionnaire.respondent: str(written) if written else None,
        "submitted": file.saved if file.saved != EPOCH else None,
        "language": file.properties.get(LANGUAGE),
    }
