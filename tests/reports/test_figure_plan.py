from pathlib import Path

import pytest

from analysis.plan_checks import load_plan
from reports.drawing.plan import load_figures
from reports.figures import KINDS
from survey.load import load_questionnaire
from survey.messages import SvarError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def study():
    questionnaire = load_questionnaire(ROOT / "questionnaires/som/brukerundersokelse.yaml")
    return questionnaire, load_plan(ROOT / "analysis/plans/som.yaml", questionnaire)


def findings(study, tmp_path, text: str) -> list[str]:
    path = tmp_path / "figures.yaml"
    path.write_text("figures:\n" + text, encoding="utf-8")
    with pytest.raises(SvarError) as refused:
        load_figures(path, *study)
    return [str(found).removeprefix(path.as_posix()) for found in refused.value.findings]


CAPTION = "caption: {nb: Noe, nn: Noko}"


def test_the_report_has_the_eighteen_figures_of_the_study(study):
    figures = load_figures(ROOT / "reports/som/figures.yaml", *study)
    assert [figure.id for figure in figures] == [f"4-{i}" for i in range(1, 19)]
    assert all(set(figure.caption) == {"nb", "nn"} for figure in figures)


def test_the_other_report_loads():
    questionnaire = load_questionnaire(ROOT / "questionnaires/anes96/survey.yaml")
    plan = load_plan(ROOT / "analysis/plans/anes96.yaml", questionnaire)
    assert {f.kind for f in load_figures(ROOT / "reports/anes96/figures.yaml", questionnaire, plan)} <= set(
        KINDS
    )


@pytest.mark.parametrize(
    ("figure", "at", "code", "words"),
    [
        ("{id: a, kind: ratng, question: att, %s}", "kind", "Q015", "did you mean 'rating'"),
        ("{id: a, kint: rating, question: att, %s}", "kint", "Q001", "did you mean 'kind'"),
        ("{id: a, question: att, %s}", "{id", "Q002", "'kind'"),
        ("{id: a, kind: rating, question: atx, %s}", "question", "R001", "did you mean 'att'"),
        ("{id: a, kind: rating, question: goal_set, %s}", "question", "R002", "of type multiple"),
        ("{id: a, kind: rating, %s}", "{id", "Q003", "either 'question' or 'items'"),
        (
            "{id: a, kind: rating, items: [att_relevant, useful_talks], %s}",
            "useful_t",
            "R002",
            "answers differ",
        ),
        ("{id: a, kind: rating, items: [att_relevan], %s}", "att_re", "R001", "did you mean 'att_relevant'"),
        ("{id: a, kind: means, question: cooperation, %s}", "question", "R002", "no order"),
        ("{id: a, kind: means, question: res, segment: role, %s}", "segment", "Q001", "'segment'"),
        ("{id: a, kind: columns, segment: rle, %s}", "segment", "P003", "did you mean 'role'"),
        ("{id: a, kind: columns, segment: role, question: changes, %s}", "{id", "Q003", "either"),
        ("{id: a, kind: ticks, question: cooperation, %s}", "question", "R002", "give the 'answer'"),
        ("{id: a, kind: ticks, question: cooperation, answer: maybe, %s}", "answer", "Q007", "'maybe'"),
        ("{id: a, kind: ticks, question: use, answer: 'yes', %s}", "answer", "Q010", "no effect"),
        (
            "{id: a, kind: paired, first: {question: use, name: {nb: a}},"
            " second: {question: lowuse, name: {nb: b}}, %s}",
            "question: lowuse",
            "R002",
            "shares no option",
        ),
        (
            "{id: a, kind: segments, items: [changes], by: [role], measure: mean, %s}",
            "changes",
            "R002",
            "no mean",
        ),
        (
            "{id: a, kind: segments, items: [changes], by: [role], measure: share, %s}",
            "{id",
            "Q003",
            "'answer'",
        ),
        (
            "{id: a, kind: segments, items: [res_talks], by: [rol], measure: top, %s}",
            "rol]",
            "P003",
            "'role'",
        ),
        ("{id: a, kind: rating, question: att, caption: {nb: Noe}}", "caption", "Q009", "nn"),
        ("{id: a, kind: rating, question: att, colour: red, %s}", "colour", "Q001", "unknown key 'colour'"),
        ("{id: ../a, kind: rating, question: att, %s}", "id", "Q016", "does not fit"),
    ],
)
def test_a_mistake_is_found_where_it_stands(study, tmp_path, figure, at, code, words):
    line = f"  - {figure.replace('%s', CAPTION)}"
    found = findings(study, tmp_path, line + "\n")
    assert len(found) == 1
    assert found[0].startswith(f":2:{line.index(at) + 1}: {code} ")
    assert words in found[0]


def test_all_mistakes_come_at_once(study, tmp_path):
    one = f"  - {{id: a, kind: rating, question: atx, {CAPTION}}}\n"
    other = f"  - {{id: a, kind: means, question: bariers, {CAPTION}}}\n"
    found = findings(study, tmp_path, one + other)
    assert [line.split(" ")[1] for line in found] == ["R001", "R003", "R001"]


def test_no_figures_is_a_choice(study, tmp_path):
    path = tmp_path / "figures.yaml"
    path.write_text("figures: []\n", encoding="utf-8")
    assert load_figures(path, *study) == ()
