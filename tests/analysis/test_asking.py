"""Asking for one cross-tab: the numbers against counts by hand, what is refused, and how it is told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from asking_project import STUDY, make

from analysis import crosstab
from analysis.asking.answer import FRAME_COLUMNS, Answer
from analysis.asking.study import project
from analysis.results import TOTAL
from survey.frames import read_frame
from survey.messages import SvarError


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def people(root: Path) -> pd.DataFrame:
    """The clean answers, with the age band by hand."""
    answers = read_frame(root / "data/validate" / STUDY / "answers.csv")
    age = pd.to_numeric(answers["age"])
    answers["band"] = np.select([age <= 39, age >= 40], ["young", "old"], "")
    return answers


def asked(root: Path, rows: Any = "service", by: Any = "age_band", **more: Any) -> Answer:
    return crosstab(STUDY, rows, by, root=root, **{"internal": True, **more})


def number(asked_for: Answer, **where: str) -> float:
    rows = asked_for.frame
    for column, value in {"answer": "", **where}.items():
        rows = rows[rows[column].fillna("") == value]
    assert len(rows) == 1, (where, len(rows))
    return float(rows["estimate"].iloc[0])


def test_nested_and_narrowed_numbers_are_those_counted_by_hand(root: Path, people: pd.DataFrame) -> None:
    answer = asked(root, "helpful", ["age_band*went", "age"], where="quiet: 4, 5", measure="top_box")
    inside = people[people["quiet"].isin(["4", "5"])]
    for band in ("young", "old"):
        for went in ("yes", "no"):
            rows = inside[(inside["band"] == band) & (inside["visited"] == went)]
            given = rows["helpful"].isin(["4", "5"]).sum()
            base = rows["helpful"].isin(list("12345")).sum()
            group = {"segment": "age_band*went", "group": f"{band}*{went}"}
            assert number(answer, measure="base", **group) == base
            assert number(answer, measure="top", **group) == pytest.approx(100 * given / base)
    everybody = inside["helpful"].isin(list("12345")).sum()
    assert number(answer, measure="base", segment=TOTAL, group="all") == everybody


def test_without_a_condition_the_total_is_everybody(root: Path, people: pd.DataFrame) -> None:
    answer = asked(root, "helpful", measure=["mean", "share"])
    given = people["helpful"][people["helpful"].isin(list("12345"))].astype(float)
    assert number(answer, measure="base", segment=TOTAL, group="all") == len(given)
    assert number(answer, measure="mean", segment=TOTAL, group="all") == pytest.approx(given.mean())
    share = number(answer, measure="share", segment=TOTAL, group="all", answer="5")
    assert share == pytest.approx(100 * (given == 5).mean())


def test_the_frame_is_tidy_and_the_table_wide(root: Path) -> None:
    answer = asked(root, ["helpful", "visited"], ["age", "went"])  # visited is not crossed with went
    assert list(answer.frame.columns) == FRAME_COLUMNS
    key = ["item", "segment", "group", "measure", "answer"]
    assert not answer.frame.duplicated(key).any()
    wide = answer.table()
    assert [c for c in dict.fromkeys(s for s, _ in wide.columns)] == [TOTAL, "age_band", "went"]
    assert list(wide.columns)[:3] == [(TOTAL, "all"), ("age_band", "young"), ("age_band", "old")]
    assert wide.loc[("helpful", "mean", ""), (TOTAL, "all")] == number(
        answer, item="helpful", measure="mean", segment=TOTAL, group="all"
    )


def test_usual_measures_are_shares_and_means_and_no_number_of_ticks(root: Path) -> None:
    answer = asked(root, ["purpose", "age", "helpful"], "went")
    assert set(zip(answer.frame["item"], answer.frame["measure"], strict=True)) >= {
        ("purpose_books", "share"),
        ("age", "mean"),
        ("helpful", "share"),
        ("helpful", "mean"),
    }
    assert "purpose" not in set(answer.frame["item"])
    assert set(asked(root, "purpose", measure="mean").frame["item"]) == {"purpose"}


def test_letters_are_of_the_measure_that_is_shown(root: Path, people: pd.DataFrame) -> None:
    """The clear difference in boxes is told by A over B whichever way it was asked for."""
    answer = asked(root, "quiet", measure=["top", "mean"])
    tops = {g: number(answer, segment="age_band", group=g, measure="top") for g in ("young", "old")}
    assert tops["old"] - tops["young"] > 30
    rows = answer.frame.set_index(["segment", "group", "measure"])
    assert rows.loc[("age_band", "old", "top"), "above"] == "A"
    assert rows.loc[("age_band", "old", "mean"), "above"] == "A"
    assert rows.loc[("age_band", "young", "top"), "above"] == ""
    assert list(rows.loc["age_band"]["letter"].drop_duplicates()) == ["A", "B"]


def test_tests_are_adjusted_for_what_was_asked_and_nothing_else(root: Path) -> None:
    alone = asked(root, "helpful").tests.iloc[0]
    both = asked(root, ["helpful", "quiet"]).tests
    assert alone["p_adjusted"] == alone["p_value"] == both["p_value"].iloc[0]
    assert both["p_adjusted"].sum() > both["p_value"].sum()


def test_an_items_rank_is_among_its_whole_question(root: Path) -> None:
    alone = asked(root, "helpful", measure="rank")
    both = asked(root, "service", measure="rank")
    where = {"item": "helpful", "measure": "rank", "segment": "age_band", "group": "old"}
    assert number(alone, **where) == number(both, **where)
    assert set(alone.frame["item"]) == {"helpful"}


def test_conditions_may_be_data(root: Path) -> None:
    text = asked(root, "helpful", where="visited: yes")
    data = asked(root, "helpful", where={"question": "visited", "is": "yes"})
    pd.testing.assert_frame_equal(text.frame, data.frame)
    assert text.crosstab == data.crosstab


def test_names_that_were_completed_are_told(root: Path) -> None:
    told = [filling for code, filling in asked(root, "helpf", "age").cautions if code == "read_as"]
    assert told == [{"asked": "helpf", "meant": "helpful"}, {"asked": "age", "meant": "age_band"}]


def test_synthetic_data_say_so(root: Path) -> None:
    assert ("synthetic", {}) in asked(root).cautions


def test_a_segment_is_not_crossed_with_its_own_answers(root: Path) -> None:
    answer = asked(root, ["age", "helpful"])
    assert ("not_crossed", {"item": "age", "segment": "age_band"}) in answer.cautions
    with pytest.raises(SvarError, match="S097 'age_band' is made of age"):
        asked(root, "age")


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        ({"rows": "helpfull"}, "S095", "did you mean 'helpful'?"),
        ({"by": "age_bnad"}, "P003", "did you mean 'age_band'?"),
        ({"by": "age_band*wnet"}, "P003", "did you mean 'went'?"),
        ({"measure": "tpo"}, "S093", "did you mean 'top'?"),
        ({"rows": "visited", "measure": "top"}, "S094", "share"),
        ({"weights": "rake"}, "P015", "'rake'"),
        ({"where": "visited: perhaps"}, "Q007", "yes, no"),
    ],
)
def test_what_is_not_clear_is_refused(root: Path, more: dict[str, Any], code: str, told: str) -> None:
    with pytest.raises(SvarError) as refused:
        asked(root, **more)
    assert refused.value.findings[0].code == code
    assert told in str(refused.value)


def test_an_unknown_study_and_missing_stages_say_what_to_do(root: Path, tmp_path: Path) -> None:
    with pytest.raises(SvarError, match=r"S011 .*did you mean 'library'"):
        crosstab("librray", "all", "age_band", root=root)
    made = make_without_data(root, tmp_path)
    with pytest.raises(SvarError, match=r"S090 .*dvc repro validate@library"):
        crosstab(STUDY, "all", "age_band", root=made)


def make_without_data(root: Path, target: Path) -> Path:
    """The same project before any stage has run."""
    for name in ("params.yaml", "plan.yaml"):
        (target / name).write_text((root / name).read_text(encoding="utf-8"), encoding="utf-8")
    folder = target / "questionnaires" / STUDY
    folder.mkdir(parents=True)
    source = root / "questionnaires" / STUDY / "survey.yaml"
    (folder / "survey.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return target


def test_the_project_is_found_from_a_folder_below_it(root: Path) -> None:
    below = root / "data" / "validate"
    assert project(below) == root
    assert project(Path("/")) == Path("/")
