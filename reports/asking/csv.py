"""A cross-tab as tidy CSV: one row a number, codes and labels."""

from __future__ import annotations

import csv

from analysis.asking.answer import Answer
from reports.asking.grid import Grid
from reports.asking.tidy import labelled


def made(answer: Answer, grid: Grid) -> str:
    """The labelled tidy frame."""
    frame = labelled(answer, grid.speech)
    return str(frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL))
