"""Stage export: a package's table becomes raw files; what has no place is named and stops it."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from survey.export import as_text, export_tables, load_export, main, read_table, without_code
from survey.frames import read_frame
from survey.load import load_questionnaire
from survey.messages import SvarError

QUESTIONNAIRE = """
id: fruit
title: {en: Fruit}
languages: [en]
blocks:
  - id: eating
    title: {en: Eating}
    questions:
      - id: favourite
        type: single
        text: {en: Which fruit do you like best?}
        options:
          - {code: apple, label: {en: Apple}}
          - {code: pear, label: {en: Pear}}
          - {code: unsure, label: {en: Not sure}, missing: true}
      - {id: pieces, type: number, text: {en: How many a day?}}
      - {id: why, type: text, text: {en: Why?}}
"""
EXPORT = """
citation: Nobody, 2024
package: {module: fruitshop, reader: load, table: data}
respondents: {prefix: p, digits: 3}
language: en
data_origin: Fruit 2024
answers:
  favourite: {from: FAV, codes: {1: apple, 2: pear, 8: unsure}, missing: [9]}
  pieces: {from: PIECES}
frame:
  town: {from: TOWN}
"""
TABLE = pd.DataFrame({"FAV": [1.0, 2.0, 8.0, 9.0, None], "PIECES": [0.5, 2, 3, 0, 1], "TOWN": list("abcde")})


class Shop:
    """What the package's reader returns."""

    data = TABLE


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> None:
    module = type(sys)("fruitshop")
    module.load = Shop
    monkeypatch.setitem(sys.modules, "fruitshop", module)


def write(folder: Path, export: str = EXPORT) -> tuple[Path, Path]:
    (folder / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (folder / "export.yaml").write_text(export, encoding="utf-8")
    return folder / "questionnaire.yaml", folder / "export.yaml"


def tables(folder: Path, export: str = EXPORT) -> tuple[pd.DataFrame, pd.DataFrame]:
    questionnaire_file, export_file = write(folder, export)
    questionnaire = load_questionnaire(questionnaire_file)
    plan, document = load_export(export_file, questionnaire)
    return export_tables(plan, read_table(plan.package, document), questionnaire, document)


def refused(folder: Path, export: str) -> list[str]:
    with pytest.raises(SvarError) as caught:
        tables(folder, export)
    return [f"{f.where.rpartition('/')[2]} {f.code} {f.message}" for f in caught.value.findings]


@pytest.mark.usefixtures("shop")
def test_values_become_codes_and_declared_missing_values_empty_cells(tmp_path: Path) -> None:
    answers, frame = tables(tmp_path)
    assert list(answers.columns) == [
        "respondent_id", "submitted", "language", "favourite", "pieces", "why", "data_origin",
    ]  # fmt: skip
    assert answers["favourite"].fillna("").tolist() == ["apple", "pear", "unsure", "", ""]
    assert answers["pieces"].tolist() == ["0.5", "2", "3", "0", "1"]
    assert answers["why"].isna().all() and answers["submitted"].isna().all()
    assert frame.to_dict("list") == {
        "respondent_id": ["p001", "p002", "p003", "p004", "p005"],
        "town": list("abcde"),
        "data_origin": ["Fruit 2024"] * 5,
    }


@pytest.mark.usefixtures("shop")
def test_every_value_without_a_code_is_listed_with_its_count(tmp_path: Path) -> None:
    export = EXPORT.replace("2: pear, 8: unsure}, missing: [9]", "5: pear}")
    assert refused(tmp_path, export) == [
        "export.yaml:8:3 S006 values of favourite without a code: 2 (1 row), 8 (1 row), 9 (1 row)"
    ]


@pytest.mark.usefixtures("shop")
def test_without_a_list_of_codes_the_questionnaires_codes_must_do(tmp_path: Path) -> None:
    export = EXPORT.replace(", codes: {1: apple, 2: pear, 8: unsure}, missing: [9]", "")
    assert "values of favourite without a code: 1 (1 row)" in refused(tmp_path, export)[0]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "from: PIECES",
            "from: PIECE",
            "S005 the package's table has no column 'PIECE' (did you mean 'PIECES'?)",
        ),
        (
            "pieces: {",
            "peices: {",
            "S004 the questionnaire has no variable called 'peices' (did you mean 'pieces'?)",
        ),
        ("reader: load", "reader: laod", "S003 the package has no 'laod' (did you mean 'load'?)"),
        ("table: data", "table: dada", "S003 the package has no 'dada' (did you mean 'data'?)"),
        (", table: data", "", "S003 the package has no 'load' that is a pandas DataFrame"),
        (
            "module: fruitshop",
            "module: no_such_shop",
            "S002 the Python module 'no_such_shop' cannot be",
        ),
        ("language: en", "language: en\nwhatever: 1", "Q001 unknown key 'whatever'"),
    ],
)
def test_mistakes_in_the_export_file_are_named(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    assert message in "\n".join(refused(tmp_path, EXPORT.replace(wrong, right)))


def test_numbers_are_written_as_people_write_them() -> None:
    assert as_text(pd.Series([7.0, 0.5, -1.0, None])).tolist() == ["7", "0.5", "-1", None]
    assert as_text(pd.Series(["07", "NA", None])).tolist() == ["07", "NA", None]


def test_a_long_list_of_strange_values_is_cut_and_says_so() -> None:
    listed = without_code(pd.Series([str(n) for n in range(30)]), ("x",))
    assert listed.count("(1 row)") == 20
    assert listed.endswith("and 10 more values")


@pytest.mark.usefixtures("shop")
def test_the_stage_writes_both_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questionnaire, export = write(tmp_path)
    out = tmp_path / "raw"
    monkeypatch.setattr(
        sys,
        "argv",
        [
            "export",
            "--study",
            "fruit",
            "--source",
            str(export),
            "--questionnaire",
            str(questionnaire),
            "--out",
            str(out),
        ],
    )
    main()
    assert "5 respondents, 2 variables from fruitshop" in capsys.readouterr().out
    assert read_frame(out / "answers.csv")["favourite"].notna().sum() == 3
    assert list(read_frame(out / "frame.csv").columns) == ["respondent_id", "town", "data_origin"]
