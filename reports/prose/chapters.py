"""Chapters: Markdown with Jinja2, whose every number comes from a function, turned into blocks.

A chapter is filled in first (sandboxed, undefined names are errors), then read as Markdown. What the functions return
is text, never markup: a label with an asterisk stays a label with an asterisk.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.prose.guard_tag import Guard
from reports.prose.letters import cap, low
from reports.prose.markdown import MARKERS, blocks, marker
from reports.prose.spans import Range
from reports.prose.values import Unknown, Wording
from reports.word.blocks import Block
from reports.word.bound import harmless
from survey.messages import Finding, SvarError, finding

if TYPE_CHECKING:
    from reports.prose.guards import Told

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_NUMBER = re.compile(r"\w*\d[\w.,]*")


class Placed(str):
    """Text that a function has already made safe, such as the place of a figure."""


class Shelf:
    """Blocks that a chapter's functions make; their places in the text are filled when the Markdown is read."""

    def __init__(self) -> None:
        self.made: list[Sequence[Block] | str] = []
        self.told: list[Told] = []  # every guarded sentence, as it was written
        self.at = ""  # the chapter that is being filled in
        self.trying = False  # every branch of a guard is filled in, not only the true one

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
    shelf.at = path
    return blocks(_fill(source, path, functions), shelf.made, path, numbered=numbered)


def _fill(source: str, path: str, functions: Mapping[str, Any]) -> str:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=_literal, keep_trailing_newline=True, extensions=[Guard]
    )
    environment.globals = dict(functions)
    environment.filters |= {"low": low, "cap": cap}
    try:
        code = environment.compile(source, filename=path)
        template = environment.template_class.from_code(environment, code, environment.globals)
        # A guarded sentence that says nothing leaves the spaces on either side of it.
        return _GAP.sub(" ", template.render())
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
    # Only a value brings marks of its own: a label that holds the same characters is no bound number.
    words = str(value) if isinstance(value, (Wording, Range)) else harmless(str(value))
    text = " ".join(re.sub(f"[{MARKERS}]", "", words).split(" "))
    return _PUNCTUATION.sub(r"\\\1", re.sub(r"[\r\n\t]+", " ", text))


def literal(text: str) -> Placed:
    """Text of our own, with its bound numbers, as Markdown that shows it as it is."""
    return Placed(_literal(Wording.marked(text)))


def typed_numbers(source: str, path: str) -> list[Finding]:
    """A finding (R017) for every number written by hand: none may stand outside expressions, not in headings either."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    prose = _EXPRESSION.sub(blank, source)
    return [
        finding("R017", f"{path}:{number}", hit.strip(".,"))
        for number, line in enumerate(_without_list_numbers(prose), 1)
        for hit in _NUMBER.findall(line)
    ]


def _without_list_numbers(prose: str) -> Iterable[str]:
    return (re.sub(r"^\s*\d+[.)] ", "", line) for line in prose.split("\n"))


Functions = Mapping[str, Callable[..., Any] | Any]
