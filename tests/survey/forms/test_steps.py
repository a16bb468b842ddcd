"""How a questionnaire is cut into steps."""

from __future__ import annotations

from survey.forms.steps import opening, parts, steps
from survey.model import Battery, Information, Questionnaire


def test_a_first_block_that_only_informs_stands_on_the_start_page(gallery: Questionnaire) -> None:
    assert [block.id for block in opening(gallery)] == ["welcome"]
    assert [block.id for block in parts(gallery)] == ["start", "goals", "views", "last"]


def test_a_first_block_that_asks_is_a_part(gallery: Questionnaire) -> None:
    without = gallery.model_copy(update={"blocks": gallery.blocks[1:]})
    assert opening(without) == ()
    assert parts(without) == gallery.blocks[1:]


def test_batteries_and_information_stand_alone(gallery: Questionnaire) -> None:
    found = {step.key: [question.id for question in step.questions] for step in steps(gallery)}
    assert found == {
        "start-1": ["works", "age", "hours", "since", "place"],
        "goals-1": ["goal"],
        "goals-2": ["reached"],
        "goals-3": ["told"],
        "views-1": ["view"],
        "views-2": ["habit"],
        "views-3": ["reason", "comment"],
        "last-1": ["again"],
    }


def test_every_question_has_one_step(gallery: Questionnaire) -> None:
    placed = [question.id for step in steps(gallery) for question in step.questions]
    opened = [question.id for block in opening(gallery) for question in block.questions]
    assert opened + placed == [question.id for _, question in gallery.questions()]
    for step in steps(gallery):
        heavy = [question for question in step.questions if isinstance(question, Battery | Information)]
        assert not heavy or len(step.questions) == 1
