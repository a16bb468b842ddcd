"""Ids: each block, question and data column has a name of its own, and none is one the system uses."""

from __future__ import annotations

from collections.abc import Iterable

from survey.document import Document, Place
from survey.lint.places import names
from survey.messages import Finding, finding
from survey.model import Questionnaire

RESERVED = (
    "respondent_id",
    "submitted",
    "language",
    "data_origin",
    "total",
    "all",
    "segment",
    "group",
    "weight",
)


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q004 for a name used twice, Q014 for a reserved one."""
    blocks = [(("blocks", b, "id"), block.id) for b, block in enumerate(questionnaire.blocks)]
    named = list(names(questionnaire))
    reserved = {*RESERVED, questionnaire.respondent, questionnaire.cluster}
    return [
        *_repeated(blocks, document),
        *_repeated(named, document),
        *(finding("Q014", document.where(place), name) for place, name in named if name in reserved),
    ]


def _repeated(named: Iterable[tuple[Place, str]], document: Document) -> list[Finding]:
    seen: set[str] = set()
    found = []
    for place, name in named:
        if name in seen:
            found.append(finding("Q004", document.where(place), name))
        seen.add(name)
    return found
