"""Guarded sentences that are written otherwise than their author expected: for the terminal and for changes.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

from reports.prose.guards import Told


def changed(told: Iterable[Told]) -> list[Told]:
    """Those whose branch is another than expected."""
    return [one for one in told if one.written != one.expected]


def sentence(one: Told) -> str:
    """One line for the person at the terminal."""
    text = f" – {one.text}" if one.text else " – left out"
    return f"{one.where}: {one.rests_on}: expected {one.expected}, written {one.written}{text}"


def write_changes(told: Iterable[Told], path: Path) -> None:
    """The list, also when it is empty: the last one must not stay behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Told)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(asdict, told))
