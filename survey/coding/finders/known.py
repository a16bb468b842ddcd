"""The word lists that finders look in, and what a study itself knows: names of its places and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from survey.document import read_document

FOLDER = Path(__file__).parents[1] / "words"
SHORT = 5
"""A place name below this many letters is found as a whole word with a capital, not inside others."""


@dataclass(frozen=True)
class Known:
    """Names of places and people that the study's own files hold, as they stand there."""

    places: frozenset[str] = field(default_factory=frozenset)
    people: frozenset[str] = field(default_factory=frozenset)

    def heads(self) -> tuple[str, ...]:
        """First words of the study's own place names that may begin a compound, small letters, longest first."""
        words = {place.split()[0].casefold() for place in self.places if place.strip()}
        return tuple(sorted((word for word in words if len(word) >= SHORT), key=lambda w: (-len(w), w)))


@lru_cache
def names(which: str) -> frozenset[str]:
    """`words/<which>.txt` in small letters: words with white space or « | » between."""
    return frozenset(word.casefold() for word in _words(which))


@lru_cache
def cues(which: str) -> frozenset[str]:
    """One list of `words/cues.yaml`, in small letters."""
    return frozenset(str(word).casefold() for word in read_document(FOLDER / "cues.yaml").data[which])


def _words(which: str) -> Iterable[str]:
    lines = (FOLDER / f"{which}.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("#")]
    if which == "places":
        return [name.strip() for line in kept for name in line.split("|") if name.strip()]
    return [name for line in kept for name in line.split()]
