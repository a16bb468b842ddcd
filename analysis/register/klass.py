"""Statistics Norway's classifications (KLASS) as exported: code lists, changes and correspondence tables.

CSV or JSON, from the web page or from the API: https://data.ssb.no/api/klass/v1/api-guide.html
"""

from __future__ import annotations

from pathlib import Path

from analysis.register.files import Record, read_records
from analysis.register.sources import Change, CodeList, Fact, Period, Sources, code, day
from survey.messages import SvarError, finding


def read_codes(path: Path, since: str | None, sources: Sources) -> None:
    """A code list: a version (all codes from a date on) or a range (each row with its own dates).

    `since` is the date of a version whose file does not say it. SvarError (S071) when nobody says.
    """
    rows, about, findings = read_records(path, "code", ("codes", "classificationItems"))
    sources.findings += findings
    kept = [row for row in rows if code(row["code"])]
    if since is None and any(_since(row) for row in kept):
        sources.periods += [
            Period(str(code(row["code"])), row.get("name", ""), _since(row), _until(row)) for row in kept
        ]
        return
    start = since or day(about.get("validFrom"))
    if start is None:
        raise SvarError([finding("S071", path.name, path.name)])
    names = {str(code(row["code"])): row.get("name", "") for row in kept}
    sources.lists.append(CodeList(start, day(about.get("validTo")), names))


def _since(row: Record) -> str | None:
    return day(row.get("validFromInRequestedRange")) or day(row.get("validFrom"))


def _until(row: Record) -> str | None:
    return day(row.get("validToInRequestedRange")) or day(row.get("validTo"))


def read_changes(path: Path, _since: str | None, sources: Sources) -> None:
    """Code changes: oldCode, newCode, changeOccurred. A change of name alone is no change of code."""
    rows, _, findings = read_records(path, "oldCode", ("codeChanges",))
    sources.findings += findings
    for row in rows:
        old, new, when = code(row["oldCode"]), code(row.get("newCode")), day(row.get("changeOccurred"))
        if when is None:
            shown = row.get("changeOccurred", "")
            sources.findings.append(finding("D071", path.name, shown, wanted="date (changeOccurred)"))
        elif old or new:
            names = (row.get("oldName", ""), row.get("newName", ""))
            sources.changes.append(Change(old or "", names[0], new or "", names[1], when))


def read_kostra(path: Path, since: str | None, sources: Sources) -> None:
    """A correspondence between municipalities and KOSTRA groups, in either direction.

    `since` is the date of a table without dates of its own; SvarError (S071) when nobody says.
    """
    rows, about, findings = read_records(path, "sourceCode", ("correspondenceItems", "correspondenceMaps"))
    sources.findings += findings
    # Groups are called EKG01 or 01; whichever side has only four digits is the municipality.
    first = all(code(row["sourceCode"]) for row in rows)
    mine, other = ("sourceCode", "targetCode") if first else ("targetCode", "sourceCode")
    for row in rows:
        number, start = code(row.get(mine)), since or _since(row) or day(about.get("validFrom"))
        if start is None:
            raise SvarError([finding("S071", path.name, path.name)])
        if number is None:
            sources.findings.append(
                finding("D071", path.name, row.get(mine, ""), wanted="municipality number")
            )
        else:
            sources.kostra.append(Fact(number, row.get(other, ""), start, _until(row)))
