"""Annex: which published statements the results repeat. Verdicts only, never a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reports.document import Document
from reports.prose.values import Value
from reports.prose.verdicts import Verdict
from reports.style.outline import AnnexReplication
from reports.word.blocks import Cell, Row, Table, plain
from reports.word.bound import Source
from reports.word.material import Material

_NUMBER = 2.6
_HOLDS = "satisfied"


def write(document: Document, material: Material, plan: AnnexReplication) -> None:
    """Totals by strength and section, then each statement that does not hold. Nothing when the study has no ledger."""
    if not material.verdicts:
        return
    words = material.words["annex_replication"]
    document.annex(str(words["title"]))
    count = _counted(material, len(material.verdicts), "all")
    document.write([plain(str(words["text"]).format(claims=count))])
    if material.synthetic:
        document.write([plain(str(words["synthetic"]))])
    document.write([_totals(material, document.text_width)])
    failed = [verdict for verdict in material.verdicts if verdict.verdict != _HOLDS]
    last = _list(material, failed, document.text_width) if failed else plain(str(words["every_one"]))
    document.write([last])


def _totals(material: Material, width: float) -> Table:
    words = material.words["annex_replication"]
    verdicts = list(words["verdicts"])
    head = ["", *(str(words["verdicts"][v]) for v in verdicts), str(words["claims"])]
    groups = {
        (str(label), strength): [v for v in material.verdicts if v.strength == strength]
        for strength, label in words["strengths"].items()
    }
    groups[str(words["all"]), "all"] = list(material.verdicts)
    for section in dict.fromkeys(v.section for v in material.verdicts):
        named = material.labels.bound(section, section, "verdicts")
        label = str(words["in_section"]).format(section=named)
        groups[label, f"section {section}"] = [v for v in material.verdicts if v.section == section]
    rows = tuple(_row(material, label, found, of) for (label, of), found in groups.items())
    widths = (width - _NUMBER * (len(head) - 1), *[_NUMBER] * (len(head) - 1))
    heads = Row(tuple(Cell(text, "head_number" if i else "head") for i, text in enumerate(head)))
    return Table(str(words["totals"]), widths, (heads,), rows)


def _row(material: Material, label: str, found: Sequence[Verdict], of: str) -> Row:
    counts = Counter(v.verdict for v in found)
    verdicts = material.words["annex_replication"]["verdicts"]
    cells = [str(_counted(material, counts[v], f"{of}.{v}")) for v in verdicts]
    cells.append(str(_counted(material, len(found), of)))
    return Row((Cell(label), *(Cell(cell, "number") for cell in cells)))


def _counted(material: Material, number: int, of: str) -> Value:
    """How many statements there are of a kind."""
    source = Source("verdicts", measure=of, number=float(number))
    return material.numbers.bound(material.numbers.format.count(number), source, how="number_of")


def _list(material: Material, failed: Sequence[Verdict], width: float) -> Table:
    words = material.words["annex_replication"]
    titles = ("id", "section", "figure", "strength", "verdict")
    head = Row(tuple(Cell(str(words[title]), "head") for title in titles))
    shares = (0.44, 0.12, 0.12, 0.14, 0.18)
    rows = tuple(_statement(verdict, material) for verdict in failed)
    return Table(str(words["list"]), tuple(width * share for share in shares), (head,), rows, compact=True)


def _statement(verdict: Verdict, material: Material) -> Row:
    words = material.words["annex_replication"]
    strength = words["strength_one"].get(verdict.strength, verdict.strength)
    told = words["verdicts"].get(verdict.verdict, verdict.verdict)
    places = (verdict.id, verdict.section, verdict.figure)
    named = [material.labels.bound(text, verdict.id, "verdicts") for text in places]
    return Row(tuple(Cell(text) for text in (*named, str(strength), str(told))))
