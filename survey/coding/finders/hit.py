"""What a finder finds: a span of the plain text, of which kind, and why."""

from __future__ import annotations

from typing import NamedTuple


class Hit(NamedTuple):
    """Start and end (left out) in the plain text, kind, and the reason in a few words."""

    start: int
    end: int
    kind: str
    why: str
