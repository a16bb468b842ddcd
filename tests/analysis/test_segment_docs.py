"""The examples of docs/segments.md and docs/response.md load, and do what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis.plan import Frame
from analysis.plan_checks import load_plan
from analysis.register.command import READERS
from analysis.register.lookup import GIVES, POPULATION, as_register
from analysis.response.limits import Limits
from analysis.response.outcomes import OUTCOMES
from analysis.segment import divide, known_of
from analysis.segments import KINDS
from survey.document import read_document
from survey.messages import CATALOGUE
from survey.model import Questionnaire

ROOT = Path(__file__).resolve().parents[2]
SEGMENTS = (ROOT / "docs" / "segments.md").read_text(encoding="utf-8")
RESPONSE = (ROOT / "docs" / "response.md").read_text(encoding="utf-8")
KIND_EXAMPLE, FEWER_EXAMPLE = re.findall(r"```yaml\n(.*?)```", SEGMENTS, re.DOTALL)

GROUPS = {
    "library": ("all",),
    "use": ("reader", "guest", "none"),
    "branch_size": ("small", "large", "unknown"),
}


@pytest.fixture(scope="module")
def visit() -> Questionnaire:
    """The library survey, with words for the groups that the page makes."""
    data = read_document(ROOT / "tests" / "surveys" / "visit.yaml").data
    kept = [variable for variable in data["background"] if variable["id"] not in GROUPS]
    new: list[dict[str, Any]] = [
        {"id": name, "label": {"en": name}, "options": [{"code": c, "label": {"en": c}} for c in codes]}
        for name, codes in GROUPS.items()
    ]
    return Questionnaire.model_validate({**data, "background": [*kept, *new]})


ANSWERS = pd.DataFrame(
    {
        "respondent_id": ["a", "b", "c", "d"],
        "visited": ["yes", "yes", "no", None],
        "purpose_books": ["yes", "no", None, None],
        "age": ["20", "50", "60", None],
        "branch_size": ["small", "small", "large", "unknown"],
        "municipality": ["9208", "9280", "9280", "9201"],
    },
    dtype="str",
)
REGISTER = pd.DataFrame(
    {
        **dict.fromkeys(["kostra_group", "written_standard", "becomes", "valid_from", "valid_to"]),
        "number": ["9208", "9280"],
        "name": ["Nyby", "Utby"],
        "county": "92",
        "population_2024": ["21000", "3900"],
    },
    dtype="str",
)


def divided(example: str, folder: Path, visit: Questionnaire) -> pd.DataFrame:
    (folder / "plan.yaml").write_text(example, encoding="utf-8")
    plan = load_plan(folder / "plan.yaml", visit)
    register = as_register(REGISTER, plan.register_.at, "") if plan.register_ else None
    return divide(known_of(ANSWERS, None, visit, register), plan, visit).fillna("?")


def test_the_example_of_the_kinds(tmp_path: Path, visit: Questionnaire) -> None:
    table = divided(KIND_EXAMPLE, tmp_path, visit)
    assert list(table["library"]) == ["all", "all", "all", "?"]
    assert list(table["use"]) == ["reader", "guest", "none", "?"]
    assert list(table["use_age"]) == ["reader*young", "guest*old", "none*old", "?"]
    assert list(table["branch_size"]) == ["large", "small", "small", "?"]
    assert list(table["age_band*visited"]) == ["young*yes", "old*yes", "old*no", "?"]
    assert list(table["age_band@visitors"]) == ["young", "old", "?", "?"]


def test_the_example_of_fewer_groups(tmp_path: Path, visit: Questionnaire) -> None:
    assert list(divided(FEWER_EXAMPLE, tmp_path, visit)["branch_size"]) == ["large", "large", "?", "?"]


def test_every_kind_option_and_code_is_on_the_page() -> None:
    assert {kind for kind in KINDS if f"kind: {kind}" not in SEGMENTS} == set()
    assert {option for option in READERS if f"`--{option}`" not in SEGMENTS} == set()
    assert {name for name in (*GIVES, POPULATION) if f"`{name}`" not in SEGMENTS} == set()
    assert {code for code in re.findall(r"\b[DPS]\d{3}\b", SEGMENTS + RESPONSE)} <= set(CATALOGUE)


def test_the_page_on_response_shows_the_shipped_settings() -> None:
    settings, frame = re.findall(r"```yaml\n(.*?)```", RESPONSE, re.DOTALL)
    shown = yaml.safe_load(settings)["segment"]
    assert shown == read_document(ROOT / "params.yaml").data["segment"]
    assert Limits(**shown) == Limits()
    example = Frame.model_validate(yaml.safe_load(frame)["frame"])
    assert set(example.outcomes) <= set(OUTCOMES)
    assert {code for code in OUTCOMES if f"`{code}`" not in RESPONSE} == set()
