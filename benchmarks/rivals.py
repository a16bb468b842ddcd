"""What the product is measured against: the counting limit of numpy, pandas + scipy, and R's survey package."""

from __future__ import annotations

import math
import os
import subprocess
import tempfile
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.counting.coded import Coded
from benchmarks import workload

SCRIPT = Path(__file__).with_name("survey.R")
Pair = tuple[str, str]


def pairs() -> list[Pair]:
    """The 240 (item, segment) pairs."""
    return [(item, segment) for item in workload.items() for segment in workload.SEGMENTS]


def limit(study: Coded) -> float:
    """CPU seconds of 240 pairs of np.bincount, unweighted and weighted, on ready-made 64-bit joint codes.

    Only counting: no making of the codes, no percentages, no tests, no standard errors.
    """
    codes = study.items["five00"].codes.astype(np.int64)
    joint = codes + 8 * study.background["unit"].codes.astype(np.int64)
    # In no order: neighbours of the same group, as the product keeps them, would make bincount wait for itself.
    joint = np.random.default_rng(workload.SEED).permutation(joint)
    weights = study.weights[workload.WEIGHT]
    start = time.process_time()
    for _ in pairs():
        np.bincount(joint, minlength=32)
        np.bincount(joint, weights, 32)
    return time.process_time() - start


def pandas_scipy(study: Coded, chosen: list[Pair]) -> float:
    """CPU seconds of T1 for the tables `chosen`, the way a careful analyst writes it; frames made beforehand."""
    needed = dict.fromkeys(name for pair in chosen for name in pair)
    frame = pd.DataFrame(
        {
            name: pd.Categorical(
                workload.words(study.items[name])
                if name in study.items
                else workload.groups(study.background[name])
            )
            for name in needed
        }
    )
    numbers = {
        name: frame[name].astype("float")
        for name in needed
        if name in study.items and name.startswith("five")
    }
    start = time.process_time()
    for item, segment in chosen:
        one_table(frame[item], frame[segment], numbers.get(item))
    return time.process_time() - start


def one_table(item: pd.Series, segment: pd.Series, numbers: pd.Series | None) -> dict[str, object]:
    """n, percentages, means, chi-square or exact, V, pairwise z with Holm of one table."""
    from scipy.stats import chi2_contingency, fisher_exact

    counts = pd.crosstab(segment, item)
    shares = pd.crosstab(segment, item, normalize="index") * 100
    means = (
        None if numbers is None else numbers.groupby(segment, observed=False).agg(["mean", "std", "count"])
    )
    table = counts.to_numpy()
    test = chi2_contingency(table, correction=False)
    if (test.expected_freq < 5).mean() > 0.2 and table.shape == (2, 2):
        test = fisher_exact(table)
    v = math.sqrt(
        chi2_contingency(table, correction=False).statistic / (table.sum() * (min(table.shape) - 1))
    )
    return {
        "counts": counts,
        "shares": shares,
        "means": means,
        "p": test.pvalue,
        "v": v,
        "pairs": _pairwise(table),
    }


def _pairwise(table: np.ndarray) -> list[list[float]]:
    from scipy.stats import norm

    bases = table.sum(axis=1)
    found = []
    for answer in range(table.shape[1]):
        p_values = []
        for a, b in combinations(range(len(table)), 2):
            pooled = (table[a, answer] + table[b, answer]) / (bases[a] + bases[b])
            error = math.sqrt(pooled * (1 - pooled) * (1 / bases[a] + 1 / bases[b])) or math.nan
            z = (table[a, answer] / bases[a] - table[b, answer] / bases[b]) / error
            p_values.append(2 * norm.sf(abs(z)))
        found.append(_holm(p_values))
    return found


def _holm(p_values: list[float]) -> list[float]:
    order = np.argsort(p_values)
    worst, adjusted = 0.0, [0.0] * len(p_values)
    for rank, k in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[k]))
        adjusted[k] = worst
    return adjusted


def r_survey(study: Coded, chosen: list[Pair]) -> float | None:
    """CPU seconds of T2 in R for the tables `chosen` (reading and the design not counted); None without R survey."""
    with tempfile.TemporaryDirectory() as folder:
        names = dict.fromkeys(name for pair in chosen for name in pair)
        for name in names:
            item = study.items.get(name)
            codes = (
                item.codes.astype(np.int32) - 2 if item else study.background[name].codes.astype(np.int32) + 1
            )
            codes.astype("<i4").tofile(Path(folder, name))
        (study.background[workload.CLUSTER].codes.astype("<i4") + 1).tofile(Path(folder, "cluster"))
        study.weights[workload.WEIGHT].astype("<f8").tofile(Path(folder, "weight"))
        Path(folder, "pairs").write_text("\n".join(f"{item} {segment}" for item, segment in chosen) + "\n")
        return _rscript(folder, study.people)


def _rscript(folder: str, people: int) -> float | None:
    command = ["Rscript", str(SCRIPT), folder, str(people)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ.copy())  # noqa: S603
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    return float(done.stdout.split()[-1])
