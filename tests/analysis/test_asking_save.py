"""Saving a cross-tab changes nothing in the plan's file but the lines it adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.asking.save import flow, save
from analysis.plan import Crosstab
from analysis.plan_checks import load_plan
from survey.conditions import Condition
from survey.load import load_questionnaire
from survey.messages import SvarError

VISIT = load_questionnaire(Path(__file__).parents[1] / "surveys" / "visit.yaml")
HEAD = """# What is divided by what.
study: visit   # the library
segments:
  - {id: age_band, kind: banded, of: age, bands: {young: [0, 39], old: [40, null]}}
"""
WANTED = Crosstab(
    id="saved",
    questions=("helpful",),
    by=("age_band",),
    where=Condition.model_validate({"not": {"question": "visited", "is": "no"}}),
)
LINES = [
    "- id: saved",
    "  questions: [helpful]",
    "  by: [age_band]",
    '  where: {not: {question: visited, is: "no"}}',
]


def saved(tmp_path: Path, text: str, crosstab: Crosstab = WANTED) -> str:
    path = tmp_path / "plan.yaml"
    path.write_bytes(text.encode())
    before = load_plan(path, VISIT)
    save(path, crosstab, VISIT)
    after = load_plan(path, VISIT)
    assert after.crosstabs == (*before.crosstabs, crosstab)
    assert after.model_copy(update={"crosstabs": before.crosstabs}) == before
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("block", "indent"),
    [
        ("crosstabs:\n  - questions: all   # every one\n    by: [age_band]\n", 2),
        ("crosstabs:\n- questions: all\n  by:\n  - age_band # last\n", 0),
        ("crosstabs:\n    - {questions: all, by: [age_band]}\n", 4),
        ("crosstabs:\n  - by:\n      [age_band]\n\n  # an end\n# The end.\nindexes: []\n", 2),
        ("crosstabs:\n  - by: [age_band]", 2),
    ],
)
def test_lines_are_inserted_and_nothing_else_changes(tmp_path: Path, block: str, indent: int) -> None:
    text = HEAD + block
    after = saved(tmp_path, text)
    new = [" " * indent + line for line in LINES]
    lines = after.splitlines()
    start = lines.index(new[0])
    assert lines[start : start + 4] == new
    assert lines[:start] + lines[start + 4 :] == text.splitlines()


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    after = saved(tmp_path, (HEAD + "crosstabs:\n  - by: [age_band]\n").replace("\n", "\r\n"))
    assert after.count("\r\n") == after.count("\n")


def test_long_lists_are_broken_after_commas(tmp_path: Path) -> None:
    items = tuple(name for name, v in VISIT.variables.items() if v.closed)
    after = saved(
        tmp_path,
        HEAD + "crosstabs:\n  - by: [age_band]\n",
        Crosstab(id="x", questions=items * 2, by=("age_band",)),
    )
    assert max(len(line) for line in after.splitlines()) <= 110


@pytest.mark.parametrize(
    ("block", "crosstab", "code"),
    [
        ("crosstabs: [{by: [age_band]}]\n", WANTED, "S013"),
        ("crosstabs:\n  - {id: saved, by: [age_band]}\n", WANTED, "P011"),
        ("crosstabs:\n  - by: [age_band]\n", WANTED.model_copy(update={"by": ("nothing",)}), "P003"),
        ("crosstabs:\n  - by: [age_band]\n", WANTED.model_copy(update={"id": None}), "P010"),
        ("crosstabs:\n  - by: [age_band]\n", WANTED.model_copy(update={"id": "my table"}), "Q016"),
    ],
)
def test_what_cannot_be_saved_leaves_the_file_alone(
    tmp_path: Path, block: str, crosstab: Crosstab, code: str
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + block, encoding="utf-8")
    with pytest.raises(SvarError) as refused:
        save(path, crosstab, VISIT)
    assert refused.value.findings[0].code == code
    assert path.read_text(encoding="utf-8") == HEAD + block


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("yes", '"yes"'),
        ("nav", "nav"),
        ("4", '"4"'),
        ("a*b", '"a*b"'),
        (40.0, "40"),
        (0.5, "0.5"),
        (True, "true"),
    ],
)
def test_text_that_yaml_could_take_for_something_else_is_quoted(value: object, text: str) -> None:
    assert flow(value) == text
