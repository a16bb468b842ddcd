"""Reading exported files: CSV in any usual separator and encoding, with or without title lines; JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from survey.intake.csv import read_raw
from survey.messages import Finding, SvarError, finding

Record = dict[str, str]
_EXPECTED = ("D006", "D007")
"""Findings that say nothing here: exports are in Latin-1 with semicolons."""


def read_records(
    path: Path, key: str, lists: tuple[str, ...]
) -> tuple[list[Record], dict[str, Any], list[Finding]]:
    """The rows of a CSV with the column `key`, or of the list under one of `lists` in a JSON file.

    Also what else the JSON file says (its dates), and findings about rows that do not fit.
    SvarError: Y003, D017, S070.
    """
    if path.suffix.lower() != ".json":
        raw = read_raw(path, key)
        rows = raw.rows.astype(object).where(raw.rows.notna(), "")
        findings = [f for f in raw.findings if f.code not in _EXPECTED]
        return [{str(k): str(v) for k, v in row.items()} for row in rows.to_dict("records")], {}, findings
    data = read_json_file(path)
    for name in lists:
        if isinstance(data.get(name), list):
            rows_of = [{k: "" if v is None else str(v) for k, v in row.items()} for row in data[name]]
            return rows_of, data, []
    raise SvarError([unreadable(path, "classification", f"it has none of {', '.join(lists)}")])


def read_json_file(path: Path) -> dict[str, Any]:
    """A JSON object; SvarError (Y003, S070) when there is none."""
    try:
        data = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise SvarError([unreadable(path, "JSON file", f"line {error.lineno}: {error.msg}")]) from error
    if not isinstance(data, dict):
        raise SvarError([unreadable(path, "JSON file", "it holds a list")])
    return data


def read_table(path: Path) -> list[list[str]]:
    """The header and the rows of a CSV whose first lines may be a title: every row as wide as the header or wider."""
    lines = text_of(path).splitlines()
    separator = max(";,\t", key=lambda mark: sum(line.count(mark) for line in lines))
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    ]
    start = next((i for i, row in enumerate(rows) if sum(bool(cell) for cell in row) > 1), len(rows))
    return [row for row in rows[start:] if len(row) >= len(rows[start])]


def text_of(path: Path) -> str:
    """The file's text, in UTF-8 or Latin-1; SvarError (Y003) when there is no such file."""
    if not path.is_file():
        raise SvarError([finding("Y003", path.as_posix())])
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def unreadable(path: Path, wanted: str, problem: str) -> Finding:
    """S070: what the file should be, and why it is not."""
    return finding("S070", path.name, wanted=wanted, problem=problem)
