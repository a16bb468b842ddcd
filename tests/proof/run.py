"""Runs every proof in turn and prints a table: `make prove`, or

    python tests/proof/run.py [--modules node_modules] [--only NAME …]

Each proof is a script in this folder that exits with 0 when it holds. What they say stands above the table.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Proof:
    """One line of the table."""

    name: str
    script: str
    options: tuple[str, ...]
    claim: str


PROOFS = (
    Proof(
        "xlsform", "xlsform.py", (), "pyxform takes every XLSForm without a warning, ODK Validate the XForm"
    ),
    Proof(
        "web", "web.py", ("--only", "routing", "--plant"), "the form's script asks the same as our evaluator"
    ),
    Proof(
        "surveyjs",
        "surveyjs.py",
        ("--plant",),
        "survey-core asks the same, loads without errors, lints clean",
    ),
    Proof("enketo", "enketo.py", ("--plant",), "enketo-core in Chromium asks the same, reports no error"),
    Proof(
        "walks",
        "web.py",
        ("--only", "walks", "vnu"),
        "start to receipt; axe-core and the HTML checker find nothing",
    ),
    Proof(
        "delivery",
        "delivery.py",
        (),
        "the SDK, docx-plus and PDF/UA find nothing; page numbers are those of the PDF",
    ),
    Proof("hostile", "hostile.py", (), "2 000 strings in every slot of a report come back; the SDK reads it"),
)
NEEDS_MODULES = ("web.py", "surveyjs.py", "enketo.py", "delivery.py", "hostile.py")


def run(proof: Proof, modules: Path) -> tuple[bool, float]:
    """Whether the proof held, and its seconds."""
    own = ("--modules", str(modules)) if proof.script in NEEDS_MODULES else ()
    print(f"\n── {proof.name}: {proof.claim}", flush=True)
    start = perf_counter()
    done = subprocess.run([sys.executable, str(FOLDER / proof.script), *proof.options, *own], check=False)
    return done.returncode == 0, perf_counter() - start


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--modules", type=Path, default=Path("build/prove/node_modules"))
    parser.add_argument("--only", nargs="+", default=[], choices=[proof.name for proof in PROOFS])
    return parser.parse_args()


def main() -> int:
    """The table; exits with 1 when a proof failed."""
    args = parse()
    scripts = {
        path.name for path in FOLDER.glob("*.py") if '__name__ == "__main__"' in path.read_text("utf-8")
    }
    forgotten = scripts - {proof.script for proof in PROOFS} - {"run.py"}
    if forgotten:
        print(f"in the folder, but not run: {', '.join(sorted(forgotten))}")
        return 1
    chosen = [proof for proof in PROOFS if not args.only or proof.name in args.only]
    results = [(proof, *run(proof, args.modules.resolve())) for proof in chosen]
    print("\nproof      holds   seconds  claim")
    for proof, held, seconds in results:
        print(f"{proof.name:<10} {'yes' if held else 'NO':<5} {seconds:>9.0f}  {proof.claim}")
    return 0 if all(held for _, held, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
