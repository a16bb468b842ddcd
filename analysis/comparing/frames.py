"""Columns become a frame; all its text is made in one go, which pandas would otherwise do column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pandas as pd


def frame(columns: Mapping[str, np.ndarray], names: Sequence[str]) -> pd.DataFrame:
    """The columns `names` as a frame; without any, empty columns of those names."""
    if not columns:
        return empty(names)
    made: dict[str, object] = {name: columns[name] for name in names}
    words = [name for name in names if columns[name].dtype.kind in "OU"]
    rows = len(columns[names[0]])
    if rows and words:
        text = pd.array(np.concatenate([columns[name].astype(object) for name in words]), dtype="str")
        made |= {name: text[k * rows : (k + 1) * rows] for k, name in enumerate(words)}
    return pd.DataFrame(made, copy=False)


def empty(names: Sequence[str]) -> pd.DataFrame:
    """No rows."""
    return _template(tuple(names)).copy()


@cache
def _template(names: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(np.empty((0, len(names)), dtype=object), columns=list(names))
