"""Random changes of the published numbers: does every sentence that says something else now change, or get listed?

Each of N changes is made in a copy of a study's published files: a finding is turned around, graded otherwise or
taken away; people move from one answer to another, so that shares cross the thresholds of words; a base falls under
ten, and the gate hides what rests on it. The chapters of the report, and benchmarks/mutations.md with every form of
claim, are rendered anew into a Word file. Then the file is read back and tried against the changed files by
reports/tracing, which shares no arithmetic with what wrote it.

    python -m benchmarks.mutations [--changes 300] [--seed 2019] [--study som] [--published FOLDER]
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.plan_checks import load_plan
from benchmarks.mutating import CHANGES, frames_of, save
from reports.document import Document, Picture, Properties, Setting
from reports.prose.changes import changed
from reports.prose.chapters import Shelf, render
from reports.prose.numbers import Numbers
from reports.prose.outlined import bound_outline
from reports.prose.published import read_published
from reports.style.format import number_format
from reports.style.labels import Labels
from reports.style.outline import Outline, load_outline, places
from reports.trace import lines
from reports.tracing.printed import problem
from reports.tracing.published import PublishedFiles
from reports.tracing.reading import File, read
from reports.word.blocks import Block, Box, Figure, Paragraph
from reports.word.bound import Ledger
from reports.write import about_numbers, functions
from survey.load import load_questionnaire, read_document
from survey.words import load_words

OWN = Path(__file__).with_suffix(".md")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\d])")
Sentence = tuple[str, str]
"""A sentence, and the paragraph it stands in: the same words may stand in several."""


@dataclass(frozen=True)
class Study:
    """What the chapters of one study are made of, besides its numbers."""

    labels: Labels
    outline: Outline
    sources: dict[str, str]  # path → chapter
    template: bytes
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A rendered report: the file as it is read back, and the sentences that are listed as changed."""

    file: File
    listed: tuple[str, ...]


def render_all(study: Study, folder: Path) -> Made:
    """The chapters with the numbers of `folder`, as a Word file that was written and read."""
    ledger = Ledger()
    labels = replace(study.labels, ledger=ledger)
    words = labels.words
    numbers = Numbers(read_published(folder), labels, number_format(words), words["report"]["hidden"], ledger)
    outline, shelf = bound_outline(study.outline, ledger), Shelf()
    pictures = {figure: Picture(b"", "", "", "", 1.0) for figure in study.figures}
    called = functions(numbers, words["report"], pictures, outline, shelf)
    document = Document(study.template, _setting(words["report"]), {}, ledger, about_numbers(numbers))
    for path, source in study.sources.items():
        document.write(_readable(render(source, path, called, shelf)))
    content = document.finish(Properties("t", "", "", "", datetime(2019, 11, 6)))
    listed = tuple(f"{one.rests_on} {one.text}" for one in changed(shelf.told))
    return Made(read(content, "report.docx"), listed)


def _setting(words: Any) -> Setting:
    named = ("figure", "figure_in_text", "table", "annex")
    return Setting(str(words["tag"]), "", "", *(str(words[name]) for name in named))


