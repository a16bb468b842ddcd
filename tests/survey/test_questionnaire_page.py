"""docs/questionnaire.md: every example loads, and the mistakes it shows are what one is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from survey.document import read_document
from survey.lint.references import FITTING
from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.questions import TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "questionnaire.md").read_text(encoding="utf-8")


def examples(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def parsed(text: str, folder: Path) -> Any:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    return read_document(path).data


def added(whole: dict[str, Any], part: Any) -> None:
    """Put a fragment where it belongs: blocks, questions and conditions last, other keys at the top of the file."""
    questions = whole["blocks"][0]["questions"]
    if isinstance(part, list) and "questions" in part[0]:
        whole["blocks"] += part
    elif isinstance(part, list):
        questions += part
    elif "when" in part:
        text = dict.fromkeys(whole["languages"], "?")
        questions.append({"id": f"asked_{len(questions)}", "type": "text", "text": text, **part})
    else:
        whole |= part


def test_every_example_loads_and_together_they_are_one_questionnaire(tmp_path: Path) -> None:
    first, *fragments = examples("yaml")
    path = tmp_path / "course.yaml"
    path.write_text(first, encoding="utf-8")
    assert load_questionnaire(path).id == "course"
    whole = read_document(path).data
    for fragment in fragments:
        added(whole, parsed(fragment, tmp_path))
        path.write_text(json.dumps(whole), encoding="utf-8")
        assert load_questionnaire(path)
    assert {question.type for _, question in load_questionnaire(path).questions()} == set(TYPES)


def test_the_mistakes_shown_are_reported_in_these_words(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    for wrong, told in zip(examples("yaml wrong"), examples("text"), strict=True):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(SvarError) as error:
            load_questionnaire(path)
        assert str(error.value).replace(f"{tmp_path.as_posix()}/", "") == told.strip()


def test_the_page_names_every_type_and_every_test() -> None:
    for name in TYPES:
        assert f"| `{name}` |" in PAGE
    for test in {test for tests in FITTING.values() for test in tests}:
        assert f"`{test}: " in PAGE
