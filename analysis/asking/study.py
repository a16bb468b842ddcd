"""A study as the pipeline left it on disk: its questionnaire, its plan and the folders of its stages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.asking.names import WHERE
from analysis.plan import Plan
from analysis.plan_checks import load_plan
from survey.load import load_questionnaire, read_document
from survey.messages import SvarError, did_you_mean, finding
from survey.model import Questionnaire

PARAMS = "params.yaml"


@dataclass(frozen=True)
class Study:
    """One evaluation below `root`, the folder that holds params.yaml."""

    id: str
    root: Path
    params: dict[str, Any]
    questionnaire: Questionnaire
    plan: Plan

    @property
    def plan_path(self) -> Path:
        """The plan's file."""
        return self.root / str(self._settings["plan"])

    @property
    def language(self) -> str:
        """The language of the study's report."""
        wanted = self._settings["language"]
        return str(wanted[0] if isinstance(wanted, list) else wanted)

    @property
    def _settings(self) -> dict[str, Any]:
        return dict(self.params["studies"][self.id])

    def folder(self, stage: str) -> Path:
        """What a stage made for this study."""
        return self.root / "data" / stage / self.id

    def block(self, stage: str) -> dict[str, Any]:
        """A stage's block of params.yaml."""
        return dict(self.params.get(stage) or {})

    def require(self, files: Iterable[str]) -> None:
        """SvarError (S090) naming the command that makes what is missing; `files` are written stage/file."""
        lost = [(f.partition("/")[0], self.folder(f.partition("/")[0]) / f.partition("/")[2]) for f in files]
        missing = [(stage, path) for stage, path in lost if not path.is_file()]
        if missing:
            stage, path = missing[0]
            shown = path.relative_to(self.root).as_posix()
            raise SvarError([finding("S090", shown, self.id, command=f"dvc repro {stage}@{self.id}")])

    @cached_property
    def data_hash(self) -> str:
        """The first twelve digits of SHA-256 over the clean answers: which data a table is of."""
        return hashlib.sha256((self.folder("validate") / "answers.csv").read_bytes()).hexdigest()[:12]


def project(start: Path) -> Path:
    """The nearest folder upwards from `start` with a params.yaml: a notebook may stand in a folder of its own."""
    for folder in (start, *start.parents):
        if (folder / PARAMS).is_file():
            return folder
    return start


def load_study(study: str, root: Path) -> Study:
    """The study of that id in the project at `root`; SvarError (S011, Y003 …) when it is not there or has mistakes."""
    params = read_document(root / PARAMS).data
    known = list(params.get("studies") or {})
    if study not in known:
        words = {"suggestion": did_you_mean(study, known), "known": ", ".join(known)}
        raise SvarError([finding("S011", WHERE, study, **words)])
    settings = params["studies"][study]
    questionnaire = load_questionnaire(root / settings["questionnaire"])
    plan = load_plan(root / settings["plan"], questionnaire)
    return Study(study, root, params, questionnaire, plan)
