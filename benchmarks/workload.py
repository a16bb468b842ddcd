"""SYNTHETIC workload: 60 items (30 five-point, 20 ticks, 10 single choices of 3-6 options) by 4 segments = 240 tables.

Made-up people in 356 municipalities with weights. Answers lean with municipality, unit and role, so that tests find
something and people of a municipality hang together. Same size and seed, same study.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.counting.coded import Coded, in_order_of
from analysis.counting.coding import MISSING, Column, Item
from analysis.plan import Basis, Plan
from survey.model import Questionnaire

SEED = 2019
CLUSTERS = 356
UNANSWERED = 0.03
SEGMENTS = {
    "size": ("small", "medium", "large"),
    "role": ("leader", "employee"),
    "unit": ("welfare", "school", "refugees", "other"),
    "contact": ("yes", "no"),
}
CLUSTER = "municipality"
WEIGHT = "made_up"
UNWEIGHTED = Basis()
DESIGNED = Basis(weights=WEIGHT, clustered=True)


def questionnaire() -> Questionnaire:
    """30 five-point items in six batteries, a multiple choice with 20 options, 10 single choices."""
    batteries = [
        {
            "id": f"battery{b}",
            "type": "battery",
            "scale": "extent",
            "text": _text(f"Battery {b}"),
            "items": [{"id": f"five{b * 5 + i:02d}", "text": _text(f"Item {i}")} for i in range(5)],
        }
        for b in range(6)
    ]
    boxes = {
        "id": "ticks",
        "type": "multiple",
        "text": _text("Ticks"),
        "options": [{"code": f"box{i:02d}", "label": _text(f"Box {i}")} for i in range(20)],
    }
    singles = [
        {
            "id": f"single{s}",
            "type": "single",
            "text": _text(f"Single {s}"),
            "options": [{"code": f"o{k}", "label": _text(f"Option {k}")} for k in range(3 + s % 4)],
        }
        for s in range(10)
    ]
    return Questionnaire.model_validate(
        {
            "id": "synthetic",
            "title": _text("SYNTHETIC"),
            "languages": ["en"],
            "cluster": CLUSTER,
            "scales": {"extent": _scale()},
            "background": [
                {
                    "id": name,
                    "label": _text(name),
                    "options": [{"code": g, "label": _text(g)} for g in groups],
                }
                for name, groups in SEGMENTS.items()
            ],
            "blocks": [{"id": "all", "title": _text("All"), "questions": [*batteries, boxes, *singles]}],
        }
    )


def _text(words: str) -> dict[str, str]:
    return {"en": words}


def _scale() -> dict[str, Any]:
    options = [{"code": str(k), "label": _text(str(k))} for k in range(1, 6)]
    return {"top": ["4", "5"], "bottom": ["1", "2"], "options": options}


def plan() -> Plan:
    """Every item by the four segments; unweighted as published, weighted and clustered as the second basis."""
    return Plan.model_validate(
        {
            "study": "synthetic",
            "segments": [{"id": name, "kind": "copied", "of": name} for name in SEGMENTS],
            "crosstabs": [{"questions": items(), "by": list(SEGMENTS)}],
            "design": {"clusters": CLUSTER},
            "weights": [{"id": WEIGHT, "kind": "given", "of": WEIGHT}],
            "sensitivity": {"weights": WEIGHT, "clustered": True},
        }
    )


def items() -> list[str]:
    """The 60 items, by name."""
    return [name for name, variable in questionnaire().variables.items() if variable.closed]


def study(people: int, seed: int = SEED) -> Coded:
    """The coded study of so many people."""
    random = np.random.default_rng([seed, people])
    background = _background(people, random)
    lean = _lean(background, random)
    variables = questionnaire().variables
    silent = random.random(people, dtype=np.float32) < UNANSWERED
    coded = {}
    for name in items():
        options = variables[name].codes
        codes = _answers(len(options), lean, random)
        # A multiple choice is answered as a whole, or not at all.
        skipped = (
            silent if variables[name].kind == "tick" else random.random(people, dtype=np.float32) < UNANSWERED
        )
        codes[skipped] = MISSING.index("unanswered")
        coded[name] = Item(codes, options)
    weights = np.clip(random.lognormal(0.0, 0.4, people), 0.3, 3.0)
    return in_order_of(Coded(coded, background, {WEIGHT: weights}, people), CLUSTER)


def _background(people: int, random: np.random.Generator) -> dict[str, Column]:
    mass = 1 / np.arange(8.0, CLUSTERS + 8)
    cluster = random.choice(CLUSTERS, people, p=mass / mass.sum()).astype(np.int16)
    size = np.where(cluster < 40, 2, np.where(cluster < 140, 1, 0)).astype(np.int8)
    codes: dict[str, tuple[np.ndarray, tuple[str, ...]]] = {
        CLUSTER: (cluster, tuple(f"m{k:03d}" for k in range(CLUSTERS))),
        "size": (size, SEGMENTS["size"]),
        "role": (random.choice(2, people, p=[0.3, 0.7]).astype(np.int8), SEGMENTS["role"]),
        "unit": (random.choice(4, people, p=[0.4, 0.25, 0.25, 0.1]).astype(np.int8), SEGMENTS["unit"]),
        "contact": (random.choice(2, people, p=[0.2, 0.8]).astype(np.int8), SEGMENTS["contact"]),
    }
    return {name: Column(column, levels) for name, (column, levels) in codes.items()}


def _lean(background: dict[str, Column], random: np.random.Generator) -> np.ndarray:
    """(n,) how much a person leans to the high end, from municipality, unit and role."""
    of_cluster = random.normal(0.0, 0.3, CLUSTERS).astype(np.float32)
    of_unit = np.array([0.2, 0.0, -0.2, 0.1], dtype=np.float32)
    of_role = np.array([0.15, 0.0], dtype=np.float32)
    codes = {name: column.codes for name, column in background.items()}
    return np.asarray(of_cluster[codes[CLUSTER]] + of_unit[codes["unit"]] + of_role[codes["role"]])


def _answers(options: int, lean: np.ndarray, random: np.random.Generator) -> np.ndarray:
    pull = np.float32(random.uniform(-1, 1))
    level = random.standard_normal(len(lean), dtype=np.float32) + pull * lean
    cuts = np.sort(random.normal(0, 0.7, options - 1)).astype(np.float32)
    codes = np.full(len(lean), len(MISSING), dtype=np.int8)
    for cut in cuts:
        codes += level > cut
    return codes


def words(item: Item) -> pd.Series:
    """The item's answers as text, missing where there is none."""
    of_code = np.array([*(None,) * len(MISSING), *item.answers], dtype=object)
    return pd.Series(of_code[item.codes], dtype="str")


def groups(column: Column) -> pd.Series:
    """The column's levels as text, missing where unknown."""
    return pd.Series(np.array([*column.levels, None], dtype=object)[column.codes], dtype="str")


def frames(coded: Coded) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Answers, status and segments as the stages write them."""
    names = list(questionnaire().variables)
    answers = pd.DataFrame({name: words(coded.items[name]) for name in names})
    status = answers.isna().replace({True: "unanswered", False: "answered"}).astype("str")
    segments = pd.DataFrame({name: groups(column) for name, column in coded.background.items()})
    segments[f"weight_{WEIGHT}"] = [repr(float(weight)) for weight in coded.weights[WEIGHT]]
    return answers, status, segments


def parts(people: int, each: int) -> Iterator[Coded]:
    """`people` in studies of `each`, one after the other."""
    for k, start in enumerate(range(0, people, each)):
        yield study(min(each, people - start), seed=SEED + k)


def parquet(path: Path, people: int, each: int = 1 << 20) -> None:
    """Write `people` to a Parquet file, `each` a row group, without holding them all."""
    from analysis.counting.parquet import Writer

    with Writer(path) as writer:
        for part in parts(people, each):
            writer.write(part)
