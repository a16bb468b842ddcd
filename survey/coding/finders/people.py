"""People: names in the lists, names after a title, and capitals inside a sentence that nothing else explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from survey.coding.finders.hit import Hit
from survey.coding.finders.known import Known, cues, names
from survey.coding.finders.words import Word, at_start, words

_LETTER = r"[^\W\d_a-z]\. ?"
_INITIALS = re.compile(
    rf"(?<!\w)(?:{_LETTER}){{1,3}}(?=[^\W\d_a-z][^\W\d_]+)|(?<!\w)(?:{_LETTER}){{2,4}}(?!\w)"
)
_GAP = 3
"""Characters that may stand between the words of one name: « », «. », «-»."""


def find(text: str, known: Known) -> Iterator[Hit]:
    """Every such name in `text`; words of one name are one hit."""
    every = list(words(text))
    people = {word.casefold() for name in known.people for word in name.split()}
    reasons = [_reason(text, word, people) for word in every]
    _beside(text, every, reasons)
    _after_titles(every, reasons)
    yield from _joined(every, reasons)
    for match in _INITIALS.finditer(text):
        yield Hit(match.start(), match.end(), "name", "initials")


def _reason(text: str, word: Word, people: set[str]) -> str | None:
    if _any_part(word, people):
        return "a person this study knows"
    start = at_start(text, word.start)
    if _listed(word) and (word.capital or _given(word)):
        plain = not _any_part(word, names("ambiguous"))
        if plain or (word.capital and not start and not word.shouted):
            return "a name in the list"
    if word.capital and not start and not word.shouted and len(word.text) > 1 and not _ordinary(word):
        return "a capital letter inside a sentence"
    return None


def _parts(word: Word) -> Iterator[str]:
    for part in (word.text, *word.text.split("-")):
        folded = part.casefold().replace("\u2019", "'")
        yield folded
        yield folded.removesuffix("'s").removesuffix("s")


def _any_part(word: Word, among: set[str] | frozenset[str]) -> bool:
    return any(part in among for part in _parts(word))


def _listed(word: Word) -> bool:
    return _given(word) or _any_part(word, names("surnames"))


def _given(word: Word) -> bool:
    return _any_part(word, names("given_names"))


def _ordinary(word: Word) -> bool:
    """A word that has its capital from elsewhere, or a compound of an abbreviation: «NAV-kontoret»."""
    folded = word.text.casefold().replace("\u2019", "'")
    head = word.text.split("-")[0]
    return (
        folded in names("ordinary")
        or folded.removesuffix("s") in names("ordinary")
        or (head != word.text and (head.isupper() or head.casefold() in names("ordinary")))
    )


def _beside(text: str, every: Sequence[Word], reasons: list[str | None]) -> None:
    """A capital next to a name belongs to it: «Even Berg»; an ordinary word that begins a sentence does not."""
    for i, word in enumerate(every):
        if reasons[i] is None and word.capital and not _ordinary(word):
            others = [j for j in (i - 1, i + 1) if 0 <= j < len(every) and every[j].capital]
            near = [j for j in others if _near(every[min(i, j)], every[max(i, j)])]
            if not _listed(word) and at_start(text, word.start):
                near = [j for j in near if not _given(every[j])]
            named = any(reasons[j] is not None for j in near)
            if named or (_listed(word) and any(_listed(every[j]) for j in near)):
                reasons[i] = "beside a name"


def _after_titles(every: Sequence[Word], reasons: list[str | None]) -> None:
    for first, (i, word) in zip(every, enumerate(every[1:], start=1), strict=False):
        titled = first.text.casefold() in cues("titles") and _near(first, word)
        if titled and word.capital and not word.shouted and not _ordinary(word):
            reasons[i] = "a capital after a title"


def _near(first: Word, second: Word) -> bool:
    return second.start - first.end <= _GAP


def _joined(every: Sequence[Word], reasons: Sequence[str | None]) -> Iterator[Hit]:
    open_: Hit | None = None
    for word, why in zip(every, reasons, strict=True):
        if why is None:
            continue
        if open_ is not None and word.start - open_.end <= 1:
            open_ = open_._replace(end=word.end)
            continue
        if open_ is not None:
            yield open_
        open_ = Hit(word.start, word.end, "name", why)
    if open_ is not None:
        yield open_
