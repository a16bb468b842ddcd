"""Coders' way through: sheet, coding, agreement, decisions, and the clean answers with their categories."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from survey.coding import command
from survey.coding.agreement import Settings
from survey.coding.alpha import Bootstrap
from survey.coding.codebook import load_codebook
from survey.coding.delivered import Delivered, delivered
from survey.coding.sheet import Order, coding_sheet
from survey.coding.workbook import LARGEST_CELL, csv_text, same_text, write_tables
from survey.frames import read_frame, write_frame
from survey.intake.csv import read_raw
from survey.load import load_questionnaire
from survey.messages import SvarError
from survey.validate import Validated, validate
from survey.validate import main as validate_main

ROOT = Path(__file__).parents[2]
PATH = ROOT / "tests" / "surveys" / "coding.yaml"
QUESTIONNAIRE = load_questionnaire(PATH)
SETTINGS = Settings(Bootstrap(200))
WHY = ["No time", "=1+1", "Too far\x0baway", "@home", "-", "People", "x" * 40_000, "+47"]


def answers() -> pd.DataFrame:
    """Eight who did not like it and say why, two with other open answers, one who says nothing."""
    rows = [
        {"respondent_id": f"r{i}", "like": "no", "why": why, "wish": f"wish {i}" if i < 4 else None}
        for i, why in enumerate(WHY)
    ]
    rows += [
        {"respondent_id": "r8", "like": "other", "like_text": "So so"},
        {"respondent_id": "r9", "like": "yes"},
    ]
    columns = ["respondent_id", "submitted", "language", "like", "like_text", "why", "wish", "data_origin"]
    return pd.DataFrame(rows, columns=columns).assign(language="en", data_origin="SYNTHETIC")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    write_frame(answers(), tmp_path / "raw" / "answers.csv")
    return tmp_path / "raw"


def sheet(tmp_path: Path, coder: str = "anna", seed: int = 1) -> tuple[pd.DataFrame, Path]:
    book = load_codebook(tmp_path / "none.yaml", QUESTIONNAIRE)
    sheets = coding_sheet(answers(), QUESTIONNAIRE, book, order=Order(coder, seed), language="en")
    xlsx, plain = write_tables(tmp_path / "out", f"coding_{coder}", sheets)
    return read_frame(plain), xlsx


def coded(raw: Path, coder: str, codes: dict[str, str], column: str = "code") -> None:
    """«why_code:r1» → code, as a coder's file."""
    rows = [
        {"variable": k.split(":")[0], "respondent_id": k.split(":")[1], column: v} for k, v in codes.items()
    ]
    name = coder if column == "adjudicated" else f"coding_{coder}"
    write_frame(pd.DataFrame(rows), raw / f"{name}.csv")


def why(*codes: str) -> dict[str, str]:
    return {f"why_code:r{i}": code for i, code in enumerate(codes) if code}


def settle(raw: Path) -> Delivered:
    return delivered(raw, read_raw(raw / "answers.csv", "respondent_id").rows, QUESTIONNAIRE, SETTINGS)


def checked(raw: Path) -> Validated:
    read = read_raw(raw / "answers.csv", "respondent_id")
    coding = settle(raw)
    read.findings += coding.findings
    return validate(read, QUESTIONNAIRE, coding=coding.coding, invited=None, limits={"longest_text": 90_000})


def test_the_sheet_has_the_answers_in_an_order_of_the_coders_own_and_nothing_else(tmp_path: Path) -> None:
    table, _ = sheet(tmp_path)
    assert list(table.columns) == ["respondent_id", "variable", "answer", "code", "remark"]
    assert table["variable"].tolist() == ["like_code"] + ["why_code"] * 8 + ["wish_code"] * 4
    assert set(table["respondent_id"][1:9]) == {f"r{i}" for i in range(8)}
    again, _ = sheet(tmp_path)
    other, _ = sheet(tmp_path, "berit")
    third, _ = sheet(tmp_path, seed=2)
    orders = [frame["respondent_id"].tolist() for frame in (table, again, other, third)]
    assert orders[0] == orders[1] and len({tuple(order) for order in orders}) == 3
    assert orders[0] != sorted(orders[0])


