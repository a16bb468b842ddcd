"""Words for size: intervals without gaps, the right word at every edge, bound to number and interval; docs/prose.md."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from reports.prose.called import prose_functions
from reports.prose.chapters import Shelf, render
from reports.prose.documented import TABLES, vocabulary_tables
from reports.prose.findings import Findings
from reports.prose.published import Cell
from reports.prose.sizes import Sizes
from reports.prose.spans import Spans
from reports.prose.values import Unknown
from reports.prose.vocabulary import chosen, gaps, interval
from reports.word.blocks import text_of
from reports.word.bound import bare
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]
WORDS = load_words(ROOT / "reports/text", ["nb", "nn", "en"])
ENDS = {"shares": (0, 100), "differences": (-100, 100), "distances": (-100, 100), "ratios": (0, float("inf"))}
NBSP = "\u00a0"


def with_cells(numbers, **shares):
    """The numbers with other shares of «yes» for everyone."""
    cells = dict(numbers.published.cells)
    for item, share in shares.items():
        cells[item, "total", "all", "share", "yes"] = Cell(
            share, 40, "" if share is not None else "protected", ""
        )
        if share is None:
            cells = {k: Cell(None, None, "protected", "") if k[0] == item else c for k, c in cells.items()}
    return replace(numbers, published=replace(numbers.published, cells=cells))


@pytest.fixture
def sizes(numbers):
    return Sizes(numbers, numbers.labels.words["vocabulary"])


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("table", TABLES)
def test_every_number_has_one_word(language, table):
    assert gaps(WORDS[language]["vocabulary"][table], *ENDS[table]) == []


@pytest.mark.parametrize("table", TABLES)
def test_the_languages_have_the_same_limits(table):
    limits = {tuple(words["vocabulary"][table]) for words in WORDS.values()}
    assert len(limits) == 1


@pytest.mark.parametrize("table", TABLES)
def test_the_right_word_at_every_edge(table):
    """At each limit, just below and just above it, exactly the interval that says so."""
    words = WORDS["nb"]["vocabulary"][table]
    for written in words:
        part = interval(written)
        for edge, belongs in ((part.low, part.with_low), (part.high, part.with_high)):
            if edge != float("inf"):
                assert part.holds(edge) is belongs
                assert (chosen(words, edge)[0] == written) is belongs
        if part.low < part.high:
            assert part.holds(part.low + 1e-6) and not part.holds(part.low - 1e-6)
            assert part.high == float("inf") or (
                part.holds(part.high - 1e-6) and not part.holds(part.high + 1e-6)
            )


@pytest.mark.parametrize(
    ("intervals", "problem"),
    [
        (["[0, 50)", "[51, 100]"], "do not meet"),
        (["[0, 50]", "[50, 100]"], "do not meet"),
        (["[0, 50)", "(50, 100]"], "do not meet"),
        (["(0, 50)", "[50, 100]"], "begin"),
        (["[0, 50)", "[50, 100)"], "end"),
    ],
)
def test_gaps_and_overlaps_are_found(intervals, problem):
    assert any(problem in found for found in gaps(intervals, 0, 100))


def test_an_interval_is_written_in_one_way():
    with pytest.raises(ValueError, match="50-60"):
        interval("50-60")


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0, "ingen"),
        (4.99, "nesten ingen"),
        (5, "få"),
        (49.9, "nesten halvparten"),
        (50, "halvparten"),
        (50.1, "litt over halvparten"),
        (55, "over halvparten"),
        (84.9999999999, "de fleste"),
        (99, "nesten alle"),
        (100, "alle"),
    ],
)
def test_a_share_in_words(numbers, share, word):
    found = with_cells(numbers, changed=share)
    told = Sizes(found, found.labels.words["vocabulary"]).about_share("changed", "yes")
    assert told == word
    assert told.binding.sources[0].number == share and told.binding.sources[1].frame == "vocabulary"


def test_a_hidden_share_has_no_word(numbers):
    found = with_cells(numbers, changed=None)
    made = Sizes(found, found.labels.words["vocabulary"])
    assert made.about_share("changed", "yes") == "«skjult»"
    shown = numbers.share("goals_new")
    assert made.compared(found.share("changed", "yes"), shown) == "«skjult»"
    assert made.times(found.share("changed", "yes"), shown) == "«skjult»"


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (50, 46.1, "omtrent like stor som"),
        (50, 46, "noe større enn"),
        (46, 50, "noe mindre enn"),
        (50, 40, "klart større enn"),
        (50, 30, "mye større enn"),
        (30, 50, "mye mindre enn"),
    ],
)
def test_shares_compared(numbers, first, second, word):
    found = with_cells(numbers, changed=first, goals_new=second)
    made = Sizes(found, found.labels.words["vocabulary"])
    assert made.compared(found.share("changed", "yes"), found.share("goals_new")) == word


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (60, 25, "over dobbelt så stor som"),
        (50, 25, "om lag dobbelt så stor som"),
        (45, 100, "om lag halvparten så stor som"),
        (44, 100, "under halvparten så stor som"),
        (33, 10, "over tre ganger så stor som"),
    ],
)
def test_how_many_times(numbers, first, second, word):
    found = with_cells(numbers, changed=first, goals_new=second)
    made = Sizes(found, found.labels.words["vocabulary"])
    assert made.times(found.share("changed", "yes"), found.share("goals_new")) == word


def test_means_are_compared_by_the_length_of_their_scale(sizes, numbers):
    told = sizes.compared(
        numbers.mean("talks"), numbers.mean("tasks")
    )  # 3.35 and 2.6: 18.75 percent of four steps
    assert told == "klart høyere enn"
    assert told.binding.how == "words(percent_of(difference(cell, cell), cell), interval:1)"


def test_groups_are_not_compared_without_a_finding(sizes, numbers):
    small = numbers.share("changed", "yes", segment="size", group="small")
    with pytest.raises(Unknown) as caught:
        sizes.compared(small, numbers.share("changed", "yes"))
    assert caught.value.code == "R032"


def test_unlike_numbers_are_not_compared(sizes, numbers):
    for wrong in (
        lambda: sizes.compared(numbers.share("goals_new"), numbers.mean("talks")),
        lambda: sizes.about(numbers.mean("talks")),
    ):
        with pytest.raises(Unknown) as caught:
            wrong()
        assert caught.value.code == "R031"


def test_spans(numbers):
    spans = Spans(numbers, numbers.labels.words["vocabulary"])
    a, b = numbers.share("changed", "yes"), numbers.share("changed", "no")
    assert spans.difference(a, b) == spans.difference(b, a) == f"25{NBSP}prosentpoeng"
    assert spans.difference(numbers.mean("talks"), numbers.mean("tasks")) == "0,8"
    assert spans.ratio(a, b) == "1,7"
    assert bare(f"{spans.range_of(numbers.ranked('rate'))}") == "2,6–3,4"
    assert bare(f"{spans.range_of([])}") == "«skjult»–«skjult»"


def test_the_documented_vocabulary_is_that_of_the_text_files():
    page = (ROOT / "docs/prose.md").read_text(encoding="utf-8")
    assert vocabulary_tables(WORDS) in page


EXAMPLES = re.findall(
    r"```jinja\n(.*?)```\n\n```text\n(.*?)```", (ROOT / "docs/prose.md").read_text(encoding="utf-8"), re.S
)


@pytest.mark.parametrize(("source", "told"), EXAMPLES)
def test_the_examples_of_the_documentation_say_what_it_says(source, told, numbers, words):
    shelf = Shelf()
    called = {**numbers.functions(), **prose_functions(Findings(numbers, words["findings"]), shelf)}
    (paragraph,) = render(source, "docs/prose.md", called, shelf)
    assert bare(text_of(paragraph.runs)).replace(NBSP, " ") == told.strip()


def test_there_are_examples_for_each_part():
    assert len(EXAMPLES) == 4
