"""SurveyJS → YAML: our own export comes back as it was; surveys in public styles load, and say what they lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from survey.conditions import Condition
from survey.forms.repeats import spoken
from survey.forms.surveyjs import files
from survey.imports.emit import to_yaml
from survey.imports.surveyjs import read
from survey.imports.surveyjs_routes import Reader
from survey.imports.xlsform_routes import Known
from survey.imports.xlsform_xpath import Unreadable
from survey.load import load_questionnaire
from survey.messages import Finding, SvarError
from survey.model import Questionnaire
from survey.words import load_words

ROOT = Path(__file__).parents[3]
PUBLIC = ROOT / "tests/surveys/surveyjs"
OURS = [
    *sorted(path for path in (ROOT / "questionnaires").glob("*/*.yaml") if path.parent.name != "text"),
    *sorted((ROOT / "tests/surveys").glob("*.yaml")),
]
QuestionnaireOf = Callable[[str], Questionnaire]


def plain(condition: Condition | None) -> Any:
    """A condition without combinations of one part, which mean that part."""
    if condition is None or condition.question is not None:
        return condition
    parts = [plain(part) for part in condition.parts]
    return parts[0] if len(parts) == 1 and condition.not_ is None else (condition.test, parts)


def columns(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Every column that is asked: ids, codes, labels, who is asked, whether it must be answered."""
    return [
        {
            "name": v.name,
            "question": (v.question, questionnaire.question(v.question).text),
            "kind": v.kind,
            "label": v.label,
            "options": [(o.code, o.label, plain(o.when), o.exclusive) for o in v.options],
            "when": [plain(condition) for condition in v.conditions],
            "offered": plain(v.offered),
            "required": v.required,
        }
        for v in questionnaire.variables.values()
        if v.kind != "coded"
    ]


def headings(questionnaire: Questionnaire) -> list[Any]:
    return [
        (
            b.id,
            b.title,
            b.intro,
            b.instruction,
            [(q.id, q.type, q.text, q.help, q.instruction) for q in b.questions],
        )
        for b in questionnaire.flat.blocks
    ]


def imported(survey: Path, questionnaire_of: QuestionnaireOf) -> tuple[Questionnaire, list[Finding]]:
    data, found = read(survey)
    return questionnaire_of(to_yaml(data)), found


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_own_export_comes_back(path: Path, tmp_path: Path, questionnaire_of: QuestionnaireOf) -> None:
    questionnaire = load_questionnaire(path)
    words = load_words(ROOT / "questionnaires/text", questionnaire.languages)
    name = f"{questionnaire.id}.surveyjs.json"
    (tmp_path / name).write_bytes(files(questionnaire, words)[name])
    again, found = imported(tmp_path / name, questionnaire_of)
    wanted = spoken(questionnaire, words)
    assert (again.id, again.title, again.languages) == (wanted.id, wanted.title, wanted.languages)
    assert columns(again) == columns(wanted)
    assert headings(again) == headings(wanted)
    assert {f.code for f in found} <= {"S061"}


@pytest.mark.parametrize(
    ("name", "count"), [("event", 18), ("family", 62), ("health", 10), ("satisfaction", 13)]
)
def test_surveys_in_public_styles_load(name: str, count: int, questionnaire_of: QuestionnaireOf) -> None:
    questionnaire, found = imported(PUBLIC / f"{name}.json", questionnaire_of)
    assert len(questionnaire.variables) == count
    assert {f.severity for f in found} == {"warning"}


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        (
            "event",
            ["choicesByUrl of country", "order (ranking)", "enableIf of room", "the heading of contact"],
        ),
        ("family", ["signature (signaturepad)", "defaultValue of last", "templateTitle"]),
        ("health", ["papers (file)", "bmi (expression)", "requiredIf of why", "the texts in 'nl'"]),
        ("satisfaction", ["calculatedValues: happy", "triggers: complete", "validators of email", "logo"]),
    ],
)
def test_what_is_lost_is_told(name: str, lost: list[str]) -> None:
    _, found = read(PUBLIC / f"{name}.json")
    assert set(lost) <= {f.value for f in found if f.code == "S061"}


def test_what_cannot_be_read_is_kept_in_a_note(questionnaire_of: QuestionnaireOf) -> None:
    questionnaire, found = imported(PUBLIC / "satisfaction.json", questionnaire_of)
    assert questionnaire.question("disappointed").when is None
    assert "{happy} = 1" in str(questionnaire.question("disappointed").note)
    assert [f.code for f in found if "happy" in f.value] == ["S062", "S061"]


def test_renamed_questions_codes_and_rows_are_told_and_followed(questionnaire_of: QuestionnaireOf) -> None:
    questionnaire, found = imported(PUBLIC / "satisfaction.json", questionnaire_of)
    assert "promoter_features_ease_of_use" in questionnaire.variables
    assert "quality_does_what_it_claims" in questionnaire.variables
    assert "promoter_features_other_text" in questionnaire.variables
    assert len([f for f in found if f.code == "S063"]) == 4
    when = questionnaire.question("contact").when
    assert when == Condition.model_validate(
        {"any": [{"question": "affordable", "is": "3"}, {"question": "better", "in": ["1", "2"]}]}
    )


