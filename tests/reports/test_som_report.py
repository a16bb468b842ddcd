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
from reports.prose.bare_words import bare_words
from reports.prose.chapters import Shelf, typed_numbers
from reports.prose.comparing import Comparing
from reports.prose.further import Further, Rate, Relation, Tried
from reports.prose.numbers import Numbers
from reports.prose.published import Answered, Cell, Comparison, Published
from reports.style.format import number_format
from reports.style.labels import Labels
from reports.style.outline import Place, load_outline
from reports.word.blocks import Box, Paragraph
from reports.word.bound import Ledger, bare, places_in
from reports.word.material import Material
from reports.write import chapters, functions, write
from survey.load import load_questionnaire
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "reports/som"
LANGUAGES = ("nb", "nn")
FIGURES = [f"4-{i}" for i in range(1, 19)]
SETTINGS = {
    "compare": {"alpha": 0.05, "adjust": "holm", "slight_effect": 0.1, "clear_effect": 0.2, "small_base": 20},
    "suppress": {"smallest_group": 5, "smallest_cell": 3, "smallest_mean_base": 10, "extreme_base": 10},
}


@pytest.fixture(scope="module")
def questionnaire():
    return load_questionnaire(ROOT / "questionnaires/som/brukerundersokelse.yaml")


@pytest.fixture(scope="module")
def labels_in(questionnaire):
    plan = load_plan(ROOT / "analysis/plans/som.yaml", questionnaire)
    words = load_words(ROOT / "reports/text", LANGUAGES)
    return {code: Labels(questionnaire, plan, code, words[code], Ledger()) for code in LANGUAGES}


@pytest.fixture(scope="module")
def labels(labels_in):
    return labels_in["nb"]


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
            values |= {("reached", code): 7 for code in codes}
            for (measure, answer), number in values.items():
                cells[item, segment, group, measure, answer] = Cell(
                    None if hidden else number, base, hidden, ""
                )
    for question, questions_ticks in ticks_of(labels).items():
        for segment, group in places[questions_ticks[0]]:
            for measure in ("base", "mean"):
                cells[question, segment, group, measure, ""] = Cell(draw.randint(10, 30) / 5, 40, "", "")
        for segment in labels.plan.segments:
            high, low = draw.sample(labels.groups(segment.id), 2)
            finding = draw.choice(["none", "slight", "clear"])
            tests[question, segment.id] = Comparison(
                question, segment.id, finding, high, low, 0.25, "eta", 0.04, "kruskal", 9, "", ""
            )
    response = [Answered(TOTAL, ALL, 309, 151, 48.9, "")]
    response += [
        Answered(s.id, g, 60, 30, 50.0, "") for s in labels.plan.segments for g in labels.groups(s.id)
    ]
    quality = {"rows_in": 151, "accepted": 151, "quarantined": 0, "findings": {}, "synthetic": True}
    return Published(cells, tests, tuple(response), quality, further(labels) if seed % 2 else Further())


def ticks_of(labels):
    """Multiple choice → its columns."""
    columns = labels.questionnaire.columns
    return {
        q: [v.name for v in own] for q, own in columns.items() if all(v.kind == "tick" for v in own) and own
    }


