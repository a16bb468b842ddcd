"""Whether answers are weighted."""

from __future__ import annotations

from reports.method.common import heading
from reports.word.blocks import Block, plain
from reports.word.material import Material


def blocks(material: Material) -> list[Block]:
    """One sentence, by the plan's choice."""
    plan = material.labels.plan
    words = material.words["method"]["weights"]
    return [heading(words["heading"]), plain(str(words[plan.kind_of_weights]))]
