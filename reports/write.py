"""Stage write: the Word report of a study, from published results, drawn figures, words and chapters.

In: the suppress folder, the draw folder, the replicate folder (verdicts only; optional), questionnaire, plan, the
report's folder (outline and chapters), words, template. Out: the .docx file named in the outline.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from analysis.plan import Plan
from analysis.plan_checks import load_plan
from reports.charts.read import behind_of, read_figures
from reports.charts.spec import wants_pictures
from reports.document import Document, Picture, Properties, Setting
from reports.prose.called import prose_functions
from reports.prose.changes import changed, sentence, write_changes
from reports.prose.chapters import Placed, Shelf, render
from reports.prose.editing import Edits, write_moved
from reports.prose.findings import Findings
from reports.prose.numbers import Numbers
from reports.prose.outlined import bound_outline
from reports.prose.overrides import Edited, load_overrides
from reports.prose.published import Published, fingerprint, read_published
from reports.prose.question_table import question_table
from reports.prose.values import Unknown, Wording
from reports.prose.verdicts import read_verdicts
from reports.sections import KINDS
from reports.style.format import number_format
from reports.style.labels import Labels
from reports.style.outline import Outline, Place, load_outline, places
from reports.tracing.comments import with_comments
from reports.word.blocks import Block, Figure
from reports.word.bound import Ledger
from reports.word.house import completed
from reports.word.material import Material
from reports.word.pointers import TABLE
from reports.word.units import named
from survey.load import load_questionnaire
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.model import Questionnaire
from survey.stage import arguments, params, progress, run, say, study_settings
from survey.words import Words, load_words

OURS = Path(__file__).with_name("template.docx")
"""Lends its styles to a template that lacks some."""


def functions(
    numbers: Numbers, words: Words, pictures: dict[str, Picture], outline: Outline, shelf: Shelf
) -> dict[str, Any]:
    """Everything a chapter may call, by name (see docs/report.md)."""
    findings = Findings(numbers, words["findings"], frozenset(outline.proper_names))

    def known(figure: str) -> str:
        if figure not in pictures:
            allowed = ", ".join(pictures) or "–"
            raise Unknown("R014", figure, suggestion=did_you_mean(figure, pictures), allowed=allowed)
        return figure

    def table(question: str) -> Placed:
        made = question_table(question, numbers, words["chapter_table"])
        return shelf.put([replace(made, id=question)])

    asked = {q.id for _, q in numbers.labels.questionnaire.questions()} | numbers.published.items
    questions = asked - set(pictures)
    return {
        **numbers.functions(),
        **prose_functions(findings, shelf),
        "finding": findings.finding,
        "findings": lambda *names, **about: shelf.put(findings.findings(*names, **about)),
        "figure": lambda figure: shelf.put([Figure(known(figure))]),
        "ref": lambda name: shelf.put(f"{TABLE}{name}" if name in questions else known(name)),
        "table": table,
        "synthetic": bool(numbers.published.quality.get("synthetic")),
        "facts": {name: Wording.marked(fact.value) for name, fact in outline.facts.items()},
    }


def chapters(
    outline: Outline, sources: dict[str, str], folder: str, called: dict[str, Any], shelf: Shelf
) -> dict[str, list[Block]]:
    """Every chapter of the outline as blocks; raises SvarError with the mistakes of all of them."""
    found: list[Finding] = []
    made: dict[str, list[Block]] = {}
    for i, file in outline.files():
        numbered = getattr(outline.sections[i], "numbered", True)
        try:
            rendered = render(sources[file], f"{folder}/{file}", called, shelf, numbered=numbered)
            made[file] = named(rendered, file)
        except SvarError as error:
            found += error.findings
    if found:
        raise SvarError(found)
    return made


def write(material: Material, template: bytes) -> tuple[bytes, Document]:
    """The report as a .docx file, and the document it was made with (what it marked and placed)."""
    outline, words = material.outline, material.words
    mark = str(words["synthetic"]["mark"]) if material.synthetic else ""
    setting = Setting(
        str(words["tag"]),
        outline.title,
        mark,
        str(words["figure"]),
        str(words["figure_in_text"]),
        str(words["table"]),
        str(words["annex"]),
        str(words["table_in_text"]),
        str(words["table_alt"]),
        outline.footer,
    )
    document = _sections(material, template, setting)
    if document.edits.lost:
        # An edit may use a number of a computed part that stands further down: now all of them are known.
        document = _sections(material, template, setting, document.edits)
    kind = str(words["synthetic"]["property"]) if material.synthetic else ""
    subject = f"{outline.subtitle} – {kind}" if outline.subtitle and kind else outline.subtitle or kind
    date = datetime(outline.date.year, outline.date.month, outline.date.day)
    return document.finish(Properties(outline.title, subject, mark, outline.author, date)), document


def _sections(material: Material, template: bytes, setting: Setting, met: Edits | None = None) -> Document:
    """The report up to its end; `met` are the edits of an earlier writing, which has met every paragraph."""
    ledger = material.numbers.ledger
    edits = Edits.of(material.edited, material.chapters, ledger)
    if met is not None:
        edits.knows(met)
    document = Document(template, setting, dict(material.pictures), ledger, material.about, edits)
    for section in progress(material.outline.sections, "write", material.about.get("study", "")):
        document.section = section.kind
        KINDS[section.kind].write(document, material, section)
    return document


class Inputs(NamedTuple):
    """What the report of every language is made of."""

    questionnaire: Questionnaire
    plan: Plan
    published: Published
    data: str  # fingerprint


def read_inputs(args: argparse.Namespace) -> Inputs:
    """Read what does not depend on the language."""
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    return Inputs(questionnaire, plan, read_published(args.numbers), fingerprint(args.numbers))


def gather(args: argparse.Namespace, inputs: Inputs, place: Place) -> Material:
    """Read everything a report in one language is made of; SvarError with every mistake in it."""
    questionnaire, plan, published, data = inputs
    language, folder = place.language, place.folder(args.report)
    every = load_words(args.words, [language])[language]
    words = every["report"]
    ledger = Ledger()
    outline = bound_outline(load_outline(args.report / "outline.yaml", plan, place), ledger)
    labels = Labels(questionnaire, plan, language, every, ledger)
    numbers = Numbers(published, labels, number_format(every), str(words["hidden"]), ledger)
    native = not wants_pictures(params(args.params, "write"))
    pictures = read_figures(place.folder(args.figures), behind_of(published, labels), ledger, charts=native)
    shelf = Shelf()
    sources = {file: (folder / file).read_text(encoding="utf-8") for _, file in outline.files()}
    called = functions(numbers, words, pictures, outline, shelf)
    made = chapters(outline, sources, folder.as_posix(), called, shelf)
    settings = {block: params(args.params, block) for block in ("compare", "suppress")}
    about = about_numbers(numbers) | {
        "study": args.study,
        "language": language,
        "data": data,
    }
    verdicts, edited = read_verdicts(args.verdicts), load_overrides(args.report).get(language, Edited())
    told = tuple(shelf.told)
    return Material(outline, words, numbers, pictures, made, verdicts, settings, about, edited, told)


def places_of(args: argparse.Namespace) -> tuple[Place, ...]:
    """The languages that params.yaml says the study's report is written in."""
    return places(study_settings(args.params, args.study)["language"])


