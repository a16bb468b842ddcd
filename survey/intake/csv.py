"""CSV as other programmes write it: unknown separator, unknown encoding, rows that do not fit the header.

Nothing is guessed silently and nothing dropped: a row that does not fit is set aside with its text and a finding.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from survey.messages import Finding, SvarError, finding

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


@dataclass
class Raw:
    """A delivered file: rows as text (index = line number in the file), rows set aside, findings."""

    file: str
    rows: pd.DataFrame
    set_aside: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)

    @property
    def delivered(self) -> int:
        """Rows in the file, header and empty lines not counted."""
        return len(self.rows) + len(self.set_aside)


def read_raw(path: Path, key: str) -> Raw:
    """Read a delivered CSV whose header must name the column `key`.

    Raises SvarError (Y003, D017) when there is no such file or header. Cells are text; empty cells are missing.
    """
    if not path.is_file():
        raise SvarError([finding("Y003", path.as_posix())])
    findings: list[Finding] = []
    text = _decode(path, findings)
    separator = _separator(text, key, path.name, findings)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip() for name in next(reader)]
    fitting, misfits = _rows(reader, header, path.name, findings)
    lines = pd.Index(list(fitting), name="line", dtype="int64")
    frame = pd.DataFrame(list(fitting.values()), index=lines, columns=header, dtype="str")
    return Raw(path.name, frame.mask(frame == ""), _as_set_aside(misfits), findings)


def _decode(path: Path, findings: list[Finding]) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # cp1252 is what Excel writes on a Norwegian Windows; five bytes are undefined there, latin-1 has them all.
        for encoding in ("cp1252", "latin-1"):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            findings.append(finding("D006", path.name, encoding))
            return text
    raise AssertionError("latin-1 decodes every byte")


def _separator(text: str, key: str, file: str, findings: list[Finding]) -> str:
    header = text.splitlines()[0] if text.strip() else ""
    for separator, name in SEPARATORS.items():
        cells = [cell.strip().strip('"') for cell in header.split(separator)]
        if key in cells and (len(cells) > 1 or header.strip().strip('"') == key):
            if separator != ",":
                findings.append(finding("D007", f"{file}:1", name))
            return separator
    raise SvarError([finding("D017", f"{file}:1", key)])


def _rows(
    reader: Any, header: list[str], file: str, findings: list[Finding]
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    fitting: dict[int, list[str]] = {}
    misfits: dict[int, list[str]] = {}
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) == len(header):
            fitting[line] = cells
        elif any(cell.strip() for cell in cells):
            misfits[line] = cells
            findings.append(finding("D008", f"{file}:{line}", len(cells), expected=len(header)))
        line = reader.line_num + 1
    return fitting, misfits


def _as_set_aside(misfits: dict[int, list[str]]) -> pd.DataFrame:
    rows = [{"line": line, "code": "D008", "row": "|".join(cells)} for line, cells in misfits.items()]
    return pd.DataFrame(rows, columns=["line", "code", "row"])
