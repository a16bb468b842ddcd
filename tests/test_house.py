"""Tests of the house itself: who may import whom, what each stage depends on, and lists that must not forget a file."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest
import yaml

from survey.load import read_document
from survey.messages import CATALOGUE

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("survey", "analysis", "reports")
MODULES = sorted(p.relative_to(ROOT) for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    """Dotted names of everything a module imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] in PACKAGES}


def file_of(name: str) -> Path | None:
    base = Path(*name.split("."))
    for candidate in (base.with_suffix(".py"), base / "__init__.py"):
        if (ROOT / candidate).is_file():
            return candidate
    return None


def reached_from(path: Path) -> set[Path]:
    """Every module of ours that `path` needs, itself included."""
    seen: set[Path] = set()
    todo = [path]
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        todo += [found for name in imports_of(current) if (found := file_of(name))]
    return seen


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_one_way(path: Path) -> None:
    allowed = PACKAGES[: PACKAGES.index(path.parts[0]) + 1]
    assert {name.split(".")[0] for name in imports_of(path)} <= set(allowed)


STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]


def deps_of(stage: str) -> set[str]:
    body = STAGES[stage].get("do", STAGES[stage])
    return {dep for dep in body["deps"] if "$" not in dep}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_depends_on_every_module_it_imports(stage: str) -> None:
    body = STAGES[stage].get("do", STAGES[stage])
    module = re.search(r"python -m ([\w.]+)", body["cmd"]).group(1)  # type: ignore[union-attr]
    assert module.rsplit(".", 1)[1] == stage
    start = file_of(module)
    assert start is not None
    deps = deps_of(stage)
    uncovered = {
        path.as_posix()
        for path in reached_from(start)
        if path.name != "__init__.py" or path.stat().st_size
        if not any(path.as_posix() == dep or path.as_posix().startswith(dep + "/") for dep in deps)
    }
    assert uncovered == set()


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_stage_depends_on_exists(stage: str) -> None:
    assert {dep for dep in deps_of(stage) if not (ROOT / dep).exists()} == set()


def test_only_published_numbers_reach_the_report() -> None:
    for stage in ("draw", "write", "tabulate"):
        body = STAGES[stage]["do"]
        data = {dep.split("/")[1] for dep in body["deps"] if dep.startswith("data/")}
        assert data <= {"suppress", "draw", "replicate"}
        assert "claims.csv" not in str(body["deps"])


SHARED = {
    "survey.questions": {"common", "repeats"},
    "survey.lint": {"lock", "places", "vocabulary"},
    "survey.checks": {"checked"},
    "survey.forms": {
        "answers",
        "docx_control",
        "docx_look",
        "docx_package",
        "docx_xml",
        "look_over",
        "page",
        "problems",
        "repeats",
        "spec",
        "steps",
        "templates",
        "theme",
        "walk",
    },
    "reports.method": {"common"},
    "analysis.segments": {"known", "people"},
    "analysis.derived": {"kind"},
    "analysis.measures": {"estimates"},
    "analysis.comparisons": {
        "contrasts",
        "effects",
        "null_reference",
        "outcomes",
        "ranks",
        "rules",
        "targets",
    },
    "analysis.weights": {"people", "diagnostics"},
    "survey.coding.finders": {"hit", "known", "words"},
    "analysis.relations": {"fitted", "people", "related"},
    "analysis.checking.statistics": {"common"},
}
"""Files that several parts of a folder share and that are no part themselves."""


@pytest.mark.parametrize(
    ("package", "listing"),
    [
        ("survey.questions", "TYPES"),
        ("survey.lint", "CHECKS"),
        ("survey.checks", "CELL_CHECKS"),
        ("survey.forms", "FORMS EXPORTS"),
        ("analysis.segments", "KINDS"),
        ("analysis.derived", "KINDS"),
        ("analysis.measures", "MEASURES PEOPLE_MEASURES"),
        ("analysis.comparisons", "METHODS CONTRASTS"),
        ("analysis.relations", "KINDS METHODS"),
        ("analysis.weights", "KINDS"),
        ("survey.coding.finders", "FINDERS"),
        ("analysis.constraints", "STATISTICS"),
        ("analysis.checking.statistics", "STATISTICS"),
        ("reports.figures", "KINDS"),
        ("reports.sections", "KINDS"),
        ("reports.method", "PARTS"),
    ],
)
def test_every_part_is_listed(package: str, listing: str) -> None:
    """A file of the folder is a listed part, a shared one, or a neighbour of a part (`xlsform_xpath` of `xlsform`)."""
    module = importlib.import_module(package)
    listed = {name for each in listing.split() for part in _values(module, each) for name in _names(part)}
    files = {p.stem for p in Path(str(module.__file__)).parent.glob("*.py")} - {"__init__"}
    forgotten = {
        f
        for f in files - listed - SHARED.get(package, set())
        if not any(f.startswith(n + "_") for n in listed)
    }
    assert forgotten == set()


def _values(module: object, listing: str) -> list[object]:
    parts = getattr(module, listing)
    return list(parts.values() if isinstance(parts, dict) else parts)


def _names(part: object) -> set[str]:
    """The file that a module or a function stands in, by its last name."""
    dotted = {str(getattr(part, "__module__", "")), str(getattr(part, "__name__", ""))}
    return {name.rsplit(".", 1)[-1] for name in dotted if name}


def test_every_message_is_used_and_every_used_one_exists() -> None:
    source = "\n".join(
        (ROOT / path).read_text(encoding="utf-8") for path in MODULES if path.name != "messages.py"
    )
    used = set(re.findall(r'"([YQPCRDS]\d{3})"', source))
    assert used == set(CATALOGUE)


def test_code_knows_no_study() -> None:
    """No id, label or language of a study stands in code: they are data."""
    params = read_document(ROOT / "params.yaml").data
    words: set[str] = set(params["studies"])
    for study in params["studies"].values():
        questionnaire = read_document(ROOT / study["questionnaire"]).data
        for block in questionnaire["blocks"]:
            for question in block["questions"]:
                words |= {question["id"], *(item["id"] for item in question.get("items", ()))}
    # Ids that are ordinary English words or names of the system say nothing about a study.
    words -= ORDINARY
    code = {path: (ROOT / path).read_text(encoding="utf-8") for path in MODULES}
    found = {
        f"{path}: {word}"
        for path, text in code.items()
        for word in words
        if re.search(rf"[\"'/]{re.escape(word)}[\"'/.]", text)
    }
    assert found == set()
    norwegian = re.compile(r"[æøåÆØÅ]")
    assert {
        str(path) for path, text in code.items() if norwegian.search(text.replace("«vet ikke»", ""))
    } == set()


ORDINARY = {
    "use",
    "useful",
    "age",
    "education",
    "income",
    "vote",
    "changes",
    "cooperation",
    "consent",
    "information",
    "about",
}
