"""Chapters: Markdown and Jinja2 to blocks; every mistake has a line; nothing a label says is markup."""

import pytest

from reports.prose.chapters import Shelf, cap, low, render, typed_numbers
from reports.prose.numbers import FUNCTIONS
from reports.prose.values import Wording
from reports.word.blocks import Box, Figure, Heading, Paragraph, Table, text_of
from reports.word.bound import Binding, Ledger, Source, places_in
from survey.messages import SvarError

PATH = "reports/tiny/chapter.md"


def made(source, **functions):
    return render(source, PATH, functions, Shelf())


def refused(source, **functions):
    with pytest.raises(SvarError) as caught:
        made(source, **functions)
    return caught.value.findings


def test_headings_paragraphs_emphasis_and_lists():
    found = made("# Funn\n\n## Mål\n\nEt **viktig** og *lite* ord.\n\n- a\n- b\n\n1. c\n")
    assert [b.level for b in found if isinstance(b, Heading)] == [1, 2]
    looks = [b.look for b in found if isinstance(b, Paragraph)]
    assert looks == ["plain", "bullet", "bullet", "number"]
    assert [(r.text, r.bold, r.italic) for r in found[2].runs if r.bold or r.italic] == [
        ("viktig", True, False),
        ("lite", False, True),
    ]


def test_a_quote_is_a_fact_box_with_its_bold_line_as_heading():
    (box,) = made("> **Viktig**\n>\n> Les dette.\n>\n> - a\n")
    assert isinstance(box, Box)
    assert [p.look for p in box.blocks] == ["box_heading", "box", "box_bullet"]


def test_a_table():
    (table,) = made("| a | b |\n| --- | --- |\n| c | d |\n")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0].cells] == ["c", "d"]


def test_numbers_come_from_functions():
    (paragraph,) = made("Hele {{ share('x') }} svarte.", share=lambda item: "62 prosent")
    assert text_of(paragraph.runs) == "Hele 62 prosent svarte."


def test_words_of_functions_are_text_not_markup_and_not_evaluated():
    hostile = "*stjerne* {{ 7*7 }} </w:t> # <b> [x](y) `kode` \ue0000\ue001 | 1. |"
    (paragraph,) = made("Se {{ label }}", label=hostile)
    assert text_of(paragraph.runs) == "Se *stjerne* {{ 7*7 }} </w:t> # <b> [x](y) `kode` 0 | 1. |"


def test_figures_stand_alone_and_references_inside():
    shelf = Shelf()
    functions = {"figure": lambda i: shelf.put([Figure(i)]), "ref": shelf.put}
    found = render("Se {{ ref('4-1') }}.\n\n{{ figure('4-1') }}\n", PATH, functions, shelf)
    assert found[0].runs[1].ref == "4-1"
    assert found[1] == Figure("4-1")
    with pytest.raises(SvarError, match="paragraph of their own"):
        render("Her {{ figure('4-1') }} midt i.", PATH, functions, shelf)


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("a\n\n{{ nothing }}\n", 3, "R015"),
        ("a\n{% if %}\n", 2, "R015"),
        ("a\n\nb {{ 1 / 0 }}\n", 3, "R015"),
        ("a\n\n{{ names[3] }}\n", 3, "R015"),
        ("a\n\nDet var 62 prosent.\n", 3, "R017"),
        ("a\n\n#### For dypt\n", 3, "R015"),
        ("a\n\n![bilde](x.png)\n", 3, "R015"),
        ("a\n\n---\n", 3, "R015"),
    ],
)
def test_mistakes_have_their_line(source, line, code):
    (found,) = refused(source, names=["a"])
    assert (found.where, found.code) == (f"{PATH}:{line}", code)


def test_a_misspelt_item_has_its_line_and_a_suggestion(numbers):
    functions = {name: getattr(numbers, name) for name in FUNCTIONS}
    (found,) = refused("# Tittel\n\n{% set x = 1 %}\n{{ share('chaged', 'yes') }}\n", **functions)
    assert found.where == f"{PATH}:4"
    assert "did you mean 'changed'?" in found.message


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ share.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ names.append('x') }}",
        "{% include 'x' %}",
    ],
)
def test_the_sandbox_holds(source):
    assert refused(source, share=lambda: "", names=["a"])[0].code == "R015"


def test_typed_numbers_are_found_outside_expressions_and_list_marks_also_in_headings():
    source = "## 4.1 Funn\n\n{{ share('a', '3') }} {% if x > 2 %}og{% endif %}\n1. første\n\n3 av 4 og e5\n"
    assert [f.value for f in typed_numbers(source, PATH)] == ["4.1", "3", "4", "e5"]


def test_a_small_or_capital_letter_keeps_the_binding():
    ledger = Ledger()
    binding = Binding("Over halvparten", (Source("estimates", "a"),), "words")
    for change, printed in ((low, "over halvparten"), (cap, "Over halvparten")):
        made = change(Wording.whole(binding, ledger))
        assert made == printed and ledger.bindings[places_in(f"{made}")[0]].printed == printed


def test_a_small_first_letter_except_for_abbreviations():
    assert [low(w) for w in ("Små kommuner", "NAV", "IMDi og andre", "")] == [
        "små kommuner",
        "NAV",
        "IMDi og andre",
        "",
    ]
