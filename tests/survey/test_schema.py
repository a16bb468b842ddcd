"""The JSON Schema is current, accepts what loads and refuses what does not have the right shape."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from survey.document import read_document
from survey.messages import SvarError
from survey.schema import PATH, main, questionnaire_schema, stale
from survey.schema_walk import known_keys

ROOT = Path(__file__).parents[2]
INSTRUMENTS = sorted((ROOT / "questionnaires").glob("*/*.yaml")) + sorted(
    (ROOT / "tests" / "surveys").glob("*.yaml")
)
INSTRUMENTS = [
    path for path in INSTRUMENTS if path.parent.name != "text" and "blocks:" in path.read_text("utf-8")
]
SCHEMA = json.loads(questionnaire_schema())
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(node: dict[str, Any], value: Any, place: str = "") -> list[str]:
    """What in `value` breaks the schema `node`; only the words of JSON Schema that ours uses."""
    if "$ref" in node:
        return faults(SCHEMA["$defs"][node["$ref"].rpartition("/")[2]], value, place)
    for word in ("anyOf", "oneOf"):
        if word in node:
            each = [faults(one, value, place) for one in node[word]]
            return [] if [] in each else min(each, key=len)
    types = node.get("type", [])
    allowed = [t for name in ([types] if isinstance(types, str) else types) for t in TYPES[name]]
    if allowed and (
        not isinstance(value, tuple(allowed)) or (isinstance(value, bool) and bool not in allowed)
    ):
        return [f"{place}: {value!r} is no {types}"]
    found = (
        [f"{place}: {value!r}"]
        if value not in node.get("enum", [value]) or value != node.get("const", value)
        else []
    )
    if isinstance(value, str) and not re.search(node.get("pattern", ""), value):
        found.append(f"{place}: {value!r} does not fit")
    if isinstance(value, list):
        found += [
            f for i, entry in enumerate(value) for f in faults(node.get("items", {}), entry, f"{place}/{i}")
        ]
        found += [f"{place}: too few"] if len(value) < node.get("minItems", 0) else []
    return found + (_in_mapping(node, value, place) if isinstance(value, dict) else [])


def _in_mapping(node: dict[str, Any], value: dict[str, Any], place: str) -> list[str]:
    known, other = node.get("properties", {}), node.get("additionalProperties", True)
    found = [f"{place}: {key} is missing" for key in node.get("required", []) if key not in value]
    for key, inside in value.items():
        if key in known or isinstance(other, dict):
            found += faults(known.get(key, other), inside, f"{place}/{key}")
        elif other is False:
            found.append(f"{place}: unknown key {key}")
    return found


def test_the_shipped_schema_is_current() -> None:
    assert not stale(PATH), "run 'svar schema'"


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_instruments_that_load_are_valid(path: Path) -> None:
    assert faults(SCHEMA, read_document(path).data) == []


def test_the_instrument_of_the_study_is_among_them_and_names_the_schema() -> None:
    path = ROOT / "questionnaires" / "som" / "brukerundersokelse.yaml"
    assert path in INSTRUMENTS
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert (path.parent / named[1]).resolve() == PATH


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: battery", "type: batery"),
        ("scale: often", "skale: often"),
        ("required: true", "required: perhaps"),
        ("- id: chores\n", "- id: Chores\n"),
        ("kind: nominal", "kind: nomnal"),
        ("text: {en: Cook}", "text: Cook"),
        ("text: {en: Cook}", "text: {eng: Cook}"),
        ("title: {en: Chores}", "intro: {en: Chores}"),
        ("type: battery", "type: battery\n        when: {question: cook, si: 1}"),
    ],
)
def test_mistakes_of_shape_are_seen_by_editors_too(old: str, new: str, tmp_path: Path) -> None:
    text = (ROOT / "tests" / "surveys" / "battery.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "battery.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert faults(SCHEMA, read_document(path).data)


def test_whole_numbers_may_be_codes_without_quotes() -> None:
    assert faults(SCHEMA["$defs"]["Option"], {"code": 1, "label": {"en": "One"}}) == []
    assert faults(SCHEMA["$defs"]["Option"], {"code": 1.5, "label": {"en": "One and a half"}})


def test_keys_carry_no_titles_but_a_key_may_be_called_title() -> None:
    assert "title" in SCHEMA["$defs"]["Block"]["properties"]
    assert "title" not in SCHEMA["$defs"]["Block"]


def test_known_keys_follow_the_type_of_a_question() -> None:
    from survey.model import Questionnaire

    data = {"blocks": [{"questions": [{"type": "number"}, {"type": "nonsense"}]}], "scales": {"a": {}}}
    assert "minimum" in known_keys(Questionnaire, data, ("blocks", 0, "questions", 0))
    assert known_keys(Questionnaire, data, ("blocks", 0, "questions", 1)) == []
    assert known_keys(Questionnaire, data, ("blocks", 0, "questions", 0, "when", "all", 0))[:3] == [
        "question",
        "is",
        "in",
    ]
    assert "top" in known_keys(Questionnaire, data, ("scales", "a"))
    assert known_keys(Questionnaire, data, ("nowhere", 3)) == []


def test_the_command_writes_and_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "schema.json"
    monkeypatch.setattr(sys, "argv", ["svar schema", "--check", "--out", str(out)])
    with pytest.raises(SvarError, match="S014"):
        main()
    assert not out.exists()
    monkeypatch.setattr(sys, "argv", ["svar schema", "--out", str(out)])
    main()
    assert json.loads(out.read_text(encoding="utf-8")) == SCHEMA
    monkeypatch.setattr(sys, "argv", ["svar schema", "--check", "--out", str(out)])
    main()
    assert "up to date" in capsys.readouterr().out
