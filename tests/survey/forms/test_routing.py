"""The form's script routes exactly as `survey.conditions` does: the same questions of the same people."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import survey.forms
from survey.conditions import TICKED, UNTICKED, Condition, holds
from survey.forms.spec import columns, routes
from survey.load import load_questionnaire
from survey.model import MultipleChoice, Questionnaire, SingleChoice, Variable

ROUTING = Path(survey.forms.__file__).with_name("routing.js")
ROOT = Path(__file__).parents[3]
QUESTIONNAIRES = [
    ROOT / "tests/surveys/forms_gallery.yaml",
    *sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text"),
]
RESPONDENTS = 500
NUMBERS = ("0", "16", "17.5", "18", "66", "67", "99")
DATES = ("1999-12-31", "2024-02-29")

Node = Callable[[str, Any], Any]


def type_anything(questionnaire: Questionnaire, rng: random.Random) -> dict[str, str]:
    """What somebody may have typed anywhere, also where the routing hides it."""
    typed = {}
    for name, variable in questionnaire.variables.items():
        if variable.kind != "coded" and rng.random() < 0.7:
            typed[name] = _value(variable, rng)
    return {
        name: value for name, value in typed.items() if value != UNTICKED or not _is_tick(questionnaire, name)
    }


def _is_tick(questionnaire: Questionnaire, name: str) -> bool:
    return questionnaire.variables[name].kind == "tick"


def _value(variable: Variable, rng: random.Random) -> str:
    other = {"number": NUMBERS, "date": DATES, "text": ("ord", "“ord”, <ord>")}
    return rng.choice(variable.codes or other[variable.kind])


def expected(
    questionnaire: Questionnaire, typed: dict[str, str]
) -> tuple[dict[str, bool], dict[str, str | None]]:
    """(asked, answers) by the Python evaluator, question by question in the order asked."""
    asked: dict[str, bool] = {}
    answers: dict[str, str | None] = {}
    for name, variable in questionnaire.variables.items():
        if variable.kind == "coded":
            continue
        conditions = [*variable.conditions, *([variable.offered] if variable.offered else [])]
        asked[name] = all(holds(condition, answers) for condition in conditions)
        answers[name] = _stored(questionnaire, variable, typed, answers) if asked[name] else None
    _fill_ticks(questionnaire, answers)
    return asked, answers


def _stored(
    questionnaire: Questionnaire, variable: Variable, typed: dict[str, str], answers: dict[str, str | None]
) -> str | None:
    value = typed.get(variable.name)
    question = questionnaire.question(variable.question)
    if isinstance(question, SingleChoice) and variable.kind == "single":
        chosen = next((o for o in questionnaire.options_of(question) if o.code == value), None)
        return None if chosen and chosen.when and not holds(chosen.when, answers) else value
    return value


def _fill_ticks(questionnaire: Questionnaire, answers: dict[str, str | None]) -> None:
    """Boxes beside a ticked one are «no»; without any tick the question is not answered."""
    for _, question in questionnaire.questions():
        if isinstance(question, MultipleChoice):
            boxes = [f"{question.id}_{option.code}" for option in questionnaire.options_of(question)]
            if any(answers[box] == TICKED for box in boxes):
                answers.update({box: answers[box] or UNTICKED for box in boxes})


def run_routes(
    node: Node, questionnaire: Questionnaire, typed: list[dict[str, str]], script: Path
) -> list[Any]:
    code = f"const {{ route }} = require({str(script)!r}); answer(given.typed.map((t) => route(given.questions, t)));"
    return list(node(code, {"questions": routes(questionnaire), "typed": typed}))


@pytest.mark.parametrize("path", QUESTIONNAIRES, ids=lambda path: path.stem)
def test_script_asks_the_same_questions(path: Path, node: Node) -> None:
    questionnaire, rng = load_questionnaire(path), random.Random(2019)
    typed = [type_anything(questionnaire, rng) for _ in range(RESPONDENTS)]
    found = run_routes(node, questionnaire, typed, ROUTING)
    for one, result in zip(typed, found, strict=True):
        asked, answers = expected(questionnaire, one)
        assert result["asked"] == asked
        assert result["answers"] == answers
        assert list(result["answers"]) == columns(questionnaire)


def test_every_conditional_column_is_both_asked_and_hidden(gallery: Questionnaire) -> None:
    rng = random.Random(2019)
    seen: dict[str, set[bool]] = {}
    for _ in range(RESPONDENTS):
        for name, verdict in expected(gallery, type_anything(gallery, rng))[0].items():
            seen.setdefault(name, set()).add(verdict)
    conditional = [
        n for n, v in gallery.variables.items() if v.kind != "coded" and (v.conditions or v.offered)
    ]
    assert len(conditional) > 10
    assert {name for name in conditional if seen[name] != {True, False}} == set()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("condition.any.some", "condition.any.every"),
        ("condition.all.every", "condition.all.some"),
        ("!holds(condition.not", "holds(condition.not"),
        ("number >= condition.at_least", "number > condition.at_least"),
        ("number <= condition.at_most", "number >= condition.at_most"),
        ('value === "yes"', 'value !== "yes"'),
        ("condition.in.includes(value)", "false"),
        ('(value !== null && value !== "") === condition.answered', "condition.answered"),
    ],
)
def test_a_planted_fault_is_noticed(
    right: str, wrong: str, gallery: Questionnaire, node: Node, tmp_path: Path
) -> None:
    source = ROUTING.read_text(encoding="utf-8")
    assert source.count(right) == 1
    faulty = tmp_path / "routing.js"
    faulty.write_text(source.replace(right, wrong), encoding="utf-8")
    rng = random.Random(2019)
    typed = [type_anything(gallery, rng) for _ in range(RESPONDENTS)]
    found = run_routes(node, gallery, typed, faulty)
    assert any(r["asked"] != expected(gallery, t)[0] for t, r in zip(typed, found, strict=True))


NO_NUMBERS = ("", " ", "yes", "no", "a", "1e3", "0x10", "1,2,3", "½", ".5", "5.", "+5", "nan", "1_000")
VALUES = (None, *NO_NUMBERS, "0", "1", "2", "10", "1,5", "1.5", "-3", " 7 ", "007")


def random_condition(rng: random.Random, depth: int) -> dict[str, Any]:
    if depth == 0 or rng.random() < 0.4:
        value = rng.choice(["yes", "no", "a", "1", "2"])
        tests = {
            "is": value,
            "in": [value, "b"],
            "has": rng.choice(["a", "b"]),
            "at_least": rng.choice([-3, 1.5, 2, 10]),
            "at_most": rng.choice([-3, 1.5, 2, 10]),
            "answered": rng.random() < 0.5,
        }
        test = rng.choice(list(tests))
        return {"question": rng.choice(["q", "r", "constructor"]), test: tests[test]}
    parts = [random_condition(rng, depth - 1) for _ in range(rng.randint(1, 3))]
    return rng.choice([{"all": parts}, {"any": parts}, {"not": parts[0]}])


def test_conditions_mean_the_same_in_script_and_python(node: Node) -> None:
    rng = random.Random(1)
    cases = []
    for _ in range(3000):
        names = rng.sample(["q", "r", "constructor", "q_a", "q_b", "r_a"], 4)
        cases.append((random_condition(rng, 3), {name: rng.choice(VALUES) for name in names}))
    code = f"const {{ holds }} = require({str(ROUTING)!r}); answer(given.map(([c, a]) => holds(c, a)));"
    found = node(code, cases)
    wanted = [holds(Condition.model_validate(condition), answers) for condition, answers in cases]
    assert 0.2 < sum(wanted) / len(wanted) < 0.8
    assert found == wanted


@pytest.mark.parametrize(
    ("reader", "typed", "stored"),
    [
        ("readNumber", "37,50", "37.5"),
        ("readNumber", "1 200", "1200"),
        ("readNumber", "−3", "-3"),
        ("readNumber", "007", "7"),
        ("readNumber", "tolv", None),
        ("readNumber", "1e3", None),
        ("readNumber", "1,2,3", None),
        ("readDate", "24.8.2019", "2019-08-24"),
        ("readDate", "24/08/2019", "2019-08-24"),
        ("readDate", "2019-08-24", "2019-08-24"),
        ("readDate", "29.2.2024", "2024-02-29"),
        ("readDate", "29.2.2023", None),
        ("readDate", "31.13.2019", None),
        ("readDate", "24.8.19", None),
    ],
)
def test_what_is_typed_is_read(reader: str, typed: str, stored: str | None, node: Node) -> None:
    assert node(f"answer(require({str(ROUTING)!r}).{reader}(given));", typed) == stored
