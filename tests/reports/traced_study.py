"""The tiny study as files on disk, and a whole report made from them: what a trace reads."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analysis.results import ESTIMATE_COLUMNS, RESPONSE_COLUMNS, TEST_COLUMNS
from reports import draw as stage
from reports.charts.read import behind_of, read_figures
from reports.charts.spoken import bindings_of
from reports.document import Document, Properties, Setting
from reports.drawing.plan import load_figures
from reports.prose.chapters import Shelf, render
from reports.prose.numbers import Numbers
from reports.prose.outlined import bound_outline
from reports.prose.published import read_published
from reports.style.format import number_format
from reports.style.outline import Outline
from reports.word.bound import Ledger
from reports.write import about_numbers, fingerprint, functions
from survey.stage import write_json

FIGURES = """
figures:
  - {id: a, kind: rating, question: rate, caption: {nb: Svar på 2 spørsmål}, note: {nb: Alle fikk dem i 2019.}}
  - {id: b, kind: ticks, question: goals, caption: {nb: Mål}}
  - {id: c, kind: columns, segment: size, caption: {nb: Svar}}
  - {id: d, kind: segments, items: [talks, tasks], by: [size], measure: mean, caption: {nb: Snitt}}
"""
CHAPTER = """
# Funn i {{ facts.year }}

{{ share("changed", "yes") }} svarer ja, {{ about_share("changed", "yes") }}.
Flest har målet «{{ ranked("goals")[0].label }}».

{{ figure("a") }}

{{ figure("b") }}

{{ figure("c") }}

{{ figure("d") }}

{{ table("rate") }}

{{ table("goals") }}

{{ findings("rate") }}

{% guard "talks", by="size", high="small" %}
Små kommuner er klart mer fornøyde enn store.
{% endguard %}

{% guard holds(mean("talks"), ">", mean("tasks")) %}Innleggene får høyere snitt.{% endguard %}
"""
OUTLINE = {
    "title": "Hva skjedde i 2019?",
    "date": "2019-11-06",
    "facts": {"year": {"label": "År", "value": "2019"}},
    "sections": [{"kind": "cover"}],
}


def save(published, folder: Path) -> None:
    """The files of the suppress stage."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for (item, segment, group, measure, answer), cell in published.cells.items():
        keys = {"item": item, "segment": segment, "group": group, "measure": measure, "answer": answer}
        limits = {}
        if measure == "mean" and cell.number is not None:
            limits = {"conf_low": cell.number - 0.25, "conf_high": cell.number + 0.25}
        rows.append(
            {**keys, "estimate": cell.number, "n": cell.n, "hidden": cell.hidden, "note": "", **limits}
        )
    _write(folder / "estimates.csv", [*ESTIMATE_COLUMNS, "hidden"], rows)
    tests = [
        {k: getattr(test, k, None) for k in [*TEST_COLUMNS, "hidden"]} for test in published.tests.values()
    ]
    _write(folder / "tests.csv", [*TEST_COLUMNS, "hidden"], tests)
    response = [{k: getattr(row, k) for k in [*RESPONSE_COLUMNS, "hidden"]} for row in published.response]
    _write(folder / "response.csv", [*RESPONSE_COLUMNS, "hidden"], response)
    (folder / "quality.json").write_text(json.dumps(published.quality), encoding="utf-8")


def _write(path: Path, columns, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)


def drawn(labels, published: Path, out: Path) -> None:
    """What stage draw writes."""
    (out / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    figures = load_figures(out / "figures.yaml", labels.questionnaire, labels.plan)
    ledger = Ledger()
    words = stage.words_of(Path("reports/text"), "nb", 0.95, ledger)
    bound = replace(labels, words=words, ledger=ledger)
    material = replace(stage.published(published, bound, 20), ledger=ledger)
    page = stage.Page(16.0, 100, False)
    shown = stage.draw(figures, material, page)
    natives = stage.charts(shown, material)
    rows = [one.model_dump(mode="json") for one in natives]
    told = stage.described(shown, natives, {}, material)
    for row, native in zip(told, rows, strict=True):
        row["bindings"] = bindings_of([row, native], ledger)
    write_json(rows, out / "charts.json")
    write_json(told, out / "figures.json")


def report(labels, folder: Path, out: Path, chapter: str = CHAPTER) -> tuple[bytes, Shelf]:
    """One chapter with charts, from the files of a folder; and what was noted on the way."""
    out.mkdir(parents=True, exist_ok=True)
    drawn(labels, folder, out)
    ledger = Ledger()
    bound = replace(labels, ledger=ledger)
    words = labels.words["report"]
    published = read_published(folder)
    numbers = Numbers(published, bound, number_format(labels.words), words["hidden"], ledger)
    outline = bound_outline(Outline.model_validate(OUTLINE), ledger)
    pictures = read_figures(out, behind_of(published, bound), ledger, charts=True)
    shelf = Shelf()
    blocks = render(chapter, "chapter.md", functions(numbers, words, pictures, outline, shelf), shelf)
    named = ("figure", "figure_in_text", "table", "annex")
    setting = Setting(words["tag"], outline.title, "", *(words[name] for name in named))
    about = about_numbers(numbers) | {"data": fingerprint(folder)}
    document = Document(Path("reports/template.docx").read_bytes(), setting, pictures, ledger, about)
    document.write(blocks)
    return document.finish(Properties("t", "", "", "", datetime(2019, 11, 6))), shelf
