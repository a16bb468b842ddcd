"""Text from answers may hold anything. What a document cannot hold is shown as ␦ and counted, not dropped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
MARK = "␦"

# What XML 1.0 forbids or discourages, and the two overrides that would turn the rest of a paragraph around.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202d\u202e]")


def clean(text: str) -> tuple[str, int]:
    """`text` with every character that a document cannot hold shown as ␦, and how many there were."""
    return _FORBIDDEN.subn(MARK, text) if _FORBIDDEN.search(text) else (text, 0)


Clean = Callable[[str], tuple[str, int]]
"""Makes one text safe, and counts the marks it had to set."""


def cleaned(thing: T, how: Clean = clean) -> tuple[T, int]:
    """A block with all its texts cleaned, and how many characters were marked."""
    safe, marked = _cleaned(thing, how)
    return cast(T, safe), marked


def _cleaned(thing: Any, how: Clean) -> tuple[Any, int]:
    if isinstance(thing, str):
        return how(thing)
    if isinstance(thing, tuple):
        pairs = [_cleaned(part, how) for part in thing]
        same = all(new is old for (new, _), old in zip(pairs, thing, strict=True))
        return (thing if same else tuple(part for part, _ in pairs)), sum(n for _, n in pairs)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing, 0
    changed, marked = dict[str, Any](), 0
    for name in _names(type(thing)):
        old = getattr(thing, name)
        new, count = _cleaned(old, how)
        marked += count
        if new is not old:
            changed[name] = new
    # Almost every text is clean: only what is not is built anew.
    return (replace(thing, **changed) if changed else thing), marked


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))
