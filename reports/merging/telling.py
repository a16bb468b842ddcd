"""The merge report: for the terminal, as Markdown to read, as CSV to sort."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from reports.merging.rows import COLUMNS, OUTCOMES, Row

_HEADINGS = {
    "conflict": "Conflicts: decide about each",
    "not carried": "Not carried into the report",
    "comment": "Comments",
    "kept": "Kept",
}
_SHOWN = 160


def as_csv(rows: Iterable[Row]) -> str:
    """One line a change, whole texts."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in rows)
    return file.getvalue()


def as_markdown(rows: Sequence[Row], title: str) -> str:
    """What must be decided first; whole texts, shown literally."""
    parts = [f"# {title}\n\n{summary(rows)}\n"]
    for outcome in OUTCOMES:
        some = [row for row in rows if row.outcome == outcome]
        if some:
            parts.append(f"## {_HEADINGS[outcome]}\n\n" + "\n".join(map(_item, some)))
    return "\n".join(parts)


def _item(row: Row) -> str:
    lines = [f"- **{row.where}**: {row.what}"]
    lines += [f"  - {name}: {_code(text)}" for name, text in (("was", row.was), ("now", row.now)) if text]
    lines += [f"  - to do: {row.todo}"] if row.todo else []
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """Text between as many backticks as it takes, so that nothing in it is markup."""
    longest = max((len(run) for run in "".join(c if c == "`" else " " for c in text).split()), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {' '.join(text.split())} {fence}"


def summary(rows: Iterable[Row]) -> str:
    """«12 kept, 2 conflicts, 1 not carried, 0 comments»."""
    counts = Counter(row.outcome for row in rows)
    conflicts = f"{counts['conflict']} conflict{'' if counts['conflict'] == 1 else 's'}"
    comments = f"{counts['comment']} comment{'' if counts['comment'] == 1 else 's'}"
    return f"{counts['kept']} kept, {conflicts}, {counts['not carried']} not carried, {comments}"


def as_lines(rows: Iterable[Row]) -> list[str]:
    """What a person must see at the terminal: everything that is not simply kept."""
    return [_line(row) for outcome in OUTCOMES[:-1] for row in rows if row.outcome == outcome]


def _line(row: Row) -> str:
    text = f"{row.outcome}: {row.where}: {row.what}"
    return " ".join(text.split())[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