def further(labels):
    """Relations as the plan has them, a second basis, and how many places were invited."""

    def row(relation, kind, first, second, level="", reading="no_move_shown", number=-0.3):
        name = {"paired": "difference", "model": "odds_ratio"}.get(kind, "rho")
        limits = (number - 0.2, number + 0.1)
        return Relation(
            relation,
            kind,
            first,
            second,
            level,
            "",
            number,
            name,
            *limits,
            0.5,
            "m",
            67,
            3,
            4,
            reading,
            "",
            "",
        )

    rows = []
    for plan in labels.plan.relations:
        if plan.kind == "paired":
            firsts = [v.name for v in labels.questionnaire.columns.get(plan.first, ()) if v.kind == "tick"]
            seconds = [v.name for v in labels.questionnaire.columns.get(plan.second, ()) if v.kind == "tick"]
            pairs = list(zip(firsts, seconds, strict=True)) or [(plan.first, plan.second)]
            rows += [row(plan.id, "paired", *pair, number=-5.0 * i) for i, pair in enumerate(pairs, 1)]
        elif plan.kind == "correlation":
            first, *rest = plan.items
            rows += [row(plan.id, "correlation", first, other, reading="go_together") for other in rest]
        else:
            for factor in plan.factors:
                level = labels.groups(factor)[0]
                rows += [
                    row(plan.id, "model", plan.outcome, factor, code, "no_longer_matters")
                    for code in ("", level)
                ]
    tried = [
        Tried(
            "changes",
            "role",
            "slight",
            "none",
            0.2,
            0.1,
            "leader",
            "employee",
            "leader",
            "employee",
            survives,
            "",
        )
        for survives in ("yes", "no", "weaker", "new", "")
    ]
    rates = [
        Rate(TOTAL, ALL, name, number, 309, "", "")
        for name, number in (("clusters", 44), ("clusters_silent", 0))
    ]
    indicator = {"r_indicator": 0.83, "r_low": 0.71, "r_high": 0.95}
    return Further(tuple(rows), tuple(tried), tuple(rates), (), (), indicator)


def material_in(labels, published, language="nb"):
    place = Place(language, LANGUAGES)
    outline = load_outline(REPORT / "outline.yaml", labels.plan, place)
    words = labels.words["report"]
    numbers = Numbers(published, labels, number_format(labels.words), words["hidden"], labels.ledger)
    pixel = io.BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, "PNG")
    pictures = {figure: Picture(pixel.getvalue(), "C", "A", "n", 16.0) for figure in FIGURES}
    shelf = Shelf()
    called = functions(numbers, words, pictures, outline, shelf)
    folder = place.folder(REPORT)
    sources = {file: (folder / file).read_text(encoding="utf-8") for _, file in outline.files()}
    made = chapters(outline, sources, folder.as_posix(), called, shelf)
    return Material(outline, words, numbers, pictures, made, (), SETTINGS)


@pytest.fixture(scope="module")
def material(labels):
    return material_in(labels, imagined(labels, 1))


def test_every_figure_is_shown_under_the_number_it_was_published_with(material):
    file, document = write(material, (ROOT / "reports/template.docx").read_bytes())
    assert document.placed == {figure: figure for figure in FIGURES}
    made = docx.Document(io.BytesIO(file))
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings[3] == "Funn fra undersøkelsen"


def test_no_number_is_typed_by_hand_in_any_chapter_that_is_shipped():
    folders = ("som", "som/nn", "anes96")
    files = [path for folder in folders for path in (ROOT / "reports" / folder).glob("*.md")]
    assert len(files) > 25
    found = [f for path in files for f in typed_numbers(path.read_text(encoding="utf-8"), path.name)]
    assert found == []


def test_the_report_says_plainly_that_the_data_are_made_up_and_what_follows(material):
    told = str(material.chapters)
    assert "Svarene er syntetiske" in told
    assert "Den gir ingen ny kunnskap om kommunene." in told
    assert "kan derfor ikke si om" in bare(told)


def paragraphs_of(blocks):
    """Paragraphs as text with their bindings; boxes and lists too."""
    for block in blocks:
        inner = block.blocks if isinstance(block, Box) else (block,)
        yield from ("".join(run.text for run in p.runs) for p in inner if isinstance(p, Paragraph))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [1, 2])
def test_sentences_start_and_end_as_sentences_do(labels_in, language, seed):
    labels = labels_in[language]
    made = material_in(labels, imagined(labels, seed), language)
    paragraphs = [
        bare("".join(run.text for run in block.runs))
        for blocks in made.chapters.values()
        for block in blocks
        if isinstance(block, Paragraph) and block.look == "plain"
    ]
    assert len(paragraphs) > 40
    for text in paragraphs:
        assert text == text.strip() and text[-1] in ".?:]", text
        assert "  " not in text and " ." not in text and " ," not in text, text
        assert not re.search(r"\. [a-zæøå]", text), text


