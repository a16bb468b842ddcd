"""The proof of the routing: planted dead ends are found at their line, sound questionnaires hold, paths are exact."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from survey.document import read_document
from survey.forms.answers import Routed, route
from survey.instruments import look_at, proof_of, proved
from survey.load import inspect, load_questionnaire
from survey.minutes import ANSWER, READING, effort
from survey.model import Information, Number, Questionnaire
from survey.prove import Proof, circles, prove
from survey.sample import cost, numbers_asked_about, random_answers, sampled
from survey.space import Space, intervals

ROOT = Path(__file__).parents[2]
SURVEYS = ROOT / "tests/surveys"
SHIPPED = sorted(p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text")
SMALL = sorted(SURVEYS.glob("*.yaml"))

COURSE = """\
id: course
languages: [nb]
title: {nb: Kurset}
scales:
  extent:
    options: [{code: "1", label: {nb: Lite}}, {code: "2", label: {nb: Noe}}, {code: "3", label: {nb: Mye}}]
blocks:
  - id: first
    title: {nb: Først}
    questions:
      - id: went
        type: single
        required: true
        text: {nb: Var du der?}
        options: [{code: "yes", label: {nb: Ja}}, {code: "no", label: {nb: Nei}}]
      - {id: age, type: number, minimum: 18, maximum: 80, text: {nb: Alder?}}
      - id: rooms
        type: multiple
        required: true
        when: {question: went, is: "yes"}
        text: {nb: Hvilke rom?}
        options:
          - {code: hall, label: {nb: Salen}}
          - {code: stage, label: {nb: Scenen}}
          - {code: none, label: {nb: Ingen}, exclusive: true}
      - {id: liked, type: battery, scale: extent, text: {nb: Hvor mye?}, items: [{id: food, text: {nb: Maten}}]}
  - id: second
    title: {nb: Så}
    questions:
      - id: last
        type: text
        text: {nb: Noe mer?}
