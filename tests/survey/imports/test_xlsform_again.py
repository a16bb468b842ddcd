"""Our questionnaire → XLSForm → our questionnaire: same ids, codes, labels, demands and routes."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from survey.conditions import TICKED
from survey.forms import xlsform as export
from survey.forms.answers import route
from survey.forms.repeats import spoken
from survey.imports import xlsform
from survey.imports.emit import to_yaml
from survey.load import load_questionnaire
from survey.messages import Finding
from survey.model import Questionnaire, Variable
from survey.words import Words, load_words

ROOT = Path(__file__).parents[3]
FIXTURES = (
    "forms_gallery",
    "routing",
    "piping",
    "repeats",
    "other_text",
    "numbers_dates",
    "battery",
    "visit",
)
PATHS = [
    *sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text"),
    *(ROOT / f"tests/surveys/{name}.yaml" for name in FIXTURES),
]
# «Answered», of a question with options that not everybody gets, comes back as «one of these», which is the same.
PLAIN = [path for path in PATHS if path.stem != "routing"]
RESPONDENTS = 60


def words_of(questionnaire: Questionnaire) -> dict[str, Words]:
    return load_words(ROOT / "questionnaires/text", questionnaire.languages)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("again")


@cache
def again(path: Path, folder: Path) -> tuple[Questionnaire, Questionnaire, list[Finding]]:
    """(the questionnaire at `path`, what came back, what was said about it)."""
    questionnaire = load_questionnaire(path)
    ((name, content),) = export.files(questionnaire, words_of(questionnaire)).items()
    (folder / name).write_bytes(content)
    data, findings = xlsform.read(folder / name)
    other = folder / f"{path.stem}.yaml"
    other.write_text(to_yaml(data), encoding="utf-8")
    return questionnaire, load_questionnaire(other), findings


def described(questionnaire: Questionnaire) -> dict[str, Any]:
    """What must come back: columns, codes, labels, kinds, demands and limits, question by question."""
    flat = spoken(questionnaire, words_of(questionnaire))
    return {
        "languages": set(questionnaire.languages),
        "title": questionnaire.title,
        "id": questionnaire.id,
        "respondent": questionnaire.respondent,
        "blocks": [
            (block.id, block.title, block.intro, block.instruction, block.repeat and block.repeat.maximum)
            for block in questionnaire.blocks
        ],
        "questions": [
            (q.id, q.type, q.text, q.required, q.help, q.instruction, getattr(q, "options_from", None))
            for _, q in flat.questions()
        ],
        "limits": [
            [
                getattr(q, key, None)
                for key in ("unit", "minimum", "maximum", "decimals", "earliest", "latest", "max_length")
            ]
            for _, q in flat.questions()
        ],
        "columns": {
            name: (v.kind, v.label, [(o.code, o.label) for o in v.options], v.required)
            for name, v in flat.variables.items()
            if v.kind != "coded"
        },
        "exclusive": {
            (q.id, o.code): (o.label, o.exclusive, o.open)
            for _, q in flat.questions()
            if q.type in ("single", "multiple", "battery")
            for o in flat.options_of(q)
        },
    }


def typed_anywhere(questionnaire: Questionnaire, rng: random.Random) -> dict[str, str]:
    own = [v for v in questionnaire.variables.values() if v.kind != "coded" and rng.random() < 0.75]
    values = {v.name: _value(v, rng) for v in own}
    ticks = {v.name for v in own if v.kind == "tick"}
    return {name: value for name, value in values.items() if name not in ticks or value == TICKED}


def _value(variable: Variable, rng: random.Random) -> str:
    numbers = ("0", "3", "16", "17.5", "18", "25", "66", "66.5", "67", "99")
    other: dict[str, Any] = {"number": numbers, "date": ("2024-02-29",), "text": ("ord",)}
    return rng.choice(variable.codes or other[variable.kind])


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_same_questionnaire_comes_back(path: Path, folder: Path) -> None:
    questionnaire, other, findings = again(path, folder)
    assert [(f.code, f.value) for f in findings] == [("S061", "the rest of the questionnaire")]
    assert described(other) == described(questionnaire)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_same_people_are_asked(path: Path, folder: Path) -> None:
    questionnaire, other, _ = again(path, folder)
    rng = random.Random(2019)
    for _ in range(RESPONDENTS):
        typed = typed_anywhere(questionnaire, rng)
        ours, theirs = route(questionnaire, typed), route(other, typed)
        asked = {n: a for n, a in ours.asked.items() if questionnaire.variables[n].kind != "coded"}
        assert theirs.asked == asked
        assert theirs.shown == ours.shown
        assert theirs.offered == ours.offered


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_conditions_come_back_as_written(path: Path, folder: Path) -> None:
    """Guards that the export adds are gone again; only the order of what is said may differ."""
    questionnaire, other, _ = again(path, folder)
    ours = {q.id: q.when for block in questionnaire.blocks for q in block.questions}
    theirs = {q.id: q.when for block in other.blocks for q in block.questions}
    assert theirs == ours
    assert [block.when for block in other.blocks] == [block.when for block in questionnaire.blocks]
