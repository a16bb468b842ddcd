"""The words of a text with their places, and whether one begins a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from survey.coding.finders.known import cues

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_BEFORE_START = frozenset(".!?:\u2026\n\u2022*\u00b7|;")
_SKIPPED = frozenset(" \"'\u00ab\u00bb\u201c\u201d\u2018\u2019([{-\t")
LOOK_BACK = 12


class Word(NamedTuple):
    """A word: letters, with hyphens and apostrophes inside."""

    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether all of it is capitals, as in an abbreviation."""
        return len(self.text) > 1 and self.text.isupper()


def words(text: str) -> Iterator[Word]:
    """Every word of `text`, in order. Linear in its length."""
    return (Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text))


def at_start(text: str, start: int) -> bool:
    """Whether what stands at `start` begins the text, a line or a sentence; an abbreviation's full stop ends none."""
    place = start
    while place > 0 and place > start - LOOK_BACK and text[place - 1] in _SKIPPED:
        place -= 1
    if place == 0:
        return True
    if text[place - 1] == ".":
        before = text[max(0, place - LOOK_BACK) : place - 1].split()
        return not (before and before[-1].casefold().lstrip("(") in cues("abbreviations"))
    return text[place - 1] in _BEFORE_START
