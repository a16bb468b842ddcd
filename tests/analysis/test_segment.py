"""Segments: every kind, narrowing and merging, and joins on which nobody is lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.plan import Plan, groups_of
from analysis.register.lookup import as_register
from analysis.response.frames import response
from analysis.segment import divide, frame, groups, known_of, main, segment
from analysis.segments.known import Known
from analysis.segments.people import read_people
from survey.frames import read_frame, write_frame
from survey.load import load_questionnaire
from survey.messages import SvarError

SURVEYS = Path(__file__).parents[1] / "surveys"
VISIT = load_questionnaire(SURVEYS / "visit.yaml")

AGE_BAND = {
    "id": "age_band",
    "kind": "banded",
    "of": "age",
    "bands": {"young": [None, 39], "old": [40, None]},
}
BRANCH_SIZE = {
    "id": "branch_size",
    "kind": "banded",
    "of": "loans",
    "bands": {"small": [0, 999], "large": [1000, None]},
}
VISITED = {"id": "visited", "kind": "copied", "of": "visited"}


def plan(**more: object) -> Plan:
    tables = {
        "respondents": {"file": "frame.csv", "key": "respondent_id"},
        "clusters": {"file": "branches.csv", "key": "branch"},
    }
    segments = [AGE_BAND, BRANCH_SIZE, VISITED]
    return Plan.model_validate(
        {"study": "x", "frame": tables, "segments": segments, "crosstabs": [{"by": ["age_band"]}], **more}
    )


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    people = pd.DataFrame({"respondent_id": ["a", "b", "c", "d"], "branch": ["n", "s", "s", "lost"]})
    branches = pd.DataFrame({"branch": ["n", "s"], "loans": ["999", "1000"], "county": ["03", "11"]})
    write_frame(people, tmp_path / "frame.csv")
    write_frame(branches, tmp_path / "branches.csv")
    return tmp_path


ANSWERS = pd.DataFrame(
    {"respondent_id": ["a", "b", "d"], "age": ["39.5", "40", None], "visited": ["yes", "no", "yes"]},
    dtype="str",
)


def shown(column: pd.Series) -> list[str]:
    return list(column.fillna("?"))


def one(part: dict[str, object], table: pd.DataFrame, *earlier: dict[str, object]) -> pd.Series:
    """The groups of `part` in a table of answers, after `earlier` segments."""
    return divided(table, *earlier, part)[str(part["id"])]


def divided(table: pd.DataFrame, *parts: dict[str, object], **more: object) -> pd.DataFrame:
    by = {"by": [parts[-1]["id"]]}
    made = Plan.model_validate({"study": "x", "segments": parts, "crosstabs": [by], **more})
    return divide(known_of(table.assign(respondent_id=range(len(table))), None, VISIT), made, VISIT)


# Joins --------------------------------------------------------------------------------------------------


def test_bands_join_and_copies(raw: Path) -> None:
    people, findings = read_people(raw, plan())
    assert [f.code for f in findings] == ["D022"]
    table = segment(ANSWERS, people, plan(), VISIT)
    assert shown(table["age_band"]) == ["young", "old", "?"]
    assert shown(table["branch_size"]) == ["small", "large", "?"]
    assert list(table["visited"]) == ["yes", "no", "yes"]
    assert list(table["branch"]) == ["n", "s", "lost"]


def test_nobody_is_lost_or_doubled_by_a_join(raw: Path) -> None:
    """A cluster that stands twice, a person twice, one without an id, an unmatched cluster: said, and counted once."""
    people = pd.DataFrame(
        {"respondent_id": ["a", "b", "c", "d", "b", None], "branch": ["n", "s", None, "lost", "n", "n"]}
    )
    branches = pd.DataFrame({"branch": ["n", "s", "n", None], "loans": ["1", "1000", "5000", "7"]})
    write_frame(people, raw / "frame.csv")
    write_frame(branches, raw / "branches.csv")
    listed, findings = read_people(raw, plan())
    assert listed is not None
    assert list(listed["respondent_id"]) == ["a", "b", "c", "d"]
    assert shown(listed["loans"]) == ["?", "1000", "?", "?"]
    assert [(f.code, f.value) for f in findings] == [
        ("D015", ""),
        ("D067", "b"),
        ("D066", "n"),
        ("D022", "lost"),
    ]
    assert len(segment(ANSWERS, listed, plan(), VISIT)) == len(ANSWERS)


def test_a_frame_without_the_cluster_column_is_refused(raw: Path) -> None:
    write_frame(pd.DataFrame({"respondent_id": ["a"]}), raw / "frame.csv")
    with pytest.raises(SvarError, match="D017"):
        read_people(raw, plan())


# Kinds --------------------------------------------------------------------------------------------------


def test_merged_codes_and_codes_in_no_group() -> None:
    part = {"id": "age_band", "kind": "merged", "of": "x", "groups": {"young": ["1", 2], "old": ["3"]}}
    table = pd.DataFrame({"x": ["1", "2", "3", "4", None]}, dtype="str")
    assert shown(one(part, table)) == ["young", "young", "old", "?", "?"]


def test_a_segment_can_be_made_of_an_earlier_one() -> None:
    part = {"id": "branch_size", "kind": "merged", "of": "age_band", "groups": {"small": ["young"]}}
    assert shown(one(part, ANSWERS, AGE_BAND)) == ["small", "?", "?"]


def test_derived_takes_the_first_condition_that_holds() -> None:
    part = {
        "id": "branch_size",
        "kind": "derived",
        "conditions": {
            "small": {"question": "visited", "is": "yes"},
            "large": {"any": [{"question": "age_band", "is": "old"}, {"question": "visited", "is": "yes"}]},
        },
    }
    table = pd.DataFrame({"age": ["50", "50", "20"], "visited": ["yes", "no", "no"]}, dtype="str")
    assert shown(one(part, table, AGE_BAND)) == ["small", "large", "?"]


def test_a_condition_means_the_answer_even_when_a_segment_has_its_name() -> None:
    """The segment `visited` drops "no"; a condition on the question still sees it. Background means the segment."""
    column = {"id": "branch_size", "kind": "copied", "of": "branch_size", "drop": ["large"]}
    part = {
        "id": "age_band",
        "kind": "derived",
        "conditions": {
            "young": {"question": "visited", "is": "no"},
            "old": {"question": "branch_size", "is": "large"},
        },
    }
    table = pd.DataFrame({"visited": ["no", "yes"], "branch_size": ["small", "large"]}, dtype="str")
    assert shown(one(part, table, {**VISITED, "drop": ["no"]}, column)) == ["young", "?"]


def test_nested_segments_declared_and_implied() -> None:
    declared = {"id": "both", "kind": "nested", "of": ["age_band", "visited"]}
    table = divided(ANSWERS, AGE_BAND, VISITED, declared, crosstabs=[{"by": ["visited*age_band"]}])
    assert shown(table["both"]) == ["young*yes", "old*no", "?"]
    assert shown(table["visited*age_band"]) == ["yes*young", "no*old", "?"]


def test_dropped_groups_are_no_groups() -> None:
    assert shown(one({**VISITED, "drop": ["no"]}, ANSWERS)) == ["yes", "?", "yes"]


def test_where_narrows_a_segment() -> None:
    part = {**VISITED, "where": {"question": "age", "at_least": 40}}
    assert shown(one(part, ANSWERS)) == ["?", "no", "?"]


def test_a_cross_tab_narrows_on_top_of_the_segments_own_where() -> None:
    part = {**VISITED, "where": {"question": "age", "answered": True}}
    narrowed = {
        "id": "late",
        "by": ["visited", "visited*age_band"],
        "where": {"question": "age", "at_least": 40},
    }
    only_yes = {"id": "went", "by": ["visited"], "where": {"question": "visited", "is": "yes"}}
    table = divided(ANSWERS, AGE_BAND, part, crosstabs=[narrowed, only_yes])
    assert shown(table["visited@late"]) == ["?", "no", "?"]
    assert shown(table["visited*age_band@late"]) == ["?", "no*old", "?"]
    # d went but gave no age, so the segment itself leaves them out.
    assert shown(table["visited@went"]) == ["yes", "?", "?"]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ({"id": "age_band", "kind": "copied", "of": "agee"}, "'agee'.*did you mean 'age'"),
        ({**VISITED, "where": {"question": "aeg", "answered": True}}, "'aeg'.*did you mean 'age'"),
        (
            {"id": "age_band", "kind": "derived", "conditions": {"young": {"question": "later", "is": "x"}}},
            "'later'",
        ),
    ],
)
def test_an_unknown_source_is_named(part: dict[str, object], name: str) -> None:
    with pytest.raises(SvarError, match=f"P001.*{name}"):
        one(part, ANSWERS)


# Small groups -------------------------------------------------------------------------------------------

SMALL = {**AGE_BAND, "merge_small": {"under": 2, "into": "old"}}


def test_small_groups_are_counted_as_another_and_it_is_said() -> None:
    known = known_of(ANSWERS, None, VISIT)
    made = plan(frame=None, segments=[SMALL])
    table = divide(known, made, VISIT)
    assert shown(table["age_band"]) == ["old", "old", "?"]
    assert known.merged == {"age_band": {"young": "old"}}
    (found,) = known.findings
    assert found.code == "D065" and "'young' of age_band has 1 respondents, fewer than 2" in str(found)


def test_the_invited_and_narrowed_segments_follow_what_was_merged(raw: Path) -> None:
    size = {**BRANCH_SIZE, "merge_small": {"under": 2, "into": "large"}}
    went = {"id": "went", "by": ["branch_size"], "where": {"question": "visited", "is": "yes"}}
    made = plan(segments=[size], crosstabs=[went])
    people = pd.DataFrame({"respondent_id": list("abcde"), "branch": ["n", "s", "s", "lost", "n"]})
    write_frame(people, raw / "frame.csv")
    people, _ = read_people(raw, made)
    known = known_of(ANSWERS, people, VISIT)
    table = divide(known, made, VISIT)
    assert people is not None
    assert shown(table["branch_size"]) == ["large", "large", "?"]
    assert shown(table["branch_size@went"]) == ["large", "?", "?"]
    # Two of those invited use a small branch, but only one of them answered.
    assert shown(frame(people, table, made, VISIT, known)["branch_size"]) == [*["large"] * 3, "?", "large"]


def test_the_group_that_takes_the_small_ones_may_be_one_of_its_own() -> None:
    part = {**SMALL, "bands": {"young": [None, 39]}, "merge_small": {"under": 2, "into": "old"}}
    assert shown(one(part, ANSWERS)) == ["old", "?", "?"]
    made = plan(segments=[part])
    assert groups_of(made, "age_band", VISIT) == ("young", "old")


def test_a_group_of_just_enough_stays() -> None:
    assert shown(one({**AGE_BAND, "merge_small": {"under": 1, "into": "old"}}, ANSWERS)) == [
        "young",
        "old",
        "?",
    ]


# Who was invited ----------------------------------------------------------------------------------------


def test_the_frame_gets_the_segments_that_it_can_tell(raw: Path) -> None:
    parts = [
        AGE_BAND,
        BRANCH_SIZE,
        {"id": "both", "kind": "nested", "of": ["age_band", "branch_size"]},
        {"id": "twice", "kind": "nested", "of": ["branch_size", "branch_size"]},
        {
            "id": "some",
            "kind": "nested",
            "of": ["branch_size", "branch_size"],
            "where": {"question": "visited", "is": "yes"},
        },
    ]
    narrowed = [
        {"id": "city", "by": ["branch_size", "some"], "where": {"question": "county", "is": "11"}},
        {"id": "went", "by": ["branch_size"], "where": {"question": "visited", "is": "yes"}},
    ]
    made = plan(segments=parts, crosstabs=narrowed)
    people, _ = read_people(raw, made)
    assert people is not None
    invited = frame(people, segment(ANSWERS, people, made, VISIT), made, VISIT)
    assert {c for c in invited if c not in people} == {"branch_size", "twice", "branch_size@city", "answered"}
    assert shown(invited["branch_size@city"]) == ["?", "large", "large", "?"]


def test_a_condition_on_an_answer_is_not_told_by_a_segment_of_the_same_name(raw: Path) -> None:
    same_name = {"id": "visited", "kind": "merged", "of": "county", "groups": {"yes": ["11"], "no": ["03"]}}
    went = {"id": "went", "by": ["branch_size"], "where": {"question": "visited", "is": "yes"}}
    made = plan(segments=[BRANCH_SIZE, same_name], crosstabs=[went])
    people, _ = read_people(raw, made)
    assert people is not None
    invited = frame(people, segment(ANSWERS, people, made, VISIT), made, VISIT)
    assert shown(invited["visited"]) == ["no", "yes", "yes", "?"]
    assert "branch_size@went" not in invited


def test_a_column_that_only_shares_its_name_is_not_the_segment(raw: Path) -> None:
    made = plan(segments=[AGE_BAND, VISITED, {"id": "both", "kind": "nested", "of": ["age_band", "visited"]}])
    people, _ = read_people(raw, made)
    assert people is not None
    same_names = people.assign(age_band="young", visited="yes", age="50")
    invited = frame(same_names, segment(ANSWERS, people, made, VISIT), made, VISIT)
    assert "age_band" not in invited and "visited" not in invited and "both" not in invited


def test_answered_is_known_of_everybody_invited(raw: Path) -> None:
    people, _ = read_people(raw, plan())
    assert people is not None
    invited = frame(people, segment(ANSWERS, people, plan(), VISIT), plan(), VISIT)
    assert list(invited["answered"]) == ["yes", "yes", "no", "yes"]


# The register -------------------------------------------------------------------------------------------

ROWS = pd.DataFrame(
    {
        "number": ["0301", "9201", "9208", "9280"],
        "name": ["Oslo", "Nyby", "Nyby", "Utby"],
        "county": ["03", "92", "92", "92"],
        "kostra_group": None,
        "written_standard": None,
        "valid_from": [None, "2020-01-01", "2024-01-01", "2024-01-01"],
        "valid_to": [None, "2024-01-01", None, None],
        "becomes": [None, "9208 9280", None, None],
        "population_2024": ["700000", None, "21000", "3900"],
    },
    dtype="str",
)
BY_REGISTER = {
    "id": "branch_size",
    "kind": "register",
    "of": "place",
    "gives": "population",
    "bands": {"small": [0, 4999], "large": [5000, None]},
}


def test_a_segment_from_the_register() -> None:
    known = Known(
        pd.DataFrame({"place": ["0301", "9280", "9201", "x", None]}, dtype="str"),
        register=as_register(ROWS, "2024-06-01", "register.csv"),
    )
    made = plan(frame=None, segments=[BY_REGISTER])
    part = made.segment("branch_size")
    assert shown(groups(known, part, made, VISIT)) == ["large", "small", "?", "?", "?"]
    assert [(f.code, f.value) for f in known.findings] == [("D062", "9201"), ("D060", "x")]


@pytest.mark.parametrize(
    ("part", "key"), [(BY_REGISTER, "register"), ({**BY_REGISTER, "bands": None}, "bands")]
)
def test_a_register_segment_says_what_it_misses(part: dict[str, object], key: str) -> None:
    register = None if key == "register" else as_register(ROWS, "2024-06-01", "register.csv")
    known = Known(pd.DataFrame({"place": ["0301"]}), register=register)
    made = plan(frame=None, segments=[part])
    with pytest.raises(SvarError, match=f"Q002 the key '{key}' is missing"):
        groups(known, made.segment("branch_size"), made, VISIT)


# The stage, on another questionnaire --------------------------------------------------------------------

SKULE = """
id: skule
languages: [nn, en]
respondent: elev
cluster: klasse
title: {nn: Skuledagen, en: The school day}
background:
  - id: trinn
    label: {nn: Trinn, en: Stage}
    options:
      - {code: lav, label: {nn: Låge trinn, en: Lower stages}}
      - {code: hog, label: {nn: Høge trinn, en: Upper stages}}
  - id: stad
    label: {nn: Stad, en: Place}
    options:
      - {code: by, label: {nn: By, en: Town}}
      - {code: bygd, label: {nn: Bygd, en: Country}}
  - id: veg
    label: {nn: Veg, en: Way}
    options:
      - {code: gaar, label: {nn: Går, en: Walks}}
      - {code: andre, label: {nn: Andre, en: Others}}