def numbers_of(blocks, ledger):
    """The printed numbers of a chapter in order, without the words round them, and what each rests on."""
    for text in paragraphs_of(blocks):
        for place in places_in(text):
            binding = ledger.bindings[place]
            digits = re.sub(r"[^\d,]", "", binding.printed)
            if digits.strip(","):
                yield digits, binding.how, binding.sources


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_written_standards_print_the_same_numbers_in_the_same_order(labels_in, seed):
    found = {}
    for language, labels in labels_in.items():
        made = material_in(labels, imagined(labels, seed), language)
        found[language] = {f: list(numbers_of(b, labels.ledger)) for f, b in made.chapters.items()}
    assert sum(map(len, found["nb"].values())) > 120
    for file in found["nb"]:
        assert found["nn"][file] == found["nb"][file], file


def test_both_written_standards_have_the_same_parts_in_the_same_order(labels_in):
    """Figures, tables, headings and boxes: so that one report can be laid beside the other."""
    shapes = {}
    for language, labels in labels_in.items():
        made = material_in(labels, imagined(labels, 1), language).chapters
        shapes[language] = {
            f: [(type(b).__name__, getattr(b, "id", "")) for b in bs] for f, bs in made.items()
        }
    assert shapes["nb"] == shapes["nn"]


BOKMAL = "ikke|hva|hvem|hvor|hvilke|hvordan|noen|noe|mer|fra|deltakerne|deltakere|kommuner|ble|uten|flere"
NYNORSK = (
    "ikkje|kva|kven|kvar|korleis|nokon|noko|meir|frå|deltakarane|kommunar|vart|utan|fleire|dei|eit|ein|òg"
)


@pytest.mark.parametrize(("folder", "foreign"), [("nn", BOKMAL), ("", NYNORSK)])
def test_no_chapter_mixes_the_written_standards(folder, foreign):
    texts = {p.name: p.read_text(encoding="utf-8") for p in (REPORT / folder).glob("*.md")}
    assert len(texts) == 12
    strange = {
        name: found
        for name, text in texts.items()
        if (found := re.findall(rf"\b({foreign})\b", re.sub(r"\{[{%#].*?[}%#]\}", "", text, flags=re.S)))
    }
    assert strange == {}


def test_every_comparison_rests_on_a_finding_or_on_numbers(labels_in):
    for language, labels in labels_in.items():
        comparing = Comparing.of(labels.words["guards"])
        folder = Place(language, LANGUAGES).folder(REPORT)
        for path in folder.glob("*.md"):
            assert bare_words(path.read_text(encoding="utf-8"), path.name, comparing) == []


def test_recommendations_are_left_to_the_evaluator_and_say_so(material):
    told = [bare(text) for text in paragraphs_of(material.chapters["anbefalinger.md"])]
    assert told[0] == "Til evaluatoren: dette kapitlet er ikke skrevet"
    assert sum(text.startswith("[") for text in told) == 4
    others = [
        bare(t) for f, b in material.chapters.items() if f != "anbefalinger.md" for t in paragraphs_of(b)
    ]
    assert not any("[" in text for text in others)


def test_the_order_of_the_report(labels_in):
    for language, labels in labels_in.items():
        outline = load_outline(REPORT / "outline.yaml", labels.plan, Place(language, LANGUAGES))
        kinds = [section.kind for section in outline.sections]
        assert kinds[:4] == ["cover", "contents", "lists", "chapter"]
        assert outline.sections[3].file == "sammendrag.md"
        assert kinds[-6:] == [
            "annex_questionnaire",
            "annex_method",
            "annex_tables",
            "annex_sensitivity",
            "annex_open_text",
            "annex_replication",
        ]


def test_what_rests_on_a_file_that_is_not_there_is_left_out(labels):
    with_all, without = (material_in(labels, imagined(labels, seed)) for seed in (1, 2))
    told = [
        bare(" ".join(t for b in m.chapters.values() for t in paragraphs_of(b))) for m in (with_all, without)
    ]
    assert "R-indikatoren er 0,83" in told[0] and "R-indikatoren" not in told[1]
    assert "Testene ga grunnlag for 3 forskjeller mellom grupper. 1 står seg" in told[0]
    assert "Vi har ikke prøvd om forskjellene mellom grupper står seg" in told[1]
    assert "De kommer fra alle de 44 kommunene." in told[0] and "De kommer fra alle" not in told[1]


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
