"""The frame of findings: what prose may lean on, in the measure it is printed in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.comparing.contrasts import Contrasted
from analysis.results import FINDING_COLUMNS

KEY = ("item", "segment", "high", "low")
NUMBERS = ("difference", "conf_low", "conf_high", "n_high", "n_low")
WORDS = ("measure", "answer")


def told(found: Contrasted) -> dict[str, np.ndarray]:
    """Every pair of groups of each table's first target, told both ways: one group as `high`, the other as `low`."""
    width = found.first.shape[1]
    leads = np.flatnonzero(np.diff(found.targets.table, prepend=-1))
    k, c = np.nonzero(found.shown[leads][:, width:])
    k, c = leads[k], c + width
    ends = found.first[c].argmax(axis=1), found.second[c].argmax(axis=1)
    results, scale = found.results, found.targets.scale[k, 0]
    difference = results.difference[k, c] * scale
    low, high = results.low[k, c] * scale, results.high[k, c] * scale
    head = {name: found.heads[name][k] for name in ("item", "segment", "measure", "answer")}
    one = head | _ends(found, k, *ends)
    other = head | _ends(found, k, *ends[::-1])
    one |= {"difference": difference, "conf_low": low, "conf_high": high}
    # Turned round, the ends of an interval change place.
    other |= {"difference": -difference, "conf_low": -high, "conf_high": -low}
    return {name: np.concatenate([one[name], other[name]]) for name in one}


def _ends(found: Contrasted, k: np.ndarray, high: np.ndarray, low: np.ndarray) -> dict[str, np.ndarray]:
    table, base = found.targets.table[k], found.targets.n
    return {
        "high": found.names[table, high],
        "low": found.names[table, low],
        "n_high": base[k, high],
        "n_low": base[k, low],
    }


def finding_columns(
    tests: Mapping[str, np.ndarray], pairs: list[dict[str, np.ndarray]]
) -> dict[str, np.ndarray]:
    """FINDING_COLUMNS, one row a test: the difference of its highest and its lowest group; `pairs` are `told`."""
    names = (*KEY, *NUMBERS, *WORDS)
    columns = {
        name: np.concatenate([np.array([], object), *(part[name] for part in pairs)]) for name in names
    }
    place = {key: i for i, key in enumerate(zip(*(columns[name].tolist() for name in KEY), strict=True))}
    keys = zip(*(tests[name].tolist() for name in KEY), strict=True)
    at = np.array([place.get(key, -1) for key in keys], dtype=int)
    found = dict(tests)
    found |= {name: np.append(columns[name], np.nan).astype(float)[at] for name in NUMBERS}
    found |= {name: np.append(columns[name], "")[at] for name in WORDS}
    return {name: found[name] for name in FINDING_COLUMNS}
