"""What the checks of wording look for: one YAML file a language in survey/lint/words/; others are not checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from survey.document import read_document

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Vocabulary:
    """One language: patterns of each kind, and the longest sentence in words."""

    language: str
    quotes: str
    longest: dict[str, int]
    patterns: dict[str, tuple[re.Pattern[str], ...]]

    def hit(self, kind: str, text: str) -> str:
        """The first words of `text` that a pattern of that kind matches; empty when none does."""
        found = (pattern.search(text) for pattern in self.patterns[kind])
        return next((match.group(0).strip() for match in found if match), "")

    def hits(self, kind: str, text: str) -> list[str]:
        """All words of `text` that a pattern of that kind matches."""
        return [match.group(0) for pattern in self.patterns[kind] for match in pattern.finditer(text)]


@cache
def vocabulary(language: str) -> Vocabulary | None:
    """The lists of a language; None when there are none."""
    path = FOLDER / f"{language}.yaml"
    if not path.is_file():
        return None
    data: dict[str, Any] = read_document(path).data
    return Vocabulary(
        language,
        data.pop("quotes"),
        data.pop("longest"),
        {kind: _compiled(entry) for kind, entry in data.items()},
    )


def _compiled(entry: str | list[str]) -> tuple[re.Pattern[str], ...]:
    patterns = [entry] if isinstance(entry, str) else entry
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
