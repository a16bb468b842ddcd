"""SurveyJS expressions as trees: `{age} > 18 and {goals} contains 'read'`. Nothing is looked up or evaluated."""

from __future__ import annotations

import re

from survey.imports.xlsform_xpath import Node, Unreadable

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<ref>\{[^{}]*\})
    | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<sign><=|>=|<>|!=|==|=|<|>|&&|\|\||!|\(|\)|\[|\]|,|[-+*/%^])
    | (?P<word>[^\W\d][\w.-]*)
    )""",
    re.VERBOSE,
)
_SAME = {
    "==": "=",
    "equal": "=",
    "<>": "!=",
    "notequal": "!=",
    "less": "<",
    "lessorequal": "<=",
    "greater": ">",
    "greaterorequal": ">=",
    "contain": "contains",
    "notcontain": "notcontains",
}
_SIGNS = ("=", "!=", "<", "<=", ">", ">=", "contains", "notcontains", "anyof", "allof", "noneof")
_AFTER = ("empty", "notempty")
_JOINS = {"and": "and", "&&": "and", "or": "or", "||": "or"}

Token = tuple[str, str]


def parse(text: str) -> Node:
    """The tree of an expression; raises Unreadable.

    Nodes: `ref`, `text`, `number`, `call`, and `op` (and, or, not, list, empty, notempty, comparisons).
    """
    reader = _Reader(_tokens(text))
    node = reader.either()
    if reader.left:
        raise Unreadable(f"{reader.left[0][1]!r} is not understood there")
    return node


def _tokens(text: str) -> list[Token]:
    found, place = list[Token](), 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise Unreadable(f"{text[place : place + 20]!r} is not understood")
        kind = str(match.lastgroup)
        found.append((kind, match[kind]))
        place = match.end()
    return found


class _Reader:
    """Reads tokens from the left; each method takes one kind of part."""

    def __init__(self, tokens: list[Token]) -> None:
        self.left = tokens

    def next_is(self, *words: str) -> bool:
        return bool(self.left) and self.left[0][0] in ("sign", "word") and self.left[0][1].lower() in words

    def take(self) -> Token:
        if not self.left:
            raise Unreadable("it ends too early")
        return self.left.pop(0)

    def expect(self, sign: str) -> None:
        if not self.next_is(sign):
            raise Unreadable(f"{sign!r} is missing")
        self.take()

    def either(self) -> Node:
        """`a or b or c` as one node."""
        return self._chain("or", ("or", "||"))

    def _chain(self, word: str, signs: tuple[str, ...]) -> Node:
        part = self._both if word == "or" else self._comparison
        parts = [part()]
        while self.next_is(*signs):
            self.take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else Node("op", word, tuple(parts))

    def _both(self) -> Node:
        return self._chain("and", ("and", "&&"))

    def _comparison(self) -> Node:
        if self.next_is("!", "not", "negate"):
            self.take()
            return Node("op", "not", (self._comparison(),))
        left = self._value()
        if not self.left or self.left[0][0] not in ("sign", "word"):
            return left
        word = _SAME.get(self.left[0][1].lower(), self.left[0][1].lower())
        if word in _AFTER:
            self.take()
            return Node("op", word, (left,))
        if word in _SIGNS:
            self.take()
            return Node("op", word, (left, self._value()))
        return left

    def _value(self) -> Node:
        kind, word = self.take()
        if kind == "ref":
            return Node("ref", word[1:-1].strip())
        if kind == "text":
            return Node("text", re.sub(r"\\(.)", r"\1", word[1:-1]))
        if kind == "number":
            return Node("number", word)
        if kind == "word":
            return self._named(word)
        if word == "(":
            node = self.either()
            self.expect(")")
            return node
        if word == "[":
            return Node("op", "list", tuple(self._listed("]")))
        raise Unreadable(f"{word!r} is not understood there")

    def _named(self, word: str) -> Node:
        if self.next_is("("):
            self.take()
            return Node("call", word, tuple(self._listed(")")))
        return Node("text", word)

    def _listed(self, end: str) -> list[Node]:
        parts: list[Node] = []
        while not self.next_is(end):
            if parts:
                self.expect(",")
            parts.append(self.either())
        self.take()
        return parts
