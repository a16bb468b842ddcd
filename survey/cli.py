"""The command `svar`: finds the commands that are installed and runs the one asked for.

Commands are entry points of the group `svar.commands`, each a function that reads `sys.argv`. Only the module
of the command asked for is imported: `svar --help` is quick, and `survey` imports no later package.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points, version
from importlib.util import find_spec
from pathlib import Path

from survey.messages import SvarError, did_you_mean, finding
from survey.stage import run

GROUP = "svar.commands"
DISTRIBUTION = "svar-evaluering"
_HELP = ("-h", "--help", "help")


def commands() -> dict[str, EntryPoint]:
    """Every installed command by name, in alphabetical order."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def help_line(module: str) -> str:
    """The first line of a module's docstring, read without importing it; empty when there is none."""
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return ""
    if spec is None or spec.origin is None:
        return ""
    docstring = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].rstrip(".")


def overview(known: Mapping[str, EntryPoint]) -> str:
    """What `svar --help` shows: one line a command."""
    width = max((len(name) for name in known), default=0) + 2
    lines = [f"  {name:<{width}}{help_line(point.module)}" for name, point in known.items()]
    return "\n".join(
        [
            "From a questionnaire in YAML to an evaluation report in Word.",
            "",
            "svar COMMAND [OPTIONS]",
            "",
            *lines,
            "",
            "'svar COMMAND --help' tells more about one of them. The report itself is made by 'dvc repro'.",
        ]
    )


def dispatch(arguments: list[str], known: Mapping[str, EntryPoint]) -> None:
    """Run the command named first in `arguments`; raises SvarError (S001) when there is none of that name."""
    if not arguments or arguments[0] in _HELP:
        sys.stdout.write(overview(known) + "\n")
    elif arguments[0] == "--version":
        sys.stdout.write(f"svar {version(DISTRIBUTION)}\n")
    elif arguments[0] not in known:
        suggestion = did_you_mean(arguments[0], known)
        raise SvarError([finding("S001", "svar", arguments[0], suggestion=suggestion)])
    else:
        command = known[arguments[0]].load()
        sys.argv = [f"svar {arguments[0]}", *arguments[1:]]
        command()


def main() -> None:
    """The console script: findings are printed without a traceback, and the exit code is then 1."""
    run(lambda: dispatch(sys.argv[1:], commands()))
