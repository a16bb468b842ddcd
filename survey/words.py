"""The words every survey shares, one YAML file a language: buttons, errors, units of a number."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from survey.load import read_document

Words = dict[str, Any]


def load_words(folder: Path, languages: Iterable[str]) -> dict[str, Words]:
    """Language → its words, from `folder`/<language>.yaml; raises SvarError (Y003) when a file is missing."""
    return {language: read_document(folder / f"{language}.yaml").data for language in languages}
