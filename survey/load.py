"""YAML → model, with every mistake reported at once: file, line, column, code, cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from survey.document import Document, Place, read_document
from survey.lint import CHECKS
from survey.lint.lock import accept, lock_path, read_lock
from survey.messages import Finding, SvarError
from survey.model import Questionnaire
from survey.salvage import Salvage

__all__ = ["Document", "Place", "build", "examine", "inspect", "load_questionnaire", "read_document"]

M = TypeVar("M", bound=BaseModel)
Check = Callable[[M, Document], list[Finding]]


def build(model: type[M], document: Document, checks: Iterable[Check[M]] = ()) -> M:
    """`document` as a `model`; raises SvarError with every finding when anything is an error."""
    built, findings = inspect(model, document, checks)
    if built is None or any(f.severity == "error" for f in findings):
        raise SvarError(findings)
    return built


def inspect(
    model: type[M], document: Document, checks: Iterable[Check[M]] = ()
) -> tuple[M | None, list[Finding]]:
    """`document` as a `model`, None when nothing of it can be read, and every finding in file order.

    What does not fit the model does not stop the `checks`: it is reported and cut out, and they read the rest.
    """
    salvage = Salvage(model, document, list(document.findings))
    built = salvage.fit()
    if built is not None:
        for check in checks:
            salvage.findings += [f for f in check(built, salvage.document) if not salvage.explains(f)]
    return built, _in_file_order(salvage.findings)


def _in_file_order(findings: list[Finding]) -> list[Finding]:
    def position(f: Finding) -> tuple[int, ...]:
        return tuple(int(n) for n in re.findall(r":(\d+)", f.where))

    return sorted(dict.fromkeys(findings), key=position)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire at `path`; raises SvarError listing every error. Warnings are for `examine`."""
    built, findings = examine(path)
    errors = [f for f in findings if f.severity == "error"]
    if built is None or errors:
        raise SvarError(errors)
    return built


def examine(path: Path) -> tuple[Questionnaire | None, list[Finding]]:
    """The questionnaire at `path`, None when nothing of it can be read, with every error and unaccepted warning."""
    document = read_document(path)
    lock, found = read_lock(path)
    document.lock = None if lock is None else lock.translations
    built, findings = inspect(Questionnaire, document, CHECKS)
    if lock is not None:
        findings = accept(findings, lock, document, lock_path(path).as_posix())
    return built, [*findings, *found]
