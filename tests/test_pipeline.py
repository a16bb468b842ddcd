"""The whole way, from a scaffolded evaluation to Word; with data faults planted, none is lost and the report builds."""

from __future__ import annotations

import importlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from survey.frames import read_frame, write_frame

ROOT = Path(__file__).resolve().parents[1]
STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
STUDY = "course"
Run = Callable[..., None]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what `svar new` needs, with one scaffolded study."""
    folder = tmp_path_factory.mktemp("house")
    for part in ("params.yaml", "dvc.yaml"):
        shutil.copy(ROOT / part, folder / part)
    for part in ("questionnaires/text", "reports/text"):
        shutil.copytree(ROOT / part, folder / part)
    for part in ("analysis/claims", "analysis/plans"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "reports/template.docx", folder / "reports/template.docx")
    return folder


@pytest.fixture(scope="module")
def run(house: Path) -> Run:
    """Runs one stage of dvc.yaml for the study, in this process, exactly as its command line says."""
    patch = pytest.MonkeyPatch()
    patch.chdir(house)

    def stage(name: str) -> None:
        params = yaml.safe_load((house / "params.yaml").read_text(encoding="utf-8"))
        body = STAGES[name]["do"]
        item = params[STAGES[name]["foreach"][2:-1]][STUDY]
        command = (
            body["cmd"].replace("${key}", STUDY).replace("${write.template}", params["write"]["template"])
        )
        words = re.sub(r"\$\{item\.(\w+)\}", lambda m: str(item[m[1]]), command).split()
        patch.setattr("sys.argv", words[2:])
        importlib.import_module(words[2]).main()

    yield stage
    patch.undo()


@pytest.fixture(scope="module")
def clean(house: Path, run: Run) -> Path:
    """The scaffolded study with simulated answers, rendered."""
    patch = pytest.MonkeyPatch()
    patch.chdir(house)
    patch.setattr("sys.argv", ["svar new", STUDY, "--language", "nb", "--title", "Kurset", "--yes"])
    importlib.import_module("reports.new").main()
    patch.undo()
    run("render")
    run("simulate")
    return house / "data" / "raw" / STUDY / "answers.csv"


REPORT = ["validate", "segment", "crosstab", "compare", "suppress", "replicate", "draw", "write", "tabulate"]


def text_of(house: Path) -> str:
    files = list((house / "data" / "write" / STUDY).glob("*.docx"))
    assert len(files) == 1
    with zipfile.ZipFile(files[0]) as docx:
        return re.sub(r"<[^>]+>", "", docx.read("word/document.xml").decode())


def summary(house: Path) -> dict[str, object]:
    return json.loads((house / "data" / "validate" / STUDY / "summary.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_a_scaffolded_study_goes_to_word_without_a_finding(house: Path, clean: Path, run: Run) -> None:
    for stage in REPORT:
        run(stage)
    assert summary(house)["findings"] == {}
    assert "SYNTETISKE DATA" in text_of(house).upper()


def planted(clean: Path) -> tuple[bytes, dict[str, int]]:
    """The answers with faults of every kind, as a Latin-1 file with semicolons, and the findings they must give."""
    rows = read_frame(clean)
    questionnaire = importlib.import_module("survey.load").load_questionnaire(
        clean.parents[2] / "render" / STUDY / "structure.json"
    )
    kinds = {
        kind: [n for n, v in questionnaire.variables.items() if v.kind == kind]
        for kind in ("item", "text", "tick")
    }
    routes = {
        leaf.question for v in questionnaire.variables.values() for c in v.conditions for leaf in c.leaves()
    }
    # An item that routes others would bring findings of theirs.
    item, other_item, *_ = [name for name in kinds["item"] if name not in routes]
    words = next(name for name in kinds["text"] if not questionnaire.variables[name].conditions)
    respondent = questionnaire.respondent
    rows.loc[0, item] = "99"
    rows.loc[1, words] = "NA"
    rows.loc[2, words] = "0301"
    rows.loc[3, words] = "blå\x0bbær {{7*7}} </w:t>"
    rows.loc[4, respondent] = rows.loc[5, respondent]
    rows.loc[6, respondent] = None
    rows = rows.drop(columns=other_item)
    lines = rows.to_csv(index=False, sep=";").rstrip("\n").split("\n")
    lines[9] += ";too much"
    lines[10] = lines[10].rsplit(";", 1)[0]
    expected = {"D001": 1, "D004": 2, "D005": 1, "D006": 1, "D007": 1, "D008": 2, "D012": 1, "D015": 1}
    return ("\n".join(lines) + "\n").encode("latin-1"), expected


def test_planted_faults_are_all_found_and_the_report_still_builds(house: Path, clean: Path, run: Run) -> None:
    original = clean.read_bytes()
    content, expected = planted(clean)
    clean.write_bytes(content)
    try:
        for stage in REPORT:
            run(stage)
    finally:
        clean.write_bytes(original)
    told = summary(house)
    assert told["findings"] == expected
    assert told["rows_in"] == told["accepted"] + told["quarantined"]  # type: ignore[operator]
    assert told["quarantined"] == 5
    quarantine = pd.read_csv(house / "data" / "validate" / STUDY / "quarantine.csv", dtype=str)
    assert "99" in set(quarantine["value"])
    answers = read_frame(house / "data" / "validate" / STUDY / "answers.csv")
    assert {"NA", "0301"} <= {str(v) for v in answers.to_numpy().ravel()}
    method = text_of(house)
    assert str(told["rows_in"]) in method and str(told["quarantined"]) in method
    assert "49" not in re.findall(r"bær (\d+)", method)


def test_the_answers_of_one_respondent_reach_no_published_file(house: Path, clean: Path, run: Run) -> None:
    """A word that only one respondent wrote must not stand in anything after the gate."""
    rows = read_frame(clean)
    column = next(c for c in rows.columns if rows[c].astype(str).str.contains("SYNTHETIC ").any())
    original = clean.read_bytes()
    rows.loc[rows.index[rows[column].notna()][0], column] = "hemmeligord"
    write_frame(rows, clean)
    try:
        for stage in REPORT:
            run(stage)
    finally:
        clean.write_bytes(original)
    for folder in ("suppress", "draw"):
        for file in (house / "data" / folder / STUDY).iterdir():
            assert b"hemmeligord" not in file.read_bytes()
    assert "hemmeligord" not in text_of(house)
