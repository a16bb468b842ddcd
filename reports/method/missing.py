"""The three kinds of missing, question by question."""

from __future__ import annotations

from reports.method.common import heading, table
from reports.word.blocks import Block, plain
from reports.word.material import Material

_KINDS = ("base", "not_asked", "unanswered", "declared")


def blocks(material: Material) -> list[Block]:
    """What each kind means, and how many there are of it at each question."""
    words = material.words["method"]["missing"]
    rows = []
    for _, question in material.questionnaire.questions():
        items = [i for i in material.labels.items(question.id) if i in material.published.items]
        if items:
            rows.append(
                [material.labels.question(question.id), *(_span(material, items, kind) for kind in _KINDS)]
            )
    columns = [words["question"], *(words[kind] for kind in _KINDS)]
    made = table(words["caption"], columns, rows, [2.0] * len(_KINDS), str(words["note"]))
    return [heading(words["heading"]), plain(str(words["text"])), made]


def _span(material: Material, items: list[str], kind: str) -> str:
    """One number, or the lowest and highest where the items of a question differ."""
    form = material.numbers.format
    sources = [material.published.source(item, kind) for item in items]
    found = {source.number: source for source in sources if source.number is not None}
    shown = [material.numbers.bound(form.count(number), found[number]) for number in sorted(found)]
    if len(shown) < 2:
        return str(shown[0]) if shown else form.missing
    pattern = str(material.words["method"]["missing"]["range"])
    return pattern.format(low=shown[0], high=shown[-1])
