"""Ids: each block, question and data column has a name of its own, and none is one the system uses."""

from __future__ import annotations

from collections.abc import Iterable

from survey.document import Document, Place
from survey.lint.places import generated, names
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
    # Words of SPSS's own language cannot be the name of a column there.
    *("and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"),
)


def check(questionnaire: Questionnaire, document: Document) -> list[Finding]:
    """Q004 for a name used twice, also by a repetition (`measure_r2`), Q014 for a reserved one."""
    blocks = [(("blocks", b, "id"), block.id) for b, block in enumerate(questionnaire.blocks)]
    named = list(names(questionnaire))
    reserved = {*RESERVED, questionnaire.respondent, questionnaire.cluster}
    return [
        *_repeated(blocks, document),
        *_repeated(named, document),
        *_taken(questionnaire, named, document),
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


def _taken(questionnaire: Questionnaire, named: list[tuple[Place, str]], document: Document) -> list[Finding]:
    """Names that repetitions would get, but that something else has; once for each name as written."""
    written = {name for _, name in named} | {block.id for block in questionnaire.blocks}
    found: dict[str, Finding] = {}
    for place, base, name in generated(questionnaire):
        if name in written and base not in found:
            found[base] = finding("Q004", document.where(place), name)
    return list(found.values())
