"""Respondents of tests/golden/survey_data.csv, counted by the product: answers, segments and design in, tables out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.plan import Plan
from analysis.tables import Counter, Tables
from survey.model import Questionnaire

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ALONE = ("srs", "strat", "people")
"""Designs where everybody is a unit."""
ROWS, COLUMNS = ("g", "a", "b"), ("a", "b", "o", "x")
"""What is a segment (`by_g` …), and what is an item."""


def _word(text: str) -> dict[str, str]:
    return {"en": text}


def _single(name: str, codes: list[str]) -> dict[str, Any]:
    options = [{"code": code, "label": _word(code)} for code in codes]
    return {"id": name, "type": "single", "text": _word(name), "options": options}


def questionnaire_of(frame: pd.DataFrame) -> Questionnaire:
    """The items of the golden data: two nominal ones, an ordered scale of five, a number."""
    scale = {"options": [{"code": str(i), "label": _word(str(i))} for i in range(1, 6)]}
    questions = [
        *(_single(name, sorted(frame[name].dropna().unique())) for name in ("a", "b")),
        {"id": "o", "type": "single", "text": _word("o"), "scale": "five"},
        {"id": "x", "type": "number", "text": _word("x"), "decimals": 2},
    ]
    document = {
        "id": "golden",
        "title": _word("Golden"),
        "languages": ["en"],
        "cluster": "cluster",
        "scales": {"five": scale},
        "blocks": [{"id": "only", "title": _word("Only"), "questions": questions}],
    }
    return Questionnaire.model_validate(document)


def plan_of(frame: pd.DataFrame, clustered: bool) -> Plan:
    """Every item by every segment, weighted, with strata."""
    segments = [
        {
            "id": f"by_{name}",
            "kind": "merged",
            "of": f"by_{name}",
            "groups": {group: [group] for group in sorted(frame[name].dropna().unique())},
        }
        for name in ROWS
    ]
    document = {
        "study": "golden",
        "segments": segments,
        "crosstabs": [{"by": [segment["id"] for segment in segments]}],
        "design": {"clusters": "cluster", "strata": "stratum"},
        "weights": [{"id": "w", "kind": "given", "of": "weight"}],
        "published": {"weights": "w", "clustered": clustered},
    }
    return Plan.model_validate(document)


@lru_cache
def respondents(design: str) -> pd.DataFrame:
    """One design's rows: codes are text, weights and numbers are numbers, no correction is an infinite `fpc`."""
    text = dict.fromkeys(("data", "cluster", "stratum", *ROWS, *COLUMNS), str)
    frame = pd.read_csv(GOLDEN / "survey_data.csv", dtype=text)
    frame = frame[frame["data"] == design].reset_index(drop=True)
    return frame.assign(stratum=frame["stratum"].fillna(""), fpc=frame["fpc"].fillna(np.inf))


def golden(design: str) -> pd.DataFrame:
    """What R makes of a design."""
    frame = pd.read_csv(GOLDEN / "survey.csv", dtype={"group": str, "answer": str}, keep_default_na=False)
    return frame[frame["design"] == design].assign(value=lambda f: f["value"].astype(float))


def sizes_of(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """design.json: units of each stratum, and how many there are."""
    made: dict[str, list[dict[str, Any]]] = {"people": [], "clusters": []}
    for stratum, rows in frame.groupby("stratum", sort=True):
        population = float(rows["fpc"].iloc[0])
        size = {"stratum": stratum, "population": None if np.isinf(population) else population, "why": ""}
        made["people"].append(size | {"units": len(rows)})
        made["clusters"].append(size | {"units": int(rows["cluster"].nunique())})
    return made


def counted(frame: pd.DataFrame, clustered: bool, items: str = "abox") -> tuple[Tables, ...]:
    """The tables of `items` for the respondents in `frame`, with weights and design covariance."""
    answers = frame[list(COLUMNS)]
    status = answers.notna().replace({True: "answered", False: "unanswered"})
    segments = frame[["cluster"]].assign(
        stratum=frame["stratum"].where(frame["stratum"] != "", None), weight_w=frame["weight"]
    )
    for name in ROWS:
        segments[f"by_{name}"] = frame[name]
    counter = Counter(answers, status, segments, questionnaire_of(frame))
    counter.sizes = sizes_of(frame)
    plan = plan_of(frame, clustered)
    asked = plan.crosstabs[0].model_copy(update={"questions": tuple(items)})
    stacks = counter.stacks(plan.model_copy(update={"crosstabs": (asked,)}))
    wanted = [[t for t, v in enumerate(stack.variables) if v.name in items] for stack in stacks]
    return tuple(stack.take(np.array(t)) for stack, t in zip(stacks, wanted, strict=True) if t)


@lru_cache
def design(name: str, items: str) -> tuple[Tables, ...]:
    """The tables of a golden design."""
    return counted(respondents(name), name not in ALONE, items)


def place(stacks: tuple[Tables, ...], rows: str, columns: str) -> tuple[int, int]:
    """The stack, and the place in it, of the table of item `columns` by segment `rows`."""
    for s, stack in enumerate(stacks):
        for t, variable in enumerate(stack.variables):
            if variable.name == columns and stack.segments[t] == (f"by_{rows}" if rows else "total"):
                return s, t
    raise KeyError((rows, columns))


def table(stacks: tuple[Tables, ...], rows: str, columns: str) -> Tables:
    """That table alone."""
    s, t = place(stacks, rows, columns)
    return stacks[s].take(np.array([t]))
