"""Ways to reach somebody: e-mail addresses, web addresses, handles.

Found from the sign that gives them away (@, ://, www., a domain's ending), outwards and only so far: time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.coding.finders.hit import Hit
from survey.coding.finders.known import Known

_SPOKEN = "kr\u00f8llalfa|alfakr\u00f8ll"
_AT = re.compile(
    rf" {{0,2}}(?:@|[(\[{{] ?(?:at|a|snabel-a|{_SPOKEN}) ?[)\]}}]| (?:{_SPOKEN}) ) {{0,2}}", re.IGNORECASE
)
_WEB = re.compile(r"(?:https?|ftp) ?:// ?[^\s<>\"]{1,2000}|\bwww\.[^\s<>\"]{1,2000}", re.I)
_ENDING = re.compile(r"\.(?:no|com|org|net|info|se|dk|fi|io|eu|uk|de|edu|gov)(?![\w])", re.I)
_BEFORE = frozenset(".+-_%")
REACH = 64
_DOMAIN = 255


def find(text: str, known: Known) -> Iterator[Hit]:
    """Every such address in `text`."""
    yield from _mail(text)
    for match in _WEB.finditer(text):
        yield Hit(match.start(), match.end(), "url", "a web address")
    for match in _ENDING.finditer(text):
        start = _leftwards(text, match.start())
        if start < match.start():
            path = text[match.end() : match.end() + 1] == "/"
            yield Hit(
                start, _to_blank(text, match.end()) if path else match.end(), "url", "a web site's name"
            )


def _to_blank(text: str, end: int) -> int:
    stop = min(len(text), end + _DOMAIN)
    while end < stop and not text[end].isspace():
        end += 1
    return end


def _mail(text: str) -> Iterator[Hit]:
    for match in _AT.finditer(text):
        start, end = _leftwards(text, match.start()), _rightwards(text, match.end())
        apart = match.group().startswith(" ") and match.group().endswith("@")
        if start < match.start() and end > match.end() and not apart:
            yield Hit(start, end, "email", "a name and a domain on either side of @")
        elif end > match.end() + 1 and match.group().endswith("@"):
            yield Hit(match.end() - 1, end, "handle", "a name after @")


def _leftwards(text: str, start: int) -> int:
    stop = max(0, start - REACH)
    while start > stop and (text[start - 1].isalnum() or text[start - 1] in _BEFORE):
        start -= 1
    return start


def _rightwards(text: str, end: int) -> int:
    stop = min(len(text), end + _DOMAIN)
    while end < stop and (text[end].isalnum() or text[end] in _BEFORE):
        end += 1
    while end and text[end - 1] in _BEFORE:
        end -= 1
    return end
