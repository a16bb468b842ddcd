"""The annexes, from a tiny study: what they show, what they leave out, and what they say where a file is missing."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import pytest

from analysis.plan import Basis
from analysis.results import ALL, TOTAL
from reports.method import PARTS, chosen, rates, representativity, response
from reports.prose.further import Further, Quote, Rate, Relation, Represented, Tried, read_further
from reports.prose.published import Cell
from reports.prose.verdicts import Verdict
from reports.sections import (
    annex_method,
    annex_open_text,
    annex_questionnaire,
    annex_replication,
    annex_sensitivity,
    annex_tables,
)
from reports.style.outline import AnnexMethod, AnnexOpenText, AnnexTables, Outline
from reports.word.blocks import Heading, Paragraph, Table, text_of
from reports.word.bound import bare
from reports.word.material import Material
from survey.load import load_questionnaire

OUTLINE = {"title": "T", "date": "2019-11-06", "sections": [{"kind": "cover"}]}
SETTINGS = {
    "compare": {"alpha": 0.05, "adjust": "holm", "slight_effect": 0.1, "clear_effect": 0.2, "small_base": 20},
    "suppress": {"smallest_group": 5, "smallest_cell": 3, "smallest_mean_base": 10, "extreme_base": 10},
}


@dataclass
class Paper:
    """Takes blocks as a document does, and remembers them."""

    blocks: list = field(default_factory=list)
    text_width: float = 16.0

    def annex(self, title):
        self.blocks.append(Heading(1, ()))

    def write(self, blocks):
        self.blocks += blocks

    def landscape(self):
        self.text_width = 24.7

    def portrait(self):
        self.text_width = 16.0

    @property
    def tables(self):
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def told(self):
        return [bare(text_of(block.runs)) for block in self.blocks if isinstance(block, (Paragraph, Heading))]


def rows_of(table):
    return [[bare(cell.text) for cell in row.cells] for row in (*table.head, *table.rows)]


@pytest.fixture
def made(numbers, words):
    def make(further=None, outline=OUTLINE, verdicts=(), **published):
        found = replace(numbers.published, further=further or Further(), **published)
        return Material(
            Outline.model_validate(outline),
            words,
            replace(numbers, published=found),
            {},
            {},
            verdicts,
            SETTINGS,
        )

    return make


def written(section, material, plan=None):
    paper = Paper()
    section.write(paper, material, plan)
    return paper


def hide(cells, *keys):
    gone = {
        key: Cell(None, None, "protected", "")
        for key in cells
        if any(all(k in key for k in of) for of in keys)
    }
    return cells | gone


# All results by group ------------------------------------------------------------------------------------


def test_one_table_a_block_with_every_question_its_base_once_and_its_tests(made):
    (table,) = written(annex_tables, made(), AnnexTables(kind="annex_tables")).tables
    rows = rows_of(table)
    assert bare(table.caption) == "Alt" and rows[1] == ["", "Alle", "Små kommuner", "Store kommuner"]
    assert ["Innlegg", "3,4", "4,1", "3,0"] in rows and [
        "\u2003I svært liten grad",
        "10",
        "0",
        "14",
    ] not in rows
    assert ["\u2003Svært liten", "10", "0", "14"] in rows and [
        "\u2003Øvre ende (4–5)",
        "50",
        "75",
        "39",
    ] in rows
    assert rows.count(["n", "40", "12", "28"]) == 3  # once a question
    assert ["Test", "", "η 0,05, p 0,80"] in rows


def test_of_two_answers_the_first_says_it_all(made):
    rows = rows_of(written(annex_tables, made(), AnnexTables(kind="annex_tables")).tables[0])
    assert ["Ja", "63", "75", "57"] in rows and not any(row[0].startswith("Nei") for row in rows)
    assert ["Roller", "58", "42", "64"] in rows


def test_rows_and_groups_with_nothing_to_show_are_left_out_and_told_of(made, published):
    cells = hide(published.cells, ("small",), ("tasks", "large"), ("changed", "large"))
    paper = written(annex_tables, made(cells=cells), AnnexTables(kind="annex_tables"))
    rows = rows_of(paper.tables[0])
    assert rows[1] == ["", "Alle", "Store kommuner"]
    assert bare(paper.tables[0].note) == "Uten egen kolonne, fordi alle tall er skjult: Små kommuner."
    assert not any("Oppgaver" in row[0] for row in rows)
    assert "Disse spørsmålene har for få svar til å deles opp etter gruppe: «Er noe endret?»." in paper.told


def test_no_row_is_mostly_hidden(made, published):
    cells = hide(published.cells, ("small",))
    rows = rows_of(written(annex_tables, made(cells=cells), AnnexTables(kind="annex_tables")).tables[0])
    assert all(cell != "·" for row in rows for cell in row)


def test_an_answer_that_is_shown_only_for_everyone_has_no_row(made, published):
    places = [(group, measure) for group in ("small", "large") for measure in ("share", "count")]
    cells = hide(published.cells, *(("talks", *place, "1") for place in places))
    cells = hide(cells, *(("talks", group, end) for group in ("small", "large") for end in ("top", "bottom")))
    rows = rows_of(written(annex_tables, made(cells=cells), AnnexTables(kind="annex_tables")).tables[0])
    start = rows.index(["Innlegg", "3,4", "4,1", "3,0"])
    assert rows[start + 1][0] == "\u2003Liten" and rows[start + 5][0] == "Test"


def test_a_graded_test_whose_numbers_are_hidden_still_tells_its_grade(made, published):
    test = published.tests["changed", "size"]
    tests = published.tests | {
        ("changed", "size"): replace(test, finding="slight", p_adjusted=None, effect=None)
    }
    rows = rows_of(written(annex_tables, made(tests=tests), AnnexTables(kind="annex_tables")).tables[0])
    assert ["Test", "", "svak forskjell"] in rows


def test_categories_of_an_open_answer_that_may_be_several_are_one_table(made, published, labels, tmp_path):
    text = (
        (tmp_path / "q.yaml").read_text(encoding="utf-8")
        + """
      - id: why
        type: text
        text: {nb: Hvorfor?}
        coding:
          variable: why_code
          multiple: true
          options: [{code: time, label: {nb: Tid}}, {code: money, label: {nb: Penger}}]
