"""`make bench`: how fast the tables of a survey are made, beside numpy's own counting, pandas + scipy and R survey.

Everything is CPU time of one run on one machine, so only ratios mean something elsewhere. Writes
results.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.counting.coded import Coded
from benchmarks import product, rivals, workload

RESULTS = Path(__file__).with_name("results.md")
SMALL, LARGE = 151, 1_000_000
R_TABLES = [("five00", "size"), ("five07", "unit"), ("ticks_box03", "role"), ("single3", "contact")]
"""R takes seconds a table: a few of each kind, scaled to 240."""
PANDAS_TABLES = 24
TURNS = 7


@dataclass(frozen=True)
class Line:
    """One line of the result."""

    what: str
    measured: str
    target: str = ""
    met: str = ""


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--streamed", type=int, default=10_000_000, help="rows of the large Parquet file")
    args = parser.parse_args()
    study = workload.study(LARGE)
    measured = in_turn(study, TURNS)
    lines = [*small(), *large(study, measured), *streamed(args.streamed, measured.asked)]
    text = report(lines)
    sys.stdout.write(text)
    RESULTS.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Measured:
    """The least of several turns: the counting limit in seconds, the workload, and the product with everything on."""

    limit: float
    asked: product.Times
    everything: product.Times


def in_turn(study: Coded, turns: int) -> Measured:
    """Yardstick and product by turns: other work on the machine slows both, and only ever slows."""
    product.times(study, product.WORKLOAD)
    limits, asked, everything = [], [], []
    for _ in range(turns):
        limits.append(rivals.limit(study))
        asked.append(product.times(study, product.WORKLOAD))
        everything.append(product.times(study, product.EVERYTHING))
    return Measured(min(limits), product.least(asked), product.least(everything))


def small() -> Iterator[Line]:
    """A study of the usual size: everything in one process, warm."""
    measured = in_turn(workload.study(SMALL), 4 * TURNS)
    yield _limit(f"{SMALL} rows: T1 + T2", measured.asked.both * 1e3, 50, "ms")
    yield Line("… estimates and tests of T1, of T2", _parts(measured.asked))
    yield Line("… with everything on", f"{measured.everything.both * 1e3:.0f} ms")


def large(study: Coded, measured: Measured) -> Iterator[Line]:
    """A million rows: against numpy, pandas + scipy, and R."""
    counting, times = measured.limit, measured.asked
    yield Line("counting limit at 10⁶ rows: 240 × 2 np.bincount", f"{counting:.3f} s")
    yield Line("10⁶ rows: T1, T1 + T2", f"{times.t1:.3f} s, {times.both:.3f} s")
    yield Line("… estimates and tests of T1, of T2", _parts(times))
    yield _limit("T1 ÷ counting limit", times.t1 / counting, 0.35, "×")
    yield _limit("T1 + T2 ÷ counting limit", times.both / counting, 0.6, "×")
    everything = f"{measured.everything.t1 / counting:.2f} ×, {measured.everything.both / counting:.2f} ×"
    yield Line("… the same two with everything on", everything)
    yield from _slow(study, times)


def _slow(study: Coded, times: product.Times) -> Iterator[Line]:
    chosen = rivals.pairs()[:: 240 // PANDAS_TABLES]
    slow = rivals.pandas_scipy(study, chosen) * 240 / len(chosen)
    yield _at_least(
        f"pandas + scipy, T1 ({len(chosen)} tables, scaled: {slow:.0f} s) ÷ T1", slow / times.t1, 100
    )
    survey = rivals.r_survey(study, R_TABLES)
    if survey is None:
        yield Line("R survey", "not installed here")
        return
    scaled = survey * 240 / len(R_TABLES)
    words = f"R survey, T2 ({len(R_TABLES)} tables, scaled: {scaled:.0f} s) ÷ T2"
    yield _at_least(words, scaled / (times.both - times.t1), 1000)


def streamed(rows: int, coded: product.Times) -> Iterator[Line]:
    """Parquet files, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        one, many = (_child(Path(folder), people) for people in (LARGE, rows))
    yield Line(
        "streamed from Parquet, T1 + T2 at 10⁶ rows", f"{one['seconds']:.2f} s, peak {one['peak']:.0f} MB"
    )
    yield Line(f"… at {rows:,} rows".replace(",", " "), f"{many['seconds']:.2f} s")
    yield _limit(
        "… ÷ the time of 10⁶ rows, both streamed", many["seconds"] / one["seconds"], 12 * rows / 1e7, "×"
    )
    yield Line(
        "… ÷ the time of 10⁶ rows in memory, coded beforehand", f"{many['seconds'] / coded.both:.1f} ×"
    )
    yield _limit("peak memory of the process", many["peak"], 1024, "MB")


def _child(folder: Path, people: int) -> dict[str, float]:
    path = folder / f"{people}.parquet"
    workload.parquet(path, people)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.streamed", str(path)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _parts(times: product.Times) -> str:
    parts = (times.crosstab1, times.compare1, times.crosstab2, times.compare2)
    a, b, c, d = (f"{part * 1e3:.0f}" for part in parts)
    return f"{a} + {b}, {c} + {d} ms"


def _limit(what: str, value: float, most: float, unit: str) -> Line:
    digits = 0 if value >= 10 else 2
    return Line(what, f"{value:.{digits}f} {unit}", f"≤ {most:g} {unit}", "yes" if value <= most else "no")


def _at_least(what: str, value: float, least: float) -> Line:
    return Line(what, f"{value:.0f} ×", f"≥ {least:g} ×", "yes" if value >= least else "no")


def report(lines: list[Line]) -> str:
    """The table, with the machine it was made on."""
    rows = "\n".join(f"| {each.what} | {each.measured} | {each.target} | {each.met} |" for each in lines)
    return f"""# Benchmark results

Written by `make bench`; what is measured stands in docs/benchmarks.md. SYNTHETIC data. CPU seconds of one run;
the counting limit and the product were measured by turns, and the least of {TURNS} turns counts ({4 * TURNS}
at {SMALL} rows). "Everything" is every measure and contrast there is; above it stands what the workload asks for.

Machine: {_machine()}.

| what | measured | target | met |
| --- | --- | --- | --- |
{rows}
"""


def _machine() -> str:
    import numpy as np
    import pandas as pd

    info = Path("/proc/cpuinfo")
    names = (
        [line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        if info.exists()
        else []
    )
    processor = f"{len(names)} × {names[0]}" if names else platform.machine()
    return f"{processor}, Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}"


if __name__ == "__main__":
    main()
