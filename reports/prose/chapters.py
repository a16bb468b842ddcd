"""Chapters: Markdown with Jinja2, whose every number comes from a function, turned into blocks.

A chapter is filled in first (sandboxed, undefined names are errors), then read as Markdown. What the functions return
is text, never markup: a label with an asterisk stays a label with an asterisk.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.prose.markdown import MARKERS, blocks, marker
from reports.prose.numbers import Unknown
from reports.word.blocks import Block
from survey.messages import Finding, SvarError, finding

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NUMBER = re.compile(r"\w*\d[\w.,]*")
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)


class Placed(str):
    """Text that a function has already made safe, such as the place of a figure."""


class Shelf:
    """Blocks that a chapter's functions make; their places in the text are filled when the Markdown is read."""

    def __init__(self) -> None:
        self.made: list[Sequence[Block] | str] = []

    def put(self, made: Sequence[Block] | str) -> Placed:
        """The place of `made`: blocks, or the id of a figure that the text points to."""
        self.made.append(made)
        return Placed(marker(len(self.made) - 1))


def render(
    source: str, path: str, functions: Mapping[str, Any], shelf: Shelf, *, numbered: bool = True
) -> list[Block]:
    """A chapter as blocks; raises SvarError with file and line for anything it asks for that is not there."""
    found = typed_numbers(source, path)
    if found:
        raise SvarError(found)
    return blocks(_fill(source, path, functions), shelf.made, path, numbered=numbered)


def _fill(source: str, path: str, functions: Mapping[str, Any]) -> str:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_literal, keep_trailing_newline=True
    )
    environment.globals = dict(functions)
    environment.filters |= {"low": low}
    try:
        code = environment.compile(source, filename=path)
        template = environment.template_class.from_code(environment, code, environment.globals)
        return template.render()
    except TemplateSyntaxError as error:
        raise SvarError([_failed(f"{path}:{error.lineno}", error)]) from None
    except Unknown as unknown:
        where = f"{path}:{_line(unknown, path)}"
        raise SvarError([finding(unknown.code, where, unknown.value, **unknown.words)]) from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise SvarError([_failed(f"{path}:{_line(error, path)}", error)]) from None


def _failed(where: str, error: Exception) -> Finding:
    return finding("R015", where, "", problem=str(error).rstrip("."))


def _line(error: Exception, path: str) -> int:
    """The chapter's line: Jinja names the chapter as the file of the frames that run it."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 1 for frame in reversed(frames) if frame.filename == path), 1)


def _literal(value: Any) -> Any:
    """What an expression prints, as text that Markdown shows literally."""
    if isinstance(value, (Placed, StrictUndefined)):
        return value
    text = " ".join(re.sub(f"[{MARKERS}]", "", str(value)).split(" "))
    return _PUNCTUATION.sub(r"\\\1", re.sub(r"[\r\n\t]+", " ", text))


def low(text: str) -> str:
    """`text` as it stands inside a sentence: a small first letter, unless the first word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def typed_numbers(source: str, path: str) -> list[Finding]:
    """A finding (R017) for every number written by hand: outside expressions and headings there may be none."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    prose = _HEADING.sub(blank, _EXPRESSION.sub(blank, source))
    return [
        finding("R017", f"{path}:{number}", hit.strip(".,"))
        for number, line in enumerate(_without_list_numbers(prose), 1)
        for hit in _NUMBER.findall(line)
    ]


def _without_list_numbers(prose: str) -> Iterable[str]:
    return (re.sub(r"^\s*\d+[.)] ", "", line) for line in prose.split("\n"))


Functions = Mapping[str, Callable[..., Any] | Any]
