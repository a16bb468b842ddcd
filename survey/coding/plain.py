"""Text as a reader sees it, for finders: nothing invisible, digits of any script as 0-9, and the way back."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_NEWLINES = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_FILLERS = frozenset("\u034f\u115f\u1160\u3164\uffa0\u20e3")
_DASHES = frozenset("\u2212\u00ad\u2043\u2796")
MARK = "␦"
"""Shown where a character stands that no document can show, or that reorders what is read."""
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Plain:
    """The text that is looked at; `starts[i]` is where its character `i` stands in the original."""

    text: str
    starts: tuple[int, ...]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original, to the character before the next one that is looked at."""
        last = self.starts[end - 1]
        following = bisect_right(self.starts, last)
        return self.starts[start], self.starts[following] if following < len(self.starts) else self.length


def plain(text: str) -> Plain:
    """`text` as finders read it. Linear in its length."""
    out: list[str] = []
    starts: list[int] = []
    for place, character in enumerate(text):
        seen = _seen(character)
        if unicodedata.combining(character) and out:
            joined = unicodedata.normalize("NFC", out[-1] + character)
            if len(joined) == 1:
                out[-1] = joined
                continue
        out.extend(seen)
        starts.extend([place] * len(seen))
    return Plain("".join(out), tuple(starts), len(text))


@lru_cache(maxsize=4096)
def _seen(character: str) -> str:
    if character in _NEWLINES:
        return "\n"
    kind = unicodedata.category(character)
    if character in _DASHES - {"\u00ad"} or kind == "Pd":
        return "-"
    if kind in ("Cf", "Cs") or character in _FILLERS or "\ufe00" <= character <= "\ufe0f":
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if kind in ("Cc", "Zs"):
        return " "
    # Ligatures, full-width letters, circled digits; an ordinary letter stays itself.
    return unicodedata.normalize("NFKC", character)


def shown(text: str) -> str:
    """`text` with a visible mark for each character that a document cannot show or that reorders others."""
    return "".join(MARK if _unshowable(character) else character for character in text)


def _unshowable(character: str) -> bool:
    if character in "\n\t" or " " <= character <= "~":
        return False
    hidden = unicodedata.category(character) in ("Cc", "Cs") or character in "\ufffe\uffff"
    return hidden or character in _REORDERING