"""


def planted(tmp_path: Path, *lines: str, at: str = "      - id: last\n") -> Proof:
    """The proof of the course with `lines` added before the place `at`."""
    path = tmp_path / "course.yaml"
    assert at in COURSE
    path.write_text(COURSE.replace(at, "".join(f"{line}\n" for line in lines) + at), encoding="utf-8")
    return prove(load_questionnaire(path), read_document(path))


def told(proof: Proof) -> list[str]:
    return [f"{f.where.rsplit('/', 1)[1]} {f.code}" for f in proof.findings]


def test_the_course_holds(tmp_path: Path) -> None:
    assert told(planted(tmp_path)) == []


DEAD = [
    ("{question: age, at_most: 17}", "Q061"),
    ("{question: age, at_least: 81}", "Q061"),
    ("{all: [{question: age, at_least: 40}, {question: age, at_most: 39}]}", "Q061"),
    ("{all: [{question: went, is: 'no'}, {question: rooms, has: hall}]}", "Q061"),
    ("{all: [{question: rooms, has: hall}, {question: rooms, has: none}]}", "Q061"),
    ("{all: [{question: went, is: 'yes'}, {question: went, is: 'no'}]}", "Q061"),
    ("{question: went, answered: false}", "Q061"),
    ("{question: went, in: ['yes', 'no']}", "Q062"),
    (
        "{any: [{question: went, is: 'no'}, {question: rooms, has: hall}, {not: {question: rooms, has: hall}}]}",
        "Q062",
    ),
    ("{any: [{question: age, at_least: 18}, {question: age, answered: false}]}", "Q062"),
    ("{not: {all: [{question: food, is: '1'}, {question: food, is: '2'}]}}", "Q062"),
]


@pytest.mark.parametrize(("when", "code"), DEAD)
def test_a_dead_condition_of_a_question_is_found_at_its_line(when: str, code: str, tmp_path: Path) -> None:
    question = "      - {id: more, type: text, text: {nb: Hva?}, when: " + when + "}"
    assert told(planted(tmp_path, question)) == [f"course.yaml:30:{question.index('when') + 1} {code}"]


def test_a_dead_part_of_a_living_condition_is_found(tmp_path: Path) -> None:
    when = "{any: [{question: rooms, has: stage}, {question: age, at_least: 99}]}"
    question = "      - {id: more, type: text, text: {nb: Hva?}, when: " + when + "}"
    assert told(planted(tmp_path, question)) == [
        f"course.yaml:30:{question.index('{question: age') + 1} Q061"
    ]


def test_a_part_that_another_part_makes_needless_is_found(tmp_path: Path) -> None:
    when = "{all: [{question: rooms, has: stage}, {question: went, is: 'yes'}]}"
    question = "      - {id: more, type: text, text: {nb: Hva?}, when: " + when + "}"
    assert told(planted(tmp_path, question)) == [
        f"course.yaml:30:{question.index('{question: went') + 1} Q062"
    ]


def test_dead_conditions_of_blocks_items_and_options_are_found(tmp_path: Path) -> None:
    lines = (
        "      - id: ask",
        "        type: single",
        "        text: {nb: Hva?}",
        "        options:",
        "          - {code: a, label: {nb: A}, when: {question: age, at_least: 90}}",
        "          - {code: b, label: {nb: B}}",
        "      - id: rate",
        "        type: battery",
        "        scale: extent",
        "        text: {nb: Hvor mye?}",
        "        items: [{id: r1, text: {nb: En}, when: {question: age, at_most: 10}}, {id: r2, text: {nb: To}}]",
        "  - id: third",
        "    title: {nb: Til slutt}",
        "    when: {all: [{question: went, is: 'no'}, {question: rooms, has: hall}]}",
        "    questions:",
    )
    assert told(planted(tmp_path, *lines)) == [
        "course.yaml:34:39 Q061",
        "course.yaml:40:42 Q061",
        "course.yaml:43:5 Q061",
    ]


def test_a_dead_end_and_a_question_nobody_gets_are_found(tmp_path: Path) -> None:
    lines = (
        "      - id: ask",
        "        type: single",
        "        required: true",
        "        text: {nb: Hva?}",
        "        options:",
        "          - {code: a, label: {nb: A}, when: {question: rooms, has: hall}}",
        "          - {code: b, label: {nb: B}, when: {question: rooms, has: stage}}",
        "      - {id: half, type: number, required: true, minimum: 0.2, maximum: 0.4, text: {nb: Hvor mange?}}",
        "      - {id: rooms2, type: multiple, options_from: rooms, text: {nb: Rom?},"
        " when: {question: rooms, has: none}}",
    )
    assert told(planted(tmp_path, *lines)) == [
        "course.yaml:30:9 Q063",
        "course.yaml:37:10 Q063",
        "course.yaml:38:10 Q060",
    ]


def test_a_circle_is_found(tmp_path: Path) -> None:
    """A condition on a later question is refused when loading; the circle it may be part of is told by the proof."""
    path = tmp_path / "course.yaml"
    circular = COURSE.replace("maximum: 80", "maximum: 80, when: {question: food, is: '1'}")
    circular = circular.replace(
        "scale: extent, text: {nb: Hvor mye?}",
        "scale: extent, when: {question: age, at_least: 20}, text: {nb: Hvor mye?}",
    )
    path.write_text(circular, encoding="utf-8")
    instrument = look_at(path)
    assert [f.code for f in instrument.findings] == ["Q006"]
    (circle,) = proof_of(instrument)  # type: ignore[misc]
    assert (
        circle.code == "Q064" and "age → liked → age" in circle.message
    ) or "liked → age → liked" in circle.message


def test_no_circle_without_one() -> None:
    for path in SMALL:
        document = read_document(path)
        built, _ = inspect(Questionnaire, document)
        assert built is not None and circles(built, document) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_shipped_instrument_is_proved(path: Path) -> None:
    proof = prove(load_questionnaire(path), read_document(path))
    assert [str(f) for f in proof.findings] == []
    assert proof.claims > 0
    assert 0 < proof.questions.shortest <= proof.questions.median <= proof.questions.longest
    assert 0 < proof.minutes.shortest <= proof.minutes.median <= proof.minutes.longest


def test_a_broken_condition_in_every_repetition_is_found_once(tmp_path: Path) -> None:
    lines = (
        "  - id: third",
        "    title: {nb: Tiltak}",
        "    repeat: {maximum: 3, label: {nb: Tiltak}}",
        "    questions:",
        "      - {id: kind, type: single, scale: extent, text: {nb: Hva?}}",
        "      - {id: why, type: text, text: {nb: Hvorfor?}, when: {question: kind, in: ['1', '2', '3']}}",
        "      - {id: how, type: text, text: {nb: Hvordan?}, "
        "when: {all: [{question: kind, is: '1'}, {question: kind, is: '2'}]}}",
    )
    assert told(planted(tmp_path, *lines, at="  - id: second\n")) == ["course.yaml:33:53 Q061"]


def every_vector(questionnaire: Questionnaire) -> list[Routed]:
    """Every way to fill in the course (numbers by a few that matter)."""
    ages = [None, "18", "40", "80"]
    boxes = [set(), {"hall"}, {"stage"}, {"hall", "stage"}, {"none"}]
    found = []
    for went, age, ticked, food in itertools.product(("yes", "no"), ages, boxes, (None, "1", "2", "3")):
        typed = {"went": went, "age": age, "food": food, **{f"rooms_{box}": "yes" for box in ticked}}
        routed = route(questionnaire, {k: v for k, v in typed.items() if v is not None})
        if went == "no" or ticked:
            found.append(routed)
    return found


def test_shortest_and_longest_path_are_those_of_all_answers(tmp_path: Path) -> None:
    proof = planted(tmp_path)
    questionnaire = load_questionnaire(tmp_path / "course.yaml")
    ways = every_vector(questionnaire)
    counts = [sum(way.shown.values()) for way in ways]
    times = [cost(way, questionnaire, effort(questionnaire)) / 600 for way in ways]
    assert (proof.questions.shortest, proof.questions.longest) == (min(counts), max(counts))
    assert proof.minutes.shortest == pytest.approx(min(times))
    assert proof.minutes.longest == pytest.approx(max(times))


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_the_space_asks_exactly_what_the_form_asks(path: Path) -> None:
    """Made-up answers, put into the solver: it must agree about every question and column."""
    questionnaire = load_questionnaire(path)
    space, rng = Space(questionnaire), random.Random(2019)
    cuts = numbers_asked_about(questionnaire)
    agreed = 0
    for _ in range(40):
        routed = route(questionnaire, random_answers(questionnaire, cuts, rng))
        model = space.model.clone()
        for name, literals in space.codes.items():
            key = answer_key(questionnaire, cuts, name, routed.answers[name])
            for other, literal in literals.items():
                model.add(literal == (other == key))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL, routed.answers
        assert {n: bool(solver.boolean_value(one)) for n, one in space.shown.items()} == routed.shown
        assert {n: bool(solver.boolean_value(one)) for n, one in space.asked.items()} == routed.asked
        agreed += 1
    assert agreed == 40


def answer_key(
    questionnaire: Questionnaire, cuts: dict[str, set[float]], name: str, value: str | None
) -> str | None:
    """What the space calls an answer: a code, the number of an interval, or `answered`."""
    variable = questionnaire.variables[name]
    question = questionnaire.flat.question(variable.question)
    if value is None or variable.codes:
        return value
    if isinstance(question, Number):
        parts = intervals(question, cuts.get(name, set()))
        return str(next(i for i, (low, high) in enumerate(parts) if low <= float(value) <= high))
    return "answered"


@pytest.mark.parametrize(
    ("limits", "cuts", "parts"),
    [
        ((None, None, 0), [], [(float("-inf"), float("inf"))]),
        ((0, 10, 0), [3], [(0, 2), (3, 3), (4, 10)]),
        ((0, 10, 0), [0, 10], [(0, 0), (1, 9), (10, 10)]),
        ((0, 10, 0), [2.5], [(0, 2), (3, 10)]),
        ((0, 1, 1), [0.5], [(0, 0.4), (0.5, 0.5), (0.6, 1)]),
        ((0, 10, 0), [99], [(0, 10)]),
        ((0.2, 0.4, 0), [], []),
        ((3, 4, 0), [3, 4], [(3, 3), (4, 4)]),
    ],
)
def test_numbers_are_cut_where_conditions_look(
    limits: tuple[float | None, float | None, int], cuts: list[float], parts: list[tuple[float, float]]
) -> None:
    low, high, decimals = limits
    question = Number(
        id="n", type="number", text={"nb": "Hva?"}, minimum=low, maximum=high, decimals=decimals
    )
    found = intervals(question, cuts)
    assert found == [pytest.approx(part) for part in parts]


def test_made_up_answers_reach_both_sides_of_every_condition() -> None:
    questionnaire = load_questionnaire(SURVEYS / "forms_gallery.yaml")
    cuts, rng = numbers_asked_about(questionnaire), random.Random(1)
    seen: dict[str, set[bool]] = {}
    for _ in range(400):
        for name, asked in route(questionnaire, random_answers(questionnaire, cuts, rng)).asked.items():
            seen.setdefault(name, set()).add(asked)
    conditional = [
        n for vs in questionnaire.columns.values() for v in vs if v.conditions or v.offered for n in (v.name,)
    ]
    assert len(conditional) > 10
    assert [name for name in conditional if seen[name] != {True, False}] == []


def test_minutes_follow_from_words_and_answers(tmp_path: Path) -> None:
    planted(tmp_path)
    questionnaire = load_questionnaire(tmp_path / "course.yaml")
    times = effort(questionnaire)
    word = 600 / READING["web"]
    assert times.questions["went"] == round(word * 3) + round(word * 2) or times.questions["went"] == round(
        word * 5
    )
    assert times.columns["age"] == ANSWER["number"]
    assert times.columns["rooms_hall"] == ANSWER["tick"] + round(word)
    assert times.blocks["first"] == round(word)
    spoken = questionnaire.model_copy(update={"mode": "phone"})
    assert effort(spoken).columns["last"] > times.columns["last"]


def test_the_median_is_the_same_each_time() -> None:
    questionnaire = load_questionnaire(SURVEYS / "routing.yaml")
    assert sampled(questionnaire, 50) == sampled(questionnaire, 50)
    asking = sum(not isinstance(q, Information) for _, q in questionnaire.questions())
    assert max(sampled(questionnaire, 50)[0]) <= asking


def test_the_proof_is_told_in_one_line(tmp_path: Path) -> None:
    assert "all hold; path (shortest, median, longest): 4" in proved(planted(tmp_path))
