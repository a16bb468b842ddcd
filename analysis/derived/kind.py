"""What every derived item is: which items it is made of, which values it can take, and how it is worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.counting.coding import MISSING, Item
from survey.model import Variable

FIRST = len(MISSING)
"""The code of an item's first answer."""


@dataclass(frozen=True, eq=False)
class Derived:
    """A number worked out from the codes of `parts`; `answers` are all values it can take, smallest first."""

    variable: Variable
    parts: tuple[str, ...]
    answers: tuple[str, ...]
    codes: Callable[[Sequence[Item]], np.ndarray]

    def item(self, parts: Sequence[Item]) -> Item:
        """The item of the same people as `parts` (in the order of `self.parts`)."""
        return Item(self.codes(parts), self.answers)


def missing_kind(parts: Sequence[Item], who: np.ndarray) -> np.ndarray:
    """Why people `who` (k,) have no value: not asked any part; else a part not answered; else declared non-answers."""
    codes = np.stack([part.codes[who] for part in parts])
    asked = (codes != MISSING.index("not_asked")).any(axis=0)
    skipped = (codes == MISSING.index("unanswered")).any(axis=0)
    kind = np.where(skipped, MISSING.index("unanswered"), MISSING.index("declared"))
    return np.where(asked, kind, MISSING.index("not_asked"))