blocks:
  - id: dag
    title: {nn: Dagen, en: The day}
    questions:
      - id: transport
        type: multiple
        text: {nn: Korleis kjem du til skulen?, en: How do you get to school?}
        options:
          - {code: fot, label: {nn: Til fots, en: On foot}}
          - {code: buss, label: {nn: Med buss, en: By bus}}
      - id: trivst
        type: single
        text: {nn: Trivst du?, en: Do you like it?}
        options:
          - {code: "ja", label: {nn: Ja, en: "Yes"}}
          - {code: "nei", label: {nn: Nei, en: "No"}}
"""
SKULE_PLAN = """
study: skule
frame:
  respondents: {file: elevar.csv, key: elev}
  clusters: {file: klassar.csv, key: klasse}
  disposition: utfall
  outcomes: {R: [vil_ikkje], NE: [flytta]}
register: {file: REGISTER, at: "2024-06-01"}
segments:
  - {id: trinn, kind: banded, of: trinn_nr, bands: {lav: [1, 4], hog: [5, 10]}}
  - id: stad
    kind: register
    of: kommune
    gives: population
    bands: {bygd: [0, 4999], by: [5000, null]}
    merge_small: {under: 2, into: by}
  - id: veg
    kind: derived
    conditions:
      gaar: {question: transport, has: fot}
      andre: {question: transport_buss, answered: true}
