"""Reads everything an evaluation is made of and lists every mistake, without running anything.

`svar check [NAME …]`: questionnaires, analysis plan, export file, figures, outline and chapters of the evaluations
named (default: all in params.yaml). `--prove` also proves the routing of every instrument; `--accept-translations`
notes that somebody has read the languages side by side. Chapters are filled in with imagined numbers, so a misspelt
item or figure is found before there are answers; what stands in a branch of {% if %} that is not taken is not tried.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from analysis.plan import Plan
from analysis.plan_checks import load_plan
from reports.document import Picture
from reports.drawing.plan import load_figures
from reports.imagined import imagined
from reports.merging.fitting import fitting
from reports.prose.bare_words import bare_words
from reports.prose.chapters import Shelf
from reports.prose.comparing import Comparing
from reports.prose.numbers import Numbers
from reports.prose.overrides import FILE, Edited, load_overrides
from reports.style.format import number_format
from reports.style.labels import Labels
from reports.style.outline import Place, load_outline, places
from reports.word.blocks import Block, Box, Figure, Paragraph, Run, Table
from reports.word.pointers import TABLE
from reports.write import chapters, functions
from survey.confirm import confirm
from survey.export import load_export
from survey.instruments import Instrument, look_at, proof_of, proved, size
from survey.load import read_document
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Questionnaire
from survey.stage import say
from survey.words import load_words

WORDS = Path("reports/text")
T = TypeVar("T")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line of `svar check`."""
    parser = argparse.ArgumentParser(prog="svar check", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("studies", nargs="*", metavar="NAME", help="evaluations to check (default: all)")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    parser.add_argument("--prove", action="store_true", help="prove the routing of every instrument")
    parser.add_argument(
        "--accept-translations", action="store_true", help="confirm every translation as it stands now"
    )
    return parser.parse_args(arguments)


def check(data: dict[str, Any], study: str) -> list[Finding]:
    """Every mistake in the files of one study; `data` is params.yaml."""
    settings = data["studies"][study]
    analysed, *others = (look_at(path) for path in beside(Path(settings["questionnaire"])))
    found = [f for instrument in (analysed, *others) for f in instrument.findings]
    questionnaire = analysed.questionnaire
    if questionnaire is None or not analysed.sound:
        return found
    source = ((data.get("exported") or {}).get(study) or {}).get("source")
    if source:
        tried(found, lambda: load_export(Path(source), questionnaire))
    plan = tried(found, lambda: load_plan(Path(settings["plan"]), questionnaire))
    if plan is not None:
        for place in places(settings["language"]):
            found += report_findings(Path(settings["report"]), place, questionnaire, plan)
    return found


def beside(analysed: Path) -> list[Path]:
    """The study's instruments: the analysed one first, then the other questionnaires in its folder."""
    return [analysed, *sorted(path for path in analysed.parent.glob("*.yaml") if path != analysed)]


def tried(found: list[Finding], load: Callable[[], T]) -> T | None:
    """What `load` gives; None when it refuses, with its findings added to `found`."""
    try:
        return load()
    except SvarError as error:
        found += error.findings
        return None


def report_findings(report: Path, place: Place, questionnaire: Questionnaire, plan: Plan) -> list[Finding]:
    """Every mistake in figures, outline and chapters of one report in one language."""
    found: list[Finding] = []
    language, folder = place.language, place.folder(report)
    figures = tried(found, lambda: load_figures(report / "figures.yaml", questionnaire, plan))
    outline = tried(found, lambda: load_outline(report / "outline.yaml", plan, place))
    words = tried(found, lambda: load_words(WORDS, [language])[language])
    if figures is None or outline is None or words is None:
        return found
    labels = Labels(questionnaire, plan, language, words)
    numbers = Numbers(
        imagined(questionnaire, plan), labels, number_format(words), str(words["report"]["hidden"])
    )
    pictures = {figure.id: Picture(b"", "", "", "", 0.0) for figure in figures}
    shelf = Shelf()
    shelf.trying = True
    called = functions(numbers, words["report"], pictures, outline, shelf)
    sources = {file: (folder / file).read_text(encoding="utf-8") for _, file in outline.files()}
    comparing = Comparing.of(words["guards"])
    found += [
        f for file, s in sources.items() for f in bare_words(s, f"{folder.as_posix()}/{file}", comparing)
    ]
    made = tried(found, lambda: chapters(outline, sources, folder.as_posix(), called, shelf))
    if made is not None:
        every = [block for file in dict.fromkeys(f for _, f in outline.files()) for block in made[file]]
        found += placing(every, list(pictures), folder.as_posix())
        edits = tried(found, lambda: load_overrides(report)) or {}
        found += fitting(edits.get(language, Edited()), made, f"{report.as_posix()}/{FILE}")
    return found


def placing(blocks: list[Block], figures: list[str], where: str) -> list[Finding]:
    """R016 for a reference to a figure that is not shown, R019 for one that never is, R020 for one shown twice."""
    placed = [block.id for block in blocks if isinstance(block, Figure)]
    shown = {*placed, *(f"{TABLE}{block.id}" for block in blocks if isinstance(block, Table))}
    lost = dict.fromkeys(r.ref.removeprefix(TABLE) for r in _runs(blocks) if r.ref and r.ref not in shown)
    twice = dict.fromkeys(figure for figure in placed if placed.count(figure) > 1)
    return [
        *(finding("R016", where, figure) for figure in lost),
        *(finding("R020", where, figure) for figure in twice),
        *(finding("R019", where, figure) for figure in figures if figure not in placed),
    ]


def _runs(blocks: list[Block]) -> Iterator[Run]:
    for block in blocks:
        for part in block.blocks if isinstance(block, Box) else (block,):
            if isinstance(part, Paragraph):
                yield from part.runs


def main() -> None:
    """Print every finding; exit with 1 when there is an error among them."""
    args = parse(sys.argv[1:])
    data = read_document(args.params).data
    known = list(data.get("studies") or {})
    unknown = [name for name in args.studies if name not in known]
    if unknown:
        words = {"known": ", ".join(known)}
        raise SvarError(
            [finding("S011", "svar check", n, suggestion=did_you_mean(n, known), **words) for n in unknown]
        )
    found: list[Finding] = []
    for study in args.studies or known:
        paths = beside(Path(data["studies"][study]["questionnaire"]))
        if args.accept_translations:
            accept(study, paths)
        instruments = [look_at(path) for path in paths]
        tell_sizes(study, instruments)
        proven = prove_all(study, instruments) if args.prove else []
        new = check(data, study) + proven
        sys.stdout.writelines(f"{f}\n" for f in new)
        say("check", study, f"{len(new)} to mend" if new else "nothing to mend")
        found += new
    if any(f.severity == "error" for f in found):
        sys.exit(1)


def accept(study: str, paths: Iterable[Path]) -> None:
    """Write the lock file of each instrument; raises SvarError when one has errors."""
    for path in paths:
        count = confirm(path)
        say("check", study, f"{path.stem}: {count} translations newly confirmed")


def tell_sizes(study: str, instruments: Iterable[Instrument]) -> None:
    """One line an instrument without errors: questions, columns, minutes."""
    for instrument in instruments:
        if instrument.questionnaire is not None and instrument.sound:
            say("check", study, f"{instrument.path.stem}: {size(instrument.questionnaire)}")


def prove_all(study: str, instruments: Iterable[Instrument]) -> list[Finding]:
    """Say what was proved of each instrument; what the proofs found wrong."""
    found: list[Finding] = []
    for instrument in instruments:
        proof = proof_of(instrument)
        if isinstance(proof, tuple):
            found += proof
        else:
            say("prove", study, f"{instrument.path.stem}: {proved(proof)}")
            found += proof.findings
    return found
