"""The page templates and their filters. Whatever comes from a questionnaire is escaped on its way into a page."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey.model import Number
from survey.words import Words

FOLDER = Path(__file__).parent


@cache
def asset(name: str) -> str:
    """A stylesheet or script that belongs to this package."""
    return (FOLDER / name).read_text(encoding="utf-8")


def fill(template: str, **values: Any) -> str:
    """The page that `template` and `values` make."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "paragraphs": paragraphs,
        "sha256": sha256,
        "embedded": embedded,
        "count": counted,
        "number": number,
        "limits": limits,
    }
    return environment


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, white space folded."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def sha256(text: str) -> str:
    """What a content security policy calls exactly this script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def embedded(data: Any) -> Any:
    """`data` as JSON that can stand inside a script element: nothing in it can end the element."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  the characters that matter in HTML were replaced above


def counted(value: int, words: Words) -> str:
    """A whole number with the language's thousands separator."""
    return f"{value:,}".replace(",", words["number"]["thousands"])


def number(value: float, words: Words) -> str:
    """A number as the language writes it, without needless decimals."""
    return f"{value:.15g}".replace(".", words["number"]["decimal"])


def limits(question: Number, words: Words) -> str:
    """The sentence that tells the limits of a number question; empty when there are none."""
    low, high = question.minimum, question.maximum
    key = {(True, True): "between", (True, False): "from", (False, True): "to"}.get(
        (low is not None, high is not None)
    )
    if key is None:
        return ""
    shown = {
        "low": "" if low is None else number(low, words),
        "high": "" if high is None else number(high, words),
    }
    return str(words["form"][key]).format(**shown)
