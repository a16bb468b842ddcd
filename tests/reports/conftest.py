"""A tiny published study: what `suppress` would hand to a report, made of counts in plain sight."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analysis.plan_checks import load_plan
from analysis.results import ALL, TOTAL
from reports.document import Picture
from reports.prose.numbers import Numbers
from reports.prose.published import Answered, Cell, Comparison, Published
from reports.style.format import number_format
from reports.style.labels import Labels
from survey.load import load_questionnaire
from survey.words import load_words

ROOT = Path(__file__).resolve().parents[2]

QUESTIONNAIRE = """
id: tiny
languages: [nb]
title: {nb: Tiny}
scales:
  extent:
    top: ["4", "5"]
    bottom: ["1", "2"]
    options:
      - {code: "1", label: {nb: Svært liten}}
      - {code: "2", label: {nb: Liten}}
      - {code: "3", label: {nb: Noen}}
      - {code: "4", label: {nb: Stor}}
      - {code: "5", label: {nb: Svært stor}}
background:
  - id: size
    label: {nb: Størrelse}
    options:
      - {code: small, label: {nb: Små kommuner}}
      - {code: large, label: {nb: Store kommuner}}
blocks:
  - id: all
    title: {nb: Alt}
    questions:
      - id: rate
        type: battery
        scale: extent
        text: {nb: I hvilken grad?}
        items:
          - {id: talks, text: {nb: Innleggene var gode}, short: {nb: Innlegg}}
          - id: tasks
            text: {nb: Oppgavene var gode}
            short: {nb: Oppgaver}
            basis: assumed
            note: Ordlyden er antatt.
      - id: changed
        type: single
        text: {nb: Er noe endret?}
        options: [{code: "yes", label: {nb: Ja}}, {code: "no", label: {nb: Nei}}]
      - id: goals
        type: multiple
        text: {nb: Hvilke mål?}
        options: [{code: roles, label: {nb: Roller}}, {code: new, label: {nb: Nye tiltak}}]
"""

PLAN = """
study: tiny
segments: [{id: size, kind: copied, of: size}]
crosstabs: [{questions: all, by: [size]}]
"""

Counts = dict[tuple[str, str, str], dict[str, int]]

COUNTS: Counts = {
    ("talks", TOTAL, ALL): {"1": 4, "2": 6, "3": 10, "4": 12, "5": 8},
    ("talks", "size", "small"): {"1": 0, "2": 0, "3": 3, "4": 5, "5": 4},
    ("talks", "size", "large"): {"1": 4, "2": 6, "3": 7, "4": 7, "5": 4},
    ("tasks", TOTAL, ALL): {"1": 10, "2": 10, "3": 10, "4": 6, "5": 4},
    ("tasks", "size", "small"): {"1": 3, "2": 3, "3": 3, "4": 3, "5": 0},
    ("tasks", "size", "large"): {"1": 7, "2": 7, "3": 7, "4": 3, "5": 4},
    ("changed", TOTAL, ALL): {"yes": 25, "no": 15},
    ("changed", "size", "small"): {"yes": 9, "no": 3},
    ("changed", "size", "large"): {"yes": 16, "no": 12},
    ("goals_roles", TOTAL, ALL): {"yes": 23, "no": 17},
    ("goals_roles", "size", "small"): {"yes": 5, "no": 7},
    ("goals_roles", "size", "large"): {"yes": 18, "no": 10},
    ("goals_new", TOTAL, ALL): {"yes": 31, "no": 9},
    ("goals_new", "size", "small"): {"yes": 9, "no": 3},
    ("goals_new", "size", "large"): {"yes": 22, "no": 6},
}


def cells_of(counts: Counts) -> dict[tuple[str, str, str, str, str], Cell]:
    """Bases, counts, shares, means, ends of scales and missing, as crosstab writes them."""
    found = {}
    for (item, segment, group), answers in counts.items():
        base = sum(answers.values())
        values: dict[tuple[str, str], float] = {("base", ""): base}
        for code, count in answers.items():
            values["count", code], values["share", code] = count, 100 * count / base
        if "5" in answers:
            values["mean", ""] = sum(int(code) * count for code, count in answers.items()) / base
            values["top", ""] = 100 * (answers["4"] + answers["5"]) / base
            values["bottom", ""] = 100 * (answers["1"] + answers["2"]) / base
        if segment == TOTAL:
            values |= {("not_asked", ""): 0, ("unanswered", ""): 2, ("declared", ""): 0}
        for (measure, answer), number in values.items():
            found[item, segment, group, measure, answer] = Cell(number, base, "", "")
    return found


def no_difference(item: str, segment: str = "size") -> Comparison:
    """A test that found nothing."""
    return Comparison(
        item, segment, "none", "small", "large", 0.05, "eta", 0.8, "kruskal", 12, "small_base", ""
    )


@pytest.fixture
def published() -> Published:
    """The tiny study, everything shown, no difference found."""
    response = (
        Answered(TOTAL, ALL, 80, 40, 50.0, ""),
        Answered("size", "small", 20, 12, 60.0, ""),
        Answered("size", "large", 60, 28, 28 / 60 * 100, ""),
    )
    quality = {
        "rows_in": 42,
        "accepted": 40,
        "quarantined": 2,
        "cells_set_aside": 1,
        "findings": {"D004": 2, "D001": 1},
    }
    suppressed = {"values": 100, "hidden": 4, "percent": 4.0, "reasons": {}}
    tests = {
        (item, "size"): no_difference(item)
        for item in ("talks", "tasks", "changed", "goals_roles", "goals_new")
    }
    return Published(
        cells_of(COUNTS), tests, response, quality | {"synthetic": True, "suppressed": suppressed}
    )


@pytest.fixture
def labels(tmp_path: Path) -> Labels:
    """The words of the tiny study in bokmål."""
    (tmp_path / "q.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    questionnaire = load_questionnaire(tmp_path / "q.yaml")
    words = load_words(ROOT / "reports/text", ["nb"])["nb"]
    return Labels(questionnaire, load_plan(tmp_path / "plan.yaml", questionnaire), "nb", words)


@pytest.fixture
def numbers(published: Published, labels: Labels) -> Numbers:
    """The functions of chapters over the tiny study."""
    return Numbers(published, labels, number_format(labels.words), labels.words["report"]["hidden"])


@pytest.fixture
def words(labels: Labels) -> dict[str, Any]:
    """The report's words in bokmål."""
    return dict(labels.words["report"])


