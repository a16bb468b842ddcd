"""Places: the study's own, also inside compounds; Norway's municipalities and towns; addresses and postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from survey.coding.finders.hit import Hit
from survey.coding.finders.known import SHORT, Known, cues, names
from survey.coding.finders.words import Word, at_start, words

_POSTCODE = re.compile(r"(?<![\d+])(\d{4}) {1,2}([^\W\d_]{2,30})")
_BOX = re.compile(r"\b(?:postboks|boks|p\.?o\.? ?box) {0,2}\d{1,5}", re.I)
_WIDEST = 45
LONGEST = 20
"""Letters that are compared with the beginning of a place's name."""


def find(text: str, known: Known) -> Iterator[Hit]:
    """Every such place in `text`."""
    heads, everywhere = known.heads(), _heads()
    own = {place.casefold() for place in known.places}
    for word in words(text):
        hit = _own(word, heads, own) or _norwegian(text, word, everywhere)
        if hit:
            yield Hit(word.start, word.end, "place", hit)
    yield from _addresses(text)


def _own(word: Word, heads: tuple[str, ...], own: set[str]) -> str | None:
    folded = word.text.casefold()
    parts = (folded, *folded.split("-"))
    if any(_bare(part) in own for part in parts) and (len(folded) >= SHORT or word.capital):
        return "a place of this study"
    if any(part.startswith(heads) for part in parts):
        return "begins with a place of this study"
    return None


def _norwegian(text: str, word: Word, heads: frozenset[str]) -> str | None:
    """A whole word, or the beginning of a compound when it has a capital and the place's name is long enough."""
    for part in (word.text, *word.text.split("-")):
        folded = _bare(part.casefold())
        if not part[:1].isupper() and part.casefold() not in heads:
            continue
        if folded in _single():
            doubtful = folded in names("ambiguous")
            if not doubtful or (part[:1].isupper() and not at_start(text, word.start)):
                return "a Norwegian municipality, county or town"
        if any(folded[:n] in heads for n in range(6, min(len(folded), LONGEST))):
            return "begins with a Norwegian municipality, county or town"
    return None


def _bare(folded: str) -> str:
    """Without the ending of a genitive, unless the name itself ends so."""
    trimmed = folded.replace("\u2019", "'").removesuffix("'s").removesuffix("'")
    return trimmed if trimmed in _single() or not trimmed.endswith("s") else trimmed.removesuffix("s")


@lru_cache
def _single() -> frozenset[str]:
    """Place names of one word, and the telling first word of longer ones."""
    whole = names("places")
    return frozenset(name for name in whole if " " not in name) | {
        name.split()[-1] for name in whole if " " in name and len(name.split()[-1]) >= SHORT
    }


@lru_cache
def _heads() -> frozenset[str]:
    return frozenset(name for name in _single() if len(name) >= 6 and name not in names("ambiguous"))


def _addresses(text: str) -> Iterator[Hit]:
    for match in _street().finditer(text):
        start = match.start()
        stop = max(0, start - _WIDEST)
        while start > stop and (text[start - 1].isalpha() or text[start - 1] in "-'"):
            start -= 1
        yield Hit(start, match.end(), "address", "a street and a number")
    for match in _POSTCODE.finditer(text):
        year = match[1][:2] in ("19", "20")
        place = _bare(match[2].casefold()) in _single()
        if place or (not year and match[2][0].isupper()):
            yield Hit(match.start(), match.end(), "address", "four digits and a name: a postcode")
    for match in _BOX.finditer(text):
        yield Hit(match.start(), match.end(), "address", "a post box")


@lru_cache
def _street() -> re.Pattern[str]:
    endings = "|".join(sorted(map(re.escape, cues("streets")), key=len, reverse=True))
    return re.compile(rf"(?:{endings})\.? {{1,2}}(?:nr\.? ?)?\d{{1,4}}(?: ?[A-Za-z])?(?![\w])", re.I)
