"""Constraints of XLSForm → limits of our questions. A part without a counterpart is given back as text."""

from __future__ import annotations

import re
from typing import Any

from survey.imports.xlsform_xpath import Node, Unreadable, parse

_DECIMALS = re.compile(r"\^-\?\[0-9\]\+\(\[\.\]\[0-9\]\{1,(\d)\}\)\?\$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Limits:
    """What a constraint becomes: keys of the question, codes that rule out the others, and what was left over.

    `kind` is integer, decimal, date, text or multiple; other questions have no limits here.
    """

    def __init__(self, kind: str, text: str):
        self.kind = kind
        self.keys: dict[str, Any] = {}
        self.exclusive: list[str] = []
        self.lost = ""
        if text:
            self._read(text)

    def _read(self, text: str) -> None:
        try:
            parts = _conjuncts(parse(text))
        except Unreadable as reason:
            self.lost = str(reason)
            return
        if not all([self._part(part) for part in parts]):
            self.lost = "a part of it has no counterpart"

    def _part(self, node: Node) -> bool:
        """Whether the part was carried over."""
        alone = _alone(node)
        if alone is not None and self.kind == "multiple":
            self.exclusive.append(alone)
            return True
        if node.kind == "call" and node.value == "regex" and len(node.parts) == 2:
            found = _DECIMALS.fullmatch(node.parts[1].value)
            self.keys |= {"decimals": int(found[1])} if found and self.kind == "decimal" else {}
            return found is not None and self.kind == "decimal"
        if node.kind != "op" or len(node.parts) != 2:
            return False
        left, right, sign = *node.parts, node.value
        if left.kind != "dot" and right.kind == "dot":
            left, right, sign = right, left, _TURNED.get(sign, sign)
        return self._comparison(left, sign, right)

    def _comparison(self, left: Node, sign: str, right: Node) -> bool:
        if left.kind == "call" and left.value == "string-length" and self.kind == "text":
            return self._length(sign, right)
        if left.kind != "dot":
            return False
        if self.kind in ("integer", "decimal"):
            return self._number(sign, right)
        if self.kind == "date":
            return self._date(sign, right)
        return False

    def _number(self, sign: str, node: Node) -> bool:
        limit = _value(node)
        if limit is None:
            return False
        ends = {">=": ("minimum", limit), "<=": ("maximum", limit)}
        if self.kind == "integer" and limit == int(limit):
            ends |= {">": ("minimum", limit + 1), "<": ("maximum", limit - 1)}
        return self._set(ends, sign)

    def _length(self, sign: str, node: Node) -> bool:
        limit = _value(node)
        if limit is None or limit < 1:
            return False
        return self._set({"<=": ("max_length", int(limit)), "<": ("max_length", int(limit) - 1)}, sign)

    def _date(self, sign: str, node: Node) -> bool:
        day = (
            node.parts[0].value if node.kind == "call" and node.value == "date" and node.parts else node.value
        )
        if not _DAY.fullmatch(day):
            return False
        return self._set({">=": ("earliest", day), "<=": ("latest", day)}, sign)

    def _set(self, ends: dict[str, tuple[str, Any]], sign: str) -> bool:
        if sign not in ends:
            return False
        key, limit = ends[sign]
        self.keys[key] = limit
        return True


def _conjuncts(node: Node) -> list[Node]:
    if node.kind == "op" and node.value == "and":
        return [part for inner in node.parts for part in _conjuncts(inner)]
    return [node]


def _value(node: Node) -> float | None:
    if node.kind == "op" and node.value == "negative":
        inside = _value(node.parts[0])
        return None if inside is None else -inside
    return float(node.value) if node.kind == "number" else None


def _alone(node: Node) -> str | None:
    """The code in `not(selected(., 'code') and count-selected(.) > 1)`, also written the other ways people write it."""
    if node.kind == "call" and node.value == "not" and len(node.parts) == 1:
        inner = node.parts[0]
        if inner.kind == "op" and inner.value == "and":
            return _ticked_beside(inner.parts)
    if node.kind == "call" and node.value == "if" and len(node.parts) == 3:
        code = _ticked(node.parts[0])
        only = _counted(node.parts[1]) in (("=", 1), ("<=", 1), ("<", 2))
        return code if only and node.parts[2] == Node("call", "true") else None
    return None


def _ticked_beside(parts: tuple[Node, ...]) -> str | None:
    for first, second in (parts, parts[::-1]):
        if _counted(second) in ((">", 1), (">=", 2), ("!=", 1)):
            return _ticked(first)
    return None


def _ticked(node: Node) -> str | None:
    here = node.kind == "call" and node.value == "selected" and len(node.parts) == 2
    return node.parts[1].value if here and node.parts[0].kind == "dot" else None


def _counted(node: Node) -> tuple[str, float] | None:
    """(sign, number) of `count-selected(.) > 1`."""
    if node.kind != "op" or len(node.parts) != 2:
        return None
    left, number = node.parts[0], _value(node.parts[1])
    here = left.kind == "call" and left.value == "count-selected" and left.parts == (Node("dot", "."),)
    return (node.value, number) if here and number is not None else None
