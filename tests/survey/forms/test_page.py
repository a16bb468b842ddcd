"""Two faces of one renderer: the server's pages say what the file says, to those whom it concerns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from survey.forms import html
from survey.forms.page import Form, Place, page
from survey.forms.walk import turn
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.words import Words

ROOT = Path(__file__).parents[3]
MET = {
    "works": "yes",
    "age": "40",
    "hours": "37,5",
    "goal_read": "yes",
    "view_simple": "1",
    "view_short": "2",
}


@pytest.fixture
def form(gallery: Questionnaire, words: dict[str, Words]) -> Form:
    return Form(gallery, words, "preview")


def words_of(text: str, step: str) -> list[str]:
    """The words of one step, without script, errors and what is said only where there is no routing."""
    section = re.search(rf'<section data-step="{step}".*?</section>', text, re.S)
    assert section is not None
    other = r'<p class="(who|error|progress)".*?</p>|<button.*?</button>|<textarea.*?</textarea>'
    kept = re.sub(other, "", section[0], flags=re.S)
    return re.sub(r"<[^>]*>", " ", kept).split()


def test_the_same_words_in_both_faces(form: Form, gallery: Questionnaire, words: dict[str, Words]) -> None:
    file = html.form(gallery, words, "nn")
    for step in ("start-1", "goals-1", "goals-3", "views-2", "views-3"):
        assert step in form.visible(form.route(MET))
        found = words_of(page(form, MET, Place(step, "nn")), step)
        assert found == words_of(file, step)


def test_a_page_is_a_pure_function(form: Form) -> None:
    place = Place("start-1", "nb")
    assert page(form, MET, place) == page(form, dict(reversed(MET.items())), place)


def test_every_question_is_marked_required_or_optional(form: Form) -> None:
    text = page(form, MET, Place("start-1", "nb"))
    assert text.count("(må besvares)") == 2 and text.count("(valgfritt)") == 3


def test_progress_counts_the_parts_of_this_respondent(form: Form) -> None:
    for typed, parts in (({"works": "no"}, 2), ({"works": "yes"}, 3), (MET, 4)):
        assert f"Del 1 av {parts}" in page(form, typed, Place("start-1", "nb"))


def test_the_summary_shows_answers_in_words(form: Form) -> None:
    text = page(form, MET, Place("review", "nb"))
    assert (
        "<strong>Ja</strong>" in text
        and "<strong>40 år</strong>" in text
        and "<strong>Lese mer</strong>" in text
    )
    assert "<span>Skjemaer skal være «enkle».</span> <strong>Helt uenig</strong>" in text
    assert "Ikke besvart" in text


@pytest.fixture
def repeats(words: dict[str, Words]) -> Form:
    return Form(load_questionnaire(ROOT / "tests/surveys/repeats.yaml"), words, "preview")


def test_instructions_stand_apart(repeats: Form, words: dict[str, Words]) -> None:
    head = words["nb"]["form"]["instruction"]["phone"]
    box = rf'<div class="instruction">\s*<p><strong>{head}</strong></p>\s*<p>Les spørsmålet høyt.</p>'
    assert re.search(box, html.form(repeats.asked, words, "nb"))
    assert re.search(box, page(repeats, {}, Place("start-1", "nb")))


def test_repetitions_come_one_by_one(repeats: Form) -> None:
    typed = {"offers": "yes"}
    for number in (1, 2, 3):
        parts = {key.rpartition("-")[0] for key in repeats.visible(repeats.route(typed))}
        assert {part for part in parts if part.startswith("measures")} == {
            f"measures_r{one}" for one in range(1, number + 1)
        }
        typed[f"measures_more_r{number}"] = "yes"
    assert "Vil du legge til «Tiltak 2»?" in page(repeats, typed, Place("measures_r1-3", "nb"))


def test_fields_of_other_pages_are_not_taken(form: Form) -> None:
    posted = {"met": "works age goal_read", "works": "yes", "age": "40", "goal_read": "yes", "hours": "9"}
    done = turn(form, {"hours": "7"}, Place("start-1", "nb"), posted)
    assert done.typed == {"works": "yes", "age": "40", "hours": "7"}
