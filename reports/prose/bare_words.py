"""Comparing words outside of guards (R030): a comparison in a chapter names the finding or the numbers it rests on.

Allowed are quotations «…», what stands in {% wording %}, and a superlative in a sentence that takes its item from
`ranked` at the end that it names: `goals[0]` for the largest, `goals[-1]` for the smallest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.prose.comparing import Comparing
from survey.messages import Finding, finding

_AWAY = (
    re.compile(r"\{#.*?#\}", re.DOTALL),
    re.compile(r"\{%-?\s*guard\b.*?\{%-?\s*endguard\s*-?%\}", re.DOTALL),
    re.compile(r"\{%-?\s*wording\b.*?\{%-?\s*endwording\s*-?%\}", re.DOTALL),
    re.compile(r"«[^»\n]*»"),
    re.compile(r"^#+ .*$", re.MULTILINE),
)
_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_SET = re.compile(r"\{%-?\s*set\s+(\w+)\s*=\s*(.*?)-?%\}", re.DOTALL)
_ENDS = {"first": r"\[\s*0\s*\]", "last": r"\[\s*-1\s*\]"}
_SENTENCE = re.compile(r"(?:[.!?:](?=\s)|\n\s*\n|\n\s*[-*>]\s)")


def bare_words(source: str, path: str, comparing: Comparing) -> list[Finding]:
    """A finding for every comparing word that nothing carries, at its line."""
    orders = _orders(source)
    text = _blanked(source)
    return [
        finding("R030", f"{path}:{source.count(chr(10), 0, start) + 1}", text[start:end])
        for start, end in _unguarded(text, orders, comparing)
    ]


def _orders(source: str) -> list[str]:
    """Names that hold what `ranked` gives, also through a filter."""
    return [name for name, expression in _SET.findall(source) if expression.lstrip().startswith("ranked")]


def _blanked(source: str) -> str:
    """The source with all that is allowed to compare in blanks: quotations go only where they hold no expression."""
    for away in _AWAY:
        source = away.sub(_keep_expressions, source)
    return _TAG.sub(_blank, source)


def _keep_expressions(match: re.Match[str]) -> str:
    quoted = match.group().startswith("«") and "{{" in match.group()
    return match.group() if quoted else _blank(match)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _unguarded(text: str, orders: list[str], comparing: Comparing) -> Iterator[tuple[int, int]]:
    """Where words compare without support."""
    start = 0
    for end in [*(found.end() for found in _SENTENCE.finditer(text)), len(text)]:
        sentence = text[start:end]
        said = " ".join(_EXPRESSION.findall(sentence))
        words = _EXPRESSION.sub(_blank, sentence)
        yield from ((start + a, start + b) for a, b in _spans(words, said, orders, comparing))
        start = end


def _spans(words: str, said: str, orders: list[str], comparing: Comparing) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in comparing.compared.finditer(words))
    for kind, pattern in (("first", comparing.first), ("last", comparing.last)):
        carried = any(re.search(rf"\b{name}{_ENDS[kind]}", said) for name in orders)
        if not carried:
            yield from (found.span() for found in pattern.finditer(words))