def about_numbers(numbers: Numbers) -> dict[str, str]:
    """How the report writes numbers, for whoever reads them in the file."""
    return {"decimal": numbers.format.decimal_mark, "thousands": numbers.format.thousands}


def tell_edits(edits: Edits, args: argparse.Namespace) -> None:
    """Say which edits made in Word found no place; list in moved.csv the sentences whose numbers have moved since."""
    for lost in edits.findings():
        say("write", args.study, f"{args.report.as_posix()}/{lost}")
    for moved in edits.moved:
        say("write", args.study, str(moved))
    if edits.edited != Edited():
        write_moved(edits.moved, args.out / "moved.csv")


def tell_changes(material: Material, path: Path, args: argparse.Namespace) -> None:
    """Say which guarded sentences are written otherwise than their author expected, and list them."""
    found = changed(material.told)
    for one in found:
        say("write", args.study, sentence(one))
    write_changes(found, path)


def write_language(args: argparse.Namespace, inputs: Inputs, place: Place, template: bytes) -> None:
    """The report in one language: write it, tell what was made and which figures no chapter shows."""
    material = gather(args, inputs, place)
    file, document = write(material, template)
    file = with_comments(file) if params(args.params, "write").get("comments") else file
    path = args.out / place.file(material.outline.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file)
    tell_edits(document.edits, args)
    tell_changes(material, args.out / place.file("changes.csv"), args)
    for figure in material.pictures:
        if figure not in document.placed:
            say("write", args.study, str(finding("R019", args.report.as_posix(), figure)))
    marks = f", {document.marked} characters marked ␦" if document.marked else ""
    say("write", args.study, f"{path}: {len(document.placed)} figures, {len(file) // 1024} kB{marks}")


def main() -> None:
    """One file a language, in a template made whole where it lacks styles of ours."""
    names = ("questionnaire", "plan", "report", "numbers", "figures", "words", "template", "out")
    args = arguments(__doc__, *names, optional=("verdicts",))
    house = completed(args.template.read_bytes(), OURS.read_bytes(), args.template.as_posix())
    for lacking in house.findings:
        say("write", args.study, str(lacking))
    inputs = read_inputs(args)
    for place in places_of(args):
        write_language(args, inputs, place, house.template)


if __name__ == "__main__":
    run(main)
