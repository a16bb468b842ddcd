"""docs/open-text.md: its examples load and run, and it tells the limits and kinds that the code has."""

from __future__ import annotations

import re
from pathlib import Path

from survey.coding.agreement import RELIABLE, TENTATIVE, Settings
from survey.coding.codebook import examine_codebook
from survey.load import load_questionnaire

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "open-text.md").read_text(encoding="utf-8")
HEAD = """id: example
title: {nb: Eksempel, nn: Døme}
languages: [nb, nn]
blocks:
  - id: only
    title: {nb: Eksempel, nn: Døme}
    questions:
"""


def test_the_examples_of_questionnaire_and_codebook_load(tmp_path: Path) -> None:
    question, book = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "example.yaml"
    path.write_text(HEAD + re.sub(r"^", "      ", question, flags=re.MULTILINE), encoding="utf-8")
    questionnaire = load_questionnaire(path)
    assert list(questionnaire.variables) == [
        "wish",
        "wish_code_practice",
        "wish_code_time",
        "wish_code_other",
    ]
    (tmp_path / "book.yaml").write_text(book, encoding="utf-8")
    assert examine_codebook(tmp_path / "book.yaml", questionnaire) == []


def test_the_example_in_python_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert "quotable" in code
    exec(code, {})


def test_limits_and_defaults_are_those_of_the_code() -> None:
    assert f"from {RELIABLE:.3f} rely on it, from {TENTATIVE:.3f} with caution" in PAGE
    default = Settings()
    drawn = default.bootstrap
    assert f"| {drawn.resamples}, {drawn.seed}, {drawn.confidence} |" in PAGE
    assert f"| {default.least_coders} |" in PAGE and f"| `{default.metric}` |" in PAGE


def test_the_commands_are_those_there_are() -> None:
    from survey.coding.command import DOES

    assert set(re.findall(r"svar code (\w+)", PAGE)) == set(DOES)
