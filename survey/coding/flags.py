"""What in an open answer could tell who somebody is. Nothing is quoted before this is empty, or somebody cleared it.

Finders miss things (see docs/open-text.md for how many): no flag is no proof that an answer names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from survey.coding.finders import FINDERS, Hit, Known
from survey.coding.plain import plain

NOTHING = Known()
OPEN, CLOSE = "⟦", "⟧"
NEVER = frozenset(
    {
        "identity_number",
        "phone",
        "email",
        "bank_account",
        "organisation_number",
        "address",
        "birth_date",
        "handle",
    }
)
"""Kinds that may not stand in a quotation even where an evaluator has written the text."""


@dataclass(frozen=True)
class Flag:
    """A span of the text as it was written (end left out), of which kind, and why."""

    kind: str
    start: int
    end: int
    why: str


def quotable(text: str, known: Known = NOTHING) -> list[Flag]:
    """Everything in `text` that has to be cleared before it may be quoted; empty when nothing was found.

    `known` are the study's own places and people. Time is linear in the length of `text`.
    """
    seen = plain(text)
    hits = [hit for find in FINDERS for hit in sorted(find(seen.text, known))]
    return [
        Flag(hit.kind, *seen.original(hit.start, hit.end), hit.why) for hit in _apart(hits, len(seen.text))
    ]


def _apart(hits: Iterable[Hit], length: int) -> list[Hit]:
    """The hits that lie in none found earlier, in the order of the text."""
    taken = bytearray(length)
    kept = []
    for hit in hits:
        if 0 in taken[hit.start : hit.end]:
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept)


def marked(text: str, flags: Iterable[Flag]) -> str:
    """`text` with every flagged span between ⟦ and ⟧."""
    out, end = [], 0
    for flag in sorted(flags, key=lambda f: (f.start, -f.end)):
        if flag.start >= end:
            out += [text[end : flag.start], OPEN, text[flag.start : flag.end], CLOSE]
            end = flag.end
    return "".join([*out, text[end:]])


def kinds(flags: Iterable[Flag]) -> str:
    """The kinds of `flags`, each once: «name; phone»."""
    return "; ".join(sorted({flag.kind for flag in flags}))
