"""The expressions of XLSForm (XPath 1.0 with `${…}` and `.`) as a tree. Nothing is evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["ref", "dot", "column", "text", "number", "call", "op", "list"]
"""`list` stands in other languages than XPath that are read into the same tree."""

_TOKEN = re.compile(
    r"\s*(?:"
    r"\$\{\s*(?P<ref>[^}]*?)\s*\}"
    r"|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\""
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)"
    r"|(?P<op>!=|<=|>=|//|\.\.|[=<>()+*/,|.\[\]-])"
    r")"
)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
"""Operators from the loosest to the tightest."""
_WORDS = ("or", "and", "div", "mod")
_DEEPEST = 40
"""Brackets within brackets; people do not come near."""


class Unreadable(Exception):
    """An expression, or a part of one, that has no counterpart among our conditions; its text says why."""


@dataclass(frozen=True)
class Node:
    """One part of an expression: `value` is the name, text or operator; `parts` are its operands or arguments."""

    kind: Kind
    value: str
    parts: tuple[Node, ...] = ()


class Token(NamedTuple):
    """A word of an expression."""

    kind: str
    value: str


def tokens(text: str) -> list[Token]:
    """The words of an expression; raises Unreadable at a character that cannot stand there."""
    found, place = [], 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.end() == place:
            raise Unreadable(f"it cannot be read from {text[place : place + 20]!r} on")
        kind = str(match.lastgroup)
        found.append(Token("text" if kind in ("single", "double") else kind, match[kind]))
        place = match.end()
    return found


def parse(text: str) -> Node:
    """The tree of an expression; raises Unreadable when it is incomplete or uses paths."""
    parser = _Parser(tokens(text))
    tree = parser.level(0)
    if parser.rest:
        raise Unreadable(f"{parser.rest[0].value!r} was not expected")
    return tree


class _Parser:
    """Recursive descent: one call of `level` for each precedence."""

    def __init__(self, words: list[Token]):
        self.rest = words
        self.depth = 0

    def level(self, number: int) -> Node:
        if number == len(_LEVELS):
            return self.unary()
        left = self.level(number + 1)
        while self.rest and self._operator() in _LEVELS[number]:
            operator = self.rest.pop(0).value
            # A long chain of «and» or «or» is one node: as a tree it would be as deep as it is long.
            chain = operator in ("and", "or") and left.kind == "op" and left.value == operator
            parts = left.parts if chain else (left,)
            left = Node("op", operator, (*parts, self.level(number + 1)))
        return left

    def _operator(self) -> str:
        word = self.rest[0]
        return word.value if word.kind == "op" or (word.kind == "name" and word.value in _WORDS) else ""

    def unary(self) -> Node:
        if self._next("-"):
            self._deeper()
            return Node("op", "negative", (self.unary(),))
        return self.primary()

    def primary(self) -> Node:
        if not self.rest:
            raise Unreadable("it ends too early")
        word = self.rest.pop(0)
        if word == Token("op", "("):
            return self._inside()
        if word == Token("op", "."):
            node = Node("dot", ".")
        elif word.kind == "name" and self._next("("):
            node = Node("call", word.value, self._arguments())
        elif word.kind == "name":
            node = Node("column", word.value)
        elif word.kind == "op":
            raise Unreadable(f"{word.value!r} was not expected" if word.value not in ("/", "..") else _PATH)
        else:
            node = Node(
                "ref" if word.kind == "ref" else "text" if word.kind == "text" else "number", word.value
            )
        if self.rest and self.rest[0] in (Token("op", "/"), Token("op", "//"), Token("op", "[")):
            raise Unreadable(_PATH)
        return node

    def _inside(self) -> Node:
        self._deeper()
        tree = self.level(0)
        if not self._next(")"):
            raise Unreadable("a bracket is not closed")
        self.depth -= 1
        return tree

    def _arguments(self) -> tuple[Node, ...]:
        if self._next(")"):
            return ()
        self._deeper()
        found = [self.level(0)]
        while self._next(","):
            found.append(self.level(0))
        if not self._next(")"):
            raise Unreadable("a bracket is not closed")
        self.depth -= 1
        return tuple(found)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unreadable("it has too many brackets")

    def _next(self, value: str) -> bool:
        if self.rest and self.rest[0] == Token("op", value):
            self.rest.pop(0)
            return True
        return False


_PATH = "it uses a path into the form"
