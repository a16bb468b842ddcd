"""LimeSurvey: names it takes, the same rows in every language, and expressions that route as `survey.conditions` does.

A small reader of LimeSurvey's expressions (only what we write) stands in for its own; it reads the file as the importer
does: relationships by order, an answer of a question that is not shown is empty.
"""

from __future__ import annotations

import csv
import io
import random
import re
from pathlib import Path
from typing import Any

import pytest

from survey.forms import limesurvey
from survey.forms.answers import route
from survey.forms.limesurvey_names import names
from survey.load import load_questionnaire
from survey.model import Information, Questionnaire
from survey.sample import numbers_asked_about, random_answers
from survey.words import load_words

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text")
PATHS = [
    *SHIPPED,
    *(ROOT / f"tests/surveys/{n}.yaml" for n in ("forms_gallery", "repeats", "routing", "piping")),
]
RESPONDENTS = 60
Row = dict[str, str]


def made(questionnaire: Questionnaire) -> tuple[list[Row], list[Row]]:
    """The rows of the structure and of the table of names."""
    words = load_words(ROOT / "questionnaires/text", questionnaire.languages)
    structure, table = limesurvey.files(questionnaire, words).values()
    assert structure.startswith(b"\xef\xbb\xbf")
    return (
        list(csv.DictReader(io.StringIO(structure.decode("utf-8-sig")), delimiter="\t")),
        list(csv.DictReader(io.StringIO(table.decode()))),
    )


class Expression:
    """Evaluates an expression over fields; `.NAOK` gives an empty text for what has no answer."""

    def __init__(self, fields: dict[str, str]):
        self.fields = fields

    def true(self, expression: str) -> bool:
        text = re.sub(r"\bis_empty\((\w+)\.NAOK\)", r'(value("\1") == "")', expression or "1")
        text = re.sub(r"(\w+)\.NAOK (>=|<=) (-?[\d.]+)", r'number("\1") \2 \3', text)
        text = re.sub(r"(\w+)\.NAOK", r'value("\1")', text)
        text = re.sub(r"!(?!=)", " not ", text)
        assert re.fullmatch(r'[\w\s()"=<>!.-]*', text), expression
        known = {"value": self.value, "number": lambda name: float(self.value(name) or "nan")}
        return bool(eval(text, {"__builtins__": {}}, known))

    def value(self, name: str) -> str:
        assert name in self.fields, f"{name} is asked later or not at all"
        return self.fields[name]


def shown_by(rows: list[Row], answers: dict[str, str]) -> set[str]:
    """Fields that LimeSurvey would show to somebody who answers this; rows of the first language."""
    fields: dict[str, str] = {}
    evaluate, shown = Expression(fields), set[str]()
    group = question = False
    title = ""
    for row in rows:
        if row["class"] == "G":
            group = evaluate.true(row["relevance"])
        elif row["class"] == "Q":
            title, question = row["name"], group and evaluate.true(row["relevance"])
            if row["type/scale"] not in "MF":
                fields[title] = answers.get(title, "") if question else ""
                shown |= {title} if question else set()
        elif row["class"] == "SQ":
            field = f"{title}_{row['name']}"
            open_ = question and evaluate.true(row["relevance"])
            fields[field] = answers.get(field, "") if open_ else ""
            shown |= {field} if open_ else set()
    return shown


def disagreements(questionnaire: Questionnaire, rows: list[Row]) -> int:
    flat, rng = questionnaire.flat, random.Random(2019)
    own, cuts = names(flat), numbers_asked_about(flat)
    first = [row for row in rows if row["language"] in ("", questionnaire.languages[0])]
    wrong = 0
    for _ in range(RESPONDENTS):
        routed = route(flat, random_answers(flat, cuts, rng))
        fields = {}
        for name, value in routed.answers.items():
            tick = flat.variables[name].kind == "tick"
            given = {"yes": "Y"}.get(value or "", "") if tick else own.answer(name, value or "")
            fields[own.field(name)] = given
        wanted = {own.field(name) for name, asked in routed.asked.items() if asked}
        told = {q.id for _, q in flat.questions() if isinstance(q, Information) and routed.shown[q.id]}
        wrong += shown_by(first, fields) != wanted | {own.questions[one] for one in told}
    return wrong


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_shows_the_same_fields_to_the_same_people(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    assert disagreements(questionnaire, made(questionnaire)[0]) == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [(" or ", " and "), ("!is_empty", "is_empty"), (">=", "<="), ("!(", "("), ('== "Y"', '!= "Y"')],
)
def test_a_planted_fault_is_noticed(right: str, wrong: str, gallery: Questionnaire) -> None:
    rows, _ = made(gallery)
    assert any(right in row["relevance"] for row in rows)
    broken = [{**row, "relevance": row["relevance"].replace(right, wrong)} for row in rows]
    assert disagreements(gallery, broken) > 0


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_names_are_what_limesurvey_takes(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    rows, table = made(questionnaire)
    first = [row for row in rows if row["language"] == questionnaire.languages[0]]
    questions = [row["name"] for row in first if row["class"] == "Q"]
    assert len({name.lower() for name in questions}) == len(questions)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", name) for name in questions)
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,20}", row["name"]) for row in first if row["class"] == "SQ")
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,5}", row["name"]) for row in first if row["class"] == "A")
    assert {row["column"] for row in table} == {v.name for vs in questionnaire.columns.values() for v in vs}
    fields = {row["column"]: row["limesurvey_field"] for row in table}
    assert len(set(fields.values())) == len(fields)
    answers = [(row["limesurvey_field"], row["limesurvey_answer"]) for row in table if row["code"]]
    assert len(set(answers)) == len(answers)


def test_every_language_has_the_same_rows(gallery: Questionnaire) -> None:
    rows, _ = made(gallery)
    per = {language: [r for r in rows if r["language"] == language] for language in gallery.languages}
    kinds: dict[str, list[Any]] = {
        language: [
            (r["class"], r["type/scale"], r["name"] if r["class"] != "G" else "", r["relevance"]) for r in own
        ]
        for language, own in per.items()
    }
    assert kinds["nb"] == kinds["nn"]
    assert [r["text"] for r in per["nb"]] != [r["text"] for r in per["nn"]]


def test_settings_limits_and_rules(gallery: Questionnaire) -> None:
    rows, _ = made(gallery)
    settings = {row["name"]: row["text"] for row in rows if row["class"] == "S"}
    assert (settings["language"], settings["additional_languages"]) == ("nb", "nn")
    first = {row["name"]: row for row in rows if row["class"] == "Q" and row["language"] == "nb"}
    age, since, goal, place = (first[name] for name in ("age", "since", "goal", "place"))
    assert (age["min_num_value_n"], age["max_num_value_n"], age["num_value_int_only"]) == ("16", "99", "1")
    assert (since["date_min"], since["mandatory"]) == ("1990-01-01", "N")
    assert (goal["exclude_all_others"], goal["mandatory"]) == ("nothing", "Y")
    assert place["em_validation_q"] == '(place.NAOK != "A3" or (works.NAOK == "yes"))'


def test_texts_are_safe_inside_html_and_expressions() -> None:
    assert limesurvey._html({"nb": "a < b & {c}\n\nd"}, "nb") == "a &lt; b &amp; &#123;c&#125;<br /><br />d"


def test_the_same_bytes_each_time(gallery: Questionnaire) -> None:
    words = load_words(ROOT / "questionnaires/text", gallery.languages)
    assert limesurvey.files(gallery, words) == limesurvey.files(gallery, words)
