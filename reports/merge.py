"""Brings what was edited in Word back into the report: words changed, put in, taken out, moved.

`svar merge EDITED.docx --study NAME` compares the edited file with the report as it was written, puts the edits into
reports/NAME/overrides.yaml with their numbers still bound, and writes beside the edited file what became of every
change (.merge.md, .merge.csv). See docs/merge.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reports.merging.body import body_of
from reports.merging.elsewhere import elsewhere
from reports.merging.merged import Merged, merged
from reports.merging.original import Candidate, Original, original
from reports.merging.package import Package, opened
from reports.merging.rows import Row
from reports.merging.telling import as_csv, as_lines, as_markdown, summary
from reports.prose.overrides import FILE, Edited, dumped, load_overrides
from reports.word.material import Material
from survey.load import read_document
from survey.messages import SvarError, did_you_mean, finding
from survey.stage import run, say

WORDS = Path("reports/text")
DATA = Path("data")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of `svar merge`."""
    parser = argparse.ArgumentParser(prog="svar merge", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "edited", type=Path, metavar="EDITED.docx", help="the report as it was edited in Word"
    )
    parser.add_argument("--study", required=True, metavar="NAME", help="the evaluation, as in params.yaml")
    parser.add_argument(
        "--language", default="", help="the report's language (default: the evaluation's first)"
    )
    parser.add_argument(
        "--original", type=Path, help="the file as it was before it was edited (default: found or made)"
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, and write nothing")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    return parser.parse_args(arguments)


def merge(edited: Package, found: Original, existing: Edited) -> Merged:
    """The edits of a file among those that are there already, and what is said of each; reads and writes nothing."""
    body, report = body_of(edited), found.report
    made = merged(report, body, existing)
    outside = elsewhere((report.package, report.body), (edited, body))
    return replace(made, rows=(*found.rows, *made.rows, *outside))


def candidates(args: argparse.Namespace, settings: dict[str, Any], language: str) -> Iterator[Candidate]:
    """Where the report as it was written may be: the file given; the file written last; made anew."""
    if args.original:
        yield lambda: _package(args.original)
        return
    written = sorted((DATA / "write" / args.study).glob("*.docx"))
    yield from ((lambda path=path: _package(path)) for path in written)
    yield lambda: _anew(args, settings, language, None)
    yield lambda: _anew(args, settings, language, Edited())


def _package(path: Path) -> Package:
    if not path.is_file():
        raise SvarError([finding("R055", str(path), str(path), problem="it does not exist")])
    return opened(path.read_bytes(), path.as_posix())


def _anew(
    args: argparse.Namespace, settings: dict[str, Any], language: str, edited: Edited | None
) -> Package | None:
    """The report written from what there is today, with the edits there are or with `edited`; None without results."""
    from reports.write import gather, places_of, read_inputs, write

    paths = _paths(args, settings)
    if not paths.numbers.is_dir():
        return None
    languages = places_of(paths)
    place = next((one for one in languages if one.language == language), languages[0])
    material: Material = gather(paths, read_inputs(paths), place)
    if edited is not None:
        material = replace(material, edited=edited)
    file, _ = write(material, paths.template.read_bytes())
    return opened(file, "the report made anew" + (" without edits" if edited is not None else ""))


def _paths(args: argparse.Namespace, settings: dict[str, Any]) -> argparse.Namespace:
    """What stage write is given in dvc.yaml."""
    template = read_document(args.params).data["write"]["template"]
    return argparse.Namespace(
        study=args.study,
        params=args.params,
        questionnaire=Path(settings["questionnaire"]),
        plan=Path(settings["plan"]),
        report=Path(settings["report"]),
        numbers=DATA / "suppress" / args.study,
        figures=DATA / "draw" / args.study,
        verdicts=DATA / "replicate" / args.study,
        words=WORDS,
        template=Path(template),
    )


def settings_of(args: argparse.Namespace) -> dict[str, Any]:
    """The evaluation's entry in params.yaml; SvarError (S011) when it has none."""
    studies = read_document(args.params).data["studies"]
    if args.study not in studies:
        words = {"suggestion": did_you_mean(args.study, studies), "known": ", ".join(studies)}
        raise SvarError([finding("S011", "svar merge", args.study, **words)])
    return dict(studies[args.study])


def language_of(args: argparse.Namespace, settings: dict[str, Any]) -> str:
    """The report's language: the one asked for, or the evaluation's first."""
    known = settings["language"] if isinstance(settings["language"], list) else [settings["language"]]
    return args.language or str(known[0])


def keep(folder: Path, language: str, edited: Edited) -> Path:
    """Write overrides.yaml, other languages as they are."""
    path = folder / FILE
    path.write_text(dumped({**load_overrides(folder), language: edited}), encoding="utf-8")
    return path


def tell(rows: tuple[Row, ...], edited: Path) -> list[Path]:
    """Write the merge report beside the edited file."""
    markdown, table = (edited.with_suffix(f".merge.{kind}") for kind in ("md", "csv"))
    markdown.write_text(as_markdown(rows, f"What became of the edits in {edited.name}"), encoding="utf-8")
    table.write_text(as_csv(rows), encoding="utf-8")
    return [markdown, table]


def main() -> None:
    """`svar merge EDITED.docx --study NAME`."""
    args = parse(sys.argv[1:])
    settings = settings_of(args)
    language, folder = language_of(args, settings), Path(settings["report"])
    edited = _package(args.edited)
    found = original(edited, candidates(args, settings, language))
    made = merge(edited, found, load_overrides(folder).get(language, Edited()))
    for line in as_lines(made.rows):
        say("merge", args.study, line)
    say("merge", args.study, f"{summary(made.rows)}; compared with {found.report.package.path}")
    if not args.dry_run:
        for path in (keep(folder, language, made.edited), *tell(made.rows, args.edited)):
            say("merge", args.study, f"wrote {path.as_posix()}")


if __name__ == "__main__":
    run(main)
