"""A whole small project on disk, in English and without a frame: made-up visitors of a library, through every stage."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import yaml

from analysis.results import TOTAL
from survey.frames import read_frame, write_frame
from survey.load import load_questionnaire
from survey.simulate import simulate

ROOT = Path(__file__).resolve().parents[1]
STUDY = "library"
PLAN = """# How the library's visitors are divided.
study: library
segments:
  - {id: age_band, kind: banded, of: age, bands: {young: [null, 39], old: [40, null]}}   # by birthday
  - {id: went, kind: copied, of: visited}
  - {id: opinion, kind: copied, of: quiet}
crosstabs:
  - questions: all
    by: [age_band]
"""
STAGES = {
    "validate": ("survey.validate", ("raw",)),
    "segment": ("analysis.segment", ("plan", "raw", "clean")),
    "crosstab": ("analysis.crosstab", ("plan", "clean", "segments")),
    "compare": ("analysis.compare", ("plan", "clean", "segments")),
}
FOLDERS = {
    "raw": "raw",
    "clean": "validate",
    "segments": "segment",
}


def make(root: Path, respondents: int = 160) -> Path:
    """The project below `root`, with the output of every stage up to the privacy gate."""
    questionnaire = root / "questionnaires" / STUDY / "survey.yaml"
    questionnaire.parent.mkdir(parents=True)
    shutil.copy(ROOT / "tests/surveys/visit.yaml", questionnaire)
    shutil.copytree(ROOT / "questionnaires/text", root / "questionnaires/text")
    (root / "plan.yaml").write_text(PLAN, encoding="utf-8")
    params = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    study = {
        "questionnaire": questionnaire.relative_to(root).as_posix(),
        "plan": "plan.yaml",
        "language": "en",
    }
    params["studies"] = {STUDY: study}
    params["write"]["template"] = str(ROOT / "reports/template.docx")
    (root / "params.yaml").write_text(yaml.safe_dump(params), encoding="utf-8")
    answers, _ = simulate(load_questionnaire(questionnaire), respondents, seed=7)
    write_frame(answers, root / "data" / "raw" / STUDY / "answers.csv")
    for stage in STAGES:
        run(stage, root)
    publish(root)
    return root


def publish(root: Path) -> None:
    """What a gate could let through, by a rule in plain sight: a test can tell what must not be opened.

    Of every table the answers that few gave are hidden in all groups, the two most frequent with them, and all means.
    """
    made = read_frame(root / "data/crosstab" / STUDY / "estimates.csv", ["estimate", "n"]).fillna(
        {"answer": ""}
    )
    counts = made[(made["measure"] == "count") & (made["segment"] != TOTAL)]
    dark: set[tuple[str, str, str]] = set()
    for (item, segment), rows in counts.groupby(["item", "segment"]):
        least = rows.groupby("answer")["estimate"].min()
        most = rows.groupby("answer")["estimate"].sum().nlargest(2)
        few = least[least < 3].index
        dark |= {(item, segment, answer) for answer in (*few, *most.index) if len(few)}
    keys = zip(made["item"], made["segment"], made["answer"], strict=True)
    hidden = np.array([key in dark for key in keys])
    hidden |= ((made["segment"] != TOTAL) & ~made["measure"].isin(["base", "count", "share"])).to_numpy()
    public = made.assign(hidden=np.where(hidden, "protected", ""))
    public["estimate"] = public["estimate"].mask(hidden)
    write_frame(public, root / "data/suppress" / STUDY / "estimates.csv")


def run(stage: str, root: Path) -> None:
    """One stage, as dvc.yaml would call it."""
    module, names = STAGES[stage]
    paths = {name: root / "data" / FOLDERS.get(name, "") / STUDY for name in names if name in FOLDERS}
    if "plan" in names:
        paths["plan"] = root / "plan.yaml"
    paths["questionnaire"] = root / "questionnaires" / STUDY / "survey.yaml"
    paths["out"] = root / "data" / stage / STUDY
    given = [f"--{name}={path}" for name, path in paths.items()]
    with patch.object(sys, "argv", [stage, f"--study={STUDY}", f"--params={root / 'params.yaml'}", *given]):
        importlib.import_module(module).main()
