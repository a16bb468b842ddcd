"""Shows an answer in any form. `analysis.asking.answer` finds this module by its entry point (`svar.displays`)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.asking.answer import Answer
from reports.asking import FORMS
from reports.asking.grid import Grid, grid
from reports.asking.speech import EVALUATORS, LANGUAGES, speech_of
from survey.messages import SvarError, did_you_mean, finding

STAMP = "INTERNAL"
"""Begins the name of every internal file, whatever its language."""
IN_THE_STUDYS_LANGUAGE = ("docx",)
"""Forms that are handed on to readers of the report; the others are for evaluators."""


def framing(answer: Answer, form: str) -> str:
    """The language of the words around the labels: the one asked for, the report's for Word, else the evaluators'."""
    wanted = answer.language or (answer.study.language if form in IN_THE_STUDYS_LANGUAGE else EVALUATORS)
    return wanted if wanted in LANGUAGES else EVALUATORS


def laid_out(answer: Answer, form: str, *, coded: bool = False) -> Grid:
    """The answer in the words that a form wants."""
    return grid(answer, speech_of(answer, framing(answer, form), coded=coded))


def made(form: str, answer: Answer, shown: Grid) -> str | bytes:
    """The answer in a form; SvarError (S030) when there is no such form."""
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise SvarError([finding("S030", "svar", form, suggestion=did_you_mean(form, FORMS), known=known)])
    module: Any = import_module(f"reports.asking.{form}")
    result: str | bytes = module.made(answer, shown)
    return result


def text(form: str, answer: Answer) -> str:
    """The answer as text, HTML or Markdown."""
    return str(made(form, answer, laid_out(answer, form)))


def write(form: str, answer: Answer, path: Path, *, coded: bool = False) -> Path:
    """Write the answer to `path`; the name of an internal one says so. Returns where it is."""
    shown = laid_out(answer, form, coded=coded)
    if answer.internal and STAMP not in path.name:
        path = path.with_name(f"{STAMP}_{path.name}")
    content = made(form, answer, shown)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def plot(answer: Answer, ax: Any = None) -> Any:
    """The answer as a picture."""
    from reports.asking.plot import plot as drawn

    return drawn(answer, speech_of(answer, framing(answer, "plot")), ax)
