"""Child process: T1 and T2 of a Parquet file through `crosstab` and `compare`; prints CPU seconds and peak memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from analysis.counting.parquet import ParquetStudy
from analysis.tables import Counter
from benchmarks import product, workload


def main() -> None:
    """One line of JSON: seconds, peak memory in MB, and that before anything was counted."""
    questionnaire = workload.questionnaire()
    counter = Counter.of(ParquetStudy(Path(sys.argv[1]), questionnaire), questionnaire)
    before = _peak()
    start = time.process_time()
    for basis in (workload.UNWEIGHTED, workload.DESIGNED):
        product.both(counter, product.WORKLOAD, basis)
    seconds = time.process_time() - start
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": _peak(), "before": before}) + "\n")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
