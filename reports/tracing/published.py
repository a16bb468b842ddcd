"""The published files (data/suppress/<study>) looked up for a trace: the number behind a source as it is now."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from reports.tracing.frames import ACCOUNTS, COUNTED, FIRST, FRAMES
from reports.word.bound import Source

Row = dict[str, str]
Rows = dict[tuple[str, ...], Row]
_NEAR = 1e-9
_TELLING = ("clear", "slight")
_FOUND = {"yes", "weaker", "no"}


@dataclass(frozen=True)
class PublishedFiles:
    """A folder that the suppress stage wrote."""

    folder: Path

    @cached_property
    def frames(self) -> dict[str, Rows]:
        """The frames that sources name, by their keys; a file that is not there has no rows."""
        return {frame: self._rows(frame) for frame in FRAMES}

    def _rows(self, frame: str) -> Rows:
        path = self.folder / f"{frame}.csv"
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            rows = {tuple(row[key] for key in FRAMES[frame].columns): row for row in csv.DictReader(file)}
        if frame in FIRST:
            for key, row in list(rows.items()):
                rows.setdefault((*key[:-1], ""), row)
        return rows

    @cached_property
    def accounts(self) -> dict[str, Any]:
        """What the data say of themselves."""
        paths = {frame: self.folder / name for frame, name in ACCOUNTS.items()}
        return {f: json.loads(p.read_text(encoding="utf-8")) for f, p in paths.items() if p.is_file()}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over each file's name, a zero byte, its contents, a zero byte, in the order of the names."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def now(self, source: Source) -> Source:
        """The source as it would be read today: without a number where there is none any longer."""
        frame = source.frame.partition(".")[0]
        if frame in ACCOUNTS or frame not in FRAMES or _counts_rows(source):
            number = self._number(source)
            return source if number is None else replace(source, number=float(number) if number else None)
        row = self._row(source)
        if row is None:
            return replace(source, number=None, answer="hidden", group="")
        if source.measure == "finding":
            verdict, ends = self._verdict(row, source)
            return replace(source, answer=verdict, group=ends)
        written = self._number(source)
        return replace(source, number=float(written) if written else None)

    def differs(self, source: Source) -> str:
        """What is another now than the source says; nothing when it is the same, or stands in none of these files."""
        number = self._number(source)
        if number is None:
            return ""
        if not _counts_rows(source) and source.frame.partition(".")[0] in FRAMES:
            row = self._row(source)
            if row is None:
                return "is published no longer"
            if source.measure == "finding":
                return self._told_otherwise(row, source)
        return _compared(number, source.number)

    def _row(self, source: Source) -> Row | None:
        frame = source.frame.partition(".")[0]
        return self.frames[frame].get(FRAMES[frame].key(source))

    def _number(self, source: Source) -> str | None:
        """The number as it is written now, empty when there is none; None where no file holds it."""
        frame, _, column = source.frame.partition(".")
        if frame in ACCOUNTS:
            return self._account(frame, source.item)
        if frame not in FRAMES:
            return None
        if _counts_rows(source):
            return str(self._counted(source))
        row = self._row(source) or {}
        return row.get(column or FRAMES[frame].number(source), "")

    def _counted(self, source: Source) -> int:
        """How many rows there are: of a method of test, or of a way comparisons came out on the second basis."""
        rows = list(self.frames[source.frame].values())
        if source.frame == "sensitivity":
            wanted = _FOUND if source.answer == "told" else set(source.answer.split("+"))
            return sum(row["survives"] in wanted for row in rows)
        kind, _, method = source.measure.partition(".")
        rows = [row for row in rows if (row["method"] or "untested") == method]
        graded = self.frames["findings"]
        telling = [r for r in rows if graded.get((r["item"], r["segment"]), r)["finding"] in _TELLING]
        return len(rows if kind == "made" else telling)

    def _told_otherwise(self, row: Row, source: Source) -> str:
        verdict, ends = self._verdict(row, source)
        told, now = f"{source.answer} {source.group}".strip(), f"{verdict} {ends}".strip()
        return "" if told == now else f"the finding is {now} now"

    def _verdict(self, row: Row, source: Source) -> tuple[str, str]:
        """What is found, and between which groups."""
        test = self.frames["tests"].get((source.item, source.segment), {})
        verdict = row["finding"] or "none"
        if row.get("hidden") or test.get("hidden"):
            verdict = "hidden"
        elif not (test.get("p_adjusted") or test.get("method")):
            verdict = "untested"
        return verdict, f"{row['high']}>{row['low']}" if verdict in _TELLING else ""

    def _account(self, frame: str, path: str) -> str:
        found = self.accounts.get(frame)
        for key in path.split("."):
            found = found.get(key) if isinstance(found, dict) else None
        return "" if found is None else str(found)


def _counts_rows(source: Source) -> bool:
    return source.frame in COUNTED and not source.item


def _compared(now: str, then: float | None) -> str:
    if not now or then is None:
        return "" if not now and then is None else f"is {now or 'hidden'} now"
    return "" if abs(float(now) - then) <= _NEAR * max(1.0, abs(then)) else f"is {now} now"