def test_dynamic_panels_and_tables_are_repeated_blocks(questionnaire_of: QuestionnaireOf) -> None:
    questionnaire, _ = imported(PUBLIC / "family.json", questionnaire_of)
    repeats = {block.id: block.repeat.maximum for block in questionnaire.blocks if block.repeat}
    assert repeats == {"children": 5, "frameworks": 10}
    when = Condition.model_validate({"question": "kids", "in": ["2", "3", "4", "5"]})
    assert questionnaire.blocks[1].when == when
    assert questionnaire.question("why_r1").when == Condition.model_validate(
        {"question": "use_r1", "is": "seldom"}
    )


def test_carried_choices_follow_the_earlier_question(questionnaire_of: QuestionnaireOf) -> None:
    questionnaire, _ = imported(PUBLIC / "health.json", questionnaire_of)
    assert [v for v in questionnaire.variables if v.startswith("treated")] == [
        "treated_heart",
        "treated_lungs",
    ]
    assert questionnaire.languages == ("nb", "nn")
    age = questionnaire.question("age").model_dump()
    assert (age["minimum"], age["maximum"]) == (18, 110)


KNOWN = {
    "age": Known("age", "number", whole=True),
    "height": Known("height", "number"),
    "vote": Known("vote", "single", {"a": "a", "B b": "b_b", "10": "10"}),
    "news": Known("news", "multiple", {"tv": "tv", "web": "web"}),
    "said": Known("said", "text"),
}
YES = {"question": "vote", "is": "a"}
TV, WEB = {"question": "news", "has": "tv"}, {"question": "news", "has": "web"}


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("{vote} = 'a'", YES),
        ('"a" == {vote}', YES),
        ("{vote} equal a", YES),
        ("{vote} <> 'a'", {"not": YES}),
        ("!({vote} = 'B b')", {"not": {"question": "vote", "is": "b_b"}}),
        ("{vote} anyof ['a', 10]", {"question": "vote", "in": ["a", "10"]}),
        ("{vote} noneof ['a']", {"not": {"question": "vote", "in": ["a"]}}),
        ("{vote} > 9", {"question": "vote", "is": "10"}),
        ("{vote} empty", {"question": "vote", "answered": False}),
        ("{news} contains 'tv'", TV),
        ("{news} notcontains 'tv'", {"not": TV}),
        ("{news} anyof ['tv', 'web']", {"any": [TV, WEB]}),
        ("{news} allof ['tv', 'web']", {"all": [TV, WEB]}),
        ("{news} = ['tv']", {"all": [TV, {"not": WEB}]}),
        ("{news} empty", {"not": {"any": [TV, WEB]}}),
        ("{age} >= 18", {"question": "age", "at_least": 18}),
        ("18 < {age}", {"question": "age", "at_least": 19}),
        ("{age} < 67", {"question": "age", "at_most": 66}),
        ("{age} = 20", {"all": [{"question": "age", "at_least": 20}, {"question": "age", "at_most": 20}]}),
        (
            "{height} > 1.5",
            {
                "all": [
                    {"question": "height", "answered": True},
                    {"not": {"question": "height", "at_most": 1.5}},
                ]
            },
        ),
        ("{said} notempty", {"question": "said", "answered": True}),
        (
            "{vote} = 'a' or {age} >= 18 and {said} notempty",
            {
                "any": [
                    YES,
                    {"all": [{"question": "age", "at_least": 18}, {"question": "said", "answered": True}]},
                ]
            },
        ),
        ("({vote} = 'a' || {vote} = 10) && {news} contains 'tv'", None),
    ],
)
def test_expressions_as_conditions(expression: str, wanted: dict[str, Any] | None) -> None:
    found = Reader(KNOWN).condition(expression)
    if wanted is None:
        wanted = {"all": [{"any": [YES, {"question": "vote", "is": "10"}]}, TV]}
    assert found == Condition.model_validate(wanted)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("{vote} = 'c'", "'c' is not an answer to vote"),
        ("{later} = 1", "'later' before it"),
        ("{vote} = {news}", "not written out"),
        ("age({birth}) > 18", "age()"),
        ("{said} = 'x'", "no code"),
        ("{vote} contains 'a'", "a part of the answer"),
        ("{news} = 'tv'", "one code with the several"),
        ("{vote} = 'a' and", "too early"),
        ("({vote} = 'a'", "missing"),
        ("{vote} = 'a' # {said}", "not understood"),
        ("{age} + 1 > 18", "not understood"),
        ("{vote} > 99", "never true"),
        ("{age} > 'x'", "no number"),
    ],
)
def test_what_has_no_counterpart_is_refused_with_its_reason(expression: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Reader(KNOWN).condition(expression)
    assert reason in str(refused.value)


@pytest.mark.parametrize("content", ["not json", "[]", "{}", json.dumps({"pages": []})])
def test_a_file_that_is_no_survey_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SvarError, match="S060"):
        read(path)
