"""The report of the SØM study: its chapters fill in, its figures are numbered as published, its words are whole."""

import io
import random
import re
from pathlib import Path

import docx
import pytest
import yaml
from PIL import Image

from analysis.plan import crossed
from analysis.plan_checks import load_plan
from analysis.results import ALL, TOTAL
from reports.document import Picture
from reports.prose.chapters import Shelf, typed_numbers
from reports.prose.numbers import Numbers
from reports.prose.published import Answered, Cell, Comparison, Published
from reports.style.format import number_format
from reports.style.labels import Labels
from reports.style.outline import load_outline
from reports.word.material import Material
from reports.write import chapters, functions, write
from survey.load import load_questionnaire
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "reports/som"
FIGURES = [f"4-{i}" for i in range(1, 19)]
SETTINGS = {
    "compare": {"alpha": 0.05, "adjust": "holm", "slight_effect": 0.1, "clear_effect": 0.2, "small_base": 20},
    "suppress": {"smallest_group": 5, "smallest_cell": 3, "smallest_mean_base": 10, "extreme_base": 10},
}


@pytest.fixture(scope="module")
def labels():
    questionnaire = load_questionnaire(ROOT / "questionnaires/som/brukerundersokelse.yaml")
    plan = load_plan(ROOT / "analysis/plans/som.yaml", questionnaire)
    return Labels(questionnaire, plan, "nb", load_words(ROOT / "reports/text", ["nb"])["nb"])


def imagined(labels, seed):
    """Results of a survey that never was, with every finding and some groups hidden."""
    draw = random.Random(seed)
    cells, tests = {}, {}
    pairs = crossed(labels.plan, labels.questionnaire)
    places = {item: [(TOTAL, ALL)] for item, _ in pairs}
    for item, segment in pairs:
        groups = labels.groups(segment)
        places[item] += [(segment, group) for group in groups]
        finding, (high, low) = draw.choice(["none", "slight", "clear"]), draw.sample(groups, 2)
        p = draw.choice([None, 0.0001, 0.4])
        tests[item, segment] = Comparison(
            item, segment, finding, high, low, 0.25, "eta", p, "kruskal", 9, "small_base", ""
        )
    for item, found in places.items():
        codes = labels.answers(item)
        for segment, group in found:
            hidden = "protected" if segment != TOTAL and draw.random() < 0.3 else ""
            counts = [draw.randint(3, 20) for _ in codes]
            base = sum(counts)
            values = {("base", ""): base}
            values |= {("count", code): count for code, count in zip(codes, counts, strict=True)}
            values |= {("share", code): 100 * count / base for code, count in zip(codes, counts, strict=True)}
            if labels.variable(item).ordinal:
                low, high = sum(counts[:2]), sum(counts[-2:])
                values |= {
                    ("mean", ""): draw.uniform(1, 5),
                    ("top", ""): 100 * high / base,
                    ("bottom", ""): 100 * low / base,
                }
            for (measure, answer), number in values.items():
                cells[item, segment, group, measure, answer] = Cell(
                    None if hidden else number, base, hidden, ""
                )
    response = [Answered(TOTAL, ALL, 309, 151, 48.9, "")]
    response += [
        Answered(s.id, g, 60, 30, 50.0, "") for s in labels.plan.segments for g in labels.groups(s.id)
    ]
    quality = {"rows_in": 151, "accepted": 151, "quarantined": 0, "findings": {}, "synthetic": True}
    return Published(cells, tests, tuple(response), quality)


@pytest.fixture(scope="module")
def material(labels):
    outline = load_outline(REPORT / "outline.yaml", labels.plan)
    words = labels.words["report"]
    numbers = Numbers(imagined(labels, 1), labels, number_format(labels.words), words["hidden"])
    pixel = io.BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, "PNG")
    pictures = {figure: Picture(pixel.getvalue(), "C", "A", "n", 16.0) for figure in FIGURES}
    shelf = Shelf()
    called = functions(numbers, words, pictures, outline, shelf)
    sources = {file: (REPORT / file).read_text(encoding="utf-8") for _, file in outline.files()}
    made = chapters(outline, sources, "reports/som", called, shelf)
    return Material(outline, words, numbers, pictures, made, (), SETTINGS)


def test_every_figure_is_shown_under_the_number_it_was_published_with(material):
    file, document = write(material, (ROOT / "reports/template.docx").read_bytes())
    assert document.placed == {figure: figure for figure in FIGURES}
    made = docx.Document(io.BytesIO(file))
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings[3] == "Funn fra undersøkelsen"


def test_no_number_is_typed_by_hand_in_any_chapter_that_is_shipped():
    files = [path for folder in ("som", "anes96") for path in (ROOT / "reports" / folder).glob("*.md")]
    assert len(files) > 10
    found = [f for path in files for f in typed_numbers(path.read_text(encoding="utf-8"), path.name)]
    assert found == []


def test_the_report_says_plainly_that_the_data_are_made_up_and_what_follows(material):
    told = str(material.chapters)
    assert "Svarene er syntetiske" in told
    assert "Den gir ingen ny kunnskap om kommunene." in told
    assert "kan derfor ikke si om" in told


def test_sentences_start_and_end_as_sentences_do(material):
    paragraphs = [
        "".join(run.text for run in block.runs)
        for blocks in material.chapters.values()
        for block in blocks
        if type(block).__name__ == "Paragraph" and block.look == "plain"
    ]
    assert len(paragraphs) > 40
    for text in paragraphs:
        assert text == text.strip() and text[-1] in ".?:", text
        assert "  " not in text and " ." not in text and " ," not in text, text
        assert not re.search(r"\. [a-zæøå]", text), text


def words_of(language):
    def keys(tree, path=()):
        own = {(*path, key) for key in tree}
        return own.union(*(keys(v, (*path, k)) for k, v in tree.items() if isinstance(v, dict)))

    return keys(
        yaml.safe_load((ROOT / f"reports/text/{language}.yaml").read_text(encoding="utf-8"))["report"]
    )


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_language_has_the_same_words(language):
    assert words_of(language) == words_of("nb")
