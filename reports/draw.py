"""Stage draw: published numbers → charts and pictures.

In: the questionnaire (labels), the plan (groups), figures.yaml, the shared words, and what `suppress` let through
(estimates.csv, response.csv, quality.json). Out: charts.json, what the native chart of each figure shows (see
reports/charts/spec.py), and figures.json: `{id, file, caption, alt, base_note, width_cm, height_cm, synthetic}` a
figure, in the report's order, and the `bindings` of the numbers in its words and charts. A PNG a figure (`file`)
only when `write.figures` is `picture`: drawing takes seconds.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from analysis.plan_checks import load_plan
from analysis.results import ESTIMATE_NUMBERS, RESPONSE_NUMBERS
from reports.charts.spec import FigureCharts, wants_pictures
from reports.charts.spoken import bindings_of
from reports.drawing.chart import About, Material, Panel, material
from reports.drawing.notes import base_note
from reports.drawing.plan import load_figures
from reports.figures import KINDS, Figure
from reports.style.format import number_format
from reports.style.labels import Labels
from reports.style.outline import Place, places
from reports.word.bound import Binding, Ledger, Source
from survey.frames import read_frame
from survey.load import load_questionnaire
from survey.stage import arguments, params, read_json, run, say, study_settings, write_json
from survey.words import Words, load_words


class Page(NamedTuple):
    """How pictures are made: width in cm, dots per inch, and whether the data are made up."""

    width_cm: float
    dpi: int
    synthetic: bool


class Drawn(NamedTuple):
    """A figure worked out: what it shows and what is said of it."""

    figure: Figure
    panels: tuple[Panel, ...]
    about: About


def draw(figures: tuple[Figure, ...], made_of: Material, page: Page) -> tuple[Drawn, ...]:
    """Every figure's numbers and words, which charts and pictures share."""
    mark = str(made_of.words["synthetic_mark"]) if page.synthetic else ""
    return tuple(_drawn(figure, made_of, page, mark) for figure in figures)


def _drawn(figure: Figure, made_of: Material, page: Page, mark: str) -> Drawn:
    panels = KINDS[figure.kind].chart(figure, made_of)
    alt, note = KINDS[figure.kind].alt(figure, panels, made_of), base_note(figure, panels, made_of)
    return Drawn(figure, panels, About(page.width_cm, alt, note, mark))


def charts(drawn: tuple[Drawn, ...], made_of: Material) -> list[FigureCharts]:
    """What the native charts of every figure show."""
    return [
        FigureCharts(id=f.id, kind=f.kind, charts=KINDS[f.kind].native(f, panels, about, made_of))
        for f, panels, about in drawn
    ]


def pictures(drawn: tuple[Drawn, ...], made_of: Material, page: Page, out: Path) -> dict[str, float]:
    """Write a PNG a figure to `out`, called after its id; how high each is, in cm."""
    from reports.drawing.canvas import Canvas

    canvas = Canvas(page.width_cm, page.dpi)
    heights = {}
    for figure, panels, about in drawn:
        KINDS[figure.kind].draw(figure, panels, canvas, made_of)
        canvas.save(out / f"{figure.id}.png", about.mark)
        heights[figure.id] = round(canvas.height, 2)
    return heights


def described(
    drawn: tuple[Drawn, ...], natives: list[FigureCharts], heights: dict[str, float], made_of: Material
) -> list[dict[str, Any]]:
    """What figures.json says of every figure; without pictures, `file` is empty and the height is the chart's."""
    return [
        {
            "id": one.figure.id,
            "file": f"{one.figure.id}.png" if one.figure.id in heights else "",
            "caption": made_of.labels.text(one.figure.caption, one.figure.id),
            "alt": one.about.alt,
            "base_note": one.about.note,
            "width_cm": one.about.width,
            "height_cm": heights.get(one.figure.id, max(c.space.height for c in native.charts)),
            "synthetic": bool(one.about.mark),
        }
        for one, native in zip(drawn, natives, strict=True)
    ]


def published(folder: Path, labels: Labels, small_base: float) -> Material:
    """The results that `suppress` wrote to `folder`, ready for figures."""
    estimates = read_frame(folder / "estimates.csv", ESTIMATE_NUMBERS)
    response = read_frame(folder / "response.csv", RESPONSE_NUMBERS)
    return material(estimates, response, labels, small_base)


def words_of(folder: Path, language: str, confidence: float, ledger: Ledger | None = None) -> Words:
    """The shared words of one language, with the level of the intervals filled in."""
    words = load_words(folder, [language])[language]
    source = Source("params", "crosstab.confidence", number=confidence)
    level = number_format(words).decimal(100 * confidence, 0)
    if ledger is not None:
        level = ledger.bind(Binding(level, (source,), "as_percent"))
    figures = words["figures"]
    return {**words, "figures": {**figures, "interval_note": figures["interval_note"].format(level=level)}}


def draw_language(args: argparse.Namespace, place: Place, page: Page) -> None:
    """Every figure of one study in one language; another than the main one has a folder of its own."""
    questionnaire, out = load_questionnaire(args.questionnaire), place.folder(args.out)
    plan = load_plan(args.plan, questionnaire)
    figures = load_figures(args.figures, questionnaire, plan)
    ledger = Ledger()
    words = words_of(args.words, place.language, params(args.params, "crosstab")["confidence"], ledger)
    small_base = float(params(args.params, "compare")["small_base"])
    made_of = published(args.numbers, Labels(questionnaire, plan, place.language, words), small_base)
    wanted = wants_pictures(params(args.params, "write"))
    heights = pictures(draw(figures, made_of, page), made_of, page, out) if wanted else {}
    spoken = replace(made_of, ledger=ledger, labels=replace(made_of.labels, ledger=ledger))
    drawn = draw(figures, spoken, page)
    natives = charts(drawn, spoken)
    rows = [one.model_dump(mode="json") for one in natives]
    told = described(drawn, natives, heights, spoken)
    for row, native in zip(told, rows, strict=True):
        row["bindings"] = bindings_of([row, native], ledger)
    write_json(rows, out / "charts.json")
    write_json(told, out / "figures.json")
    say("draw", args.study, f"{len(figures)} figures{'' if place.main else f' ({place.language})'}")


def main() -> None:
    """Draw every figure of one study, in each language of its report."""
    args = arguments(__doc__, "questionnaire", "plan", "figures", "numbers", "words", "out")
    settings = params(args.params, "draw")
    synthetic = bool(read_json(args.numbers / "quality.json").get("synthetic"))
    page = Page(float(settings["width_cm"]), int(settings["dpi"]), synthetic)
    for place in places(study_settings(args.params, args.study)["language"]):
        draw_language(args, place, page)


if __name__ == "__main__":
    run(main)