"""
    )
    (tmp_path / "q2.yaml").write_text(text, encoding="utf-8")
    cells = dict(published.cells)
    for code, yes in (("time", 12), ("money", 8)):
        for place in ((TOTAL, ALL), ("size", "small"), ("size", "large")):
            values = {("base", ""): 20, ("count", "yes"): yes, ("share", "yes"): 5 * yes}
            cells |= {(f"why_code_{code}", *place, m, a): Cell(n, 20, "", "") for (m, a), n in values.items()}
    material = made(cells=cells)
    known = replace(labels, questionnaire=load_questionnaire(tmp_path / "q2.yaml"))
    material = replace(material, numbers=replace(material.numbers, labels=known))
    (table,) = written(annex_tables, material, AnnexTables(kind="annex_tables")).tables
    rows = rows_of(table)
    start = rows.index(["Hvorfor?"])
    assert [row[0] for row in rows[start + 1 : start + 6]] == ["n", "Tid", "Test", "Penger", "Test"]
    assert not any("☒" in cell or "☐" in cell for row in rows for cell in row)
    paper = written(annex_open_text, material, AnnexOpenText(kind="annex_open_text"))
    assert rows_of(paper.tables[0])[1:] == [["Tid", "12"], ["Penger", "8"]]


# The questionnaire -----------------------------------------------------------------------------------------


def test_the_questionnaire_tells_who_was_asked_and_what_the_codes_mean(made, labels, tmp_path):
    text = (
        (tmp_path / "q.yaml").read_text(encoding="utf-8")
        + """
      - id: why
        type: text
        when: {question: changed, is: "no"}
        text: {nb: Hvorfor ikke?}
        help: {nb: Skriv kort.}
      - id: kept
        type: multiple
        options_from: goals
        text: {nb: Hvilke lever?}
