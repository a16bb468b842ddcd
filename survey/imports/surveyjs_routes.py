"""Expressions of SurveyJS → conditions of ours; what has no counterpart is refused with its reason."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from survey.conditions import Condition
from survey.imports.surveyjs_parse import parse
from survey.imports.xlsform_routes import Known, Verdict, every, leaf, negated, some
from survey.imports.xlsform_xpath import Node, Unreadable

_PYTHON: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE = {"!=": "=", "notcontains": "contains", "noneof": "anyof", "empty": "notempty"}


@dataclass(frozen=True)
class Reader:
    """Reads expressions; `known` holds the questions before, by SurveyJS's name for them."""

    known: Mapping[str, Known]
    repeat: str | None = None

    def condition(self, text: str) -> Condition:
        """The whole expression; raises Unreadable when a part of it has no counterpart."""
        verdict = self._truth(parse(text))
        if isinstance(verdict, bool):
            raise Unreadable("it is always true" if verdict else "it is never true")
        return verdict

    def _truth(self, node: Node) -> Verdict:
        if node.kind == "ref":
            return self._chosen(self._question(node), "true")
        if node.kind != "op":
            self._question(node)
            raise Unreadable(f"{node.value!r} is neither true nor false")
        if node.value in ("and", "or"):
            parts = [self._truth(part) for part in node.parts]
            return every(parts) if node.value == "and" else some(parts)
        if node.value == "not":
            return negated(self._truth(node.parts[0]))
        return self._test(node)

    def _test(self, node: Node) -> Verdict:
        sign, parts = node.value, node.parts
        if parts[0].kind != "ref" and len(parts) == 2 and parts[1].kind == "ref" and sign in _TURNED:
            sign, parts = _TURNED[sign], (parts[1], parts[0])
        question = self._question(parts[0])
        if sign in _OPPOSITE:
            return self._opposite(question, sign, parts)
        if sign == "notempty":
            return self._answered(question)
        return self._compared(question, sign, parts[1])

    def _opposite(self, question: Known, sign: str, parts: tuple[Node, ...]) -> Verdict:
        positive = self._test(Node("op", _OPPOSITE[sign], parts))
        if sign == "empty" and question.kind != "multiple":
            return leaf(question, "answered", False)
        return negated(positive)

    def _answered(self, question: Known) -> Verdict:
        if question.kind == "multiple":
            return some([leaf(question, "has", code) for code in question.codes.values()])
        return leaf(question, "answered", True)

    def _compared(self, question: Known, sign: str, constant: Node) -> Verdict:
        if constant.kind == "op" or sign in ("anyof", "allof"):
            values = [_constant(part) for part in (constant.parts if constant.kind == "op" else (constant,))]
            return self._several(question, sign, values)
        value = _constant(constant)
        if question.kind == "number":
            return _number(question, sign, value)
        if sign == "contains" and question.kind == "single":
            raise Unreadable(f"it looks for a part of the answer to {question.name}")
        if sign == "=" and question.kind == "multiple":
            raise Unreadable(f"it compares one code with the several of {question.name}")
        if sign in ("=", "contains"):
            return self._chosen(question, value)
        return self._ranked(question, sign, value)

    def _several(self, question: Known, sign: str, values: list[str]) -> Verdict:
        if question.kind == "multiple":
            chosen = [self._chosen(question, value) for value in values]
            if sign != "=":
                return some(chosen) if sign == "anyof" else every(chosen)
            others = [code for value, code in question.codes.items() if value not in values]
            return every([*chosen, *(negated(leaf(question, "has", code)) for code in others)])
        if sign != "anyof":
            raise Unreadable(f"{question.name} has one answer")
        if question.kind != "single":
            raise Unreadable(f"the answer to {question.name} is no code")
        return leaf(question, "in", [self._code(question, value) for value in values])

    def _chosen(self, question: Known, value: str) -> Verdict:
        if question.kind not in ("single", "multiple"):
            raise Unreadable(f"the answer to {question.name} is no code")
        return leaf(question, "is" if question.kind == "single" else "has", self._code(question, value))

    def _code(self, question: Known, value: str) -> str:
        if value not in question.codes:
            raise Unreadable(f"{value!r} is not an answer to {question.name}")
        return question.codes[value]

    def _ranked(self, question: Known, sign: str, value: str) -> Verdict:
        """A comparison of size on codes that are numbers."""
        if question.kind != "single" or sign not in _PYTHON:
            raise Unreadable(f"the answer to {question.name} cannot be compared in size")
        numbers = {own: code for own, code in question.codes.items() if _is_number(own)}
        if not numbers or not _is_number(value):
            raise Unreadable(f"the codes of {question.name} are no numbers")
        fitting = [code for own, code in numbers.items() if _PYTHON[sign](float(own), float(value))]
        if not fitting:
            return False
        return leaf(question, "in", fitting) if len(fitting) > 1 else leaf(question, "is", fitting[0])

    def _question(self, node: Node) -> Known:
        if node.kind == "call":
            raise Unreadable(f"the function {node.value}() has no counterpart")
        if node.kind != "ref":
            raise Unreadable("it compares something else than an answer")
        name = node.value.removeprefix("panel.").removeprefix("row.")
        if name not in self.known:
            raise Unreadable(f"no question that we carry over is called {node.value!r} before it")
        question = self.known[name]
        if question.repeat is not None and question.repeat != self.repeat:
            raise Unreadable(f"{name} is asked once in each repetition")
        return question


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _constant(node: Node) -> str:
    if node.kind not in ("text", "number"):
        raise Unreadable("it compares with something that is not written out")
    return node.value


def _number(question: Known, sign: str, value: str) -> Verdict:
    try:
        limit = float(value)
    except ValueError:
        raise Unreadable(f"{value!r} is no number") from None
    low, high = leaf(question, "at_least", limit), leaf(question, "at_most", limit)
    if sign in ("=", ">=", "<="):
        return {"=": every([low, high]), ">=": low, "<=": high}[sign]
    if sign not in _PYTHON:
        raise Unreadable(f"the answer to {question.name} is a number")
    if question.whole:
        nearest = math.floor(limit) + 1 if sign == ">" else math.ceil(limit) - 1
        return leaf(question, "at_least" if sign == ">" else "at_most", nearest)
    return every([leaf(question, "answered", True), negated(high if sign == ">" else low)])
