"""Text that remembers where its numbers come from.

A printed number is wrapped in three characters that no text from outside may hold (`harmless` takes them out). They
ride through patterns, joins and Markdown; who writes the file splits the text with `pieces` and records each number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

OPEN, MIDDLE, CLOSE = "\ue010", "\ue011", "\ue012"
_PIECE = re.compile(f"{OPEN}(\\d+){MIDDLE}([^{OPEN}{MIDDLE}{CLOSE}]*){CLOSE}")
_MARKS = re.compile(f"[{OPEN}{MIDDLE}{CLOSE}]")
_NUMERAL = re.compile(r"[^\W\d_]*\d(?:\w|[ \u00a0\u202f.,:/–-](?=\d))*")
WORDING = "wording"
"""How a number is bound that stands in words somebody wrote: a label, a title, a fact."""


@dataclass(frozen=True)
class Source:
    """One value a printed number rests on: a cell of a published frame, or a setting (`frame` params, outline …)."""

    frame: str
    item: str = ""
    segment: str = ""
    group: str = ""
    measure: str = ""
    answer: str = ""
    number: float | None = None
    base: float | None = None


@dataclass(frozen=True)
class Binding:
    """A printed number and its sources; `how` says what was done with them (`cell` when nothing was)."""

    printed: str
    sources: tuple[Source, ...]
    how: str = "cell"


@dataclass
class Ledger:
    """Every number that was made for a report, each once, in the order made."""

    bindings: list[Binding] = field(default_factory=list)
    _known: dict[Binding, int] = field(default_factory=dict)

    def bind(self, binding: Binding) -> str:
        """The printed text, wrapped."""
        if binding not in self._known:
            self._known[binding] = len(self.bindings)
            self.bindings.append(binding)
        return wrapped(self._known[binding], binding.printed)


def pieces(text: str) -> Iterator[tuple[str, int | None]]:
    """The parts of `text` in order, each with the place of its binding in the ledger, or None."""
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            yield harmless(text[end : found.start()]), None
        yield found[2], int(found[1])
        end = found.end()
    if end < len(text):
        yield harmless(text[end:]), None


def bare(text: str) -> str:
    """`text` without its bindings, for places that hold nothing but characters."""
    return "".join(piece for piece, _ in pieces(text))


def harmless(text: str) -> str:
    """`text` without the three characters: text from outside cannot pass for a bound number."""
    return _MARKS.sub("", text)


def numerals(text: str) -> list[str]:
    """The numbers in a text without bindings, as they are written; letters that touch a number belong to it."""
    return _NUMERAL.findall(text)


def with_numerals(text: str, source: Source, ledger: Ledger) -> str:
    """`text` with its own numbers bound to where the text stands; numbers bound already stay as they are."""

    def bound(found: re.Match[str]) -> str:
        return ledger.bind(Binding(found.group(), (source,), WORDING))

    return "".join(
        _NUMERAL.sub(bound, piece) if place is None else wrapped(place, piece)
        for piece, place in pieces(text)
    )


def rebound(text: str, places: Mapping[int, int]) -> str:
    """`text` bound in one ledger as it is bound in another; what has no place there is bound no longer."""
    return "".join(
        piece if place is None or place not in places else wrapped(places[place], piece)
        for piece, place in pieces(text)
    )


def wrapped(place: int, printed: str) -> str:
    """What is printed, between the marks that name its binding."""
    return f"{OPEN}{place}{MIDDLE}{printed}{CLOSE}"


def tamed(text: str, known: int) -> str:
    """`text` as it is when its bindings are among the first `known` of the ledger; else they are forged, and go."""
    if any(place >= known for place in places_in(text)):
        return harmless(text)
    return "".join(piece if place is None else wrapped(place, piece) for piece, place in pieces(text))


def places_in(text: str) -> tuple[int, ...]:
    """The places of the bindings in a text, in order."""
    return tuple(place for _, place in pieces(text) if place is not None)
