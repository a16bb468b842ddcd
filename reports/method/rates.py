"""AAPOR's outcomes and response rates, how even the response is, and clusters that nobody answered from."""

from __future__ import annotations

from analysis.results import ALL, TOTAL
from reports.method.common import heading, table
from reports.prose.further import Rate
from reports.word.blocks import Block, plain
from reports.word.bound import Source
from reports.word.material import Material

_OUTCOMES = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
_RATES = tuple(f"RR{i}" for i in range(1, 7))


def blocks(material: Material) -> list[Block]:
    """A table of outcomes and rates, then the R-indicator and the clusters; a sentence where they were not counted."""
    words = material.words["method"]["rates"]
    found = _of_everyone(material)
    known = found.get("RR1")
    if known is None or known.estimate is None:
        return [heading(words["heading"]), plain(str(words["none"]))]
    told = [_clusters(material, found), _indicator(material)]
    return [
        heading(words["heading"]),
        plain(str(words["text"])),
        _table(material, found),
        *(plain(text) for text in told if text),
    ]


def _of_everyone(material: Material) -> dict[str, Rate]:
    rows = material.published.further.response_rates or ()
    return {row.measure: row for row in rows if (row.segment, row.group) == (TOTAL, ALL)}


def _table(material: Material, found: dict[str, Rate]) -> Block:
    """Outcomes that occurred, then the rates; equal rates share a row."""
    words = material.words["method"]["rates"]
    rows = [
        [str(words["outcomes"][name]), name, _shown(material, found[name])]
        for name in _OUTCOMES
        if name in found and found[name].estimate
    ]
    alike: dict[float | None, list[str]] = {}
    for name in _RATES:
        if name in found:
            alike.setdefault(found[name].estimate, []).append(name)
    for names in alike.values():
        told = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        label = material.labels.bound(told, "aapor", "structure")
        rows.append([str(words["rate"]), label, _shown(material, found[names[0]])])
    columns = [words["what"], words["code"], words["number"]]
    return table(words["caption"], columns, rows, [2.9, 2.6])


def _shown(material: Material, row: Rate) -> str:
    form = material.numbers.format
    source = Source(
        "response_rates", "", row.segment, row.group, row.measure, number=row.estimate, base=row.n
    )
    whole = row.measure in _OUTCOMES or row.measure.startswith("clusters")
    shown = form.count(row.estimate) if whole else form.percent_table(row.estimate, 1)
    return str(material.numbers.bound(shown, source))


def _clusters(material: Material, found: dict[str, Rate]) -> str:
    words = material.words["method"]["rates"]
    if "clusters" not in found or "clusters_silent" not in found:
        return ""
    silent = found["clusters_silent"]
    pattern = words["clusters_some" if silent.estimate else "clusters_all"]
    return str(pattern).format(clusters=_shown(material, found["clusters"]), silent=_shown(material, silent))


def _indicator(material: Material) -> str:
    told = material.published.further.indicator
    if len(told) < 3:
        return ""
    form = material.numbers.format
    shown = {
        name: material.numbers.bound(form.decimal(number, 2), Source("indicator", item=name, number=number))
        for name, number in told.items()
    }
    return str(material.words["method"]["rates"]["indicator"]).format(**shown)
