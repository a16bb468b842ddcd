"""Whether published statements hold: the verdicts of stage replicate, never the values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.prose.published import records


@dataclass(frozen=True)
class Verdict:
    """Whether one published statement holds; never its value."""

    id: str
    section: str
    figure: str
    strength: str
    verdict: str


def read_verdicts(folder: Path | None) -> tuple[Verdict, ...]:
    """The replicate folder's verdicts; none when the study has no ledger."""
    path = folder / "verdicts.csv" if folder else None
    if path is None or not path.is_file():
        return ()
    return tuple(records(path, Verdict))
