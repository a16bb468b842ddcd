"""Which written standard of Norwegian each municipality uses: a CSV with its number and the standard, word or code."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.register.files import read_table, unreadable
from analysis.register.sources import Fact, Sources, code
from survey.messages import SvarError, finding

_STANDARDS = {
    "nb": re.compile(r"nb$|bokm"),
    "nn": re.compile(r"nn$|nynor"),
    "neutral": re.compile(r"neutral|n.{1,2}ytral"),
}
"""Code → how the word begins; the one letter that ASCII lacks is a dot, however it was encoded."""


def read_standards(path: Path, since: str | None, sources: Sources) -> None:
    """Adds nb, nn or neutral for each number, always when no date is given. SvarError (S070): no such columns."""
    table = read_table(path)
    header, rows = table[0] if table else [], table[1:]
    numbers = [i for i in range(len(header)) if any(code(row[i]) for row in rows)]
    words = [i for i in range(len(header)) if any(standard(row[i]) for row in rows)]
    if not numbers or not words:
        raise SvarError([unreadable(path, "list of written standards", "a column is missing")])
    # A name such as Nynorskby could begin like a standard; the column with most standards is the one.
    column = max(words, key=lambda i: sum(standard(row[i]) is not None for row in rows))
    for row in rows:
        number, value = code(row[numbers[0]]), standard(row[column])
        if number and value:
            sources.standards.append(Fact(number, value, since, None))
        else:
            shown = row[column] if number else row[numbers[0]]
            sources.findings.append(
                finding("D071", path.name, shown, wanted="written standard with a number")
            )


def standard(cell: str) -> str | None:
    """nb, nn or neutral; None for anything else."""
    text = cell.strip().casefold()
    return next((name for name, begins in _STANDARDS.items() if begins.match(text)), None)
