"""Dates that somebody may be born on: a year long enough ago, or a word such as «born» before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from survey.coding.finders.hit import Hit
from survey.coding.finders.known import Known, cues

LAST_YEAR = 2010
"""A full date up to this year is taken for a date of birth, whatever stands before it."""
_BEFORE = 24
_DIGITS = re.compile(r"(?<![\d.])(\d{1,2})[./ -]{1,2}(\d{1,2})[./ -]{1,2}(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./ -](\d{1,2})[./ -](\d{1,2})(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th)? {0,2}(?:of )?([^\W\d_]{3,20})\.?,? {0,2}(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,20})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_FIGURES = ((_DIGITS, (1, 2, 3)), (_YEAR_FIRST, (3, 2, 1)))
_NAMED = ((_WORDS, (1, 2, 3)), (_MONTH_FIRST, (2, 1, 3)))
"""Pattern, and which of its groups are day, month and year."""
_CLOSE = re.compile(r"(?<!\d)(\d{2})[./ -]?(\d{2})[./ -]?(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")


def find(text: str, known: Known) -> Iterator[Hit]:
    """Every such date in `text`."""
    for pattern, (day, month, year) in (*_FIGURES, *_NAMED):
        for match in pattern.finditer(text):
            number = "1" if match[month].casefold() in cues("months") else match[month]
            yield from _date(text, match, (match[day], number, match[year]))
    for pattern in (_CLOSE, _YEAR):
        for match in pattern.finditer(text):
            if told(text, match.start()):
                yield Hit(match.start(), match.end(), "birth_date", "after a word for being born")


def _date(text: str, match: re.Match[str], parts: Sequence[str]) -> Iterator[Hit]:
    if not parts[1].isdecimal():
        return
    day, month, year = (int(part) for part in parts)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return
    if told(text, match.start()):
        yield Hit(match.start(), match.end(), "birth_date", "a date after a word for being born")
    elif (len(parts[2]) == 4 and 1900 <= year <= LAST_YEAR) or (len(parts[2]) == 2 and year > 30):
        yield Hit(match.start(), match.end(), "birth_date", f"a date up to {LAST_YEAR}")


def told(text: str, start: int) -> bool:
    """Whether a word for being born stands shortly before."""
    before = text[max(0, start - _BEFORE) : start].casefold()
    return any(word.strip(":,;()").rstrip(".") in cues("born") for word in before.split())
