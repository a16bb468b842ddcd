"""YAML → model, with every mistake reported at once: file, line, column, code, cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from survey.document import Document, Place, read_document
from survey.lint import CHECKS
from survey.messages import Finding, SvarError
from survey.model import Questionnaire
from survey.salvage import Salvage

__all__ = ["Document", "Place", "build", "load_questionnaire", "read_document"]

M = TypeVar("M", bound=BaseModel)
Check = Callable[[M, Document], list[Finding]]


def build(model: type[M], document: Document, checks: Iterable[Check[M]] = ()) -> M:
    """`document` as a `model`; raises SvarError with every finding when anything is an error.

    What does not fit the model does not stop the `checks`: it is reported and cut out, and they read the rest.
    """
    salvage = Salvage(model, document, list(document.findings))
    built = salvage.fit()
    if built is not None:
        for check in checks:
            salvage.findings += [f for f in check(built, salvage.document) if not salvage.explains(f)]
    if built is None or any(f.severity == "error" for f in salvage.findings):
        raise SvarError(_in_file_order(salvage.findings))
    return built


def _in_file_order(findings: list[Finding]) -> list[Finding]:
    def position(f: Finding) -> tuple[int, ...]:
        return tuple(int(n) for n in re.findall(r":(\d+)", f.where))

    return sorted(dict.fromkeys(findings), key=position)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire at `path`; raises SvarError listing every mistake."""
    return build(Questionnaire, read_document(path), CHECKS)