"""
    )
    (tmp_path / "q2.yaml").write_text(text, encoding="utf-8")
    material = made()
    known = replace(labels, questionnaire=load_questionnaire(tmp_path / "q2.yaml"))
    paper = written(annex_questionnaire, replace(material, numbers=replace(material.numbers, labels=known)))
    rows = [row for table in paper.tables for row in rows_of(table)]
    scale = "1 = Svært liten, 2 = Liten, 3 = Noen, 4 = Stor, 5 = Svært stor"
    assert ["I hvilken grad?"] in rows and ["", f"Stilles til alle. Svar: {scale}."] in rows
    assert ["talks", "Innleggene var gode"] in rows and ["goals_new", "Nye tiltak"] in rows
    assert ["why", "Stilles til dem som svarte «Nei» på «Er noe endret?» Skriv kort."] in rows
    assert ["kept_…", "Ett svar for hvert kryss på det spørsmålet."] in rows
    assert ["size", "Størrelse: small = Små kommuner, large = Store kommuner."] in rows


# Sensitivity and relations ----------------------------------------------------------------------------------


def tried(item="talks", finding="clear", other="none", survives="no"):
    return Tried(item, "size", finding, other, 0.3, 0.1, "small", "large", "small", "large", survives, "")


def with_second(material):
    plan = material.labels.plan.model_copy(update={"sensitivity": Basis(weights="none", clustered=True)})
    labels = replace(material.labels, plan=plan)
    return replace(material, numbers=replace(material.numbers, labels=labels))


def test_what_does_not_survive_comes_first(made):
    rows = (
        tried(),
        tried("tasks", "slight", "slight", "yes"),
        tried("goals_new", "none", "slight", "new"),
        tried("changed", "none", "none", ""),
    )
    paper = written(annex_sensitivity, with_second(made(Further(sensitivity=rows))))
    assert (
        "Av de 2 forskjellene som testene ga grunnlag for, står 1 seg, 0 blir svakere og 1 holder ikke."
        in paper.told[2]
    )
    shown = rows_of(paper.tables[0])
    assert shown[1:] == [
        ["Holder ikke"],
        ["Innlegg", "Størrelse", "Tydelig (0,30)", "Ingen (0,10)"],
        ["Kommer til"],
        ["Nye tiltak – Hvilke mål?", "Størrelse", "Ingen (0,30)", "Svak (0,10)"],
        ["Står seg"],
        ["Oppgaver", "Størrelse", "Svak (0,30)", "Svak (0,10)"],
    ]


def test_without_a_second_basis_and_relations_a_sentence_says_so(made):
    paper = written(annex_sensitivity, made())
    assert "Svarene er ikke regnet ut på noen annen måte enn i rapporten." in paper.told
    assert "Det er ikke regnet ut sammenhenger mellom svar på ulike spørsmål." in paper.told
    assert paper.tables == []


def related(kind, second, level="", reading="no_longer_matters", name="odds_ratio", number=0.5):
    return Relation(
        "r",
        kind,
        "talks",
        second,
        level,
        "large",
        number,
        name,
        0.2,
        0.8,
        0.1,
        "m",
        40,
        None,
        None,
        reading,
        "",
        "",
    )


def test_relations_are_told_in_words_and_a_factor_that_makes_no_difference_in_one_row(made):
    rows = (
        replace(related("paired", "tasks", reading="fell", name="shift", number=-0.4), relation="a"),
        replace(related("model", "size"), relation="b", estimate=None, conf_low=None, conf_high=None),
        replace(related("model", "size", "small", "odds_not_told_apart"), relation="b"),
    )
    shown = rows_of(written(annex_sensitivity, made(Further(relations=rows))).tables[0])
    assert [
        "Innlegg / Oppgaver",
        "−0,40 skalatrinn",
        "fra 0,20 til 0,80",
        "Færre, eller lavere, den andre gangen.",
    ] in shown
    assert shown[-1][0] == "Størrelse" and shown[-1][3].startswith("Når de andre inndelingene holdes like")
    still = (replace(rows[1], reading="still_matters"), rows[2])
    shown = rows_of(written(annex_sensitivity, made(Further(relations=still))).tables[0])
    assert shown[-1][:2] == ["\u2003Små kommuner mot Store kommuner", "0,50 ganger oddsen"]


# Open answers ------------------------------------------------------------------------------------------------

CODED = """
      - id: why
        type: text
        text: {nb: Hvorfor?}
        coding:
          variable: why_code
          options: [{code: time, label: {nb: Tid}}, {code: money, label: {nb: Penger}}]
