"""Segment findings: nothing that the tests do not carry, and a caution where bases are small."""

from dataclasses import replace

import pytest

from reports.prose.findings import Findings
from reports.prose.published import Cell
from reports.prose.values import Unknown
from reports.word.blocks import text_of
from reports.word.bound import bare, places_in


def with_tests(numbers, words, **found):
    """Findings where `item=(finding, high, low)`; other items have none."""
    tests = dict(numbers.published.tests)
    for item, (finding, high, low) in found.items():
        tests[item, "size"] = replace(tests[item, "size"], finding=finding, high=high, low=low, effect=0.3)
    return Findings(replace(numbers, published=replace(numbers.published, tests=tests)), words["findings"])


def said(findings, *names, **more):
    return [bare(text_of(p.runs)) for p in findings.findings(*names, **more)]


def test_no_difference_is_one_honest_sentence(numbers, words):
    told = said(with_tests(numbers, words), "rate")
    assert told[0] == "Forskjeller mellom grupper"
    assert told[1] == "Testene gir ikke grunnlag for å si at svarene er ulike etter størrelse."
    assert len(told) == 2


def test_a_difference_names_both_ends_with_their_means_and_the_small_base(numbers, words):
    told = said(with_tests(numbers, words, talks=("clear", "small", "large")), "rate")
    assert told[1] == (
        "Størrelse. Tydelig forskjell: «Innlegg»\u00a0(4,1 mot 3,0) har høyest gjennomsnitt for små kommuner og "
        "lavest for store kommuner. Den minste gruppen har bare 12 svar, så dette må tolkes med forsiktighet."
    )


def test_items_with_the_same_ends_share_a_sentence_and_clear_comes_before_slight(numbers, words):
    both = with_tests(numbers, words, talks=("slight", "small", "large"), tasks=("slight", "small", "large"))
    assert "Svak forskjell: «Innlegg»\u00a0(4,1 mot 3,0) og «Oppgaver»" in said(both, "rate")[1]
    mixed = with_tests(numbers, words, talks=("slight", "small", "large"), tasks=("clear", "large", "small"))
    told = said(mixed, "rate")[1]
    assert told.index("Tydelig") < told.index("Svak")


def test_a_single_question_is_not_named_again(numbers, words):
    told = said(with_tests(numbers, words, changed=("clear", "small", "large")), "changed")
    assert "Andelen som svarer «Ja», er størst for små kommuner" in told[1]
    assert "(75 mot 57\u00a0prosent)" in told[1]


def test_hidden_ends_are_named_without_numbers(numbers, words):
    findings = with_tests(numbers, words, talks=("clear", "small", "large"))
    cells = {
        key: Cell(None, None, "protected", "") if key[:3] == ("talks", "size", "small") else cell
        for key, cell in findings.numbers.published.cells.items()
    }
    hidden = replace(findings.numbers, published=replace(findings.numbers.published, cells=cells))
    told = said(replace(findings, numbers=hidden), "rate")[1]
    assert "har høyest gjennomsnitt for små kommuner" in told
    assert "skjult" not in told and "4,1" not in told and "3,0" not in told


def test_an_untested_segment_is_said_to_be(numbers, words):
    tests = {
        key: replace(test, p_adjusted=None, method="", finding="")
        for key, test in numbers.published.tests.items()
    }
    findings = Findings(
        replace(numbers, published=replace(numbers.published, tests=tests)), words["findings"]
    )
    assert said(findings, "rate")[1] == "For størrelse er det for få svar til å sammenligne gruppene."


def test_proper_names_keep_their_capital_and_a_heading_may_say_what_it_is_about(numbers, words):
    findings = with_tests(numbers, words, talks=("clear", "small", "large"))
    told = said(replace(findings, proper=frozenset({"size"})), "rate", about="nytte")
    assert told[0] == "Forskjeller mellom grupper: nytte"
    assert "for Små kommuner" in told[1]


def test_no_p_value_stands_in_running_text(numbers, words):
    told = " ".join(said(with_tests(numbers, words, talks=("clear", "small", "large")), "rate"))
    assert "p <" not in told and "0,8" not in told


def test_finding_tells_strength_and_ends(numbers, words):
    difference = with_tests(numbers, words, talks=("clear", "small", "large")).finding("talks", "size")
    assert (difference.strength, difference.high, difference.low) == ("clear", "small", "large")


@pytest.mark.parametrize(("names", "code"), [(("rates",), "R001"), (("rate", "siz"), "R012")])
def test_misspelt_names_are_refused(numbers, words, names, code):
    with pytest.raises(Unknown) as caught:
        with_tests(numbers, words).findings(*names)
    assert caught.value.code == code


def test_the_words_for_strength_are_bound_to_the_verdicts(numbers, words):
    found = with_tests(numbers, words, talks=("clear", "small", "large"), tasks=("slight", "large", "small"))
    text = " ".join(text_of(p.runs) for p in found.findings("rate"))
    told = [found.numbers.ledger.bindings[place] for place in places_in(text)]
    claims = {one.printed: one for one in told if one.how.startswith("branch_")}
    assert [s.group for s in claims["Tydelig forskjell:"].sources] == ["small>large"]
    assert claims["Svak forskjell:"].sources[0].answer == "slight"


def test_silence_about_a_segment_is_bound_to_its_verdicts(numbers, words):
    found = with_tests(numbers, words)
    text = " ".join(text_of(p.runs) for p in found.findings("rate"))
    (binding,) = (found.numbers.ledger.bindings[place] for place in places_in(text))
    assert (binding.printed, binding.how) == ("størrelse", "branch_quiet")
    assert [(s.item, s.answer) for s in binding.sources] == [("talks", "none"), ("tasks", "none")]


def test_a_hidden_verdict_is_not_told(numbers, words):
    found = with_tests(numbers, words, talks=("clear", "small", "large"))
    tests = {k: replace(t, hidden="protected") for k, t in found.numbers.published.tests.items()}
    hidden = replace(found.numbers, published=replace(found.numbers.published, tests=tests))
    told = said(replace(found, numbers=hidden), "rate")
    assert "høyest" not in " ".join(told)
    assert replace(found, numbers=hidden).finding("talks", "size").strength == "none"
