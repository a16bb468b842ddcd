"""Planted data faults: each gives its finding, nothing is lost, and clean data give none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey.frames import read_frame, write_frame
from survey.intake.csv import read_raw
from survey.load import load_questionnaire
from survey.simulate import simulate
from survey.validate import Validated, validate

VISIT = load_questionnaire(Path(__file__).parents[1] / "surveys" / "visit.yaml")
LIMITS = {"longest_text": 50}


def clean_rows() -> pd.DataFrame:
    return simulate(VISIT, 40, seed=3)[0]


def check(path: Path, invited: set[str] | None = None, coding: Path | None = None) -> Validated:
    raw = read_raw(path, VISIT.respondent)
    result = validate(
        raw,
        VISIT,
        coding=read_raw(coding, VISIT.respondent) if coding else None,
        invited=invited,
        limits=LIMITS,
    )
    summary = result.summary
    assert summary["rows_in"] == summary["accepted"] + summary["quarantined"]
    return result


def check_rows(rows: pd.DataFrame, tmp_path: Path, **more: object) -> Validated:
    write_frame(rows, tmp_path / "answers.csv")
    return check(tmp_path / "answers.csv", **more)  # type: ignore[arg-type]


def visitor(rows: pd.DataFrame) -> int:
    """The first row of somebody who visited."""
    return int(rows.index[rows["visited"] == "yes"][0])


def test_clean_data_give_no_finding(tmp_path: Path) -> None:
    result = check_rows(clean_rows(), tmp_path)
    assert result.summary["findings"] == {}
    assert result.summary["accepted"] == 40
    assert result.summary["synthetic"] is True


def planted(column: str, value: str | None, where: str = "yes") -> pd.DataFrame:
    rows = clean_rows()
    rows.loc[rows.index[rows["visited"] == where][0], column] = value
    return rows


@pytest.mark.parametrize(
    ("column", "value", "where", "code"),
    [
        ("helpful", "7", "yes", "D001"),
        ("helpful", "Agree", "no", "D001"),
        ("last_visit", "2024-01-09", "no", "D002"),
        ("age", "forty", "yes", "D009"),
        ("age", "9", "yes", "D010"),
        ("last_visit", "09.01.2024", "yes", "D011"),
        ("last_visit", "2024-02-30", "yes", "D011"),
    ],
)
def test_a_wrong_cell_is_set_aside_with_its_value(
    column: str, value: str, where: str, code: str, tmp_path: Path
) -> None:
    result = check_rows(planted(column, value, where), tmp_path)
    assert result.summary["findings"] == {code: 1}
    assert result.summary["accepted"] == 40
    kept = result.quarantine.iloc[0]
    assert (kept["code"], kept["column"], kept["value"]) == (code, column, value)
    finding = result.findings.iloc[0]
    assert finding["where"].startswith("answers.csv:") and column in finding["where"]
    assert finding["cure"]


def test_none_with_others_sets_the_whole_question_aside(tmp_path: Path) -> None:
    rows = clean_rows()
    row = visitor(rows)
    rows.loc[row, ["purpose_books", "purpose_none"]] = "yes"
    result = check_rows(rows, tmp_path)
    assert result.summary["findings"]["D003"] == 1
    respondent = rows.at[row, "respondent_id"]
    status = result.status.set_index("respondent_id").loc[respondent]
    assert set(status[["purpose_books", "purpose_people", "purpose_none"]]) == {"unanswered"}
    assert len(result.quarantine[result.quarantine["code"] == "D003"]) == 4


def test_duplicate_respondents_are_all_set_aside(tmp_path: Path) -> None:
    rows = clean_rows()
    rows.loc[5, "respondent_id"] = rows.at[4, "respondent_id"]
    result = check_rows(rows, tmp_path)
    assert result.summary["findings"] == {"D004": 2}
    assert (result.summary["accepted"], result.summary["quarantined"]) == (38, 2)


def test_a_missing_column_is_named_with_its_likely_twin(tmp_path: Path) -> None:
    result = check_rows(clean_rows().rename(columns={"helpful": "helpfull"}), tmp_path)
    assert result.summary["findings"] == {"D005": 1, "D014": 1}
    assert "did you mean 'helpfull'" in result.findings.set_index("code").at["D005", "message"]
    assert set(result.status["helpful"]) == {"unanswered"}


def test_latin1_is_read_right_and_pointed_out(tmp_path: Path) -> None:
    rows = clean_rows()
    rows.loc[0, "comment"] = "Blåbærsyltetøy"
    path = tmp_path / "answers.csv"
    path.write_bytes(rows.to_csv(index=False).encode("latin-1"))
    result = check(path)
    assert result.summary["findings"] == {"D006": 1}
    assert result.answers["comment"].iloc[0] == "Blåbærsyltetøy"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_is_understood(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    clean_rows().to_csv(path, index=False, sep=separator)
    result = check(path)
    assert result.summary["findings"] == {"D007": 1}
    assert result.summary["accepted"] == 40


@pytest.mark.parametrize("change", [lambda line: line + ",extra", lambda line: line.rsplit(",", 1)[0]])
def test_a_row_with_too_many_or_few_cells_is_set_aside_whole(change: object, tmp_path: Path) -> None:
    lines = clean_rows().to_csv(index=False).splitlines()
    lines[7] = change(lines[7])  # type: ignore[operator]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines) + "\n")
    result = check(path)
    assert result.summary["findings"] == {"D008": 1}
    assert (result.summary["accepted"], result.summary["quarantined"]) == (39, 1)
    assert result.findings.iloc[0]["where"] == "answers.csv:8"
    assert lines[7].split(",")[0] in result.quarantine["row"].iloc[0]


@pytest.mark.parametrize(
    "text", ["NA", "None", "null", "0301", "1e5", "=1+1", " spaced ", "{{7*7}}", "</w:t>"]
)
def test_open_text_stays_what_was_written(text: str, tmp_path: Path) -> None:
    rows = clean_rows()
    rows.loc[2, "comment"] = text
    result = check_rows(rows, tmp_path)
    assert result.summary["findings"] == {}
    write_frame(result.answers, tmp_path / "clean.csv")
    assert read_frame(tmp_path / "clean.csv")["comment"].iloc[2] == text
    assert result.status["comment"].iloc[2] == "answered"


def test_codes_with_leading_zeros_stay_text(tmp_path: Path) -> None:
    rows = clean_rows()
    rows["respondent_id"] = [f"{i:04d}" for i in range(300, 340)]
    result = check_rows(rows, tmp_path, invited={f"{i:04d}" for i in range(300, 340)})
    assert result.summary["findings"] == {}
    assert result.answers["respondent_id"].iloc[1] == "0301"


def test_a_control_character_is_noted_and_kept(tmp_path: Path) -> None:
    rows = clean_rows()
    rows.loc[2, "comment"] = "before\x0bafter"
    result = check_rows(rows, tmp_path)
    assert result.summary["findings"] == {"D012": 1}
    assert "U+000B" in result.findings.iloc[0]["message"]
    assert result.answers["comment"].iloc[2] == "before\x0bafter"


def test_a_very_long_text_is_noted_and_kept(tmp_path: Path) -> None:
    rows = clean_rows()
    rows.loc[2, "comment"] = "x" * 51
    result = check_rows(rows, tmp_path)
    assert result.summary["findings"] == {"D019": 1}
    assert len(result.answers["comment"].iloc[2]) == 51


def test_somebody_outside_the_frame_is_set_aside(tmp_path: Path) -> None:
    rows = clean_rows()
    invited = set(rows["respondent_id"]) - {rows.at[0, "respondent_id"]}
    result = check_rows(rows, tmp_path, invited=invited)
    assert result.summary["findings"] == {"D016": 1}
    assert result.summary["quarantined"] == 1


def test_a_row_without_respondent_is_set_aside(tmp_path: Path) -> None:
    rows = clean_rows()
    rows.loc[0, "respondent_id"] = None
    assert check_rows(rows, tmp_path).summary["findings"] == {"D015": 1}


def test_the_three_kinds_of_missing_are_kept_apart(tmp_path: Path) -> None:
    rows = clean_rows()
    stayed = int(rows.index[rows["visited"] == "no"][0])
    rows.loc[visitor(rows), ["age", "helpful"]] = [None, "9"]
    result = check_rows(rows, tmp_path)
    status = result.status.set_index("respondent_id")
    visited = rows.at[visitor(rows), "respondent_id"]
    assert status.at[visited, "age"] == "unanswered"
    assert status.at[visited, "helpful"] == "declared"
    assert status.at[rows.at[stayed, "respondent_id"], "last_visit"] == "not_asked"


def test_a_required_answer_that_is_missing_is_noted_once_a_question(tmp_path: Path) -> None:
    rows = clean_rows()
    rows.loc[3, ["helpful", "quiet"]] = None
    assert check_rows(rows, tmp_path).summary["findings"] == {"D013": 1}


def test_a_tick_at_an_option_that_was_not_offered_is_set_aside(tmp_path: Path) -> None:
    rows = clean_rows()
    row = int(rows.index[(rows["visited"] == "yes") & (rows["purpose_people"] == "no")][0])
    rows.loc[row, ["met_books", "met_people", "met_other"]] = ["no", "yes", "no"]
    result = check_rows(rows, tmp_path)
    assert result.summary["findings"] == {"D018": 1}
    respondent = rows.at[row, "respondent_id"]
    assert result.answers.set_index("respondent_id").at[respondent, "met_people"] == "no"


def test_boxes_left_empty_beside_a_tick_count_as_not_ticked(tmp_path: Path) -> None:
    rows = clean_rows()
    row = visitor(rows)
    boxes = ["purpose_books", "purpose_people", "purpose_other", "purpose_none"]
    rows.loc[row, boxes] = ["yes", None, None, None]
    rows.loc[row, ["met_books", "met_people", "met_other", "purpose_other_text"]] = ["yes", "no", "no", None]
    result = check_rows(rows, tmp_path)
    assert result.summary["findings"] == {"D020": 1}
    answers = result.answers.set_index("respondent_id").loc[rows.at[row, "respondent_id"]]
    assert list(answers[boxes]) == ["yes", "no", "no", "no"]


def test_a_routing_fault_early_hides_what_depended_on_it(tmp_path: Path) -> None:
    rows = clean_rows()
    row = visitor(rows)
    rows.loc[row, "visited"] = "maybe"
    result = check_rows(rows, tmp_path)
    found = result.summary["findings"]
    assert found["D001"] == 1 and found["D002"] >= 1
    assert (
        result.status.set_index("respondent_id").at[rows.at[row, "respondent_id"], "purpose_books"]
        == "not_asked"
    )


def test_a_file_without_the_key_column_is_refused(tmp_path: Path) -> None:
    from survey.messages import SvarError

    path = tmp_path / "answers.csv"
    path.write_text("id,visited\n1,yes\n")
    with pytest.raises(SvarError, match="D017"):
        read_raw(path, "respondent_id")
