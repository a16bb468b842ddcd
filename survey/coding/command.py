"""Open answers: coding sheets, how well coders agree, and what must not be quoted.

`svar code sheet STUDY --coder anna` writes a sheet to fill in; `svar code check STUDY` reads the coders' files and
lists what they disagree on; `svar code flags STUDY` lists the answers that could tell who somebody is. All internal.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from survey.coding.agreement import Settings
from survey.coding.answers import sorted_answers
from survey.coding.codebook import codebook_path, examine_codebook, load_codebook
from survey.coding.coders import ADJUDICATED, coder_files
from survey.coding.delivered import delivered
from survey.coding.quotes import REPLACEMENT, flagged, read_known
from survey.coding.sheet import Order, coding_sheet
from survey.coding.workbook import Choice, Sheet, write_tables
from survey.frames import read_frame
from survey.load import load_questionnaire, read_document
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Questionnaire
from survey.stage import params, run, say

OUT = Path("build/coding")
_CODER = re.compile(r"[^\W_][\w-]{0,39}")
_HEAD = f"{'question':<28}{'answers':>8}{'coded twice':>12}{'alpha':>8}{'95 %':>16}{'agree':>7}  verdict"


@dataclass(frozen=True)
class Study:
    """Where a study's files are, and what it asks."""

    name: str
    language: str
    path: Path
    questionnaire: Questionnaire
    rows: pd.DataFrame
    raw: Path
    settings: Settings


def open_study(args: argparse.Namespace) -> Study:
    """The study with its clean answers; raises SvarError (S011 no such study, S046 not validated yet)."""
    studies = read_document(args.params).data.get("studies") or {}
    if args.study not in studies:
        words = {"suggestion": did_you_mean(args.study, studies), "known": ", ".join(studies)}
        raise SvarError([finding("S011", "svar code", args.study, **words)])
    clean = (args.clean or Path("data/validate") / args.study) / "answers.csv"
    if not clean.is_file():
        raise SvarError([finding("S046", clean.as_posix(), args.study)])
    path = Path(studies[args.study]["questionnaire"])
    questionnaire = load_questionnaire(path)
    language = args.language or studies[args.study].get("language") or questionnaire.languages[0]
    settings = Settings.of(params(args.params, "validate").get("coding") or {})
    raw = args.raw or Path("data/raw") / args.study
    return Study(args.study, language, path, questionnaire, read_frame(clean), raw, settings)


def write_sheet(study: Study, args: argparse.Namespace) -> list[Finding]:
    """The sheet of one coder; raises SvarError (S047, S048) when there is nothing to sort or the name will not do."""
    if not _CODER.fullmatch(args.coder):
        raise SvarError([finding("S048", "--coder", args.coder)])
    if not sorted_answers(study.questionnaire):
        raise SvarError([finding("S047", study.path.as_posix())])
    path = codebook_path(study.path, study.questionnaire)
    book = load_codebook(path, study.questionnaire)
    order = Order(args.coder, args.seed)
    sheets = coding_sheet(study.rows, study.questionnaire, book, order=order, language=study.language)
    files = write_tables(args.out or OUT / study.name, f"coding_{args.coder}", sheets)
    said = f"{len(sheets[0].frame)} answers to code in {files[0]} (and .csv); save it filled in under {study.raw}"
    say("code", study.name, said)
    return examine_codebook(path, study.questionnaire)


def check_coders(study: Study, args: argparse.Namespace) -> list[Finding]:
    """How well the coders agree, and the list of what somebody has to decide; raises SvarError (S049) without files."""
    if not coder_files(study.raw):
        raise SvarError([finding("S049", study.raw.as_posix(), f"{study.raw}/coding_NAME.xlsx or .csv")])
    settings = replace(study.settings, metric=args.metric or study.settings.metric)
    found = delivered(study.raw, study.rows, study.questionnaire, settings)
    sheet = Sheet(
        "disagreements", found.disagreements, _decide(found.disagreements, study), frozenset((ADJUDICATED,))
    )
    files = write_tables(args.out or OUT / study.name, "disagreements", [sheet, _codes(study)])
    sys.stdout.write("\n".join([_HEAD, *(_line(*one) for one in found.report["questions"].items()), ""]))
    decided = f"save it as {study.raw}/{ADJUDICATED}.csv or .xlsx"
    said = f"{len(found.disagreements)} to decide, or decided, in {files[0]}; {decided}"
    say("code", study.name, said)
    return found.findings


