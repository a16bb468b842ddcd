"""`svar new`: what it makes is valid in every language, and params.yaml keeps all that stood in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from analysis.plan_checks import load_plan
from reports.new import answered, main, parse, report
from reports.scaffolding import FOLDER, Scaffold, as_mapping, known_languages, make
from survey.load import load_questionnaire
from survey.messages import SvarError

PARAMS = """\
# What may be changed.

studies:
  first:
    questionnaire: questionnaires/first/survey.yaml  # a note
    language: nb

# Made up.
simulated: {}

validate:
  longest_text: 20000
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "params.yaml").write_text(PARAMS, encoding="utf-8")
    return tmp_path


def refusal(scaffold: Scaffold, root: Path) -> str:
    before = sorted(root.rglob("*"))
    with pytest.raises(SvarError) as caught:
        make(scaffold, root)
    assert sorted(root.rglob("*")) == before, "nothing may be written when anything is refused"
    return str(caught.value)


@pytest.mark.parametrize("languages", [("en",), ("nb", "nn"), ("nn",), ("en", "nb", "nn")])
def test_questionnaire_and_plan_are_valid_in_every_language(root: Path, languages: tuple[str, ...]) -> None:
    make(Scaffold("course", 'A "quoted": title — with # signs', languages), root)
    questionnaire = load_questionnaire(root / "questionnaires/course/survey.yaml")
    plan = load_plan(root / "analysis/plans/course.yaml", questionnaire)
    assert questionnaire.languages == languages
    assert set(questionnaire.title.values()) == {'A "quoted": title — with # signs'}
    assert [segment.id for segment in plan.segments] == ["role", "experience"]


def test_without_a_title_each_language_makes_its_own(root: Path) -> None:
    make(Scaffold("course", languages=("nb", "en")), root)
    title = load_questionnaire(root / "questionnaires/course/survey.yaml").title
    assert title == {"nb": "Evaluering: course", "en": "Evaluation: course"}


def test_params_get_two_entries_and_keep_everything_else(root: Path) -> None:
    make(Scaffold("course", languages=("nn",), respondents=60), root)
    assert (
        (root / "params.yaml").read_text(encoding="utf-8")
        == """\
# What may be changed.

studies:
  first:
    questionnaire: questionnaires/first/survey.yaml  # a note
    language: nb
  course:
    questionnaire: questionnaires/course/survey.yaml
    plan: analysis/plans/course.yaml
    report: reports/course
    language: nn
    claims: analysis/claims/none.yaml
    names: analysis/claims/none_names.yaml

# Made up.
simulated:
  course:
    questionnaire: questionnaires/course/survey.yaml
    seed: 1
    respondents: 60

validate:
  longest_text: 20000
"""
    )


def test_a_second_evaluation_comes_after_the_first_in_both_blocks(root: Path) -> None:
    make(Scaffold("course"), root)
    make(Scaffold("other"), root)
    data = yaml.safe_load((root / "params.yaml").read_text(encoding="utf-8"))
    assert list(data["studies"]) == ["first", "course", "other"]
    assert list(data["simulated"]) == ["course", "other"]


def test_entries_follow_the_files_own_indentation(root: Path) -> None:
    (root / "params.yaml").write_text(
        "simulated:\n    a: {seed: 1}\nstudies:\n    a: {language: nb}\n", encoding="utf-8"
    )
    make(Scaffold("course"), root)
    data = yaml.safe_load((root / "params.yaml").read_text(encoding="utf-8"))
    assert list(data["studies"]) == list(data["simulated"]) == ["a", "course"]


@pytest.mark.parametrize(
    "name", ["Course", "2025", "my-course", "", "a b", "../x", "yes", "nul", "a" * 41, "kurs_å"]
)
def test_names_that_would_cause_trouble_are_refused(root: Path, name: str) -> None:
    assert "S007" in refusal(Scaffold(name), root)


def test_a_study_of_that_name_is_refused_with_its_line(root: Path) -> None:
    assert "params.yaml:4:3: S008 'first' exists already" in refusal(Scaffold("first"), root)


@pytest.mark.parametrize(
    "path",
    [
        "questionnaires/course/x.txt",
        "reports/course/x.txt",
        "analysis/plans/course.yaml",
        "reports/course.py",
    ],
)
def test_files_in_the_way_are_refused_and_kept(root: Path, path: str) -> None:
    (root / path).parent.mkdir(parents=True)
    (root / path).write_text("mine", encoding="utf-8")
    assert "S008" in refusal(Scaffold("course"), root)
    assert (root / path).read_text(encoding="utf-8") == "mine"


def test_a_language_without_words_is_refused_with_those_there_are(root: Path) -> None:
    message = refusal(Scaffold("course", languages=("nb", "no")), root)
    assert "S009 there is no scaffold in the language 'no'" in message and "en, nb, nn" in message


def test_a_params_file_without_the_blocks_is_refused(root: Path) -> None:
    (root / "params.yaml").write_text("validate: {}\n", encoding="utf-8")
    message = refusal(Scaffold("course"), root)
    assert message.count("S010") == 2


def test_a_block_in_braces_is_refused_rather_than_broken(root: Path) -> None:
    text = PARAMS.replace("simulated: {}", "simulated: {a: {seed: 1}}")
    (root / "params.yaml").write_text(text, encoding="utf-8")
    assert "S013" in refusal(Scaffold("course"), root)
    assert (root / "params.yaml").read_text(encoding="utf-8") == text


def test_no_params_file_at_all_is_refused(tmp_path: Path) -> None:
    assert "Y003" in refusal(Scaffold("course"), tmp_path)


def test_every_language_has_the_same_words_and_chapters() -> None:
    words = {
        code: yaml.safe_load((FOLDER / "words" / f"{code}.yaml").read_text("utf-8"))
        for code in known_languages()
    }
    chapters = {code: sorted(p.name for p in (FOLDER / "chapters" / code).glob("*.md")) for code in words}
    assert known_languages() == ["en", "nb", "nn"]
    assert all(list(w) == list(words["en"]) for w in words.values())
    assert all(c == chapters["en"] and c for c in chapters.values())


def test_text_is_quoted_so_that_any_words_will_do() -> None:
    assert yaml.safe_load("a:" + as_mapping({"en": 'yes: "no" # \\'}, 2)) == {"a": {"en": 'yes: "no" # \\'}}


def test_flags_come_before_questions_and_empty_answers_mean_the_default() -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return ""

    scaffold = answered(parse(["course", "--language", "nb, nn"]), ask)
    assert scaffold == Scaffold("course", "", ("nb", "nn"), 200)
    assert len(asked) == 2


def test_answers_to_the_questions_are_used() -> None:
    answers = iter(["My title", "nn,en", "75"])
    assert answered(parse(["course"]), lambda _: next(answers)) == Scaffold(
        "course", "My title", ("nn", "en"), 75
    )


@pytest.mark.parametrize("number", ["0", "many", "-3", "1.5"])
def test_a_wrong_number_of_respondents_is_refused(number: str) -> None:
    with pytest.raises(SvarError, match="S012"):
        answered(parse(["course", f"--respondents={number}"]), lambda _: "")


def test_the_command_writes_below_the_current_folder_and_says_what_next(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "argv", ["svar new", "course", "--yes"])
    main()
    printed = capsys.readouterr().out
    assert "dvc repro write@course" in printed
    assert (root / "questionnaires/course/survey.yaml").is_file()


def test_the_report_names_every_file() -> None:
    assert "  a/b.yaml\n" in report([Path("a/b.yaml")], "course")