"""


@pytest.fixture
def coded(made, labels, published, tmp_path):
    (tmp_path / "q3.yaml").write_text(
        (tmp_path / "q.yaml").read_text(encoding="utf-8") + CODED, encoding="utf-8"
    )
    known = replace(labels, questionnaire=load_questionnaire(tmp_path / "q3.yaml"))

    def make(hidden, quotes):
        values = {("base", ""): 11, ("count", "time"): 9, ("count", "money"): 2}
        cells = {
            ("why_code", TOTAL, ALL, m, a): Cell(
                None if hidden and a else n, 11, "protected" if hidden and a else "", ""
            )
            for (m, a), n in values.items()
        }
        material = made(Further(quotes=quotes), cells=published.cells | cells)
        return replace(material, numbers=replace(material.numbers, labels=known))

    return make


def test_categories_whose_numbers_are_hidden_are_listed_without_them_and_few_are_quoted(coded):
    quotes = (
        *tuple(Quote(f"{i}", "why", text, "") for i, text in enumerate("abcde")),
        Quote("0", "other", "x", ""),
    )
    paper = written(annex_open_text, coded(True, quotes), AnnexOpenText(kind="annex_open_text", quotes=2))
    assert paper.tables == []
    told = paper.told
    assert (
        "11 svar er sortert. Noen kategorier har så få svar at fordelingen er skjult. Kategoriene er disse."
        in told
    )
    assert {"Tid", "Penger", "«a»", "«b»"} <= set(told) and not {"«c»", "«x»"} & set(told)


def test_quotations_are_text_and_never_anything_else(coded):
    hostile = "{{ 7*7 }}\n**x** \ue0100\ue01115\ue012 12 personer"
    paper = written(
        annex_open_text,
        coded(False, (Quote("1", "why", hostile, ""),)),
        AnnexOpenText(kind="annex_open_text"),
    )
    assert "«{{ 7*7 }} **x** 015 12 personer»" in paper.told
    assert rows_of(paper.tables[0])[1:] == [["Tid", "9"], ["Penger", "2"]]


def test_without_cleared_quotations_none_is_shown_and_without_open_answers_there_is_no_annex(coded, made):
    told = written(annex_open_text, coded(False, None), AnnexOpenText(kind="annex_open_text")).told
    assert "Ingen svar er gjengitt, fordi det ikke er avklart hvilke som kan siteres." in told
    assert written(annex_open_text, made(), AnnexOpenText(kind="annex_open_text")).blocks == []


def test_an_answer_that_nobody_cleared_is_never_read(tmp_path):
    (tmp_path / "quotes.csv").write_text(
        "quote,column,text,quotable,hidden\n1,why,Ja,yes,\n2,why,Kari sa det,no,\n", encoding="utf-8"
    )
    found = read_further(tmp_path)
    assert [quote.text for quote in found.quotes or ()] == ["Ja"] and found.relations is None


# Response and method -------------------------------------------------------------------------------------------


def test_rates_that_are_equal_share_a_row_and_outcomes_that_did_not_occur_have_none(made):
    numbers = {
        "I": 40,
        "P": 0,
        "NC": 40,
        "RR1": 50,
        "RR2": 50,
        "RR3": 50,
        "RR4": 50,
        "RR5": 52.5,
        "RR6": 52.5,
    }
    numbers |= {"clusters": 9, "clusters_silent": 2}
    rows = tuple(Rate(TOTAL, ALL, name, float(n), 80, "", "") for name, n in numbers.items())
    indicator = {"r_indicator": 0.83, "r_low": 0.71, "r_high": 0.95}
    found = rates.blocks(made(Further(response_rates=rows, indicator=indicator)))
    table = next(block for block in found if isinstance(block, Table))
    assert rows_of(table)[1:] == [
        ["Fullstendige svar", "I", "40"],
        ["Svarte aldri", "NC", "40"],
        ["Svarprosent", "RR1–RR4", "50,0\u00a0%"],
        ["Svarprosent", "RR5–RR6", "52,5\u00a0%"],
    ]
    told = [bare(text_of(block.runs)) for block in found if isinstance(block, Paragraph)]
    assert told[1] == "Av de 9 stedene som var invitert, er det 2 uten noe svar."
    assert told[2].startswith("R-indikatoren er 0,83 (usikkerhet: fra 0,71 til 0,95).")


@pytest.mark.parametrize("part", [rates, representativity])
def test_a_study_that_knows_nobody_invited_says_so(made, part):
    found = part.blocks(made())
    assert len(found) == 2 and "ikke" in bare(text_of(found[1].runs))


def test_groups_are_compared_with_the_invited_where_that_was_done(made):
    rows = (
        Represented("size", "small", 20, 12, 10, 5.04, None, "", ""),
        Represented("size", "large", 60, 28, 30, -5.04, None, "", ""),
        Represented("size", ALL, 80, 40, 40, None, 0.0004, "", ""),
    )
    with_it = made(Further(representativity=rows))
    table = next(block for block in response.blocks(with_it) if isinstance(block, Table))
    assert ["Store kommuner", "60", "28", "47\u00a0%", "−5,0"] in rows_of(table)
    table = next(block for block in response.blocks(made()) if isinstance(block, Table))
    assert ["Store kommuner", "60", "28", "47\u00a0%"] in rows_of(table)
    tested = next(block for block in representativity.blocks(with_it) if isinstance(block, Table))
    assert rows_of(tested)[1:] == [["Størrelse", "<\u00a00,001"]]


def test_an_outline_chooses_parts_and_annexes_have_small_tables_without_numbers_in_headings(made):
    assert chosen("all") == list(PARTS) and chosen(["tests", "response"])[1] is response
    paper = written(annex_method, made(), AnnexMethod(kind="annex_method", parts=("tests", "missing")))
    headings = [block for block in paper.blocks if isinstance(block, Heading) and block.level == 2]
    assert [bare(text_of(h.runs)) for h in headings] == ["Tester og små grupper", "Tre slags manglende svar"]
    assert not any(h.numbered for h in headings) and all(table.compact for table in paper.tables)


# Published statements -------------------------------------------------------------------------------------------


def test_statements_are_counted_by_section_and_only_those_that_fail_are_listed(made):
    verdicts = (
        Verdict("c1", "4.1", "4-1", "hard", "satisfied"),
        Verdict("c2", "4.2", "", "soft", "violated"),
    )
    paper = written(annex_replication, made(verdicts=verdicts))
    totals, failed = (rows_of(table) for table in paper.tables)
    assert ["I alt", "1", "1", "0", "2"] in totals and ["Avsnitt 4.2", "0", "1", "0", "1"] in totals
    assert failed[1:] == [["c2", "4.2", "", "Myk", "Holder ikke"]]
    paper = written(annex_replication, made(verdicts=verdicts[:1]))
    assert len(paper.tables) == 1 and paper.told[-1] == "Alle utsagnene holder."
    assert written(annex_replication, SimpleNamespace(verdicts=())).blocks == []
