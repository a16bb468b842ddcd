"""500 random designs, counted and tested here and by R's survey package: the largest relative difference of each.

`python benchmarks/parity.py [designs] [seed]` needs Rscript with the package survey. Strata, clusters, population
sizes, weights, answers and missing answers are drawn; everything of ours goes the product's way, from respondents to
tables to test. Exits with 1 when a number is further off than 1e-8, or when only one of the two gives a number.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests" / "analysis")]
from designs import counted, table  # noqa: E402

from analysis.design.linear import means, shares, totals  # noqa: E402
from analysis.design.ranks import rank_test  # noqa: E402
from analysis.design.rao_scott import rao_scott  # noqa: E402
from analysis.tables import Tables  # noqa: E402

TOLERANCE = 1e-8
ENDLESS = 1e20
"""An F above this is a division by rounding."""
PARTS = ("f", "df", "ddf", "p")
Key = tuple[str, str, str, str]


def drawn(rng: np.random.Generator, name: str) -> pd.DataFrame:
    """Respondents of one random design."""
    strata, alone = int(rng.integers(1, 6)), rng.random() < 0.2
    per_stratum = rng.integers(2, 13, strata) * (6 if alone else 1)
    units = np.repeat(np.arange(strata), per_stratum)
    size = np.ones(len(units), int) if alone else 1 + rng.poisson(rng.uniform(1, 12), len(units))
    unit = np.repeat(np.arange(len(units)), size)
    n, groups = len(unit), int(rng.integers(2, 6))
    lift = rng.normal(0, rng.uniform(0, 1), len(units))[unit]
    g = rng.choice(list("klmnp")[:groups], n, p=rng.dirichlet(np.full(groups, 3.0)))
    score = lift + rng.normal(0, 1, n) + 0.5 * rng.random() * (g == "k")
    o = 1 + np.searchsorted(np.sort(rng.normal(0, 1, 4)), score)
    frame = pd.DataFrame(
        {"data": name, "cluster": [f"c{u}" for u in unit], "stratum": units[unit].astype(str)}
    )
    frame["weight"] = np.round(rng.lognormal(0, rng.uniform(0, 0.7), n), 4)
    more = rng.integers(0, 40, strata) if rng.random() < 0.6 else np.full(strata, np.inf)
    frame["fpc"] = (per_stratum + more)[units[unit]]
    frame["g"], frame["a"] = g, np.where(score + rng.normal(0, 1, n) > 0.3, "Yes", "No")
    frame["o"] = o.astype(str)
    for column in ("g", "a", "o"):
        frame[column] = frame[column].where(rng.random(n) > rng.choice([0, 0.1]), None)
    return frame.assign(b="only", x="1", alone=alone)


def ours(frame: pd.DataFrame, name: str) -> dict[Key, float]:
    """The numbers of one design."""
    stacks = counted(frame, clustered=not frame["alone"].iloc[0], items="ao")
    scale, ticks = table(stacks, "g", "o"), table(stacks, "g", "a")
    found: dict[Key, float] = {}
    for made in (scale, ticks):
        assert made.covariance is not None and made.design_df is not None
        test = rao_scott(made.weighted, made.covariance, made.design_df)
        numbers = (test.statistic, test.df, test.df_error, test.p_value)
        column = made.variables[0].name
        found |= {
            (column, f"rao_scott_{p}", "", ""): float(v[0]) for p, v in zip(PARTS, numbers, strict=True)
        }
    return found | _scale(scale)


def _scale(made: Tables) -> dict[Key, float]:
    assert made.covariance is not None and made.design_df is not None
    ranked = rank_test(made.weighted, made.covariance, made.values, made.design_df)
    numbers = (ranked.statistic, ranked.df, ranked.df_error, ranked.p_value)
    found: dict[Key, float] = {
        ("o", f"rank_{p}", "", ""): float(v[0]) for p, v in zip(PARTS, numbers, strict=True)
    }
    share, share_error = shares(made.weighted, made.covariance)
    mean, mean_error = means(made.weighted, made.covariance, made.values)
    _, total_error = totals(made.weighted, made.covariance, made.values)
    for g, group in enumerate(made.groups[0]):
        found["o", "mean", group, ""], found["o", "mean_se", group, ""] = mean[0, g], mean_error[0, g]
        found["o", "total_se", group, ""] = total_error[0, g]
        for a, answer in enumerate(made.answers[0]):
            found["o", "share", group, answer] = share[0, g, a]
            found["o", "share_se", group, answer] = share_error[0, g, a]
    return found


def compared(mine: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """One row a number of R, with ours and the relative difference.

    A test is a test only with a p-value; R's standard errors of 0 and its statistics without end are divisions by
    nothing.
    """
    both = theirs.merge(mine, on=["design", "columns", "quantity", "group", "answer"], how="left")
    both.loc[both["quantity"].str.endswith("_se") & (both["value"].abs() < 1e-9), "value"] = np.nan
    both["test"] = both["quantity"].str.extract(r"^(rao_scott|rank)_", expand=False)
    tests = both[both["test"].notna()]
    wide = tests.pivot(index=["design", "columns", "test"], columns="quantity")
    for side in ("value", "ours"):
        p = wide[side].filter(like="_p").bfill(axis=1).iloc[:, 0]
        f = wide[side].filter(like="_f").bfill(axis=1).iloc[:, 0]
        none = p.isna() | ~(f < ENDLESS)
        lost = pd.MultiIndex.from_frame(tests[["design", "columns", "test"]]).isin(none.index[none])
        both.loc[tests.index[lost], side] = np.nan
    both["apart"] = (both["ours"] - both["value"]).abs() / both["value"].abs().clip(lower=1e-300)
    both.loc[both["value"] == 0, "apart"] = both["ours"].abs()
    return both


def summary(both: pd.DataFrame) -> pd.DataFrame:
    """Per quantity: numbers that both give, that neither gives, that one alone gives, and the largest difference."""
    mine, theirs = both["ours"].notna(), both["value"].notna()
    counts = pd.DataFrame(
        {
            "quantity": both["quantity"],
            "both": mine & theirs,
            "neither": ~mine & ~theirs,
            "only_r": ~mine & theirs,
            "only_ours": mine & ~theirs,
            "largest": both["apart"],
        }
    ).groupby("quantity", sort=False)
    return counts.agg(
        {"both": "sum", "neither": "sum", "only_r": "sum", "only_ours": "sum", "largest": "max"}
    )


def main(designs: int = 500, seed: int = 2019) -> int:
    """Draw, compute, ask R, print."""
    rng = np.random.default_rng(seed)
    frames = [drawn(rng, str(i)) for i in range(designs)]
    start = time.process_time()
    rows = [
        (str(i), *key, value) for i, frame in enumerate(frames) for key, value in ours(frame, str(i)).items()
    ]
    seconds = time.process_time() - start
    mine = pd.DataFrame(rows, columns=["design", "columns", "quantity", "group", "answer", "ours"])
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "respondents.csv", Path(folder) / "numbers.csv"
        every = pd.concat(frames)
        every.assign(fpc=every["fpc"].mask(np.isinf(every["fpc"]))).to_csv(source, index=False)
        subprocess.run(["Rscript", str(HERE / "parity.R"), str(source), str(target)], check=True)  # noqa: S603, S607
        text = dict.fromkeys(("design", "columns", "quantity", "group", "answer"), str)
        theirs = pd.read_csv(target, dtype=text, keep_default_na=False, na_values={"value": ["NA", "NaN"]})
    found = summary(compared(mine, theirs))
    worst = float(found["largest"].max())
    told = f"{designs} designs, {int(found['both'].sum())} numbers, ours in {seconds:.1f} s"
    sys.stdout.write(found.to_string(float_format=lambda x: f"{x:.1e}"))
    sys.stdout.write(f"\n\n{told}; largest difference {worst:.1e}\n")
    return int(worst > TOLERANCE or found[["only_r", "only_ours"]].to_numpy().any())


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
