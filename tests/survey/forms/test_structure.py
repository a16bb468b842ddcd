"""The structure has the same variables and routes as the questionnaire, and not a word of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from survey.forms import structure
from survey.load import load_questionnaire, read_document
from survey.model import Option, Questionnaire

ROOT = Path(__file__).parents[3]
GALLERY = ROOT / "tests/surveys/forms_gallery.yaml"
QUESTIONNAIRES = [
    GALLERY,
    *sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text"),
]


def content(questionnaire: Questionnaire) -> bytes:
    return structure.files(questionnaire, {})[structure.NAME]


def changed(change: Any) -> Questionnaire:
    """The gallery after `change` was done to its plain data."""
    data = read_document(GALLERY).data
    change(data)
    return Questionnaire.model_validate(data)


def facts(option: Option) -> tuple[object, ...]:
    return (option.code, option.when, option.missing, option.exclusive, option.open, option.basis)


@pytest.mark.parametrize("path", QUESTIONNAIRES, ids=lambda path: path.stem)
def test_it_loads_again_with_the_same_variables(path: Path, tmp_path: Path) -> None:
    original = load_questionnaire(path)
    (tmp_path / "structure.json").write_bytes(content(original))
    again = load_questionnaire(tmp_path / "structure.json")
    keys = ("name", "question", "kind", "ordinal", "conditions", "offered", "required", "basis", "scale")
    for name, variable in original.variables.items():
        other = again.variables[name]
        assert [getattr(variable, key) for key in keys] == [getattr(other, key) for key in keys]
        assert [facts(option) for option in variable.options] == [facts(option) for option in other.options]
    assert list(again.variables) == list(original.variables)
    assert [b.model_dump(include={"id", "kind", "basis"}) for b in again.background] == [
        b.model_dump(include={"id", "kind", "basis"}) for b in original.background
    ]
    about = {"id", "version", "unit", "mode", "cluster", "respondent"}
    assert again.model_dump(include=about) == original.model_dump(include=about)


def test_no_word_is_left(gallery: Questionnaire) -> None:
    def texts(data: Any) -> list[str]:
        if isinstance(data, dict):
            return [t for k, v in data.items() for t in ([v] if k in ("nb", "nn", "note") else texts(v))]
        return [t for v in data for t in texts(v)] if isinstance(data, list) else []

    data = json.loads(content(gallery))
    places = texts(data)
    assert places and all(re.fullmatch(r"[a-z0-9_.]+\.(title|text|label)|title", place) for place in places)
    assert data["languages"] == ["nb"]


def rewrite(data: Any) -> None:
    """Other words everywhere, help and notes added and removed, a purpose less, the second language gone."""

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "nb" in value:
                value["nb"] = "Andre ord"
                value.pop("nn", None)
                return
            value.pop("note", None)
            if "type" in value:
                value.pop("help", None) or value.update(help={"nb": "Ny hjelp"})
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    data.pop("purpose")
    data["languages"] = ["nb"]
    data["blocks"][1].pop("intro")
    data["scales"]["agree5"]["options"][0]["short"] = {"nb": "kort"}
    walk(data)


def test_other_words_give_the_same_bytes(gallery: Questionnaire) -> None:
    other = changed(rewrite)
    assert other.blocks[1].title == {"nb": "Andre ord"}
    assert content(other) == content(gallery)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["blocks"][1]["questions"][0].update(required=False),
        lambda data: data["blocks"][1]["questions"][2].update(when={"question": "works", "is": "no"}),
        lambda data: data["blocks"][1]["questions"][4]["options"][0].update(code="city"),
        lambda data: data["blocks"][2]["questions"][0]["options"][4].pop("exclusive"),
        lambda data: data["scales"]["often"]["options"][3].pop("missing"),
        lambda data: data["scales"]["agree5"].update(top=["5"]),
        lambda data: data["blocks"][3].pop("when"),
        lambda data: data["blocks"][3]["questions"][0].pop("basis"),
        lambda data: data["blocks"][1]["questions"][1].update(maximum=98),
        lambda data: data["blocks"][3]["questions"].reverse(),
    ],
)
def test_another_code_or_route_gives_other_bytes(change: Any, gallery: Questionnaire) -> None:
    assert content(changed(change)) != content(gallery)
