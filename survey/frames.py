"""Frames on disk: CSV with text cells, empty for missing. One way of reading, so that no guess creeps in."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pandas as pd


def read_frame(path: Path, numbers: Iterable[str] = ()) -> pd.DataFrame:
    """A CSV that Svar wrote: every cell is text and empty means missing; the columns `numbers` become floats.

    "NA", "None" and "0301" stay what they are.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[], encoding="utf-8")
    frame = frame.mask(frame == "")
    for column in numbers:
        if column in frame:
            frame[column] = frame[column].astype(float)
    return frame


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` as CSV without its index; missing becomes an empty cell. Same frame, same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
