"""Words as they stand inside a sentence, and as they begin one."""

from __future__ import annotations

from reports.prose.values import Wording


def low(text: str) -> str:
    """`text` as it stands inside a sentence: a small first letter, unless the first word is an abbreviation."""
    if isinstance(text, Wording):
        return text.recast(low)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def cap(text: str) -> str:
    """`text` as it begins a sentence."""
    return text.recast(cap) if isinstance(text, Wording) else text[:1].upper() + text[1:]