design: {strata: trinn, population: frame}
weights:
  - {id: etterlaga, kind: post_stratified, to: [trinn]}
crosstabs:
  - {questions: [trivst], by: ["trinn*veg"]}
  - {id: trivst, by: [stad], where: {question: trivst, is: "ja"}}
"""


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stage's output on a study with other ids and languages; everything it reads is made here."""
    (tmp_path / "skule.yaml").write_text(SKULE, encoding="utf-8")
    write_frame(ROWS, tmp_path / "register.csv")
    text = SKULE_PLAN.replace("REGISTER", str(tmp_path / "register.csv"))
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    elevar = {
        "elev": list("abcdefgh"),
        "klasse": ["k1", "k1", "k1", "k2", "k2", "k2", "k3", "k9"],
        "utfall": [None, None, "vil_ikkje", None, "flytta", None, None, None],
    }
    klassar = {"klasse": ["k1", "k2", "k3"], "trinn_nr": ["2", "7", "9"], "kommune": ["0301", "9280", "301"]}
    write_frame(pd.DataFrame(elevar), tmp_path / "raw" / "elevar.csv")
    write_frame(pd.DataFrame(klassar), tmp_path / "raw" / "klassar.csv")
    answers = pd.DataFrame(
        {
            "elev": ["a", "b", "d", "h"],
            "transport_fot": ["yes", "no", "no", None],
            "transport_buss": ["no", "yes", "yes", None],
            "trivst": ["ja", None, "nei", "ja"],
        }
    )
    status = answers.notna().replace({True: "answered", False: "unanswered"}).assign(elev=answers["elev"])
    write_frame(answers, tmp_path / "clean" / "answers.csv")
    write_frame(status, tmp_path / "clean" / "status.csv")
    paths = {"questionnaire": "skule.yaml", "plan": "plan.yaml", "raw": "raw", "clean": "clean", "out": "out"}
    params = Path(__file__).parents[2] / "params.yaml"
    options = [part for name, path in paths.items() for part in (f"--{name}", str(tmp_path / path))]
    monkeypatch.setattr(sys, "argv", ["segment", "--study", "skule", "--params", str(params), *options])
    main()
    return tmp_path / "out"


