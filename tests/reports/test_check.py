"""`svar check`: sound evaluations pass, and each planted mistake is named with its place and cure."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from reports.check import check, main, placing
from reports.scaffolding import Scaffold, known_languages, make
from reports.word.blocks import Box, Figure, Paragraph, Run, plain
from survey.load import read_document

ROOT = Path(__file__).parents[2]
PARAMS = "studies: {}\nsimulated: {}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty product folder with the shared words, as the current folder."""
    (tmp_path / "params.yaml").write_text(PARAMS, encoding="utf-8")
    shutil.copytree(ROOT / "reports" / "text", tmp_path / "reports" / "text")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(root: Path, study: str = "course") -> list[str]:
    return [str(f) for f in check(read_document(root / "params.yaml").data, study)]


def break_file(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("language", known_languages())
def test_a_scaffolded_evaluation_has_nothing_to_mend(root: Path, language: str) -> None:
    others = tuple(code for code in known_languages() if code != language)
    make(Scaffold("course", languages=(language,)), root)
    make(Scaffold("several", languages=(language, *others)), root)
    assert findings(root, "course") == []
    assert findings(root, "several") == []


def test_the_evaluations_of_this_product_have_nothing_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    data = read_document(Path("params.yaml")).data
    assert [str(f) for study in data["studies"] for f in check(data, study)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("questionnaires/course/survey.yaml", "scale: extent5", "scale: extent", "did you mean 'extent5'?"),
        ("analysis/plans/course.yaml", "by: [role,", "by: [rolle,", "(did you mean 'role'?)"),
        ("reports/course/figures.yaml", "question: statements", "question: statement", "R001"),
        ("reports/course/outline.yaml", "file: summary.md", "file: sumary.md", "R010"),
        (
            "reports/course/results.md",
            'mean("years")',
            'mean("year")',
            "R001 no question or item is called 'year'",
        ),
        ("reports/course/results.md", 'figure("role")', 'figure("rolle")', "R014"),
        ("reports/course/results.md", '"hindrance", "none"', '"hindrance", "nothing"', "R011"),
        ("reports/course/results.md", "On average", "On average 12", "R017 a number is typed by hand: '12'"),
        (
            "reports/course/results.md",
            '{{ figure("used") }}',
            "",
            "R019 the figure 'used' is drawn but never shown",
        ),
        ("reports/course/results.md", '{{ figure("used_how") }}', "", "R016"),
        ("reports/course/results.md", '{{ figure("used") }}', '{{ figure("role") }}', "R020"),
        ("reports/course/summary.md", "{% endif %}", "", "R015"),
        ("reports/course/results.md", 'findings("used")', 'findings("comment")', "R001"),
        ("reports/course/results.md", 'findings("used")', 'findings("years", "experience")', "R012"),
    ],
)
def test_a_planted_mistake_is_named_with_its_place(
    root: Path, file: str, old: str, new: str, found: str
) -> None:
    make(Scaffold("course"), root)
    break_file(root, file, old, new)
    hits = [line for line in findings(root) if found in line]
    assert hits and hits[0].startswith(file.rpartition("/")[0])


def test_findings_about_a_question_that_is_not_crossed_are_refused(root: Path) -> None:
    make(Scaffold("course"), root)
    break_file(root, "analysis/plans/course.yaml", "questions: all", "questions: [statements, hindrance]")
    assert any("R021 'used' is not crossed with any segment" in line for line in findings(root))


def test_mistakes_in_several_files_are_told_at_once(root: Path) -> None:
    make(Scaffold("course"), root)
    break_file(root, "reports/course/figures.yaml", "kind: rating", "kind: ratings")
    break_file(root, "reports/course/outline.yaml", "file: method.md", "file: methods.md")
    told = "\n".join(findings(root))
    assert "figures.yaml" in told and "R010" in told


def test_an_export_file_is_read_too(root: Path) -> None:
    make(Scaffold("course"), root)
    with (root / "params.yaml").open("a", encoding="utf-8") as params:
        params.write("exported:\n  course:\n    source: nowhere.yaml\n")
    assert any("nowhere.yaml: Y003" in line for line in findings(root))


def test_references_are_found_in_boxes_too() -> None:
    box = Box((Paragraph((Run("?", ref="a"),), "box"),))
    assert [f.code for f in placing([plain("x"), box], [], "report")] == ["R016"]
    assert placing([Figure("a"), box], ["a"], "report") == []


def test_the_command_tells_each_study_and_fails_on_errors(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(Scaffold("course"), root)
    monkeypatch.setattr(sys, "argv", ["svar check", "course"])
    main()
    assert "nothing to mend" in capsys.readouterr().out
    break_file(root, "reports/course/results.md", 'mean("years")', 'mean("year")')
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert "1 to mend" in capsys.readouterr().out
