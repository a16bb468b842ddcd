"""The text of a result as numbers until its frame is made: each word stands once, and arrays of numbers are quick to handle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count

import numpy as np
import pandas as pd


class Words:
    """Words and their numbers; the empty word has 0."""

    def __init__(self) -> None:
        self._number: defaultdict[str, int] = defaultdict(count().__next__)
        self.number = self._number.__getitem__
        """Word → number."""
        self.number("")

    def numbers(self, words: np.ndarray) -> np.ndarray:
        """The numbers of an array of words, in its shape."""
        found = np.fromiter(map(self.number, words.ravel().tolist()), np.int32, words.size)
        return found.reshape(words.shape)

    def padded(self, rows: Sequence[tuple[str, ...]], width: int) -> np.ndarray:
        """(T, width) numbers of the words of each row, filled up with the empty word."""
        known = {row: i for i, row in enumerate(dict.fromkeys(rows))}
        out = np.zeros((len(known), width), dtype=np.int32)
        for row, i in known.items():
            out[i, : len(row)] = list(map(self.number, row))
        return out[[known[row] for row in rows]]

    def frame(
        self, columns: Mapping[str, np.ndarray], names: Sequence[str], values: Sequence[str]
    ) -> pd.DataFrame:
        """The columns `names` as a frame; all but `values` hold words, or their numbers. Without any, empty columns."""
        if not columns:
            return empty(names)
        text = {name: self.numbered(columns[name]) for name in names if name not in values}
        every = pd.array(list(self._number), dtype="str")
        made = [every.take(text[name]) if name in text else columns[name] for name in names]
        found = pd.DataFrame(dict(enumerate(made)), copy=False)
        # Names that are made into an index once are not looked through again for every frame.
        found.columns = _template(tuple(names)).columns
        return found

    def numbered(self, column: np.ndarray) -> np.ndarray:
        """A column of words as their numbers; one of numbers as it is."""
        return self.numbers(column) if column.dtype.kind in "OU" else column


def empty(names: Sequence[str]) -> pd.DataFrame:
    """No rows."""
    return _template(tuple(names)).copy()


@cache
def _template(names: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(np.empty((0, len(names)), dtype=object), columns=list(names))
