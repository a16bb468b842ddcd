"""Makes the folder that is handed over: the report with page numbers, a tagged PDF, annex, trace and checksums.

`svar deliver NAME`: takes what `dvc repro` has written for the evaluation and asks LibreOffice how it falls on pages.
Without LibreOffice the folder holds the report as it is, without page numbers, and the terminal says so.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from reports.delivering.office import Programs, installed, running
from reports.delivering.paged import Asks, paged
from reports.delivering.traced import trace_csv
from reports.inspect import inspect
from reports.style.outline import Place, file_named, places
from survey.load import read_document
from survey.messages import SvarError, did_you_mean, finding
from survey.stage import progress, say

WRITTEN, TABULATED, DELIVERED = Path("data/write"), Path("data/tabulate"), Path("build/delivery")
SUMS = "SHA256SUMS"


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of `svar deliver`."""
    parser = argparse.ArgumentParser(prog="svar deliver", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("study", metavar="NAME", help="the evaluation, as it is called in params.yaml")
    parser.add_argument("--language", help="only this language (default: all the report is written in)")
    parser.add_argument("--out", type=Path, help=f"the folder to make (default: {DELIVERED}/NAME)")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    parser.add_argument("--written", type=Path, default=WRITTEN, help="where stage write puts its files")
    parser.add_argument(
        "--tabulated", type=Path, default=TABULATED, help="where stage tabulate puts its files"
    )
    return parser.parse_args(arguments)


def languages_of(params: dict[str, Any], study: str, wanted: str | None) -> list[Place]:
    """All languages of a study's report or the one that is wanted, the main one first; SvarError (S011, R185)."""
    studies = params["studies"]
    if study not in studies:
        known, suggestion = ", ".join(studies), did_you_mean(study, studies)
        raise SvarError([finding("S011", "svar deliver", study, suggestion=suggestion, known=known)])
    every = {place.language: place for place in places(studies[study]["language"])}
    if wanted and wanted not in every:
        allowed, suggestion = ", ".join(every), did_you_mean(wanted, every)
        raise SvarError([finding("R185", "svar deliver", wanted, suggestion=suggestion, allowed=allowed)])
    return [every[wanted]] if wanted else list(every.values())


def reports_of(args: argparse.Namespace) -> list[Path]:
    """The written reports that are to be delivered; SvarError (R182) when one is not there."""
    params = read_document(args.params).data
    wanted = languages_of(params, args.study, args.language)
    main = file_named(Path(params["studies"][args.study]["report"]) / "outline.yaml")
    paths = [args.written / args.study / place.file(main) for place in wanted]
    missing = [finding("R182", "svar deliver", path.as_posix()) for path in paths if not path.is_file()]
    if missing:
        raise SvarError(missing)
    return paths


def delivered(report: Path, office: Asks | None) -> dict[str, bytes]:
    """The files that one report becomes: itself, its trace, and with LibreOffice page numbers and a PDF."""
    docx = report.read_bytes()
    trace = trace_csv(docx).encode("utf-8")
    files = {report.name: docx, f"{report.stem}-trace.csv": trace}
    if office is not None:
        files[report.name], files[f"{report.stem}.pdf"] = paged(docx, report.name, office)
    return files


def checksums(files: dict[str, bytes]) -> str:
    """The files' SHA-256 sums, as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def deliver(reports: list[Path], tables: Path, programs: Programs) -> dict[str, bytes]:
    """Every file of the delivery by name, the files in `tables` included; SvarError (R181, R183) when LibreOffice does not
    manage one."""
    files: dict[str, bytes] = {}
    with ExitStack() as stack:
        office = stack.enter_context(running(programs)) if not programs.problem else None
        for report in progress(reports, "deliver", ""):
            files |= delivered(report, office)
    for annex in sorted(tables.glob("*.xlsx")):
        files[annex.name] = annex.read_bytes()
    return files | {SUMS: checksums(files).encode("ascii")}


def write(files: dict[str, bytes], folder: Path) -> None:
    """Write the delivery; what an earlier one left in the folder and this one lacks is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _earlier(folder) - set(files):
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _earlier(folder: Path) -> set[str]:
    """The files that an earlier delivery made here: those in its list of checksums, and nobody else's."""
    sums = folder / SUMS
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.is_file() else []
    return {Path(line.partition("  ")[2]).name for line in lines if "  " in line}


def main() -> None:
    """`svar deliver NAME`; see the module's docstring."""
    args = parse(sys.argv[1:])
    reports, programs = reports_of(args), installed()
    if programs.problem:
        lacking = finding("R180", "svar deliver", problem=programs.problem)
        sys.stderr.write(f"{lacking}\n")
    files = deliver(reports, args.tabulated / args.study, programs)
    out = args.out or DELIVERED / args.study
    write(files, out)
    found = [(name, one) for name in files if name.endswith(".docx") for one in inspect(files[name])]
    sys.stderr.write("".join(f"{name}: {one}\n" for name, one in found))
    for name, content in files.items():
        say("deliver", args.study, f"{out / name} ({max(1, len(content) // 1024)} kB)")
    sys.exit(1 if found else 0)
