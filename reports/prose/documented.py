"""The vocabulary as the table of docs/prose.md; a test compares the two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TABLES = ("shares", "differences", "distances", "ratios")


def vocabulary_tables(words: Mapping[str, Mapping[str, Any]]) -> str:
    """Markdown of every list of words for size; `words` is language → its text file."""
    return "\n\n".join(_table(name, words) for name in TABLES)


def _table(name: str, words: Mapping[str, Mapping[str, Any]]) -> str:
    lists = {language: every["vocabulary"][name] for language, every in words.items()}
    first = next(iter(lists.values()))
    head = [f"| {name} | {' | '.join(lists)} |", f"| --- |{' --- |' * len(lists)}"]
    rows = [f"| {at} | {' | '.join(str(one[at]) for one in lists.values())} |" for at in first]
    return "\n".join([*head, *rows])
