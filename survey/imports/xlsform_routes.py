"""Expressions of XLSForm → conditions of ours; what has no counterpart is refused with its reason."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from survey.conditions import Condition
from survey.imports.xlsform_xpath import Node, Unreadable, parse

Verdict = Condition | bool
"""What an expression is: a condition, or always true or never."""
_PYTHON: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SAME = ("number", "int", "string", "once")
"""Functions that leave an answer what it is."""


@dataclass(frozen=True)
class Known:
    """A question of the form that conditions may look at; `codes` is the form's code → ours."""

    name: str
    kind: str
    codes: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    repeat: str | None = None
    """The repeated block it stands in."""


@dataclass
class Reader:
    """Reads expressions at one place: `known` holds the questions before it, `columns` what a choice row says."""

    known: Mapping[str, Known]
    repeat: str | None = None
    columns: Mapping[str, str] | None = None

    def condition(self, text: str) -> Verdict:
        """The whole expression; raises Unreadable when a part of it has no counterpart."""
        return self._truth(parse(text))

    def _truth(self, node: Node) -> Verdict:
        if node.kind == "op" and node.value in ("and", "or"):
            parts = [self._truth(part) for part in node.parts]
            return every(parts) if node.value == "and" else some(parts)
        if node.kind == "op" and node.value in _PYTHON:
            return self._comparison(node.value, *node.parts)
        if node.kind == "call":
            return self._call(node)
        if node.kind == "ref":
            return self._answered(self._question(node))
        raise Unreadable(f"{node.value!r} is neither true nor false")

    def _call(self, node: Node) -> Verdict:
        if node.value in ("true", "false") and not node.parts:
            return node.value == "true"
        if node.value == "not" and len(node.parts) == 1:
            return negated(self._truth(node.parts[0]))
        if node.value == "boolean" and len(node.parts) == 1:
            return self._truth(node.parts[0])
        if node.value == "selected" and len(node.parts) == 2:
            return self._selected(*node.parts)
        raise Unreadable(f"the function {node.value}() has no counterpart")

    def _selected(self, where: Node, what: Node) -> Verdict:
        question = self._question(where)
        return self._chosen(question, self._constant(what))

    def _comparison(self, sign: str, left: Node, right: Node) -> Verdict:
        if self._fixed(left) and self._fixed(right):
            return self._compared(sign, self._constant(left), self._constant(right))
        if self._fixed(left):
            left, right, sign = right, left, _TURNED.get(sign, sign)
        if not self._fixed(right):
            raise Unreadable("it compares two answers")
        constant = self._constant(right)
        if left.kind == "call" and left.value in ("string-length", "count-selected") and len(left.parts) == 1:
            return self._length(sign, self._question(left.parts[0]), constant)
        question = self._question(left)
        if constant == "" and sign in ("=", "!="):
            answered = self._answered(question)
            return answered if sign == "!=" else negated(answered)
        if question.kind == "number":
            return _number(question, sign, _as_number(constant))
        return self._coded(question, sign, constant)

    def _compared(self, sign: str, left: str, right: str) -> bool:
        if sign in ("=", "!="):
            return _PYTHON[sign](left, right)
        return _PYTHON[sign](_as_number(left), _as_number(right))

    def _coded(self, question: Known, sign: str, constant: str) -> Verdict:
        if question.kind not in ("single", "multiple"):
            raise Unreadable(f"the answer to {question.name} is no code or number")
        if sign == "=":
            return self._chosen(question, constant, alone=question.kind == "multiple")
        if sign == "!=":
            return negated(self._chosen(question, constant, alone=question.kind == "multiple"))
        if question.kind == "multiple":
            raise Unreadable(f"{question.name} holds several codes")
        limit = _as_number(constant)
        # A code that is no number is neither above nor below anything.
        codes = [ours for code, ours in question.codes.items() if _PYTHON[sign](_number_or_none(code), limit)]
        return some([leaf(question, "is", code) for code in codes])

    def _chosen(self, question: Known, code: str, *, alone: bool = False) -> Verdict:
        if question.kind not in ("single", "multiple"):
            raise Unreadable(f"{question.name} has no options")
        if code not in question.codes:
            if self.columns is not None:
                return False
            raise Unreadable(f"{code!r} is not an answer to {question.name}")
        ours = question.codes[code]
        if question.kind == "single":
            return leaf(question, "is", ours)
        others = [other for other in question.codes.values() if other != ours] if alone else []
        return every([leaf(question, "has", ours), *(negated(leaf(question, "has", o)) for o in others)])

    def _length(self, sign: str, question: Known, constant: str) -> Verdict:
        limit = _as_number(constant)
        if (sign, limit) in ((">", 0), (">=", 1), ("!=", 0)):
            return self._answered(question)
        if (sign, limit) in (("=", 0), ("<", 1), ("<=", 0)):
            return negated(self._answered(question))
        raise Unreadable(f"it counts what was answered to {question.name}")

    def _answered(self, question: Known) -> Verdict:
        if question.kind == "multiple":
            return some([leaf(question, "has", code) for code in question.codes.values()])
        return leaf(question, "answered", True)

    def _question(self, node: Node) -> Known:
        if node.kind == "call" and node.value in _SAME and len(node.parts) == 1:
            return self._question(node.parts[0])
        if node.kind != "ref":
            raise Unreadable(f"{node.value!r} is no question")
        if node.value not in self.known:
            raise Unreadable(f"no question that we carry over is called {node.value!r} before it")
        question = self.known[node.value]
        if question.repeat is not None and question.repeat != self.repeat:
            raise Unreadable(f"{node.value} is asked once in each repetition")
        return question

    def _fixed(self, node: Node) -> bool:
        if node.kind == "op" and node.value == "negative":
            return self._fixed(node.parts[0])
        return node.kind in ("text", "number") or (node.kind == "column" and self.columns is not None)

    def _constant(self, node: Node) -> str:
        if node.kind == "op" and node.value == "negative":
            return f"-{self._constant(node.parts[0])}"
        if node.kind == "column" and self.columns is not None:
            return self.columns.get(node.value, "")
        if node.kind not in ("text", "number"):
            raise Unreadable("it compares with something that is not written out")
        return node.value


