"""The workbook of all published results: what it shows, what it leaves out, and when there is none."""

import io
import sys

import openpyxl
import pytest
import yaml

from reports import tabulate
from reports.prose.verdicts import Verdict
from reports.tables.book import Book, workbook


@pytest.fixture
def folder(tmp_path):
    estimates = """question,item,segment,group,measure,answer,estimate,conf_low,conf_high,n,note,hidden
rate,talks,size,small,share,5,33.25,20.5,46,12,small_base,
rate,talks,size,large,share,5,,,,,,protected
rate,talks,size,large,rank,5,,,,,,protected
rate,=1+1,size,large,mean,,3,,,28,,
"""
    tests = (
        "question,item,segment,statistic,df,df_error,p_value,p_adjusted,family,effect,effect_low,effect_high,effect_name,"
        "method,why,n,smallest_base,finding,high,low,reading,note,hidden\n"
        "rate,talks,size,1,1,,0.5,0.5,size,0.1,0,0.2,eta,kruskal,x,40,12,none,small,large,alike,,\n"
    )
    (tmp_path / "estimates.csv").write_text(estimates, encoding="utf-8")
    (tmp_path / "tests.csv").write_text(tests, encoding="utf-8")
    return tmp_path


def book_of(folder, labels):
    about = {"title": "T", "study": "tiny", "data": "abc"}
    return workbook(Book(folder, {"nb": labels}, about, (Verdict("c1", "4", "", "hard", "satisfied"),)))


def test_the_workbook_has_a_row_an_estimate_with_labels_and_marks(folder, labels):
    file = openpyxl.load_workbook(io.BytesIO(book_of(folder, labels)))
    assert file.sheetnames == ["Anslag", "Tester", "Les meg", "Utsagn"]
    head, *rows = file["Anslag"].iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(told) == 3  # the rank of a hidden group is no row
    assert told[0]["item_nb"] == "Innleggene var gode" and told[0]["group_nb"] == "Små kommuner"
    assert (told[0]["estimate"], told[0]["conf_low"], told[0]["n"], told[0]["note"]) == (
        33.25,
        20.5,
        12,
        "small_base",
    )
    assert (
        told[1]["estimate"] is None
        and told[1]["hidden"] == "protected"
        and told[1]["answer_nb"] == "Svært stor"
    )
    assert told[2]["item"] == "=1+1" and file["Anslag"]["B4"].data_type == "s"
    assert file["Tester"]["H2"].value == "eta" and file["Utsagn"]["A2"].value == "c1"
    readme = dict(file["Les meg"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert readme["Fingeravtrykk av de publiserte dataene (SHA-256)"] == "abc"


def test_the_workbook_is_the_same_bytes_every_time(folder, labels):
    made = book_of(folder, labels)
    assert made == book_of(folder, labels)
    assert openpyxl.load_workbook(io.BytesIO(made)).properties.created.year == 1980


@pytest.fixture
def stage(folder, labels, tmp_path, monkeypatch):
    """Runs the stage for the tiny study, with or without a name for the workbook."""
    (folder / "numbers").mkdir()
    for name in ("estimates.csv", "tests.csv"):
        (folder / name).rename(folder / "numbers" / name)
    (folder / "numbers/quality.json").write_text('{"synthetic": true}', encoding="utf-8")
    (folder / "params.yaml").write_text("studies: {tiny: {language: [nb, nn]}}", encoding="utf-8")

    def run(**named):
        outline = {"title": "Rapporten", "date": "2019-11-06", "sections": [{"kind": "cover"}], **named}
        (folder / "outline.yaml").write_text(yaml.safe_dump(outline), encoding="utf-8")
        paths = {
            "questionnaire": "q.yaml",
            "plan": "plan.yaml",
            "outline": "outline.yaml",
            "numbers": "numbers",
            "params": "params.yaml",
            "out": "out",
        }
        words = [word for name, path in paths.items() for word in (f"--{name}", str(folder / path))]
        monkeypatch.setattr(sys, "argv", ["tabulate", "--study", "tiny", *words, "--words", "reports/text"])
        tabulate.main()
        return sorted(path.name for path in (folder / "out").iterdir())

    return run


def test_the_stage_names_the_data_synthetic_and_has_labels_in_both_languages(stage, folder):
    assert stage(tables="tabeller.xlsx") == ["tabeller.xlsx"]
    file = openpyxl.load_workbook(folder / "out/tabeller.xlsx")
    head = [cell.value for cell in file["Anslag"][1]]
    assert {"item_nb", "item_nn"} <= set(head)
    told = {
        str(value).lower() for row in file["Les meg"].iter_rows(values_only=True) for value in row if value
    }
    assert any("syntetisk" in value for value in told)
    assert file.properties.title == "Rapporten"


def test_without_a_name_there_is_no_workbook(stage):
    assert stage() == []
