"""docs/tutorial.md, carried out: every block is written where the page says, and results are counted another way."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import median_test

from reports.asking import FORMS
from survey.document import read_document
from survey.frames import read_frame

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
STUDY = "anes96"
COPIED = ("analysis", "survey", "reports", "questionnaires")


@dataclass(frozen=True)
class Step:
    """One block of the page: what to do with it, where, and in which section it stands."""

    section: str
    order: str
    file: str
    anchor: str
    text: str
    use: bool


def steps() -> list[Step]:
    found = []
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        name = section.splitlines()[0]
        for note, text in re.findall(r"<!-- (.*?) -->\n```\w+\n(.*?)```", section, re.DOTALL):
            order, _, rest = note.partition(" ")
            use = rest.endswith(" use")
            if order == "save":
                file, _, anchor = rest.partition(": ")
            else:
                file, _, told = rest.removesuffix(" use").partition(" ")
                place, anchor = (
                    re.fullmatch(r'(after|instead of) "(.*)"', told).groups() if told else ("", "")
                )  # type: ignore[union-attr]
                order, anchor = place or order, anchor.replace('\\"', '"')
            found.append(Step(name, order, file, anchor, text, use))
    return found


STEPS = steps()
EXAMPLES = re.findall(
    r"```console\n\$ (svar crosstab [^\n]*)\n(.*?)```",
    (ROOT / "docs" / "crosstab.md").read_text("utf-8"),
    re.DOTALL,
)


def carry_out(step: Step, root: Path) -> None:
    """Write a block where the page says, as a reader would."""
    path = root / step.file
    if step.order == "new":
        assert not path.exists()
        path.write_text(step.text, encoding="utf-8")
        return
    if step.order == "save":
        before = path.read_text(encoding="utf-8")
        svar(root, step.anchor)
        after = path.read_text(encoding="utf-8")
        assert step.text in after and after.replace(step.text, "") == before
        return
    lines = path.read_text(encoding="utf-8").split("\n")
    place = next(i for i, line in enumerate(lines) if line == step.anchor)
    lines[place + (step.order == "after") : place + 1] = step.text.rstrip("\n").split("\n")
    path.write_text("\n".join(lines), encoding="utf-8")


def python(root: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def svar(root: Path, command: str) -> str:
    """A command of the page, run with the code of the copy."""
    words = shlex.split(command)
    assert words[:2] == ["svar", "crosstab"]
    return python(root, "-m", "reports.ask", *words[2:])


def stages(root: Path, *names: str) -> None:
    """The stages of the study, as dvc.yaml calls them."""
    # One process for all: what takes time is importing.
    calls = [call(name) for name in names]
    run = "import runpy, sys\nfor module, *given in CALLS:\n    sys.argv = [module, *given]\n"
    run += "    runpy.run_module(module, run_name='__main__', alter_sys=True)"
    python(root, "-c", run.replace("CALLS", repr(calls)))


def call(stage: str) -> list[str]:
    """Module and arguments of a stage for this study."""
    body = read_document(ROOT / "dvc.yaml").data["stages"][stage]
    params = read_document(ROOT / "params.yaml").data
    item = params[re.fullmatch(r"\$\{(\w+)\}", body["foreach"])[1]][STUDY]  # type: ignore[index]
    command = body["do"]["cmd"].replace("${key}", STUDY)
    command = re.sub(r"\$\{item\.(\w+)\}", lambda found: str(item[found[1]]), command)
    program, flag, *words = shlex.split(command)
    assert (program, flag) == ("python", "-m")
    return words


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the pipeline run once."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "params.yaml", copy)
    stages(copy, "render", "export", "validate", "segment", "crosstab", "compare", "suppress")
    return copy


@pytest.fixture(scope="module")
def shown(project: Path) -> dict[str, str]:
    """What the commands of docs/crosstab.md show, in order, before anything is changed."""
    return {command: svar(project, command) for command, _ in EXAMPLES}


@pytest.fixture(scope="module")
def root(project: Path, shown: dict[str, str]) -> Path:
    """The project after the steps of the page, with the pipeline run again."""
    assert len(shown) == len(EXAMPLES)
    shutil.rmtree(project / "data" / "asked")  # each page starts with nothing given out
    for step in STEPS:
        carry_out(step, project)
    stages(project, "render", "segment", "crosstab", "compare")
    return project


@pytest.fixture(scope="module")
def people(root: Path) -> pd.DataFrame:
    return read_frame(root / "data/validate" / STUDY / "answers.csv", ["tv_news", "dole_lr", "age"])


@pytest.fixture(scope="module")
def estimates(root: Path) -> pd.DataFrame:
    return read_frame(root / "data/crosstab" / STUDY / "estimates.csv", ["estimate"])


def estimate(estimates: pd.DataFrame, item: str, segment: str, group: str, measure: str) -> float:
    where = {"item": item, "segment": segment, "group": group, "measure": measure}
    rows = estimates[(estimates[list(where)] == pd.Series(where)).all(axis=1)]
    assert len(rows) == 1, where
    return float(rows["estimate"].iloc[0])


def test_the_page_on_crosstab_shows_what_the_terminal_shows(shown: dict[str, str]) -> None:
    assert len(EXAMPLES) == 2
    for command, text in EXAMPLES:
        assert shown[command] == text, command


def test_the_page_on_crosstab_names_every_option_and_form() -> None:
    page = (ROOT / "docs" / "crosstab.md").read_text("utf-8")
    source = (ROOT / "reports" / "ask.py").read_text("utf-8")
    options = set(re.findall(r'"(--[a-z]+)"', source)) - {"--width"}
    assert len(options) == 12 and all(f"`{option}" in page for option in options)
    assert all(f"`{form}`" in page for form in FORMS[1:])


def test_the_cross_tab(people: pd.DataFrame, estimates: pd.DataFrame) -> None:
    chosen = people[
        (people["tv_news"] >= 5) & (people["vote"] == "dole") & people["education"].isin(["6", "7"])
    ]
    segment = "expected_vote*education_band@news_and_vote"
    assert estimate(estimates, "dole_lr", segment, "dole*degree", "base") == len(chosen)
    share = 100 * (chosen["dole_lr"] >= 5).mean()
    assert estimate(estimates, "dole_lr", segment, "dole*degree", "top") == pytest.approx(share)


def test_the_segment(root: Path, people: pd.DataFrame) -> None:
    made = read_frame(root / "data/segment" / STUDY / "segments.csv")["news"]
    wanted = np.select([people["tv_news"] >= 7, people["tv_news"] >= 1], ["daily", "some_days"], "never")
    assert list(made) == list(wanted)


def test_the_kind_of_segment(root: Path, people: pd.DataFrame) -> None:
    made = read_frame(root / "data/segment" / STUDY / "segments.csv")["age_half"]
    assert list(made == "upper") == list(people["age"] > people["age"].median())


def test_the_measure(people: pd.DataFrame, estimates: pd.DataFrame) -> None:
    daily = people.loc[people["tv_news"] >= 7, "dole_lr"]
    assert estimate(estimates, "dole_lr", "total", "all", "spread") == pytest.approx(
        people["dole_lr"].std(ddof=0)
    )
    named = STEPS  # the plan crosses `news` with nothing; the command of the page does
    assert any(step.text.startswith("  - id: news\n") for step in named) and daily.notna().all()


def test_the_test(root: Path, people: pd.DataFrame) -> None:
    tests = read_frame(root / "data/compare" / STUDY / "tests.csv", ["statistic", "p_value"])
    row = tests[(tests["item"] == "dole_lr") & (tests["segment"] == "education_band")].iloc[0]
    assert row["method"] == "median_test"
    bands = people["education"].map(
        lambda code: "school" if code in "123" else "college" if code in "45" else "degree"
    )
    by_hand = median_test(*(own["dole_lr"] for _, own in people.groupby(bands)), correction=False)
    assert row["statistic"] == pytest.approx(by_hand.statistic)
    assert row["p_value"] == pytest.approx(by_hand.pvalue)


def test_every_command_of_the_page_runs(root: Path, people: pd.DataFrame) -> None:
    commands = re.findall(r"^\$ (svar crosstab .*)$", PAGE, re.MULTILINE)
    said = {command: svar(root, command) for command in commands}
    assert len(said) == 4
    spread = next(text for command, text in said.items() if "spread" in command)
    daily = people.loc[people["tv_news"] >= 7, "dole_lr"].std(ddof=0)
    assert f"{daily:.2f}" in spread and "INTERNAL" in spread
    last = list(said.values())[-1]
    assert "Median test" in last and "News on TV" in last


def test_the_table_counts_what_the_page_writes() -> None:
    """Files and lines of every addition, as the last section states them; what only shows how to use it is apart."""
    told = dict(re.findall(r"^\| (a .*?) \| .*? \| (.*?) \|$", PAGE, re.MULTILINE))
    sections = dict.fromkeys(step.section for step in STEPS)
    counted = {}
    for section, name in zip(sections, told, strict=True):
        own = [step for step in STEPS if step.section == section and not step.use]
        lines: dict[str, int] = {}
        for step in own:
            lines[step.file] = lines.get(step.file, 0) + len(step.text.strip("\n").split("\n"))
        counted[name] = list(lines.values())
    stated = {name: [int(n) for n in re.findall(r"\d+", text)] for name, text in told.items()}
    assert counted == stated


def test_the_aims_for_extending_are_met() -> None:
    """A nested cross-tab with a filter takes no file of code, a measure and a kind of segment one beside the list."""
    code = {
        s: {x.file for x in STEPS if x.section == s and x.file.endswith(".py") and not x.use}
        for s in dict.fromkeys(step.section for step in STEPS)
    }
    new = {s: [x.file for x in STEPS if x.section == s and x.order == "new"] for s in code}
    by_number = {section[0]: (len(new[section]), len(code[section])) for section in code}
    assert by_number == {"1": (0, 0), "2": (0, 0), "3": (1, 2), "4": (1, 2), "5": (1, 2)}
