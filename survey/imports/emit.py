"""Plain data of a questionnaire → YAML text as people write it here; it loads again as the same data.

Short mappings stand on one line, long sentences are folded, paragraphs keep their blank line, and whatever YAML could
take for something else than text stands in quotes.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 118
"""Longest line, in characters."""
ALWAYS_BLOCK = ("blocks", "questions", "options", "items", "background", "scales", "coding")
"""Keys whose entries stand on lines of their own, also when they would fit on one."""
APART = ("blocks", "questions", "background", "scales")
"""Keys whose entries have a blank line between them."""

_PLAIN = re.compile(
    r"[^\W_0-9][^\x00-\x1f\x7f-\x9f,\[\]{}#:&*!|>%@`\"'\\\u2028\u2029\ufeff]*(?<! )|[0-9][\w-]*"
)
_GUESSED = re.compile(
    r"true|false|null|yes|no|on|off|y|n|-?[0-9._]+([eE][+-]?[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}|0[xob].*",
    re.I,
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def to_yaml(data: dict[str, Any]) -> str:
    """YAML text of `data` (mappings, lists, text, numbers, true/false; None is left out).

    `survey.load.read_document` reads the same data from it; runs of white space inside a text may come back folded,
    as `survey.text.fold` does with every text anyway.
    """
    return "\n".join(_mapping(data, 0, "")) + "\n"


def _mapping(data: dict[str, Any], indent: int, key: str) -> Iterator[str]:
    blank = False
    for name, value in data.items():
        if value is None:
            continue
        if blank and (key in APART or (indent == 0 and _is_block(name, value))):
            yield ""
        yield from _entry(f"{' ' * indent}{_word(name)}:", name, value, indent)
        blank = True


def _list(data: list[Any], indent: int, key: str) -> Iterator[str]:
    for number, value in enumerate(data):
        if number and key in APART:
            yield ""
        flow = _flow(value)
        head = " " * indent + "- "
        if not isinstance(value, dict) or (_may_flow(value) and len(head + flow) <= WIDTH):
            yield head + flow
            continue
        first, *rest = _mapping(value, indent + 2, "")
        yield head + first.lstrip()
        yield from rest


def _entry(head: str, name: str, value: Any, indent: int) -> Iterator[str]:
    """One key with its value: on the same line where that is readable."""
    if isinstance(value, str) and ("\n" in value or len(head) + len(_flow(value)) + 1 > WIDTH):
        yield from _sentences(head, value, indent)
    elif not isinstance(value, dict | list) or (_fits(head, value) and not _is_block(name, value)):
        yield f"{head} {_flow(value)}"
    elif isinstance(value, dict):
        yield head
        yield from _mapping(value, indent + 2, name)
    else:
        yield head
        yield from _list(value, indent + 2, name)


def _is_block(name: str, value: Any) -> bool:
    return isinstance(value, dict | list) and bool(value) and name in ALWAYS_BLOCK


def _fits(head: str, value: Any) -> bool:
    return not value or (_may_flow(value) and len(head) + 1 + len(_flow(value)) <= WIDTH)


def _may_flow(value: Any) -> bool:
    """Whether nothing inside `value` wants lines of its own."""
    if isinstance(value, dict):
        return all(not _is_block(k, v) and k != "type" and _may_flow(v) for k, v in value.items())
    if isinstance(value, list):
        return all(_may_flow(entry) for entry in value)
    return not (isinstance(value, str) and "\n" in value)


def _sentences(head: str, value: str, indent: int) -> Iterator[str]:
    """A long text, folded; several paragraphs as they are."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t]*\n\s*", value.strip())]
    if _UNPRINTABLE.search(value) or not all(paragraphs):
        yield f"{head} {_word(value)}"
        return
    yield f"{head} {'>-' if len(paragraphs) == 1 else '|'}"
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        room = max(WIDTH - indent - 2, 40)
        lines = textwrap.wrap(paragraph, room, break_long_words=False, break_on_hyphens=False)
        yield from (" " * (indent + 2) + line for line in lines)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        inside = (f"{_word(k)}: {_flow(v)}" for k, v in value.items() if v is not None)
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(entry) for entry in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else f"{value:.10f}".rstrip("0")
    return _word(str(value))


def _word(text: str) -> str:
    """Text that YAML reads as text: plain where nothing can be mistaken, else in double quotes."""
    if _PLAIN.fullmatch(text) and not _GUESSED.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