def test_the_workbook_is_safe_and_has_a_list_of_codes_for_each_question(tmp_path: Path) -> None:
    _, path = sheet(tmp_path)
    book = load_workbook(path)
    page = book.worksheets[0]
    cells = {str(row[0].value): row[2] for row in page.iter_rows(min_row=2, max_row=10)}
    assert {cell.data_type for cell in cells.values()} == {"s"}
    assert cells["r1"].value == "=1+1" and cells["r1"].quotePrefix
    assert cells["r2"].value == "Too far␦away"
    assert "40000 characters, cut here" in cells["r6"].value and len(cells["r6"].value) < 32_767
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert {area: rule.formula1 for area, rule in rules.items()} == {
        "D2": "'codebook'!$B$2:$B$3",
        "D3:D10": "'codebook'!$B$4:$B$6",
        "D11:D14": "'codebook'!$B$7:$B$9",
    }
    assert [rules[area].showErrorMessage for area in ("D3:D10", "D11:D14")] == [True, False]
    codes = [book.worksheets[1].cell(row, 2).value for row in range(4, 7)]
    assert codes == ["time", "place", "people"]
    assert path.read_bytes() == sheet(tmp_path)[1].read_bytes()


@pytest.mark.parametrize(
    "text", ["=1+1", "+47", "-", "@home", "\tx", "a\rb", "a\x00b", "\u202eabc", "x" * 50_000, "'quoted"]
)
def test_a_text_is_recognised_when_it_comes_back(text: str) -> None:
    assert same_text(csv_text(text), text)
    assert csv_text(text)[0] not in "=+-@\t\r" and "\x00" not in csv_text(text)
    assert len(csv_text(text)) < LARGEST_CELL + 100
    assert not same_text(csv_text("Something else"), text)


def test_what_the_coders_agree_on_is_the_coding(raw: Path) -> None:
    codes = why("time", "place", "place", "people", "time", "people", "place", "time")
    coded(raw, "anna", codes)
    coded(raw, "berit", codes | {"why_code:r7": "people"})
    found = settle(raw)
    report = found.report["questions"]["why_code"]
    assert (report["units"], report["settled"], report["verdict"]) == (8, 7, "reliable")
    assert report["agreement"] == 7 / 8 and report["low"] < report["alpha"] < 1
    assert report["codes"]["place"]["alpha"] == 1 and report["codes"]["time"]["alpha"] < 1
    assert [f.code for f in found.findings if f.code != "D042"] == ["D043"]
    result = checked(raw)
    clean = result.answers.set_index("respondent_id")["why_code"]
    assert clean.loc[["r0", "r1", "r7"]].tolist()[:2] == ["time", "place"] and pd.isna(clean["r7"])
    assert result.status.set_index("respondent_id")["why_code"]["r7"] == "unanswered"
    assert result.summary["findings"]["D043"] == 1


def test_disagreements_are_listed_and_a_decision_settles_them(raw: Path) -> None:
    coded(raw, "anna", why("time", "place", "place"))
    coded(raw, "berit", why("time", "people", "place"))
    listed = settle(raw).disagreements
    assert listed[["respondent_id", "coder_anna", "coder_berit"]].values.tolist() == [
        ["r1", "place", "people"]
    ]
    # The list itself, filled in, is the file of decisions.
    write_tables_of(listed.assign(adjudicated="people"), raw)
    found = settle(raw)
    assert [f.code for f in found.findings if f.code != "D042"] == []
    assert checked(raw).answers.set_index("respondent_id")["why_code"]["r1"] == "people"
    assert found.report["questions"]["why_code"]["alpha"] < 1
    assert found.disagreements["adjudicated"].tolist() == ["people"]


def write_tables_of(frame: pd.DataFrame, raw: Path) -> None:
    from survey.coding.workbook import guarded

    write_frame(guarded(frame), raw / "adjudicated.csv")


def test_a_decision_against_agreeing_coders_counts_and_is_pointed_out(raw: Path) -> None:
    coded(raw, "anna", why("time"))
    coded(raw, "berit", why("time"))
    coded(raw, "adjudicated", why("place"), "adjudicated")
    found = settle(raw)
    assert [f.code for f in found.findings if f.code != "D042"] == ["D047"]
    assert found.coding is not None and found.coding.rows["why_code"].tolist() == ["place"]


def test_one_coder_is_not_enough_unless_the_study_says_so(raw: Path) -> None:
    coded(raw, "anna", why("time"))
    found = settle(raw)
    assert found.coding is not None and found.coding.rows.empty
    assert [f.code for f in found.findings if f.code == "D043"] == ["D043"]
    rows = read_raw(raw / "answers.csv", "respondent_id").rows
    alone = delivered(raw, rows, QUESTIONNAIRE, Settings.of({"least_coders": 1, "resamples": 10}))
    assert alone.coding is not None and alone.coding.rows["why_code"].tolist() == ["time"]
    assert alone.report["questions"]["why_code"]["note"] == "no_pairs"


