"""The gate to quotations: only what has no flag or was rewritten, without who wrote it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey.coding.finders import Known
from survey.coding.quotes import flagged, quotes, read_cleared, read_known
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.messages import SvarError

QUESTIONNAIRE = load_questionnaire(Path(__file__).parents[1] / "surveys" / "coding.yaml")
KNOWN = Known(places=frozenset({"Gullhaug"}))
WISHES = ["More time.", "Ask Ingrid.", "More time.", "Phone 412 34 567", "=1+1\x0b"]


def rows() -> pd.DataFrame:
    ids = [f"r{i}" for i in range(len(WISHES))]
    return pd.DataFrame({"respondent_id": ids, "like_text": None, "why": None, "wish": WISHES})


def cleared(
    folder: Path, respondent: str, replacement: str, answer: str | None = None
) -> tuple[dict[tuple[str, str], str], list[str]]:
    table = flagged(rows(), QUESTIONNAIRE, KNOWN).set_index("respondent_id", drop=False)
    wrote = table.at[respondent, "answer"] if answer is None else answer
    line = {"respondent_id": respondent, "column": "wish", "answer": wrote, "replacement": replacement}
    write_frame(pd.DataFrame([line]), folder / "cleared.csv")
    found, findings = read_cleared(folder, rows(), "respondent_id", KNOWN)
    return found, [f.code for f in findings]


def test_the_list_says_what_was_found_where_and_why() -> None:
    table = flagged(rows(), QUESTIONNAIRE, KNOWN)
    assert table["respondent_id"].tolist() == ["r1", "r3"]
    assert table["marked"].tolist() == ["Ask ⟦Ingrid⟧.", "Phone ⟦412 34 567⟧"]
    assert table["kinds"].tolist() == ["name", "phone"] and table["replacement"].isna().all()


def test_only_texts_without_a_flag_may_be_quoted_and_nobody_knows_whose_they_are() -> None:
    table = quotes(rows(), QUESTIONNAIRE, {}, KNOWN)
    assert list(table.columns) == ["quote", "column", "text", "quotable", "why"]
    yes, no = table[table["quotable"] == "yes"], table[table["quotable"] == "no"]
    assert set(yes["text"]) == {"More time.", "=1+1␦"} and len(yes) == 2
    assert set(no["quote"]) == {""} and set(no["text"]) == {""} and set(no["why"]) == {"name", "phone"}
    assert "Ingrid" not in table.to_csv() and "r1" not in table.to_csv()
    shuffled = rows().sample(frac=1, random_state=3).assign(respondent_id=list("abcde"))
    assert quotes(shuffled, QUESTIONNAIRE, {}, KNOWN).equals(table)


def test_a_replacement_may_be_quoted_instead(tmp_path: Path) -> None:
    found, codes = cleared(tmp_path, "r1", "Ask [a colleague].")
    assert codes == [] and found == {("r1", "wish"): "Ask [a colleague]."}
    table = quotes(rows(), QUESTIONNAIRE, found, KNOWN)
    row = table[table["why"] == "cleared"].iloc[0]
    assert (row["text"], row["quotable"]) == ("Ask [a colleague].", "yes")
    assert "Ingrid" not in table.to_csv()


def test_somebody_who_looked_may_keep_a_word_that_was_no_name(tmp_path: Path) -> None:
    found, codes = cleared(tmp_path, "r1", "Ask Ingrid.")
    assert codes == [] and len(found) == 1


def test_a_number_may_not_be_kept(tmp_path: Path) -> None:
    assert cleared(tmp_path, "r3", "Phone 412 34 567") == ({}, ["D051"])
    assert cleared(tmp_path, "r3", "Phone four one two")[1] == []


def test_a_clearance_is_of_the_answer_that_stood_there(tmp_path: Path) -> None:
    assert cleared(tmp_path, "r1", "Ask somebody.", answer="Ask Kari.") == ({}, ["D050"])
    assert cleared(tmp_path, "r9", "Ask somebody.", answer="Ask Ingrid.") == ({}, ["D050"])
    assert cleared(tmp_path, "r1", "", answer="Ask Ingrid.") == ({}, [])


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cleared.csv").write_text("respondent_id,column,answer\nr1,wish,x\n", encoding="utf-8")
    with pytest.raises(SvarError, match="D005"):
        read_cleared(tmp_path, rows(), "respondent_id", KNOWN)
    assert read_cleared(tmp_path / "nowhere", rows(), "respondent_id", KNOWN) == ({}, [])


def test_the_study_s_own_names_are_read_from_its_tables(tmp_path: Path) -> None:
    write_frame(
        pd.DataFrame({"m": ["1"], "municipality_name": ["Gullhaug"]}), tmp_path / "municipalities.csv"
    )
    write_frame(pd.DataFrame({"respondent_id": ["1"], "full_name": ["Una Vik"]}), tmp_path / "frame.csv")
    write_frame(pd.DataFrame({"respondent_id": ["1"], "wish": ["x"]}), tmp_path / "answers.csv")
    assert read_known(tmp_path) == Known(frozenset({"Gullhaug"}), frozenset({"Una Vik"}))
