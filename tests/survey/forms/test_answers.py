"""The server reads and routes what was typed exactly as the form's script does."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import survey.forms
from survey.forms.answers import read_date, read_number, route
from survey.forms.repeats import spoken
from survey.forms.spec import routes
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.words import Words

ROUTING = Path(survey.forms.__file__).with_name("routing.js")
ROOT = Path(__file__).parents[3]
Node = Callable[[str, Any], Any]

NUMBERS = (
    "37,50",
    "1 200",
    "1\u00a0200,0",
    "−3",
    "007",
    "-0",
    "0,0",
    "00",
    "1.000001",
    "tolv",
    "1e3",
    "1,2,3",
    "",
    ".5",
    "5.",
)
DATES = (
    "24.8.2019",
    "24/08/2019",
    "24 8 2019",
    "2019-8-4",
    "29.2.2024",
    "29.2.2023",
    "31.13.2019",
    "24.8.19",
    "0000-01-01",
)


def test_numbers_and_dates_are_read_as_in_the_browser(node: Node) -> None:
    code = f"const {{ readNumber, readDate }} = require({str(ROUTING)!r});"
    code += "answer([given[0].map(readNumber), given[1].map(readDate)]);"
    assert node(code, [NUMBERS, DATES]) == [[*map(read_number, NUMBERS)], [*map(read_date, DATES)]]
    assert read_number("1 200,50") == "1200.5" and read_date("24.8.2019") == "2019-08-24"


def anything(questionnaire: Questionnaire, rng: random.Random) -> dict[str, str]:
    typed = {}
    for name, variable in questionnaire.variables.items():
        other = {"number": NUMBERS, "date": DATES, "text": (" ord ", "<b>")}
        if variable.kind != "coded" and rng.random() < 0.7:
            typed[name] = rng.choice(variable.codes or other[variable.kind])
    return typed


@pytest.mark.parametrize("name", ["forms_gallery", "repeats", "piping", "routing"])
def test_the_server_routes_as_the_script_does(name: str, node: Node, words: dict[str, Words]) -> None:
    questionnaire = spoken(load_questionnaire(ROOT / f"tests/surveys/{name}.yaml"), words)
    rng = random.Random(2019)
    typed = [anything(questionnaire, rng) for _ in range(300)]
    code = f"const {{ route }} = require({str(ROUTING)!r}); answer(given.typed.map((t) => route(given.questions, t)));"
    for one, found in zip(
        typed, node(code, {"questions": routes(questionnaire), "typed": typed}), strict=True
    ):
        routed = route(questionnaire, one)
        for part in ("answers", "asked", "shown", "offered"):
            assert getattr(routed, part) == found[part]