def test_several_codes_become_ticks(raw: Path) -> None:
    coded(
        raw,
        "anna",
        {"wish_code:r0": "more_time; better_rooms", "wish_code:r1": "other", "wish_code:r2": "other"},
    )
    coded(
        raw,
        "berit",
        {
            "wish_code:r0": "better_rooms;more_time",
            "wish_code:r1": "other;more_time",
            "wish_code:r2": "other",
        },
    )
    found = settle(raw)
    assert found.report["questions"]["wish_code"]["metric"] == "set"
    answers_ = checked(raw).answers.set_index("respondent_id")
    names = ["wish_code_more_time", "wish_code_better_rooms", "wish_code_other"]
    assert answers_.loc["r0", names].tolist() == ["yes", "yes", "no"]
    assert answers_.loc["r1", names].isna().all() and answers_.loc["r2", names].tolist() == [
        "no",
        "no",
        "yes",
    ]


def test_a_finished_file_may_list_several_codes_or_have_the_ticks(raw: Path) -> None:
    names = ["wish_code_more_time", "wish_code_better_rooms", "wish_code_other"]
    listed = pd.DataFrame({"respondent_id": ["r0", "r1"], "wish_code": ["more_time;other", "elsewhere"]})
    write_frame(listed, raw / "coding.csv")
    result = checked(raw)
    assert result.answers.set_index("respondent_id").loc["r0", names].tolist() == ["yes", "no", "yes"]
    assert result.summary["findings"] == {"D012": 1, "D040": 1}
    ticks = pd.DataFrame({"respondent_id": ["r0"], names[0]: ["yes"], names[1]: ["no"], names[2]: ["yes"]})
    write_frame(ticks, raw / "coding.csv")
    again = checked(raw).answers.set_index("respondent_id")
    assert again.loc["r0", names].tolist() == ["yes", "no", "yes"] and again.loc["r1", names].isna().all()


def test_a_finished_file_counts_before_the_coders(raw: Path) -> None:
    write_frame(pd.DataFrame({"respondent_id": ["r0"], "why_code": ["people"]}), raw / "coding.csv")
    coded(raw, "anna", why("time"))
    coded(raw, "berit", why("time"))
    found = settle(raw)
    assert [f.code for f in found.findings if f.code != "D042"] == ["D048"]
    assert checked(raw).answers.set_index("respondent_id")["why_code"]["r0"] == "people"
    assert found.report["questions"]["why_code"]["units"] == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"respondent_id": "r0", "code": "tmie"}, "D040"),
        ({"respondent_id": "r0", "code": "time;place"}, "D046"),
        ({"respondent_id": "r9", "code": "time"}, "D041"),
        ({"respondent_id": "nobody", "code": "time"}, "D041"),
        ({"respondent_id": "r0", "code": "time", "variable": "why"}, "D041"),
        ({"respondent_id": None, "code": "time"}, "D015"),
        ({"respondent_id": "r0", "code": "time", "answer": "Too far away"}, "D044"),
    ],
)
def test_a_row_that_cannot_be_used_is_found_and_left_out(row: dict[str, str], code: str, raw: Path) -> None:
    whole = {"variable": "why_code", "answer": WHY[0], **row}
    write_frame(pd.DataFrame([whole]), raw / "coding_anna.csv")
    coded(raw, "berit", why("time"))
    found = settle(raw)
    assert [f.code for f in found.findings if f.code not in ("D042", "D043")] == [code]
    assert found.coding is not None and found.coding.rows.empty
    assert found.findings[0].cure


def test_a_respondent_twice_in_a_coders_file_is_left_out(raw: Path) -> None:
    rows = [{"respondent_id": "r0", "variable": "why_code", "code": code} for code in ("time", "place")]
    write_frame(pd.DataFrame(rows), raw / "coding_anna.csv")
    assert [f.code for f in settle(raw).findings if f.code != "D042"] == ["D021", "D021"]


def test_rows_left_open_are_counted_for_each_coder(raw: Path) -> None:
    coded(raw, "anna", why("time", "place"))
    coded(raw, "berit", why("time", "place"))
    messages = [f.message for f in settle(raw).findings if f.code == "D042" and f.value == "why_code"]
    assert len(messages) == 2 and messages[0].startswith("6 of 8 answers have no usable code")
    assert "r2, r3, r4, r5, r6 …" in messages[0]


def test_a_filled_in_workbook_is_read(raw: Path, tmp_path: Path) -> None:
    for coder in ("anna", "berit"):
        _, path = sheet(tmp_path, coder)
        book = load_workbook(path)
        for row in book.worksheets[0].iter_rows(min_row=2):
            codes = {"like_code": "partly", "why_code": "place", "wish_code": "other"}
            row[3].value = codes[str(row[1].value)]
        book.save(raw / path.name)
    found = settle(raw)
    assert found.findings == []
    assert found.report["questions"]["why_code"]["settled"] == 8
    assert found.report["questions"]["why_code"]["note"] == "no_variation"
    clean = checked(raw).answers.set_index("respondent_id")
    assert clean["like_code"]["r8"] == "partly" and clean["wish_code_other"]["r3"] == "yes"


