"""What is hidden to protect those who answered."""

from __future__ import annotations

from reports.method.common import counted, heading, setting
from reports.word.blocks import Block, plain
from reports.word.bound import Source
from reports.word.material import Material

_RULES = {
    "group": "smallest_group",
    "cell": "smallest_cell",
    "mean": "smallest_mean_base",
    "extreme": "extreme_base",
}


def blocks(material: Material) -> list[Block]:
    """The rules, from params.yaml, and how much they hide."""
    words, form = material.words["method"]["disclosure"], material.numbers.format
    limits = {name: setting(material, "suppress", rule) for name, rule in _RULES.items()}
    text = str(words["text"]).format(**limits)
    made: list[Block] = [heading(words["heading"]), plain(text)]
    hidden = material.published.quality.get("suppressed") or {}
    if hidden:
        parts = {name: counted(material, f"suppressed.{name}", hidden[name]) for name in ("hidden", "values")}
        source = Source("quality", item="suppressed.percent", number=float(hidden["percent"]))
        percent = material.numbers.bound(form.percent_prose(source.number), source)
        mark = str(words["cell"]).format(mark=material.words["hidden_cell"])
        made.append(plain(f"{str(words['counted']).format(**parts, percent=percent)} {mark}"))
    return made
