"""Segments: bands, merges, joins; nobody is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.plan import Plan, SegmentPlan
from analysis.segment import frame, groups, read_people, response, segment
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.messages import SvarError

VISIT = load_questionnaire(Path(__file__).parents[1] / "surveys" / "visit.yaml")


def plan(**more: object) -> Plan:
    segments = [
        {"id": "age_band", "kind": "banded", "of": "age", "bands": {"young": [None, 39], "old": [40, None]}},
        {
            "id": "branch_size",
            "kind": "banded",
            "of": "loans",
            "bands": {"small": [0, 999], "large": [1000, None]},
        },
        {"id": "visited", "kind": "copied", "of": "visited"},
    ]
    tables = {
        "respondents": {"file": "frame.csv", "key": "respondent_id"},
        "clusters": {"file": "branches.csv", "key": "branch"},
    }
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


def test_bands_join_and_copies(raw: Path) -> None:
    people, findings = read_people(raw, plan())
    assert [f.code for f in findings] == ["D022"]
    table = segment(ANSWERS, people, plan(), VISIT)
    assert list(table["age_band"].fillna("?")) == ["young", "old", "?"]
    assert list(table["branch_size"].fillna("?")) == ["small", "large", "?"]
    assert list(table["visited"]) == ["yes", "no", "yes"]
    assert list(table["branch"]) == ["n", "s", "lost"]


def test_response_rates_count_everyone_invited(raw: Path) -> None:
    people, _ = read_people(raw, plan())
    assert people is not None
    table = segment(ANSWERS, people, plan(), VISIT)
    invited = frame(people, table, plan(), VISIT)
    assert list(invited["answered"]) == ["yes", "yes", "no", "yes"]
    rates = response(table, invited, plan(), VISIT).set_index(["segment", "group"])
    assert tuple(rates.loc[("total", "all")]) == (4, 3, 75.0)
    assert tuple(rates.loc[("branch_size", "large")]) == (2, 1, 50.0)
    # Age is known only of those who answered, so there is no rate.
    assert pd.isna(rates.at[("age_band", "old"), "rate"])


def test_a_list_of_those_who_answered_gives_no_response_rate(raw: Path) -> None:
    tables = {"respondents": {"file": "frame.csv", "key": "respondent_id"}, "lists": "answered"}
    answered = plan(frame=tables, segments=[{"id": "visited", "kind": "copied", "of": "visited"}])
    people, _ = read_people(raw, answered)
    assert people is not None
    table = segment(ANSWERS, people, answered, VISIT)
    rates = response(table, frame(people, table, answered, VISIT), answered, VISIT)
    assert rates["rate"].isna().all()


def test_merged_codes_and_codes_in_no_group() -> None:
    part = SegmentPlan.model_validate(
        {"id": "age_band", "kind": "merged", "of": "x", "groups": {"young": ["1", 2], "old": ["3"]}}
    )
    table = pd.DataFrame({"x": ["1", "2", "3", "4", None]}, dtype="str")
    assert list(groups(plan(segments=[part]), part, table, VISIT).fillna("?")) == [
        "young",
        "young",
        "old",
        "?",
        "?",
    ]


def test_an_unknown_source_is_named() -> None:
    part = SegmentPlan.model_validate({"id": "age_band", "kind": "copied", "of": "agee"})
    with pytest.raises(SvarError, match=r"P001.*did you mean 'age'"):
        groups(plan(segments=[part]), part, ANSWERS, VISIT)