def _readable(blocks: list[Block]) -> Iterator[Block]:
    """The blocks without figures and without references to them: figures are another stage's."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _without_references(block)
        elif isinstance(block, Box):
            yield replace(block, blocks=tuple(map(_without_references, block.blocks)))
        elif not isinstance(block, Figure):
            yield block


def _without_references(block: Paragraph) -> Paragraph:
    return replace(block, runs=tuple(run for run in block.runs if run.ref is None))


def sentences(file: File, published: PublishedFiles) -> tuple[set[Sentence], set[Sentence]]:
    """Every bound sentence of a file, and those of them that `published` makes untrue or unknown."""
    every: set[Sentence] = set()
    untrue: set[Sentence] = set()
    for spot in file.spots():
        if spot.part != "text" or spot.place is None or spot.place not in file.trace.bindings:
            continue
        sentence = (_around(spot.around, spot.at), spot.around)
        every.add(sentence)
        binding = file.trace.bindings[spot.place]
        today = replace(binding, sources=tuple(published.now(source) for source in binding.sources))
        if problem(today, file.trace.about):
            untrue.add(sentence)
    return every, untrue


def _around(paragraph: str, at: int) -> str:
    start = 0
    for mark in _SENTENCE.finditer(paragraph):
        if mark.start() > at:
            return paragraph[start : mark.start()]
        start = mark.end()
    return paragraph[start:]


@dataclass
class Score:
    """What came of all changes."""

    affected: int = 0
    rewritten: int = 0
    listed: int = 0
    moved: int = 0
    still_true: int = 0
    stale: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    touching: int = 0


def judge(before: Made, after: Made, published: PublishedFiles, score: Score) -> None:
    """Count what happened to the sentences that the change makes untrue; read the new file against the new numbers."""
    _, untrue = sentences(before.file, published)
    now, wrong = sentences(after.file, published)
    score.affected += len(untrue)
    score.touching += bool(untrue)
    for sentence in sorted(untrue):
        if sentence[0] not in {words for words, _ in now}:
            score.rewritten += 1
        elif sentence not in now:
            score.moved += 1  # the same words in another paragraph: those here were written anew
        elif sentence in wrong:
            score.stale.append(f"says what is not so: {sentence[0]}")
        else:
            score.still_true += 1  # the same words, now resting on something else that is true
    score.listed += len(set(after.listed) - set(before.listed))
    for line in lines(after.file, published):
        if line.problem or line.state == "UNBOUND":
            score.stale.append(f"{line.problem or 'unbound'}: «{line.spot.text}» – {line.spot.around[:120]}")


def load(study: str, params: Path) -> Study:
    """A study of params.yaml."""
    settings = read_document(params).data["studies"][study]
    place = places(settings["language"])[0]
    questionnaire = load_questionnaire(Path(settings["questionnaire"]))
    plan = load_plan(Path(settings["plan"]), questionnaire)
    folder = Path(settings["report"])
    outline = load_outline(folder / "outline.yaml", plan, place)
    words = load_words(Path("reports/text"), [place.language])[place.language]
    figures = read_document(folder / "figures.yaml").data["figures"]
    sources = {f"{folder}/{file}": (folder / file).read_text(encoding="utf-8") for _, file in outline.files()}
    sources[OWN.name] = OWN.read_text(encoding="utf-8")
    template = Path(read_document(params).data["write"]["template"]).read_bytes()
    ids = tuple(str(figure["id"]) for figure in figures)
    return Study(Labels(questionnaire, plan, place.language, words), outline, sources, template, ids)


def run(study: Study, published: Path, changes: int, seed: int) -> Score:
    """The score of so many changes of one study."""
    chance, score = random.Random(seed), Score()  # noqa: S311  (no secret depends on it)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "published"
        shutil.copytree(published, folder)
        (folder / "findings.csv").unlink(missing_ok=True)
        before = render_all(study, folder)
        for number in range(changes):
            frames = frames_of(published, study.labels)
            change = CHANGES[number % len(CHANGES)]
            told = change(frames, chance)
            save(frames, folder)
            known = len(score.stale)
            judge(before, render_all(study, folder), PublishedFiles(folder), score)
            score.kinds[change.__name__] += 1
            score.stale[known:] = [f"{told}: {one}" for one in score.stale[known:]]
    return score


def main() -> None:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--changes", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--study", default="som")
    parser.add_argument("--published", type=Path, help="the published files (default: data/suppress/<study>)")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"))
    args = parser.parse_args()
    start = time.perf_counter()
    score = run(
        load(args.study, args.params),
        args.published or Path("data/suppress") / args.study,
        args.changes,
        args.seed,
    )
    sys.stdout.write(told(score, time.perf_counter() - start))


def told(score: Score, seconds: float) -> str:
    """The figures, and the first of what is stale."""
    kinds = ", ".join(f"{count} {name}" for name, count in score.kinds.items())
    return "\n".join(
        [
            f"changes: {sum(score.kinds.values())} ({kinds}); {score.touching} made a sentence untrue",
            f"sentences made untrue: {score.affected}",
            f"  rewritten: {score.rewritten}",
            f"  the same words, in a paragraph that was rewritten: {score.moved}",
            f"  the same words, resting on something else that is true: {score.still_true}",
            f"newly listed in changes.csv: {score.listed}",
            f"stale: {len(score.stale)}",
            f"{seconds:.0f} s",
            *score.stale[:20],
            "",
        ]
    )


if __name__ == "__main__":
    main()