@pytest.fixture
def picture() -> Callable[..., Picture]:
    """A small picture with words of one's own."""

    def make(caption: str = "En figur", alt: str = "Søyler", note: str = "n = 40.") -> Picture:
        buffer = io.BytesIO()
        Image.new("RGB", (40, 20), "#1B4B7A").save(buffer, "PNG")
        return Picture(buffer.getvalue(), caption, alt, note, 16.0)

    return make


SLOTS = (
    "title", "subject", "header", "mark", "footer", "heading", "text", "box", "footnote", "caption", "alt", "base",
    "chart_alt", "category", "series", "chart_heading", "table", "head", "cell", "note",
)  # fmt: skip
"""Where text from outside can end up in a report."""


def small_chart(told: dict[str, str]) -> Any:
    """A native chart of two bars."""
    from reports.charts.spec import Chart, Paint, Series, Space

    return Chart(
        shape="stack",
        alt=told["chart_alt"],
        note="",
        heading=told["chart_heading"],
        categories=(told["category"], "B"),
        series=(
            Series(
                key="a",
                name=told["series"],
                paint=Paint(role="scale", steps=(0,), of=5),
                values=(20.0, 30.0),
                format="0",
            ),
        ),
        legend=True,
        space=Space(width=16, height=5, labels=5.3, right=1.3, top=0.9, bottom=0.9, bar=0.6),
        words={
            "count": "Antall",
            "low": "Nedre",
            "high": "Øvre",
            "minus": "Ned",
            "plus": "Opp",
            "text": "Tekst",
        },
    )


def everything(told: dict[str, str], png: bytes) -> dict[str, Any]:
    """Figures and blocks of a document that holds one of everything."""
    from reports.word.blocks import Box, Figure, Heading, Paragraph, Row, Run, Table, plain
    from reports.word.blocks import Cell as TableCell

    head = (Row((TableCell("Gruppe", "head"), TableCell(told["head"], "head_number"))),)
    rows = tuple(Row((TableCell(name), TableCell("4", "number"))) for name in ("Ledere", told["cell"]))
    see = (Run("Se "), Run("x", ref="b"), Run(" og "), Run("x", ref="table:t"), Run("."))
    return {
        "pictures": {
            "a": Picture(png, told["caption"], told["alt"], told["base"], 16.0),
            "b": Picture(b"", "En til", "Søyler", "n = 4.", 16.0, (small_chart(told),)),
        },
        "blocks": [
            Heading(1, (Run("Sammendrag"),), numbered=False),
            plain(told["text"]),
            Paragraph((*see, Run("", note=(Run(told["footnote"]),)))),
            Heading(1, (Run(told["heading"]),)),
            *(plain(text, "number") for text in ("én", "to")),
            Heading(2, (Run("Svar"),)),
            Figure("a"),
            Figure("b"),
            plain("en igjen", "number"),
            Table(told["table"], (8.0, 8.0), head, rows, told["note"], id="t"),
            Heading(1, (Run("Etterpå"),)),
            Table("En siste", (8.0, 8.0), head, rows),
            Box((Paragraph((Run("Boks"),), "box_heading"), plain(told["box"], "box"))),
        ],
    }


@pytest.fixture
def whole(picture: Callable[..., Picture]) -> Callable[..., bytes]:
    """A document with one of everything; a word given for one of SLOTS stands there."""
    from datetime import datetime

    from reports.document import Document, Properties, Setting

    def make(template: bytes | None = None, language: str = "nb-NO", **given: str) -> bytes:
        told = {slot: f"Ord for {slot}" for slot in SLOTS} | given
        parts = everything(told, picture().png)
        setting = Setting(
            language,
            told["header"],
            told["mark"],
            "Figur",
            "figur",
            "Tabell",
            "Vedlegg {letter}: {title}",
            "tabell",
            "Tabell om {caption}: {columns}, fra {first} til {last}.",
            told["footer"],
        )
        house = template or (ROOT / "reports/template.docx").read_bytes()
        document = Document(house, setting, parts["pictures"])
        document.contents()
        document.contents("Figur")
        document.contents("Tabell")
        document.write(parts["blocks"])
        document.annex("Tabeller")
        document.write(parts["blocks"][-2:])
        return document.finish(Properties(told["title"], told["subject"], "", "", datetime(2019, 11, 6)))

    return make
