"""What is hidden to protect those who answered."""

from __future__ import annotations

from reports.method.common import heading
from reports.word.blocks import Block, plain
from reports.word.material import Material


def blocks(material: Material) -> list[Block]:
    """The rules, from params.yaml, and how much they hide."""
    words, rules, form = (
        material.words["method"]["disclosure"],
        material.settings["suppress"],
        material.numbers.format,
    )
    limits = {
        "group": rules["smallest_group"],
        "cell": rules["smallest_cell"],
        "mean": rules["smallest_mean_base"],
        "extreme": rules["extreme_base"],
    }
    text = str(words["text"]).format(**{name: form.count(float(limit)) for name, limit in limits.items()})
    made: list[Block] = [heading(words["heading"]), plain(text)]
    hidden = material.published.quality.get("suppressed") or {}
    if hidden:
        counted = {name: form.count(float(hidden[name])) for name in ("hidden", "values")}
        percent = form.percent_prose(float(hidden["percent"]))
        mark = str(words["cell"]).format(mark=material.words["hidden_cell"])
        made.append(plain(f"{str(words['counted']).format(**counted, percent=percent)} {mark}"))
    return made
