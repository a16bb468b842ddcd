"""Scaffolds a new evaluation that runs to a Word report at once, with made-up answers.

`svar new NAME` asks for what it is not told by flags, writes the questionnaire, the analysis plan and the
report's chapters, and adds the evaluation to params.yaml. Nothing that exists is overwritten.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from reports.scaffolding import Scaffold, known_languages, make
from survey.messages import SvarError, finding

Ask = Callable[[str], str]


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of `svar new`."""
    parser = argparse.ArgumentParser(prog="svar new", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", help="short name: small letters, digits and _, for example course_2025")
    parser.add_argument("--title", help="what the evaluation is called on the form and the cover")
    parser.add_argument(
        "--language", help=f"one or more of {', '.join(known_languages())}; the report is in the first"
    )
    parser.add_argument("--respondents", help="how many made-up respondents (default 200)")
    parser.add_argument("--yes", action="store_true", help="ask nothing; use defaults for what is not given")
    parser.add_argument("--run", action="store_true", help="run the pipeline to the Word report afterwards")
    return parser.parse_args(arguments)


def answered(args: argparse.Namespace, ask: Ask) -> Scaffold:
    """The scaffold asked for: flags first, then `ask(question)`, whose empty answer means the default."""
    first = known_languages()[0]
    title = args.title or ask("Title (empty: made from the name): ")
    languages = args.language or ask(f"Language(s), of {', '.join(known_languages())} [{first}]: ") or first
    respondents = args.respondents or ask("Made-up respondents to try it with [200]: ") or "200"
    if not respondents.isdigit() or int(respondents) < 1:
        raise SvarError([finding("S012", "svar new", respondents)])
    codes = tuple(dict.fromkeys(code.strip() for code in languages.split(",") if code.strip()))
    return Scaffold(name=args.name, title=title, languages=codes or (first,), respondents=int(respondents))


def report(made: list[Path], name: str) -> str:
    """What was made, and what to do next."""
    lines = [
        f"Made the evaluation {name!r}:",
        *(f"  {path.as_posix()}" for path in made),
        "  params.yaml (its entries under 'studies' and 'simulated')",
        "",
        "Make its report with made-up answers:",
        f"  dvc repro write@{name}",
        "When real answers have come: put answers.csv and frame.csv in "
        f"data/raw/{name}/, and remove {name!r} from 'simulated' in params.yaml.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """`svar new NAME`; see the module's docstring."""
    args = parse(sys.argv[1:])
    quiet = args.yes or not sys.stdin.isatty()
    scaffold = answered(args, (lambda _: "") if quiet else input)
    made = make(replace(scaffold, date=date.today().isoformat()), Path())
    sys.stdout.write(report(made, args.name))
    sys.stdout.flush()
    if args.run:
        sys.exit(pipeline(args.name))


def pipeline(name: str) -> int:
    """Run the pipeline to the report of a scaffolded evaluation; returns the exit code of dvc."""
    # The stages call `python`, which must be the one that runs now. `name` has been checked: a-z, 0-9 and _.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [sys.executable, "-m", "dvc", "repro", f"write@{name}"]
    return subprocess.run(command, check=False, env={**os.environ, "PATH": path}).returncode  # noqa: S603
