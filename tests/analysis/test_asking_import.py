"""`analysis.crosstab` is the function whoever imports what first (docs/decisions/0005-crosstab-name.md)."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = {
    "function": "from analysis import crosstab; assert crosstab.__module__ == 'analysis.asking.door', crosstab",
    "stage": "from analysis.crosstab import main; assert main.__module__ == 'analysis.crosstab'",
    "package": "import analysis.crosstab; assert analysis.crosstab.__module__ == 'analysis.asking.door'",
    "importlib": "import importlib; m = importlib.import_module('analysis.crosstab'); assert m.main.__doc__",
}


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("first", LINES)
def test_every_order_of_imports(first: str) -> None:
    """All orders that start with one of the four, each in its own namespace of one fresh process per start."""
    orders = [order for order in permutations(LINES) if order[0] == first]
    forget = "import sys; [sys.modules.pop(n) for n in [*sys.modules] if n.split('.')[0] == 'analysis']"
    code = "\n".join("\n".join([*(LINES[name] for name in order), forget]) for order in orders)
    done = run(code)
    assert done.returncode == 0, done.stderr


def test_the_package_stays_light() -> None:
    done = run(
        "import analysis, sys; print([m for m in ('pandas', 'numpy', 'pydantic') if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_the_stage_still_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis.crosstab", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "--plan" in done.stdout
