"""Stage draw: published numbers → pictures.

In: the questionnaire (labels), the plan (groups), figures.yaml, the shared words, and what `suppress` let through
(estimates.csv, response.csv, quality.json). Out: a PNG a figure, and figures.json: `{id, file, caption, alt, base_note,
width_cm, height_cm, synthetic}` a figure, in the report's order.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from analysis.plan_checks import load_plan
from analysis.results import ESTIMATE_NUMBERS, RESPONSE_NUMBERS
from reports.drawing.canvas import Canvas
from reports.drawing.chart import Material, material
from reports.drawing.notes import base_note
from reports.drawing.plan import load_figures
from reports.figures import KINDS, Figure
from reports.style.format import number_format
from reports.style.labels import Labels
from survey.frames import read_frame
from survey.load import load_questionnaire
from survey.stage import arguments, params, read_json, run, say, study_settings, write_json
from survey.words import Words, load_words


class Page(NamedTuple):
    """How pictures are made: width in cm, dots per inch, and whether the data are made up."""

    width_cm: float
    dpi: int
    synthetic: bool


def draw(figures: tuple[Figure, ...], made_of: Material, page: Page, out: Path) -> list[dict[str, Any]]:
    """Write every figure to `out` and return what figures.json says of them."""
    canvas = Canvas(page.width_cm, page.dpi)
    mark = str(made_of.words["synthetic_mark"]) if page.synthetic else ""
    return [_draw_one(figure, made_of, canvas, out / f"{figure.id}.png", mark) for figure in figures]


def _draw_one(figure: Figure, made_of: Material, canvas: Canvas, path: Path, mark: str) -> dict[str, Any]:
    kind = KINDS[figure.kind]
    panels = kind.chart(figure, made_of)
    kind.draw(figure, panels, canvas, made_of)
    canvas.save(path, mark)
    return {
        "id": figure.id,
        "file": path.name,
        "caption": made_of.labels.text(figure.caption),
        "alt": kind.alt(figure, panels, made_of),
        "base_note": base_note(figure, panels, made_of),
        "width_cm": canvas.width,
        "height_cm": round(canvas.height, 2),
        "synthetic": bool(mark),
    }


def published(folder: Path, labels: Labels, small_base: float) -> Material:
    """The results that `suppress` wrote to `folder`, ready for figures."""
    estimates = read_frame(folder / "estimates.csv", ESTIMATE_NUMBERS)
    response = read_frame(folder / "response.csv", RESPONSE_NUMBERS)
    return material(estimates, response, labels, small_base)


def words_of(folder: Path, language: str, confidence: float) -> Words:
    """The shared words of one language, with the level of the intervals filled in."""
    words = load_words(folder, [language])[language]
    level = number_format(words).decimal(100 * confidence, 0)
    figures = words["figures"]
    return {**words, "figures": {**figures, "interval_note": figures["interval_note"].format(level=level)}}


def main() -> None:
    """Draw every figure of one study."""
    args = arguments(__doc__, "questionnaire", "plan", "figures", "numbers", "words", "out")
    settings = params(args.params, "draw")
    language = study_settings(args.params, args.study)["language"]
    questionnaire = load_questionnaire(args.questionnaire)
    plan = load_plan(args.plan, questionnaire)
    figures = load_figures(args.figures, questionnaire, plan)
    words = words_of(args.words, language, params(args.params, "crosstab")["confidence"])
    small_base = float(params(args.params, "compare")["small_base"])
    made_of = published(args.numbers, Labels(questionnaire, plan, language, words), small_base)
    synthetic = bool(read_json(args.numbers / "quality.json").get("synthetic"))
    page = Page(float(settings["width_cm"]), int(settings["dpi"]), synthetic)
    write_json(draw(figures, made_of, page, args.out), args.out / "figures.json")
    say("draw", args.study, f"{len(figures)} figures")


if __name__ == "__main__":
    run(main)
