"""A questionnaire with one of everything, and the shared words."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.words import Words, load_words

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "tests/surveys/forms_gallery.yaml"


@pytest.fixture(scope="session")
def gallery() -> Questionnaire:
    return load_questionnaire(GALLERY)


@pytest.fixture(scope="session")
def words() -> dict[str, Words]:
    return load_words(ROOT / "questionnaires/text", ["nb", "nn", "en"])
