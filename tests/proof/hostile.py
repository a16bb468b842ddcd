"""2 000 hostile strings through every slot of a report: each comes back, and other people's validator reads the file.

    python tests/proof/hostile.py --modules NODE_MODULES [--count 2000]

The strings and what must come back are those of tests/reports/test_hostile.py; there, 200 of them stand in a few slots.
Every 20th file is also read by Microsoft's SDK (a second each). Exits with 1 when anything is lost.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image

from reports.document import Picture

TESTS = Path(__file__).parents[1] / "reports"
EVERY = 20


def module(name: str) -> ModuleType:
    """A test module, by its file."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def maker(fixtures: ModuleType) -> Callable[..., bytes]:
    """The fixture `whole` outside pytest: makes a document with one of everything."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "#1B4B7A").save(buffer, "PNG")
    made: Callable[..., bytes] = fixtures.whole.__wrapped__(
        lambda: Picture(buffer.getvalue(), "", "", "", 16.0)
    )
    return made


def invalid(modules: Path, file: bytes) -> list[Any]:
    """What Microsoft's SDK says is wrong with a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.docx"
        path.write_bytes(file)
        done = subprocess.run(
            [modules / ".bin/ooxml-validator", path], capture_output=True, text=True, check=False
        )
    return list(json.loads(done.stdout)["errors"])


def main() -> int:
    """Every string in every slot: as many documents as strings, each slot of a document with another string."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--modules", type=Path, required=True)
    parser.add_argument("--count", type=int, default=2000)
    args = parser.parse_args()
    hostile, make = module("test_hostile"), maker(module("conftest"))
    words, bad = hostile.strings(args.count), 0
    for at in range(args.count):
        given = hostile.spread(words, at, 97)
        file = make(**given)
        lost, found = hostile.wrong(given, file)
        errors = invalid(args.modules, file) if at % EVERY == 0 else []
        bad += bool(lost or found or errors)
        if lost or found or errors:
            print(f"hostile   {at}: lost {lost}, rules {sorted(found)}, SDK {errors[:2]}")
    print(f"hostile   {args.count} strings in {len(hostile.slots())} slots, {bad} documents wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
