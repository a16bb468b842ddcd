"""Which numbers of a text its bindings account for: every digit has to lie in the printed form of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"\S*[^\W_]\S*|\S+")


class Number(NamedTuple):
    """A number as printed, and its binding's place; None when there is none."""

    text: str
    place: int | None


def counts(text: str) -> bool:
    """Whether the text holds a number: digits of any script, fractions and raised digits too."""
    return any(unicodedata.category(character)[0] == "N" for character in text)


def loose(text: str) -> list[Number]:
    """The numbers of a text that nothing accounts for."""
    return [Number(token.strip("().,;:«»"), None) for token in _TOKEN.findall(text) if counts(token)]


def in_order(text: str, printed: Sequence[tuple[int, str]]) -> list[Number]:
    """The numbers of a text whose bindings stand in it in this order; one that is not found leaves its number loose."""
    found: list[Number] = []
    at = 0
    for place, words in printed:
        start = text.find(words, at)
        if start >= 0:
            found += [*loose(text[at:start]), Number(words, place)]
            at = start + len(words)
    return [*found, *loose(text[at:])]


def in_any_order(text: str, printed: Sequence[tuple[int, str]]) -> list[Number]:
    """The same where nothing is known of the order: longer ones first."""
    for place, words in sorted(printed, key=lambda one: -len(one[1])):
        before, found, after = text.partition(words)
        if found:
            return [*in_any_order(before, printed), Number(words, place), *in_any_order(after, printed)]
    return loose(text)
