"""The ledger of cross-tabs that were given out, so that each new one is protected together with them.

It stands in data/asked/<study>/: ledger.json (what was asked, of which data) and a CSV a cross-tab with every number of
its tables, visible or hidden, and no values. The folder keeps itself out of version control.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.asking.study import Study
from analysis.plan import Crosstab
from survey.frames import read_frame, write_frame
from survey.stage import read_json, write_json

Key = tuple[str, str, str, str, str]
"""(item, segment, group, measure, answer)"""
KEY = ["item", "segment", "group", "measure", "answer"]
FOLDER = "asked"


@dataclass(frozen=True)
class Entry:
    """One cross-tab that was given out: key → whether its number was visible."""

    crosstab: Crosstab
    visible: dict[Key, bool]


@dataclass(frozen=True)
class Ledger:
    """Entries about the data as they are now; `others` counts those about other versions of them."""

    entries: tuple[Entry, ...]
    others: int = 0

    def entry(self, crosstab: Crosstab) -> Entry | None:
        """The entry of the same cross-tab, if it was asked for before."""
        return next((entry for entry in self.entries if entry.crosstab.id == crosstab.id), None)


def read_ledger(study: Study) -> Ledger:
    """What was given out of this study; nothing when nobody has asked yet."""
    rows = _rows(study)
    own = [row for row in rows if row["data"] == study.data_hash]
    entries = tuple(Entry(_crosstab(row), _visible(_file(study, row["crosstab"]["id"]))) for row in own)
    return Ledger(entries, len(rows) - len(own))


def add(study: Study, entry: Entry) -> None:
    """Write down all that has been given out of a cross-tab, before it is shown."""
    folder = study.folder(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    frame = pd.DataFrame([(*key, "yes" if seen else "no") for key, seen in entry.visible.items()])
    write_frame(frame.set_axis([*KEY, "visible"], axis=1), _file(study, str(entry.crosstab.id)))
    rows = [row for row in _rows(study) if row["crosstab"]["id"] != entry.crosstab.id]
    told = entry.crosstab.model_dump(mode="json", by_alias=True, exclude_none=True)
    write_json([*rows, {"data": study.data_hash, "crosstab": told}], folder / "ledger.json")


def _rows(study: Study) -> list[dict[str, Any]]:
    path = study.folder(FOLDER) / "ledger.json"
    return list(read_json(path)) if path.is_file() else []


def _file(study: Study, crosstab_id: str) -> Path:
    return study.folder(FOLDER) / f"{crosstab_id}.csv"


def _crosstab(row: dict[str, Any]) -> Crosstab:
    return Crosstab.model_validate(row["crosstab"])


def _visible(path: Path) -> dict[Key, bool]:
    frame = read_frame(path).fillna("")
    keys = zip(*(frame[name].tolist() for name in KEY), strict=True)
    return {
        (i, s, g, m, a): seen == "yes" for (i, s, g, m, a), seen in zip(keys, frame["visible"], strict=True)
    }
