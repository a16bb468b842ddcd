"""YAML text that reads like a hand-written questionnaire and loads as the same data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.imports.emit import WIDTH, to_yaml
from survey.load import load_questionnaire, read_document
from survey.text import fold

ROOT = Path(__file__).parents[3]
FILES = [
    *sorted((ROOT / "questionnaires").glob("*/*.yaml")),
    *sorted((ROOT / "tests/surveys").glob("*.yaml")),
]
TRAPS = [
    "yes",
    "no",
    "true",
    "null",
    "~",
    "0301",
    "12:30",
    "1.5",
    "2019-01-01",
    "0x1f",
    "1e3",
    "",
    " a",
    "a: b",
    "a #b",
]


def reread(data: dict[str, Any], folder: Path) -> Any:
    path = folder / "again.yaml"
    path.write_text(to_yaml(data), encoding="utf-8")
    return read_document(path).data


def folded(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: folded(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [folded(value) for value in data]
    return fold(data) if isinstance(data, str) else data


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_comes_back(path: Path, tmp_path: Path) -> None:
    data = read_document(path).data
    assert folded(reread(data, tmp_path)) == folded(data)


def test_a_questionnaire_loads_as_the_same_model(tmp_path: Path) -> None:
    source = ROOT / "tests/surveys/forms_gallery.yaml"
    path = tmp_path / "again.yaml"
    path.write_text(to_yaml(read_document(source).data), encoding="utf-8")
    assert load_questionnaire(path) == load_questionnaire(source)


@pytest.mark.parametrize("text", TRAPS)
def test_what_yaml_would_guess_at_stays_text(text: str, tmp_path: Path) -> None:
    assert reread({"a": text, "b": [text], "c": [{"d": text, "type": "x"}]}, tmp_path) == {
        "a": text,
        "b": [text],
        "c": [{"d": text, "type": "x"}],
    }


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=200)


@given(words=st.dictionaries(st.sampled_from(["id", "note", "text", "a b", "c:d"]), WORDS, min_size=1))
def test_any_text_survives(words: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    data = {**words, "options": [words, {"in": words}]}
    assert folded(reread(data, tmp_path_factory.getbasetemp())) == folded(data)


def test_it_reads_like_one_written_by_hand() -> None:
    label = {"nb": "Ja", "nn": "Ja"}
    text = to_yaml(
        {
            "id": "visit",
            "languages": ["nb", "nn"],
            "title": {"nb": "Etter besøket", "nn": "Etter besøket"},
            "scales": {"yes_no": {"kind": "nominal", "options": [{"code": "yes", "label": label}]}},
            "blocks": [
                {
                    "id": "first",
                    "questions": [
                        {"id": "a", "type": "number", "minimum": 0.0, "maximum": 7.5, "required": True},
                        {"id": "b", "type": "text", "when": {"question": "a", "at_least": 3}, "help": None},
                    ],
                }
            ],
        }
    )
    assert text == (
        "id: visit\n"
        "languages: [nb, nn]\n"
        "title: {nb: Etter besøket, nn: Etter besøket}\n"
        "\n"
        "scales:\n"
        "  yes_no:\n"
        "    kind: nominal\n"
        "    options:\n"
        '      - {code: "yes", label: {nb: Ja, nn: Ja}}\n'
        "\n"
        "blocks:\n"
        "  - id: first\n"
        "    questions:\n"
        "      - id: a\n"
        "        type: number\n"
        "        minimum: 0\n"
        "        maximum: 7.5\n"
        "        required: true\n"
        "\n"
        "      - id: b\n"
        "        type: text\n"
        "        when: {question: a, at_least: 3}\n"
    )


def test_long_sentences_are_folded_and_paragraphs_kept() -> None:
    sentence = "Dette er en setning som er lang nok. " * 6
    text = to_yaml({"purpose": {"nb": sentence, "nn": f"Først.\n\n{sentence}"}})
    assert "  nb: >-\n    Dette er" in text
    assert "  nn: |\n    Først.\n\n    Dette er" in text
    assert max(map(len, text.splitlines())) <= WIDTH
