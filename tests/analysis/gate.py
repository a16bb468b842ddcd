"""A tiny study for the privacy gate: routing, an exclusive box, nested and narrowed groups, and how it is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.audit import Audit, Published, audit
from analysis.crosstab import crosstab
from analysis.disclosure.decide import Decision, People, decide
from analysis.disclosure.measures import Judge, judged
from analysis.disclosure.rules import Rules
from analysis.plan import Plan
from analysis.suppress import publish
from analysis.tables import Counter
from survey.load import load_questionnaire
from survey.model import Questionnaire

TEXT = """
id: tiny
title: {nb: t}
languages: [nb]
scales:
  step3:
    options:
      - {code: 1, label: {nb: a}}
      - {code: 2, label: {nb: b}}
      - {code: 3, label: {nb: c}}
    top: [3]
    bottom: [1]
background:
  - {id: place, label: {nb: p}, options: [{code: north, label: {nb: n}}, {code: south, label: {nb: s}}]}
  - {id: job, label: {nb: j}, options: [{code: boss, label: {nb: b}}, {code: staff, label: {nb: s}}]}
blocks:
  - id: all
    title: {nb: b}
    questions:
      - id: changed
        type: single
        required: true
        text: {nb: q}
        options: [{code: "yes", label: {nb: y}}, {code: "no", label: {nb: n}}]
      - id: much
        type: battery
        scale: step3
        required: true
        when: {question: changed, is: "yes"}
        text: {nb: q}
        items: [{id: effect, text: {nb: i}}]
      - id: use
        type: multiple
        required: true
        text: {nb: q}
        options:
          - {code: x, label: {nb: x}}
          - {code: y, label: {nb: y}}
          - {code: none, label: {nb: z}, exclusive: true}
"""
SEGMENTS = [{"id": "place", "kind": "copied", "of": "place"}, {"id": "job", "kind": "copied", "of": "job"}]
LOOSE = Rules(smallest_group=2, smallest_cell=2, smallest_mean_base=3, extreme_base=2, interval=2)
"""Thresholds so low that a table small enough to list every possibility still has something to show."""


@dataclass(frozen=True)
class Out:
    """A study, what was decided and what is published."""

    questionnaire: Questionnaire
    plan: Plan
    decision: Decision
    estimates: pd.DataFrame
    published: Published

    def audit(self, estimates: pd.DataFrame | None = None, interval: int = 2) -> Audit:
        """The auditor's verdict, on other estimates when given."""
        frame = self.published.estimates if estimates is None else estimates
        seen = Published(frame, self.published.response, self.plan, self.questionnaire)
        return audit(seen, {"interval": interval, "smallest_cell": 2})


def tiny(folder: Path) -> Questionnaire:
    """The questionnaire."""
    path = folder / "tiny.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return load_questionnaire(path)


def plan_of(*crosstabs: dict[str, Any]) -> Plan:
    """A plan with the two segments and these cross-tabs."""
    return Plan.model_validate({"study": "tiny", "segments": SEGMENTS, "crosstabs": list(crosstabs)})


def people_of(questionnaire: Questionnaire, rows: list[dict[str, str | None]], plan: Plan) -> People:
    """One respondent a row (place, job, changed, effect, use_x, use_y, use_none); nested and narrowed groups follow."""
    frame = pd.DataFrame(rows, columns=["place", "job", *questionnaire.variables], dtype="str")
    answers = frame[list(questionnaire.variables)]
    status = pd.DataFrame("answered", index=answers.index, columns=answers.columns).mask(
        answers.isna(), "unanswered"
    )
    status["effect"] = np.where(answers["changed"] == "yes", status["effect"], "not_asked")
    segments = pd.DataFrame({"respondent_id": [str(i) for i in range(len(frame))]})
    for part in plan.segments_in_use:
        base, _, narrowed = part.id.partition("@")
        own = frame[base.split("*")[0]]
        for other in base.split("*")[1:]:
            own = own + "*" + frame[other]
        segments[part.id] = own.where(frame["changed"] == "yes") if narrowed else own
    return People(answers, status, segments)


def gate(questionnaire: Questionnaire, plan: Plan, people: People, rules: Rules = LOOSE) -> Out:
    """The study through the gate."""
    decision = decide(plan, questionnaire, people, rules)
    counter = Counter(people.answers, people.status, people.segments, questionnaire)
    estimates = judged(crosstab(counter, plan, questionnaire, 0.95), Judge(decision, plan, questionnaire))
    text = as_text(publish(estimates))
    rows = []
    for key, value in zip(decision.forms.keys, decision.forms.value, strict=True):
        if key[3] == "size" and decision.forms.shown[decision.forms.index[key]]:
            seen = decision.visible(key)
            rows.append((key[1], key[2], repr(float(value)) if seen else None, "" if seen else "protected"))
    response = pd.DataFrame(rows, columns=["segment", "group", "answered", "hidden"])
    return Out(questionnaire, plan, decision, estimates, Published(text, response, plan, questionnaire))


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as a CSV would hold them."""
    text = frame.astype(object).where(frame.notna(), None)
    for name in ("estimate", "n"):
        text[name] = [None if v is None else repr(float(v)) for v in text[name]]
    return text


def shown_again(out: Out, at: int) -> pd.DataFrame:
    """The published estimates with row `at` no longer hidden."""
    frame = out.published.estimates.copy()
    for name in ("estimate", "n"):
        frame.loc[frame.index[at], name] = repr(float(out.estimates[name].iloc[at]))
    frame.loc[frame.index[at], "hidden"] = ""
    return frame


def row_of(out: Out, *key: str) -> int:
    """The place of (item, segment, group, measure, answer) among the estimates."""
    columns = ("item", "segment", "group", "measure", "answer")
    hit = np.logical_and.reduce([out.estimates[c].fillna("") == k for c, k in zip(columns, key, strict=True)])
    return int(np.flatnonzero(hit)[0])


def respondents(
    cells: dict[tuple[str, str], tuple[int, int, int, int]], ticks: str = "xxynxy"
) -> list[dict[str, str | None]]:
    """People by (place, job): how many did not change, and how many answered 1, 2, 3. Boxes are ticked in turn."""
    rows: list[dict[str, str | None]] = []
    for (place, job), (unchanged, *counts) in cells.items():
        effects = [None] * unchanged + [str(k + 1) for k, n in enumerate(counts) for _ in range(n)]
        for effect in effects:
            tick = ticks[len(rows) % len(ticks)]
            boxes = {f"use_{c}": "yes" if c[0] == tick else "no" for c in ("x", "y", "none")}
            rows.append(
                {"place": place, "job": job, "changed": "yes" if effect else "no", "effect": effect, **boxes}
            )
    return rows
