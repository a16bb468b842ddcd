"""The docs are true: links lead somewhere, examples load, commands and settings that are named exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.plan_checks import load_plan
from analysis.segments import KINDS
from survey.document import read_document
from survey.load import load_questionnaire

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_pictures_exist(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_readme_names_every_page_for_users() -> None:
    readme = PAGES[0].read_text(encoding="utf-8")
    pages = {p.name for p in (ROOT / "docs").glob("*.md")}
    assert {p for p in pages if f"docs/{p}" not in readme} == set()


def test_the_readme_commands_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:^|`)make (\w+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert named <= targets, page.name


def test_the_commands_named_exist() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    commands = set(re.findall(r'^(\w+) = "[\w.]+:main"', pyproject, re.MULTILINE))
    for page in PAGES:
        named = set(
            re.findall(r"svar ([a-z]+)\b", page.read_text(encoding="utf-8").replace("svar audit", ""))
        )
        assert named <= commands, page.name


def test_the_plan_example_loads(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0]
    (tmp_path / "plan.yaml").write_text(example, encoding="utf-8")
    visit = load_questionnaire(ROOT / "tests" / "surveys" / "visit.yaml")
    plan = load_plan(tmp_path / "plan.yaml", visit)
    assert [segment.id for segment in plan.segments] == ["branch_size", "age_band", "visited"]
    for kind in KINDS:
        assert f"`{kind}`" in text


def test_the_protection_page_states_the_shipped_thresholds() -> None:
    rules = read_document(ROOT / "params.yaml").data["suppress"]
    text = (ROOT / "docs" / "protection.md").read_text(encoding="utf-8")
    for words in (
        f"under {rules['smallest_group']} answers",
        f"groups under {rules['extreme_base']}",
        f"base under {rules['smallest_mean_base']}",
        f"at least {rules['interval']} different values",
        f"under {rules['readable']:.0%}".replace("%", " %"),
    ):
        assert words in text
