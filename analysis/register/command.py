"""Make or update a municipality register from Statistics Norway's exported files.

Code lists, code changes, population, KOSTRA groups and written standards; docs/segments.md says which files, in which
form. An existing register is added to: what the new files say of a date outranks what it said.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from analysis.register.build import compose, decompose
from analysis.register.klass import read_changes, read_codes, read_kostra
from analysis.register.lookup import POPULATION, as_register
from analysis.register.population import read_population
from analysis.register.sources import Sources
from analysis.register.standards import read_standards
from survey.frames import read_frame, write_frame
from survey.stage import run, say

Reader = Callable[[Path, str | None, Sources], None]
READERS: dict[str, tuple[Reader, str]] = {
    "codes": (read_codes, "code lists (KLASS 131), CSV or JSON"),
    "changes": (read_changes, "code changes (KLASS 131), CSV or JSON"),
    "population": (read_population, "population per municipality and year, CSV or JSON-stat"),
    "kostra": (read_kostra, "municipalities and KOSTRA groups (KLASS 112 to 131), CSV or JSON"),
    "standard": (read_standards, "written standard per municipality, CSV"),
}


def gather(files: dict[str, list[str]], sources: Sources) -> Sources:
    """Read every file into `sources`; a name may end in @YYYY-MM-DD, the day from which the file holds."""
    for kind, names in files.items():
        for name in names:
            path, since = _dated(name)
            READERS[kind][0](path, since, sources)
    return sources


def _dated(name: str) -> tuple[Path, str | None]:
    found = re.fullmatch(r"(.+)@([0-9]{4}-[0-9]{2}-[0-9]{2})", name)
    return (Path(found[1]), found[2]) if found else (Path(name), None)


def main() -> None:
    """Read the files named, write the register, and say what did not fit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    for kind, (_, help_text) in READERS.items():
        parser.add_argument(f"--{kind}", nargs="+", default=[], metavar="FILE[@DATE]", help=help_text)
    parser.add_argument("--out", type=Path, required=True, help="the register; updated when it exists")
    args = parser.parse_args()
    old = Sources()
    if args.out.is_file():
        rows = read_frame(args.out)
        as_register(rows, "", args.out.as_posix())
        old = decompose(rows)
    sources = gather({kind: getattr(args, kind) for kind in READERS}, old)
    register, findings = compose(sources)
    write_frame(register, args.out)
    for found in [*sources.findings, *findings]:
        sys.stdout.write(f"{found}\n")
    still, years = int(register["valid_to"].isna().sum()), _years(list(register.columns))
    codes = register["number"].nunique()
    say("register", "", f"{codes} codes, {still} still in use; population {years}; written to {args.out}")


def _years(columns: list[str]) -> str:
    years = sorted(c.removeprefix(f"{POPULATION}_") for c in columns if c.startswith(POPULATION))
    return f"{years[0]}–{years[-1]}" if years else "unknown"


if __name__ == "__main__":
    run(main)
