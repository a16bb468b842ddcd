"""A source in one line, for lists and comments."""

from __future__ import annotations

from reports.word.bound import Source


def told(source: Source) -> str:
    """A source in one line: its place, its number, its base."""
    parts = (source.frame, source.item, source.segment, source.group, source.measure, source.answer)
    base = "" if source.base is None else f" (n = {source.base:g})"
    number = "" if source.number is None else f" = {source.number:g}"
    return "/".join(part or "-" for part in parts).rstrip("/-") + number + base
