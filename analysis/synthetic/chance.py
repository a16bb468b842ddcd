"""Random numbers by name: what is drawn for one purpose does not depend on what else is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np


def source(seed: int, *names: str) -> np.random.Generator:
    """A generator of its own for this seed and purpose."""
    return np.random.default_rng([seed, crc32("/".join(names).encode())])


def pick(rng: np.random.Generator, shares: Mapping[str, float], count: int) -> list[str]:
    """`count` codes drawn with these shares (which need not add up to anything)."""
    codes = list(shares)
    weights = np.array([shares[code] for code in codes], dtype=float)
    return [codes[i] for i in rng.choice(len(codes), size=count, p=weights / weights.sum())]


def apportion(weights: Sequence[float], total: int, least: int = 0) -> list[int]:
    """Whole numbers in proportion to `weights` that add up to `total` (largest remainder), none below `least`."""
    spare = total - least * len(weights)
    exact = np.array(weights, dtype=float) / sum(weights) * spare
    parts = np.floor(exact).astype(int)
    for i in np.argsort(parts - exact, kind="stable")[: spare - int(parts.sum())]:
        parts[i] += 1
    return [int(part) + least for part in parts]