def leaf(question: Known, test: str, value: object) -> Condition:
    """The condition that `question` passes one test."""
    return Condition.model_validate({"question": question.name, test: value})


def every(parts: list[Verdict]) -> Verdict:
    """All of them."""
    return _joined("all", [part for part in parts if part is not True], False)


def some(parts: list[Verdict]) -> Verdict:
    """At least one of them."""
    return _joined("any", [part for part in parts if part is not False], True)


def negated(part: Verdict) -> Verdict:
    """Not that."""
    return not part if isinstance(part, bool) else Condition.model_validate({"not": part})


def _joined(key: str, parts: list[Verdict], settled: Verdict) -> Verdict:
    """`settled` decides the whole when it is among the parts."""
    left = [part for part in parts if isinstance(part, Condition)]
    if len(left) < len(parts):
        return settled
    if len(left) < 2:
        return left[0] if left else not settled
    return Condition.model_validate({key: left})


def _number(question: Known, sign: str, limit: float) -> Verdict:
    low, high = leaf(question, "at_least", limit), leaf(question, "at_most", limit)
    if sign in (">=", "<="):
        return low if sign == ">=" else high
    if sign in ("=", "!="):
        same = every([low, high])
        return same if sign == "=" else negated(same)
    if question.whole and limit == int(limit):
        return leaf(question, "at_least", limit + 1) if sign == ">" else leaf(question, "at_most", limit - 1)
    return every([leaf(question, "answered", True), negated(high if sign == ">" else low)])


def _number_or_none(code: str) -> float:
    """The number that a code is; otherwise the one that every comparison says no to."""
    try:
        return float(code)
    except ValueError:
        return math.nan


def _as_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unreadable(f"{text!r} is no number") from None