def test_the_stage_writes_one_column_a_segment_in_use(
    stage: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = read_frame(stage / "segments.csv")
    assert list(table.columns) == [
        *("elev", "klasse", "trinn", "stad", "veg", "trinn*veg", "stad@trivst", "stratum", "weight_etterlaga")
    ]
    assert shown(table["trinn*veg"]) == ["lav*gaar", "lav*andre", "hog*andre", "?"]
    # One of Utby answered, which is fewer than two, so the place counts as a town.
    assert shown(table["stad"]) == ["by", "by", "by", "?"]
    assert shown(table["stad@trivst"]) == ["by", "?", "?", "?"]
    assert shown(table["stratum"]) == ["lav", "lav", "hog", "?"]


def test_the_stage_says_what_it_could_not_place(stage: Path) -> None:
    findings = read_frame(stage / "findings.csv")
    assert set(findings["code"]) >= {"D022", "D060", "D065"}
    assert findings[["code", "where", "value"]].duplicated().sum() == 0
    unknown = findings[findings["code"] == "D060"]
    assert list(unknown["value"]) == ["301"] and "did you mean '0301'" in unknown["message"].iloc[0]


def test_the_stage_counts_outcomes_and_response(stage: Path) -> None:
    metrics = json.loads((stage / "response.json").read_text(encoding="utf-8"))
    assert {k: metrics[k] for k in ("invited", "answered", "I", "P", "R", "NC", "NE")} == {
        **{"invited": 8, "answered": 4, "I": 2, "P": 2, "R": 1, "NC": 2, "NE": 1}
    }
    invited = read_frame(stage / "frame.csv")
    assert list(invited["aapor"]) == ["I", "P", "R", "I", "NE", "NC", "NC", "P"]
    assert "veg" not in invited and "stad@trivst" not in invited
    rates = read_frame(stage / "response.csv", ["invited", "answered", "rate"]).set_index(
        ["segment", "group"]
    )
    assert tuple(rates.loc[("trinn", "lav")]) == (3, 2, pytest.approx(200 / 3))
    assert pd.isna(rates.at[("veg", "gaar"), "invited"])
    design = json.loads((stage / "design.json").read_text(encoding="utf-8"))
    assert {row["stratum"]: row["units"] for row in design["people"]} == {"": 1, "hog": 1, "lav": 2}


def test_a_list_of_those_who_answered_gives_no_response_rate(raw: Path) -> None:
    tables = {"respondents": {"file": "frame.csv", "key": "respondent_id"}, "lists": "answered"}
    answered = plan(frame=tables, segments=[VISITED], crosstabs=[{"by": ["visited"]}])
    people, _ = read_people(raw, answered)
    assert people is not None
    table = segment(ANSWERS, people, answered, VISIT)
    rates = response(table, frame(people, table, answered, VISIT), answered, VISIT)
    assert rates["rate"].isna().all()


def test_response_rates_count_everyone_invited(raw: Path) -> None:
    people, _ = read_people(raw, plan())
    assert people is not None
    table = segment(ANSWERS, people, plan(), VISIT)
    rates = response(table, frame(people, table, plan(), VISIT), plan(), VISIT).set_index(
        ["segment", "group"]
    )
    assert tuple(rates.loc[("total", "all")]) == (4, 3, 75.0)
    assert tuple(rates.loc[("branch_size", "large")]) == (2, 1, 50.0)
    # Age is known only of those who answered, so there is no rate.
    assert pd.isna(rates.at[("age_band", "old"), "rate"])
