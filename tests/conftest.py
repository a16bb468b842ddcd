"""Shared fixtures: tiny questionnaires written in the test itself, and frames from plain rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.load import load_questionnaire
from survey.model import Questionnaire

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def questionnaire_of(tmp_path: Path) -> Callable[[str], Questionnaire]:
    """A questionnaire from YAML text."""

    def make(text: str) -> Questionnaire:
        path = tmp_path / "questionnaire.yaml"
        path.write_text(text, encoding="utf-8")
        return load_questionnaire(path)

    return make