def test_two_files_of_one_coder_are_refused(raw: Path) -> None:
    coded(raw, "anna", why("time"))
    (raw / "coding_anna.xlsx").write_bytes(b"")
    with pytest.raises(SvarError, match="D045"):
        settle(raw)
    (raw / "coding_anna.csv").unlink()
    with pytest.raises(SvarError, match="S045"):
        settle(raw)


def test_the_stage_writes_how_the_coders_agree(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coded(raw, "anna", why("time", "place", "place"))
    coded(raw, "berit", why("time", "people", "place"))
    run_stage(raw, tmp_path / "clean", monkeypatch)
    report = json.loads((tmp_path / "clean" / "coding.json").read_text(encoding="utf-8"))
    assert report["source"] == "coders" and report["coders"] == ["anna", "berit"]
    assert report["questions"]["why_code"]["pairs"] == 3
    listed = read_frame(tmp_path / "clean" / "coding_disagreements.csv")
    assert listed["answer"].tolist() == ["'=1+1"]
    first = {path.name: path.read_bytes() for path in (tmp_path / "clean").iterdir()}
    run_stage(raw, tmp_path / "clean", monkeypatch)
    assert {path.name: path.read_bytes() for path in (tmp_path / "clean").iterdir()} == first


def run_stage(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [
        "validate",
        "--questionnaire",
        PATH,
        "--raw",
        raw,
        "--out",
        out,
        "--params",
        ROOT / "params.yaml",
    ]
    monkeypatch.setattr(sys, "argv", [str(part) for part in parts])
    validate_main()


@pytest.fixture
def study(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options of `svar code` for a study that has been validated."""
    run_stage(raw, tmp_path / "clean", monkeypatch)
    params = tmp_path / "params.yaml"
    params.write_text(f"studies:\n  tiny:\n    questionnaire: {PATH}\n    language: nb\n", encoding="utf-8")
    options = {"params": params, "raw": raw, "clean": tmp_path / "clean", "out": tmp_path / "out"}
    return [part for name, value in options.items() for part in (f"--{name}", str(value))]


def svar_code(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["svar code", *arguments])
    command.main()


def test_the_command_goes_all_the_way(
    study: list[str],
    raw: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    svar_code("sheet", "tiny", "--coder", "anna", *study, monkeypatch=monkeypatch)
    book = load_workbook(tmp_path / "out" / "coding_anna.xlsx")
    assert [page.title for page in book.worksheets] == ["coding", "codebook"]
    assert book.worksheets[1].cell(4, 3).value == "Tid"
    coded(raw, "anna", why("time", "place", "place"))
    coded(raw, "berit", why("time", "people", "place"))
    svar_code("check", "tiny", *study, monkeypatch=monkeypatch)
    said = capsys.readouterr().out
    # 1 − (2/6) / (22/30)
    line = next(line for line in said.splitlines() if line.startswith("why_code"))
    assert line.split()[1:4] == ["8", "3", "0.545"] and line.endswith("unreliable") and "D042" in said
    assert read_frame(tmp_path / "out" / "disagreements.csv")["respondent_id"].tolist() == ["r1"]
    page = load_workbook(tmp_path / "out" / "disagreements.xlsx").worksheets[0]
    assert page.data_validations.dataValidation[0].formula1 == "'codes'!$B$4:$B$6"
    svar_code("flags", "tiny", *study, monkeypatch=monkeypatch)
    assert (tmp_path / "out" / "flags.xlsx").is_file()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["sheet", "tinny", "--coder", "anna"], "S011"),
        (["sheet", "tiny", "--coder", "../anna"], "S048"),
        (["check", "tiny"], "S049"),
    ],
)
def test_what_cannot_be_done_is_refused(
    arguments: list[str], code: str, study: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SvarError, match=code):
        svar_code(*arguments, *study, monkeypatch=monkeypatch)


def test_a_study_that_was_not_validated_or_sorts_nothing_is_refused(
    study: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SvarError, match="S046"):
        svar_code("flags", "tiny", *study, "--clean", str(tmp_path / "nowhere"), monkeypatch=monkeypatch)
    visit = ROOT / "tests" / "surveys" / "visit.yaml"
    (tmp_path / "params.yaml").write_text(
        f"studies:\n  tiny:\n    questionnaire: {visit}\n", encoding="utf-8"
    )
    with pytest.raises(SvarError, match="S047"):
        svar_code("sheet", "tiny", "--coder", "anna", *study, monkeypatch=monkeypatch)
