"""Random edits of a whole report, merged and written again: is anything lost? Run with `python -m benchmarks.merge`.

Each round makes fifty edits of ten kinds (tests/reports/merge_fifty.py) with another seed in the report of a study that
has been run, merges them, and counts what stands neither in an override nor in the merge report.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/reports"))

from merge_fifty import fifty  # type: ignore[import-not-found]  # noqa: E402
from word_edits import Edited as Desk  # type: ignore[import-not-found]  # noqa: E402
from word_edits import text  # noqa: E402

from reports.merge import merge  # noqa: E402
from reports.merging.original import original  # noqa: E402
from reports.merging.package import opened  # noqa: E402
from reports.prose.overrides import Edited  # noqa: E402
from reports.prose.wording import parse  # noqa: E402


def words(file: bytes) -> Counter[str]:
    """Every word a reader sees, and how often."""
    return Counter(word for p in Desk(file).paragraphs() for word in re.findall(r"\w+", text(p)))


def lost(base: bytes, seed: int) -> tuple[set[str], int, int, float]:
    """Words of fifty edits that are nowhere; how many were kept, and are conflicts; CPU seconds of the merge."""
    file, done = fifty(base, seed)
    start = time.process_time()
    before, after = opened(base, "base"), opened(file, "edited")
    result = merge(after, original(after, [lambda: before]), Edited())
    took = time.process_time() - start
    spelt = [p.text for one in (*result.edited.changed, *result.edited.inserted) for p in parse(one.text)]
    told = "\n".join([*spelt, *(f"{row.was}\n{row.now}" for row in result.rows)])
    nowhere = {word for word in words(file) - words(base) if word not in told}
    nowhere |= {edit.known for edit in done if edit.known not in told}
    outcomes = Counter(row.outcome for row in result.rows)
    return nowhere, outcomes["kept"], outcomes["conflict"], took


def main() -> None:
    """Rounds of random edits; exits with 1 when anything is lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("report", type=Path, nargs="?", default=ROOT / "data/write/som/rapport.docx")
    parser.add_argument("--rounds", type=int, default=20)
    args = parser.parse_args()
    base = args.report.read_bytes()
    found = [lost(base, seed) for seed in range(args.rounds)]
    kept, conflicts = sum(f[1] for f in found), sum(f[2] for f in found)
    gone = [word for f in found for word in f[0]]
    took = sum(f[3] for f in found) / len(found)
    sys.stdout.write(
        f"{50 * len(found)} edits: {kept} kept, {conflicts} conflicts, {len(gone)} lost; {took:.2f} s a merge\n"
    )
    sys.exit(bool(gone))


if __name__ == "__main__":
    main()
