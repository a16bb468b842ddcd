"""Who was asked, in words."""

from __future__ import annotations

from typing import Any

import pytest

from survey.conditions import Condition
from survey.model import Questionnaire
from survey.who import Who
from survey.words import Words

JOB = "«Er du i jobb?»"
GOALS = "«Hvilke mål har du?»"


def leaf(question: str, **test: Any) -> dict[str, Any]:
    return {"question": question, **test}


@pytest.fixture
def who(gallery: Questionnaire, words: dict[str, Words]) -> Who:
    return Who(gallery, words["nb"], "nb")


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        (leaf("works", **{"is": "yes"}), f"svarte «Ja» på {JOB}"),
        ({"not": leaf("works", **{"is": "yes"})}, f"ikke svarte «Ja» på {JOB}"),
        ({"not": {"not": leaf("works", **{"is": "yes"})}}, f"svarte «Ja» på {JOB}"),
        (
            leaf("view_simple", **{"in": ["1", "2"]}),
            "svarte «Helt uenig» eller «Uenig» på «Skjemaer skal være “enkle”»",
        ),
        (leaf("goal", has="read"), f"krysset av for «Lese mer» på {GOALS}"),
        (leaf("goal_other", **{"is": "yes"}), f"krysset av for «Annet» på {GOALS}"),
        (leaf("age", at_least=18), "oppga 18 eller mer på «Hvor gammel er du?»"),
        ({"not": leaf("age", at_most=66.5)}, "ikke oppga 66,5 eller mindre på «Hvor gammel er du?»"),
        (leaf("hours", answered=True), "svarte på «Hvor mange timer i uka arbeider du?»"),
        (leaf("hours", answered=False), "ikke svarte på «Hvor mange timer i uka arbeider du?»"),
        ({"not": leaf("hours", answered=False)}, "svarte på «Hvor mange timer i uka arbeider du?»"),
        (
            {"any": [leaf("goal", has="read"), leaf("goal", has="walk"), leaf("goal", has="nothing")]},
            f"krysset av for «Lese mer», «Gå mer» eller «Ingen mål» på {GOALS}",
        ),
        (
            {"not": {"any": [leaf("goal", has="read"), leaf("goal", has="walk")]}},
            f"ikke krysset av for «Lese mer» eller «Gå mer» på {GOALS}",
        ),
        (
            {"all": [leaf("goal", has="read"), leaf("goal", has="walk")]},
            f"både krysset av for «Lese mer» på {GOALS} og krysset av for «Gå mer» på {GOALS}",
        ),
        (
            {
                "any": [
                    leaf("works", **{"is": "no"}),
                    {"any": [leaf("age", at_least=67), leaf("goal", has="rest")]},
                ]
            },
            f"enten svarte «Nei» på {JOB}, oppga 67 eller mer på «Hvor gammel er du?» "
            f"eller krysset av for «Hvile mer» på {GOALS}",
        ),
        (
            {"not": {"all": [leaf("works", **{"is": "yes"}), leaf("goal", has="read")]}},
            f"enten ikke svarte «Ja» på {JOB} eller ikke krysset av for «Lese mer» på {GOALS}",
        ),
    ],
)
def test_clause(condition: dict[str, Any], clause: str, who: Who) -> None:
    assert who.clause(Condition.model_validate(condition)) == clause


def test_sentence_for_everyone_and_for_some(who: Who, gallery: Questionnaire) -> None:
    job = gallery.question("hours").when
    assert who.sentence(()) == "Stilles til alle."
    assert who.sentence((None, job)) == f"Stilles til dem som svarte «Ja» på {JOB}"
    assert who.sentence((job,), "you") == f"Svar hvis du svarte «Ja» på {JOB}"


def test_several_conditions_must_all_hold(who: Who, gallery: Questionnaire) -> None:
    paid = gallery.variables["view_paid"]
    assert who.sentence(paid.conditions) == (
        f"Stilles til dem som både enten svarte «Ja» på {JOB} eller oppga 18 eller mer på «Hvor gammel er du?» "
        f"og svarte «Nei» på {JOB}"
    )


@pytest.mark.parametrize(
    ("language", "start", "clauses"),
    [
        (
            "nb",
            "Stilles til dem som både",
            ["krysset av for «Gå mer»", "ikke svarte på «Hvor gammel er du?»"],
        ),
        ("nn", "Går til dei som både", ["kryssa av for «Gå meir»", "ikkje svarte på «Kor gammal er du?»"]),
    ],
)
def test_the_language_of_the_reader(
    language: str, start: str, clauses: list[str], gallery: Questionnaire, words: dict[str, Words]
) -> None:
    conditions = [leaf("goal", has="walk"), leaf("age", answered=False)]
    built = [Condition.model_validate(condition) for condition in conditions]
    sentence = Who(gallery, words[language], language).sentence(built)
    assert sentence.startswith(f"{start} {clauses[0]} på «")
    assert sentence.endswith(f" og {clauses[1]}")


def test_a_stop_ends_the_sentence_where_the_quotation_has_no_mark_of_its_own(who: Who) -> None:
    condition = Condition.model_validate(leaf("view_short", **{"is": "5"}))
    assert (
        who.sentence([condition]) == "Stilles til dem som svarte «Helt enig» på «Skjemaer skal være korte»."
    )