def write_flags(study: Study, args: argparse.Namespace) -> list[Finding]:
    """The answers that cannot be quoted as they stand, with a column for what may be quoted instead."""
    found = flagged(study.rows, study.questionnaire, read_known(study.raw))
    sheet = Sheet("flags", found, (), frozenset((REPLACEMENT,)))
    files = write_tables(args.out or OUT / study.name, "flags", [sheet])
    said = f"{len(found)} answers with flags in {files[0]}; fill in 'replacement', save it as {study.raw}/cleared.csv"
    say("code", study.name, said)
    return []


def _codes(study: Study) -> Sheet:
    lines = [
        (a.variable, o.code, o.label[study.language])
        for a in sorted_answers(study.questionnaire)
        for o in a.options
    ]
    return Sheet("codes", pd.DataFrame(lines, columns=["variable", "code", "label"]))


def _decide(table: pd.DataFrame, study: Study) -> list[Choice]:
    """A drop-down of its question's codes for each decision; rows of one question stand together."""
    found, row = list[Choice](), 2
    for answer in sorted_answers(study.questionnaire):
        rows = [i for i, variable in enumerate(table["variable"]) if variable == answer.variable]
        source = f"'codes'!$B${row}:$B${row + len(answer.options) - 1}"
        row += len(answer.options)
        if rows:
            found.append(Choice(ADJUDICATED, (rows[0], rows[-1] + 1), source, strict=not answer.multiple))
    return found


def _line(variable: str, report: dict[str, Any]) -> str:
    def number(name: str) -> str:
        return "–" if report[name] is None else f"{report[name]:.3f}"

    limits = f"{number('low')} to {number('high')}"
    words = report["verdict"] + (f" ({report['note']})" if report["note"] else "")
    return (
        f"{variable:<28}{report['answers']:>8}{report['units']:>12}{number('alpha'):>8}{limits:>16}"
        f"{number('agreement'):>7}  {words}"
    )


DOES: dict[str, Callable[[Study, argparse.Namespace], list[Finding]]] = {
    "sheet": write_sheet,
    "check": check_coders,
    "flags": write_flags,
}


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line of `svar code`."""
    parser = argparse.ArgumentParser(prog="svar code", description=(__doc__ or "").partition("\n")[0])
    what = parser.add_subparsers(dest="what", required=True, metavar="sheet | check | flags")
    for name, does in DOES.items():
        one = what.add_parser(name, help=(does.__doc__ or "").partition(";")[0])
        one.add_argument("study", metavar="STUDY", help="the evaluation, as params.yaml calls it")
        one.add_argument("--out", type=Path, help=f"where to write (default: {OUT}/STUDY)")
        one.add_argument("--raw", type=Path, help="the study's raw folder (default: data/raw/STUDY)")
        one.add_argument("--clean", type=Path, help="its checked answers (default: data/validate/STUDY)")
        one.add_argument("--language", help="of labels and codebook (default: the study's)")
        one.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    what.choices["sheet"].add_argument("--coder", required=True, metavar="NAME", help="who is going to code")
    what.choices["sheet"].add_argument("--seed", type=int, default=1, help="of the random order (default: 1)")
    metrics = ["nominal", "ordinal", "interval"]
    what.choices["check"].add_argument("--metric", choices=metrics, help="how far codes are apart")
    return parser.parse_args(arguments)


def main() -> None:
    """Do what was asked for; findings are shown, and errors among them make the exit code 1."""
    args = parse(sys.argv[1:])
    found = DOES[args.what](open_study(args), args)
    sys.stdout.writelines(f"{f}\n" for f in found if f.severity == "warning")
    if errors := [f for f in found if f.severity == "error"]:
        raise SvarError(errors)


if __name__ == "__main__":
    run(main)
