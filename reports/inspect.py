"""Looks a finished Word report over and lists what is wrong with it, by rules of our own.

`svar inspect FILE.docx …`: whole and well-formed, nothing personal in it, readable for everybody, numbers and
lists as Word would make them. One line a finding; exits with 1 when there is any. See docs/report.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reports.inspecting import RULES
from reports.inspecting.package import opened
from survey.messages import Finding, SvarError, finding
from survey.stage import say


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of `svar inspect`."""
    parser = argparse.ArgumentParser(prog="svar inspect", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.docx", help="Word files to look at")
    return parser.parse_args(arguments)


def inspect(file: bytes) -> list[Finding]:
    """Everything the rules find in a Word file, rule by rule; raises SvarError (R160) for what is none."""
    package = opened(file)
    return [found for rule in RULES for found in rule.findings(package)]


def findings_of(path: Path) -> list[Finding]:
    """What is wrong with the file at `path`; a file that is not there or cannot be opened is a finding too."""
    try:
        return inspect(path.read_bytes())
    except OSError as error:
        return [finding("R160", "the file", "", problem=error.strerror or "it cannot be read")]
    except SvarError as error:
        return list(error.findings)


def main() -> None:
    """`svar inspect`; see the module's docstring."""
    found = 0
    for path in parse(sys.argv[1:]).files:
        mine = findings_of(path)
        found += len(mine)
        sys.stdout.write("".join(f"{path}: {one}\n" for one in mine))
        say("inspect", "", f"{path}: {len(mine) or 'no'} findings by {len(RULES)} rules")
    sys.exit(1 if found else 0)
