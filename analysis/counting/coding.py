"""Text cells become small integers once: an answer's place among the answers of its item, a group's among its levels.

An item's codes are 0, 1, 2 for the kinds of missing (MISSING), then one number an answer. A background column's
codes are places in its levels, -1 where nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from survey.model import Variable

MISSING = ("not_asked", "unanswered", "declared")
ANSWERED = "answered"
CELLS_AT_ONCE = 1 << 21
"""Cells coded in one go: few enough for bounded memory, and a small study takes a single round."""


@dataclass(frozen=True)
class Column:
    """A background column of n people: `codes` (n,) are places in `levels`, -1 for unknown."""

    codes: np.ndarray
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """The answers to one item by n people: `codes` (n,), 0..2 for a kind of missing, then places in `answers` + 3."""

    codes: np.ndarray
    answers: tuple[str, ...]

    @cached_property
    def span(self) -> tuple[int, int]:
        """The lowest code that occurs, and how many there are from it to the highest."""
        if not len(self.codes):
            return 0, 1
        low = int(self.codes.min())
        return low, int(self.codes.max()) - low + 1


def smallest_dtype(levels: int) -> type[np.signedinteger]:
    """The smallest signed integer that holds `levels` codes."""
    return np.int8 if levels <= 127 else np.int16 if levels <= 32_767 else np.int32


def code_column(cells: pd.Series) -> Column:
    """A background column, its levels in the order they are met."""
    codes, levels = pd.factorize(cells.to_numpy(dtype=object))
    return Column(codes.astype(smallest_dtype(len(levels) + 1)), tuple(str(level) for level in levels))


def code_items(answers: pd.DataFrame, status: pd.DataFrame, variables: Sequence[Variable]) -> dict[str, Item]:
    """Every variable's column of `answers`, read together with its `status` (answered, or one of MISSING).

    ValueError when a cell counts as answered without holding an answer of its variable.
    """
    found: dict[str, Item] = {}
    step = max(1, CELLS_AT_ONCE // max(1, len(answers)))
    for start in range(0, len(variables), step):
        found |= _code_some(answers, status, variables[start : start + step])
    return found


def _code_some(answers: pd.DataFrame, status: pd.DataFrame, variables: Sequence[Variable]) -> dict[str, Item]:
    names = [variable.name for variable in variables]
    words, vocabulary = _factorized(answers[names])
    kinds, statuses = _factorized(status[names])
    of_kind = np.array([*(MISSING.index(s) if s in MISSING else -1 for s in statuses), -1], dtype=np.int8)
    known = [variable.substantive or _numbers(words[i], vocabulary) for i, variable in enumerate(variables)]
    found = {}
    for i, name in enumerate(names):
        place = {code: k + len(MISSING) for k, code in enumerate(known[i])}
        dtype = smallest_dtype(len(known[i]) + len(MISSING))
        of_word = np.array([*(place.get(word, -1) for word in vocabulary), -1], dtype=dtype)
        kind = of_kind[kinds[i]]
        codes = np.where(kind >= 0, kind, of_word[words[i]])
        if len(codes) and codes.min() < 0:
            raise ValueError(f"{name}: a cell is marked as answered and holds no answer of the variable")
        found[name] = Item(codes, known[i])
    return found


def _factorized(cells: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Place of every cell (items, people) in one vocabulary of text; -1 for an empty cell."""
    codes, vocabulary = pd.factorize(cells.to_numpy(dtype=object).T.ravel())
    return codes.reshape(cells.shape[1], cells.shape[0]), [str(word) for word in vocabulary]


def _numbers(words: np.ndarray, vocabulary: list[str]) -> tuple[str, ...]:
    met = np.unique(words[words >= 0])
    return in_order(vocabulary[w] for w in met)


def in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """Distinct numbers written as text, smallest first."""
    return tuple(sorted(set(numbers), key=lambda text: (float(text), text)))
