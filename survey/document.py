"""A YAML file as plain data that remembers where everything stands.

Plain YAML guesses (`no` is false, `0301` is 193, `12:30` is 750). Here only true, false, null and ordinary numbers are
anything but text.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from survey.messages import Finding, SvarError, finding

Place = tuple[str | int, ...]
"""The way to a value from the top of the file: keys, and numbers of list entries counted from 0."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class Document:
    """A YAML file as plain data, with the line and column of every place in it."""

    path: str
    data: Any = None
    marks: dict[Place, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lock: dict[str, dict[str, str]] | None = None
    """Confirmed translations (see `survey.lint.lock`); None when no lock file stands beside it."""

    def where(self, place: Place) -> str:
        """`file:line:column` of a place, or of the nearest thing around it."""
        while place and place not in self.marks:
            place = place[:-1]
        line, column = self.marks.get(place, (1, 1))
        return f"{self.path}:{line}:{column}"

    def at(self, place: Place) -> Any:
        """The value at `place`; KeyError or IndexError when there is none."""
        value = self.data
        for step in place:
            value = value[step]
        return value

    def without(self, place: Place) -> Document:
        """A copy that lacks what stands at `place`; list entries after it move up, and keep their line numbers."""
        smaller = Document(self.path, copy.deepcopy(self.data), {}, self.findings, self.lock)
        parent, last = place[:-1], place[-1]
        del smaller.at(parent)[last]
        for old, mark in self.marks.items():
            new = _moved(old, parent, last)
            if new is not None:
                smaller.marks[new] = mark
        return smaller

    def renamed(self, place: Place, key: str) -> Document:
        """A copy where the last key of `place` is called `key`; the line numbers stay."""
        other = Document(self.path, copy.deepcopy(self.data), {}, self.findings, self.lock)
        mapping = other.at(place[:-1])
        mapping[key] = mapping.pop(place[-1])
        depth = len(place)
        for old, mark in self.marks.items():
            new = (*place[:-1], key, *old[depth:]) if old[:depth] == place else old
            other.marks[new] = mark
        return other

    def extended(self, place: Place, key: str, value: Any) -> Document:
        """A copy where the mapping at `place` also has `key`."""
        larger = Document(self.path, copy.deepcopy(self.data), self.marks, self.findings, self.lock)
        larger.at(place)[key] = value
        return larger


def _moved(place: Place, parent: Place, last: str | int) -> Place | None:
    """Where `place` is once `last` of `parent` is gone; None when it went with it."""
    depth = len(parent)
    if len(place) <= depth or place[:depth] != parent:
        return place
    step = place[depth]
    if step == last:
        return None
    if isinstance(step, int) and isinstance(last, int) and step > last:
        return (*parent, step - 1, *place[depth + 1 :])
    return place


def read_document(path: Path) -> Document:
    """Read a YAML file; raises SvarError (Y001, Y003) when it is missing or not YAML."""
    document = Document(path.as_posix())
    if not path.is_file():
        raise SvarError([finding("Y003", document.path)])
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_LOADER)
        document.data = _convert(document, node, ()) if node is not None else {}
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SvarError([_not_yaml(document.path, error)]) from None
    return document


def _not_yaml(path: str, error: Exception) -> Finding:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        words = getattr(error, "problem", None) or getattr(error, "context", None)
        begun = getattr(error, "context_mark", None)
        if begun is not None and begun.line != mark.line:
            words = f"{words}, in what begins on line {begun.line + 1}"
        return finding("Y001", f"{path}:{mark.line + 1}:{mark.column + 1}", problem=words)
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return finding("Y001", f"{path}:{line}", problem="the file is not saved as UTF-8")
    if isinstance(error, RecursionError):
        return finding("Y001", path, problem="an alias (*name) stands inside what it repeats")
    return finding("Y001", path, problem=str(error).splitlines()[0])


def _convert(document: Document, node: Any, place: Place) -> Any:
    document.marks.setdefault(place, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, place)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(document, child, (*place, i)) for i, child in enumerate(node.value)]
    return _scalar(node)


def _mapping(document: Document, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*place, key)
        mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if key in data:
            document.findings.append(finding("Y002", f"{document.path}:{mark[0]}:{mark[1]}", key))
            _forget(document, here)
        document.marks[here] = mark
        data[key] = _convert(document, value_node, here)
    return data


def _forget(document: Document, place: Place) -> None:
    """The last of two equal keys counts, so the places inside the first must not be kept."""
    for inside in [other for other in document.marks if other[: len(place)] == place]:
        del document.marks[inside]


def _scalar(node: yaml.ScalarNode) -> Any:
    value = str(node.value)
    if node.style == ">":
        # Folding leaves one line break where the author left a blank line: a new paragraph.
        return value.rstrip("\n").replace("\n", "\n\n")
    if node.style:  # plain is None, or "" from the parser written in C
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _DECIMAL.fullmatch(value) else value
