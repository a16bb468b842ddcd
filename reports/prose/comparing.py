"""Words that compare («larger», «more often», «most»), from the text files: found, and bound to what carries them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reports.word.bound import Binding, Ledger, pieces, wrapped


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words. «*» alone is one to six words between two others, at the end of a word the rest of it."""
    return re.compile("|".join(rf"\b{_one(word)}\b" for word in words), re.IGNORECASE)


def _one(written: str) -> str:
    parts = [r"\w+(?:\s+\w+){0,5}?" if part == "*" else re.escape(part) for part in written.split()]
    return r"\s+".join(parts).replace(r"\*", r"\w*")


@dataclass(frozen=True)
class Comparing:
    """The comparing words of one language."""

    compared: re.Pattern[str]
    first: re.Pattern[str]
    last: re.Pattern[str]

    @classmethod
    def of(cls, words: dict[str, Any]) -> Comparing:
        """From the `guards` block of a language's words."""
        return cls(*(pattern(words[name]) for name in ("comparisons", "first", "last")))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where comparing words stand."""
        for kind in (self.compared, self.first, self.last):
            yield from (found.span() for found in kind.finditer(text))

    def bound(self, text: str, binding: Binding, ledger: Ledger) -> str:
        """`text` with what it claims bound: its comparing words, or its last word where it has none."""
        made, claimed = [], False
        for piece, place in pieces(text):
            if place is None and (spans := _apart(self.spans(piece))):
                made.append(_marked(piece, spans, binding, ledger))
                claimed = True
            else:
                made.append(piece if place is None else wrapped(place, piece))
        return "".join(made) if claimed else _last_word(made, text, binding, ledger)


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, without those that begin inside another."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def _marked(text: str, spans: list[tuple[int, int]], binding: Binding, ledger: Ledger) -> str:
    made, at = "", 0
    for start, end in spans:
        made += text[at:start] + ledger.bind(printed(binding, text[start:end]))
        at = end
    return made + text[at:]


def _last_word(made: list[str], text: str, binding: Binding, ledger: Ledger) -> str:
    """The last word outside of bindings; a text without any stays as it is."""
    free = [i for i, (piece, place) in enumerate(pieces(text)) if place is None and re.search(r"\w", piece)]
    if not free:
        return text
    at = free[-1]
    *_, last = re.finditer(r"\w+", made[at])
    made[at] = _marked(made[at], [last.span()], binding, ledger)
    return "".join(made)


def printed(binding: Binding, words: str) -> Binding:
    """The binding with the words that it stands under."""
    return Binding(" ".join(words.split()), binding.sources, binding.how)
