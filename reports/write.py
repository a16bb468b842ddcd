"""Stage write: the Word report of a study, from published results, drawn figures, words and chapters.

In: the suppress folder, the draw folder, the replicate folder (verdicts only; optional), questionnaire, plan, the
report's folder (outline and chapters), words, template. Out: the .docx file named in the outline.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.plan_checks import load_plan
from reports.document import Document, Picture, Properties, Setting
from reports.prose.chapters import Shelf, render
from reports.prose.findings import Findings
from reports.prose.numbers import Numbers, Unknown
from reports.prose.published import read_published, records
from reports.prose.question_table import question_table
from reports.sections import KINDS
from reports.style.format import number_format
from reports.style.labels import Labels
from reports.style.outline import Outline, load_outline
from reports.word.blocks import Block, Figure
from reports.word.material import Material, Verdict
from survey.load import load_questionnaire
from survey.messages import Finding, SvarError, did_you_mean, finding
from survey.stage import arguments, params, read_json, run, say, study_settings
from survey.words import Words, load_words


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

    return {
        **numbers.functions(),
        "finding": findings.finding,
        "findings": lambda *names, **about: shelf.put(findings.findings(*names, **about)),
        "figure": lambda figure: shelf.put([Figure(known(figure))]),
        "ref": lambda figure: shelf.put(known(figure)),
        "table": lambda question: shelf.put([question_table(question, numbers, words["chapter_table"])]),
        "synthetic": bool(numbers.published.quality.get("synthetic")),
        "facts": {name: fact.value for name, fact in outline.facts.items()},
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
            made[file] = render(sources[file], f"{folder}/{file}", called, shelf, numbered=numbered)
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
    )
    document = Document(template, setting, dict(material.pictures))
    for section in outline.sections:
        KINDS[section.kind].write(document, material, section)
    kind = str(words["synthetic"]["property"]) if material.synthetic else ""
    subject = f"{outline.subtitle} – {kind}" if outline.subtitle and kind else outline.subtitle or kind
    date = datetime(outline.date.year, outline.date.month, outline.date.day)
    return document.finish(Properties(outline.title, subject, mark, outline.author, date)), document


def read_pictures(folder: Path) -> dict[str, Picture]:
    """The draw folder: id → figure with its caption, alt text and note; empty when there are none."""
    described = folder / "figures.json"
    rows = read_json(described) if described.is_file() else []
    return {
        row["id"]: Picture(
            (folder / row["file"]).read_bytes(),
            row["caption"],
            row["alt"],
            row["base_note"],
            float(row["width_cm"]),
        )
        for row in rows
    }


def read_verdicts(folder: Path | None) -> tuple[Verdict, ...]:
    """The replicate folder's verdicts; none when the study has no ledger."""
    path = folder / "verdicts.csv" if folder else None
    if path is None or not path.is_file():
        return ()
    return tuple(records(path, Verdict))


def gather(args: argparse.Namespace) -> Material:
    """Read everything a report is made of; raises SvarError with every mistake in outline and chapters."""
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    language = str(study_settings(args.params, args.study)["language"])
    every = load_words(args.words, [language])[language]
    words = every["report"]
    outline = load_outline(args.report / "outline.yaml", plan)
    numbers = Numbers(
        read_published(args.numbers),
        Labels(questionnaire, plan, language, every),
        number_format(every),
        str(words["hidden"]),
    )
    pictures, shelf = read_pictures(args.figures), Shelf()
    sources = {file: (args.report / file).read_text(encoding="utf-8") for _, file in outline.files()}
    called = functions(numbers, words, pictures, outline, shelf)
    made = chapters(outline, sources, args.report.as_posix(), called, shelf)
    settings = {block: params(args.params, block) for block in ("compare", "suppress")}
    return Material(outline, words, numbers, pictures, made, read_verdicts(args.verdicts), settings)


def main() -> None:
    """Read, write, tell what was made and which figures no chapter shows."""
    names = ("questionnaire", "plan", "report", "numbers", "figures", "words", "template", "out")
    args = arguments(__doc__, *names, optional=("verdicts",))
    material = gather(args)
    file, document = write(material, args.template.read_bytes())
    path = args.out / material.outline.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file)
    for figure in material.pictures:
        if figure not in document.placed:
            say("write", args.study, str(finding("R019", args.report.as_posix(), figure)))
    marks = f", {document.marked} characters marked ␦" if document.marked else ""
    say("write", args.study, f"{path}: {len(document.placed)} figures, {len(file) // 1024} kB{marks}")


if __name__ == "__main__":
    run(main)
