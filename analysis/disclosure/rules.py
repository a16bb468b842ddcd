"""The thresholds of the privacy gate, from params.yaml block `suppress`, and the primary rules they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results import TOTAL


@dataclass(frozen=True)
class Rules:
    """Thresholds; all are numbers of people except `readable` and the decimals."""

    smallest_group: int = 5
    smallest_cell: int = 3
    smallest_mean_base: int = 10
    extreme_base: int = 10
    interval: int = 3
    readable: float = 0.8
    """Share of a table's cells that must stay visible before a coarser division of the answers is tried."""
    mean_decimals: int = 1
    """Of a group's mean; what is cut off hides the rest."""
    total_mean_decimals: int = 2

    def small_groups(self, bases: np.ndarray) -> np.ndarray:
        """Groups with some, but too few, answers. An empty group holds nobody to protect."""
        return np.asarray((bases > 0) & (bases < self.smallest_group))

    def sensitive_cells(self, counts: np.ndarray) -> np.ndarray:
        """Cells of 1 up to the limit; in small groups also 0 and everybody, which tell of each member."""
        return self.sensitive(counts, counts.sum(axis=1, keepdims=True))

    def sensitive(self, counts: np.ndarray, bases: np.ndarray) -> np.ndarray:
        """The same for counts of any kind within `bases` (shapes that broadcast)."""
        few = (counts > 0) & (counts < self.smallest_cell)
        extreme = (bases > 0) & (bases < self.extreme_base) & ((counts == 0) | (counts == bases))
        return np.asarray(few | extreme | self.small_groups(bases))

    def decimals(self, segment: str) -> int:
        """How many decimals a mean is published with."""
        return self.total_mean_decimals if segment == TOTAL else self.mean_decimals
