"""Annex: which published statements the results repeat. Verdicts only, never a value."""

from __future__ import annotations

from collections import Counter

from reports.document import Document
from reports.style.outline import AnnexReplication
from reports.word.blocks import Cell, Row, Table, plain
from reports.word.material import Material, Verdict

_NUMBER = 2.6


def write(document: Document, material: Material, plan: AnnexReplication) -> None:
    """Totals by strength, then every statement. Nothing when the study has no ledger."""
    if not material.verdicts:
        return
    words = material.words["annex_replication"]
    document.annex(str(words["title"]))
    count = material.numbers.format.count(len(material.verdicts))
    document.write([plain(str(words["text"]).format(claims=count))])
    if material.synthetic:
        document.write([plain(str(words["synthetic"]))])
    document.write([_totals(material, document.text_width), _list(material, document.text_width)])


def _totals(material: Material, width: float) -> Table:
    words = material.words["annex_replication"]
    counts = Counter((v.strength, v.verdict) for v in material.verdicts)
    verdicts = list(words["verdicts"])
    head = [str(words["strength"]), *(str(words["verdicts"][v]) for v in verdicts), str(words["claims"])]
    rows = []
    for strength, label in (*words["strengths"].items(), ("", words["all"])):
        strengths = [strength] if strength else list(words["strengths"])
        found = [sum(counts[s, v] for s in strengths) for v in verdicts]
        rows.append([str(label), *map(material.numbers.format.count, [*found, sum(found)])])
    widths = (width - _NUMBER * (len(head) - 1), *[_NUMBER] * (len(head) - 1))
    heads = Row(tuple(Cell(text, "head_number" if i else "head") for i, text in enumerate(head)))
    body = tuple(
        Row(tuple(Cell(text, "number" if i else "text") for i, text in enumerate(row))) for row in rows
    )
    return Table(str(words["totals"]), widths, (heads,), body)


def _list(material: Material, width: float) -> Table:
    words = material.words["annex_replication"]
    titles = ("id", "section", "figure", "strength", "verdict")
    head = Row(tuple(Cell(str(words[title]), "head") for title in titles))
    shares = (0.44, 0.12, 0.12, 0.14, 0.18)
    rows = tuple(_row(verdict, words) for verdict in material.verdicts)
    return Table(str(words["list"]), tuple(width * share for share in shares), (head,), rows, compact=True)


def _row(verdict: Verdict, words: dict[str, dict[str, str]]) -> Row:
    strength = words["strength_one"].get(verdict.strength, verdict.strength)
    told = words["verdicts"].get(verdict.verdict, verdict.verdict)
    return Row(tuple(Cell(text) for text in (verdict.id, verdict.section, verdict.figure, strength, told)))
