"""Numbers of chapters: what they print, what hides, and what a misspelt name brings."""

from dataclasses import replace

import pytest

from reports.prose.numbers import Numbers
from reports.prose.published import Cell
from reports.prose.values import Unknown
from reports.word.bound import bare

NBSP = "\u00a0"


def hide(numbers: Numbers, *keys: tuple[str, ...]) -> Numbers:
    """The same numbers with some cells protected; a key may leave out its last parts."""
    cells = {
        key: Cell(None, None, "protected", "") if any(key[: len(k)] == k for k in keys) else cell
        for key, cell in numbers.published.cells.items()
    }
    return replace(numbers, published=replace(numbers.published, cells=cells))


def test_a_share_is_in_words(numbers):
    assert numbers.share("changed", "yes") == f"63{NBSP}prosent"
    assert bare(numbers.share("changed", "yes").bare) == "63"
    assert numbers.share("changed", "yes").number == 62.5


def test_a_tick_needs_no_answer(numbers):
    assert numbers.share("goals_new") == f"78{NBSP}prosent"
    assert numbers.count("goals_new") == "31"


def test_ends_of_a_scale_and_several_answers(numbers):
    assert numbers.share("talks", "top").number == 50
    assert numbers.share("talks", "3", "4", "5").number == 75
    assert numbers.count("talks", "bottom") == "10"


def test_mean_base_and_groups(numbers):
    assert numbers.mean("talks") == "3,4"
    assert numbers.n("talks", "size", "small") == "12"
    assert numbers.share("changed", "yes", segment="size", group="small").number == 75
    assert numbers.group("size", "small") == "Små kommuner"


def test_response(numbers):
    assert (numbers.invited(), numbers.answered(), numbers.response_rate()) == (
        "80",
        "40",
        f"50{NBSP}prosent",
    )
    assert numbers.group_share("size", "small") == f"30{NBSP}prosent"
    assert [ranked.item for ranked in numbers.ranked_groups("size")] == ["large", "small"]


def test_ranked_puts_the_highest_first_and_leaves_hidden_out(numbers):
    assert [ranked.label for ranked in numbers.ranked("rate")] == ["Innlegg", "Oppgaver"]
    assert [ranked.label for ranked in numbers.ranked("goals")] == ["Nye tiltak", "Roller"]
    some = hide(numbers, ("talks", "total", "all", "mean"))
    assert [ranked.item for ranked in some.ranked("rate")] == ["tasks"]


def test_a_hidden_number_is_never_printed(numbers):
    gone = hide(numbers, ("talks",), ("changed",))
    values = [
        gone.share("talks", "top"),
        gone.share("talks", "3", "4"),
        gone.count("changed", "yes"),
        gone.mean("talks"),
        gone.n("talks"),
        gone.share("changed", "yes", segment="size", group="small"),
    ]
    assert set(values) == {"«skjult»"}
    assert not gone.shown(*values)


def test_what_the_shown_ends_tell_is_shown(numbers):
    answers = hide(numbers, *(("talks", "total", "all", m, c) for m in ("share", "count") for c in "12345"))
    assert answers.share("talks", "3").number == pytest.approx(25)
    assert answers.share("talks", "3", "4", "5").number == pytest.approx(75)
    assert answers.count("talks", "3") == "10"
    assert answers.share("talks", "5") == "«skjult»"
    assert hide(answers, ("talks", "total", "all", "bottom")).share("talks", "3") == "«skjult»"


@pytest.mark.parametrize(
    ("call", "code", "meant"),
    [
        (lambda n: n.share("chaged", "yes"), "R001", "changed"),
        (lambda n: n.share("changed", "yess"), "R011", "yes"),
        (lambda n: n.share("changed"), "R011", ""),
        (lambda n: n.share("changed", "yes", segment="siz", group="small"), "R012", "size"),
        (lambda n: n.share("changed", "yes", segment="size", group="smal"), "R013", "small"),
        (lambda n: n.mean("changed"), "R018", ""),
        (lambda n: n.ranked("rat"), "R001", "rate"),
        (lambda n: n.ranked("rate", by="means"), "R018", ""),
        (lambda n: n.group("sise", "small"), "R012", "size"),
        (lambda n: n.invited("siz", "small"), "R012", "size"),
    ],
)
def test_a_misspelt_name_is_refused_with_what_was_meant(numbers, call, code, meant):
    with pytest.raises(Unknown) as caught:
        call(numbers)
    assert caught.value.code == code
    assert meant in str(caught.value.words.get("suggestion", ""))


def test_further_measures_where_they_are_published(numbers):
    cells = dict(numbers.published.cells)
    cells["talks", "total", "all", "median", ""] = Cell(3.5, 40, "", "")
    cells["changed", "total", "all", "reached", "yes"] = Cell(17.0, 40, "", "")
    cells["goals", "total", "all", "mean", ""] = Cell(1.35, 40, "", "")
    cells["goals", "total", "all", "alpha", ""] = Cell(0.8149, 40, "", "")
    found = replace(numbers, published=replace(numbers.published, cells=cells))
    assert (found.median("talks"), found.municipalities("changed", "yes"), found.ticks("goals")) == (
        "3,5",
        "17",
        "1,4",
    )
    assert (found.index("goals"), found.alpha("goals")) == ("1,4", "0,81")
    hidden = hide(found, ("changed", "total", "all", "reached"))
    assert hidden.municipalities("changed", "yes") == "«skjult»"


@pytest.mark.parametrize(
    "ask",
    [lambda n: n.median("talks"), lambda n: n.municipalities("changed", "yes"), lambda n: n.ticks("goals")],
)
def test_a_measure_that_is_not_published_is_refused(numbers, ask):
    with pytest.raises(Unknown):
        ask(numbers)


def test_a_step_of_a_scale_is_a_number_to_compare_with(numbers):
    step = numbers.step("talks", "3")
    assert (step.number, step.binding.sources[0].frame) == (3.0, "questionnaire")


def test_a_rank_is_bound_to_the_order_and_may_leave_items_out(numbers):
    first, last = numbers.ranked("goals")
    assert (first.label.binding.how, last.label.binding.how) == ("place_1(cell, cell)", "place_2(cell, cell)")
    assert [s.item for s in last.label.binding.sources] == ["goals_roles", "goals_new"]
    assert [one.item for one in numbers.ranked("goals", without=["goals_new"])] == ["goals_roles"]
    with pytest.raises(Unknown):
        numbers.ranked("goals", without=["goals_old"])


def test_a_groups_share_is_of_its_first_source(numbers):
    binding = numbers.group_share("size", "large").binding
    assert (binding.how, [s.group for s in binding.sources]) == ("share_of_groups", ["large", "small"])


def test_a_count_from_the_rest_of_the_scale_can_be_worked_out_again(numbers):
    found = hide(numbers, ("talks", "total", "all", "count"), ("talks", "total", "all", "share"))
    count = found.count("talks", "3")
    assert (count, count.binding.how) == ("10", "of_base(rest_of_scale:2, cell)")
