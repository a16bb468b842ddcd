"""One cross-tab, asked for in a line: a table at the terminal with bases, letters and cautions, or a file.

`svar crosstab som --rows changes --by unit --by 'size*role' --where 'changes: yes' --measure share --to xlsx`.
Names may be shortened as long as only one fits. The privacy gate of the reports is applied, to this table together with
what is already published and asked for before; `--internal` skips it and stamps what comes out. See docs/crosstab.md.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.asking.answer import Answer
from analysis.asking.ask import Terms, ask
from analysis.asking.request import NONE, Request, saved
from analysis.asking.study import Study, load_study, project
from reports.asking import FORMS
from reports.asking.display import laid_out, write
from reports.asking.speech import LANGUAGES
from reports.asking.text import TERMINAL, Page, shown
from survey.messages import SvarError, did_you_mean, finding

_LIMITS = (60, 120)  # narrowest and widest table at a terminal


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of `svar crosstab`."""
    parser = argparse.ArgumentParser(
        prog="svar crosstab",
        description=(__doc__ or "").partition("\n")[0],
        epilog="A condition is written 'question: answer', 'question: a, b' or 'not question: a'; several must all "
        "hold. Answers by code or by label in any language.",
    )
    parser.add_argument("study", metavar="STUDY")
    parser.add_argument(
        "--rows", nargs="+", action="extend", required=True, metavar="NAME", help="items, questions, all"
    )
    parser.add_argument(
        "--by", nargs="+", action="extend", required=True, metavar="SEGMENT", help="'size*role' nests"
    )
    parser.add_argument(
        "--where", nargs="+", action="extend", default=[], metavar="CONDITION", help="who is counted"
    )
    parser.add_argument(
        "--measure", nargs="+", action="extend", default=[], metavar="NAME", help="share, top, mean …"
    )
    parser.add_argument(
        "--weights", metavar="ID", help=f"a weight of the plan, or {NONE} (default: as published)"
    )
    parser.add_argument(
        "--clustered", action="store_const", const=True, help="people of a cluster hang together"
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, help="of labels and words (default: labels as the study)"
    )
    parser.add_argument("--codes", action="store_true", help="codes instead of labels")
    parser.add_argument(
        "--internal", action="store_true", help="skip the privacy gate and stamp what comes out"
    )
    parser.add_argument("--save", metavar="ID", help="add the cross-tab to the plan under this id")
    parser.add_argument("--to", metavar="FORM", help=f"write a file: {', '.join(FORMS[1:])}")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where to (default: beside you, named after the table)"
    )
    parser.add_argument(
        "--width", type=int, help="characters across (default: as wide as the terminal, at most 120)"
    )
    return parser.parse_args(arguments)


def requested(args: argparse.Namespace) -> Request:
    """What the command line asks for."""
    return Request(
        rows=_listed(args.rows),
        by=_listed(args.by),
        where=tuple(args.where),
        measures=_listed(args.measure),
        weights=args.weights,
        clustered=args.clustered,
    )


def _listed(names: list[str]) -> tuple[str, ...]:
    """Names may stand apart or with commas between."""
    return tuple(name.strip() for given in names for name in given.split(",") if name.strip())


def form_of(args: argparse.Namespace) -> str | None:
    """The form of file that is wanted: named, or told by the file's ending; SvarError (S030) for an unknown one."""
    form: str | None = args.to or (args.out.suffix.lstrip(".") if args.out else None)
    if form is not None and form not in FORMS:
        words = {"suggestion": did_you_mean(form, FORMS), "known": ", ".join(FORMS[1:])}
        raise SvarError([finding("S030", "svar crosstab", form, **words)])
    return form


def page(args: argparse.Namespace) -> Page:
    """The terminal's width and colours; neither follows a pipe."""
    tty = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    narrow, wide = _LIMITS
    width = args.width or min(shutil.get_terminal_size((100, 24)).columns, wide)
    return Page(max(narrow, width), TERMINAL if tty else {})


def default_path(answer: Answer, form: str) -> Path:
    """A name that tells what is in the file."""
    parts = (answer.study.id, *_listed(list(answer.request.rows))[:2], *answer.crosstab.by)
    name = "_".join(part.replace("*", "-x-") for part in parts)
    return Path(f"{name[:80]}.{'txt' if form == 'text' else form}")


def keep(study: Study, answer: Answer, name: str) -> Answer:
    """Add the cross-tab to the plan; the answer then says so."""
    saved(study, answer.crosstab, name)
    path = study.plan_path.relative_to(study.root).as_posix()
    told: tuple[tuple[str, dict[str, Any]], ...] = (("saved", {"id": name, "path": path}), ("saved_how", {}))
    return replace(answer, cautions=(*answer.cautions, *told))


def main() -> None:
    """`svar crosstab STUDY --rows … --by …`; see the module's docstring."""
    args = parse(sys.argv[1:])
    form = form_of(args)
    study = load_study(args.study, project(Path.cwd()))
    command = f"svar crosstab {shlex.join(sys.argv[1:])}"
    answer = ask(study, requested(args), Terms(args.internal, args.language, command))
    if args.save:
        answer = keep(study, answer, args.save)
    if form is not None:
        path = args.out or default_path(answer, form)
        sys.stdout.write(f"made {write(form, answer, path, coded=args.codes)}\n")
    if form is None:
        sys.stdout.write(shown(laid_out(answer, "text", coded=args.codes), page(args)))


if __name__ == "__main__":
    main()
