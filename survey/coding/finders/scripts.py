"""Writing the word lists cannot read: names in Arabic, Cyrillic or Tigrinya letters would pass unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.coding.finders.hit import Hit
from survey.coding.finders.known import Known

# Letters from Greek on, but for the Latin ones with accents of Vietnamese and others, and what is no letter.
_FOREIGN = re.compile(
    r"[\u0370-\u1dff\u2c00-\u2dff\u2e80-\ua71f\ua800-\ufdff\ufe70-\ufeff]|[\U00010000-\U0001d3ff\U00020000-\U0003ffff]"
)


def find(text: str, known: Known) -> Iterator[Hit]:
    """One hit, from the first such letter to the last."""
    found = [match.start() for match in _FOREIGN.finditer(text) if match.group().isalpha()]
    if found:
        yield Hit(found[0], found[-1] + 1, "script", "letters that the lists of names do not cover")
