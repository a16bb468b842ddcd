"""The register: every code on a date has one class or a coded finding; exported files in the forms they come in."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.register.build import compose, decompose
from analysis.register.command import gather, main
from analysis.register.lookup import COLUMNS, Register, as_register
from analysis.register.sources import Sources
from analysis.register.standards import standard
from survey.frames import read_frame
from survey.messages import SvarError

# Invented municipalities with the kinds of change that 2020 and 2024 brought: 9101 and 9102 merged into 9201, which was
# divided again; 9103 was divided; 9104 was renumbered twice; 9105 changed county; 0901 only changed its name.
LIST_2020 = """"code";"parentCode";"level";"name";"shortName";"notes";"validFrom";"validTo"
"0901";"";"1";"Åsby";"";"";"";""
"9201";"";"1";"Nyby";"";"";"";""
"9202";"";"1";"Østvik";"";"";"";""
"9203";"";"1";"Vestvik";"";"";"";""
"9204";"";"1";"Lillevær";"";"";"";""
"9305";"";"1";"Grensen";"";"";"";""
"""
LIST_2024 = {
    "name": "Kommuneinndeling 2024",
    "validFrom": "2024-01-01",
    "validTo": "+999999999-12-31",
    "classificationItems": [
        {"code": code, "level": "1", "name": name, "shortName": None, "notes": "", "parentCode": None}
        for code, name in {
            "0901": "Åsby - Aasebu",
            "9208": "Nyby",
            "9280": "Utby",
            "9202": "Østvik",
            "9203": "Vestvik",
            "9404": "Lillevær",
            "9305": "Grensen",
        }.items()
    ],
}
CHANGES = """oldCode,oldName,oldShortName,newCode,newName,newShortName,changeOccurred
9101,Gamleby,,9201,Nyby,,2020-01-01
9102,Utby,,9201,Nyby,,2020-01-01
9103,Midtvik,,9202,Østvik,,2020-01-01
9103,Midtvik,,9203,Vestvik,,2020-01-01
9104,Lillevær,,9204,Lillevær,,2020-01-01
9105,Grensen,,9305,Grensen,,2020-01-01
9201,Nyby,,9208,Nyby,,2024-01-01
9201,Nyby,,9280,Utby,,2024-01-01
9204,Lillevær,,9404,Lillevær,,2024-01-01
0901,Åsby,,0901,Åsby - Aasebu,,2024-01-01
9107,Øde,,,,,2013-01-01
"""
POPULATION = """"07459: Befolkning, etter region, statistikkvariabel og år"

"region";"Personer 2019";"Personer 2020";"Personer 2024"
"0 Hele landet";5328212;5367580;5550203
"92 Nyfylket";0;90000;95000
"0901 Åsby";4 900;5 000;5100
"9101 Gamleby (-2019)";20000;0;0
"9201 Nyby (2020-2023)";0;24000;0
"9280 Utby (2024-)";..;..;3900
"""
KOSTRA = """"sourceCode","sourceName","targetCode","targetName","validFrom","validTo"
"EKG01","Gruppe 1","0901","Åsby","2020-01-01",""
"EKG05","Gruppe 5","9201","Nyby","2020-01-01","2023-01-01"
"EKG06","Gruppe 6","9201","Nyby","2023-01-01",""
"""
STANDARDS = (
    "Nr;Kommune;Målform\n0901;Nynorskby;nøytral\n9201;Nyby;Bokmål\n9202;Østvik;nynorsk\n9203;Vestvik;begge\n"
)


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    (folder / name).write_bytes(text.encode(encoding))
    return str(folder / name)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[str]]:
    return {
        "codes": [
            write(tmp_path, "2020.csv", LIST_2020, "latin-1") + "@2020-01-01",
            write(tmp_path, "2024.json", json.dumps(LIST_2024)),
        ],
        "changes": [write(tmp_path, "changes.csv", CHANGES, "latin-1")],
        "population": [write(tmp_path, "population.csv", POPULATION, "latin-1")],
        "kostra": [write(tmp_path, "kostra.csv", KOSTRA)],
        "standard": [write(tmp_path, "standard.csv", STANDARDS, "latin-1")],
    }


def rows(files: dict[str, list[str]]) -> pd.DataFrame:
    return compose(gather(files, Sources()))[0]


def at(files: dict[str, list[str]], day: str) -> Register:
    return as_register(rows(files), day, "register.csv")


def looked_up(register: Register, code: str, gives: str = "name") -> tuple[str | None, list[str]]:
    values, findings = register.look_up(pd.Series([code], name="place"), gives)
    value = values.iloc[0]
    return (None if pd.isna(value) else str(value)), [str(f) for f in findings]


# Looking up ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "code", "name"),
    [
        ("2019-12-31", "9101", "Gamleby"),
        ("2019-12-31", "9103", "Midtvik"),
        ("2020-01-01", "9201", "Nyby"),
        ("2023-12-31", "9201", "Nyby"),
        ("2024-01-01", "9280", "Utby"),
        ("2023-12-31", "0901", "Åsby"),
        ("2024-01-01", "0901", "Åsby - Aasebu"),
    ],
)
def test_a_code_that_held_on_the_date_has_one_class(files, day: str, code: str, name: str) -> None:
    assert looked_up(at(files, day), code) == (name, [])


@pytest.mark.parametrize(
    ("day", "code", "message", "words"),
    [
        ("2024-06-01", "9199", "D060", "'9199' in place is no code of the register"),
        ("2024-06-01", "901", "D060", "did you mean '0901'?"),
        ("2021-06-01", "9101", "D061", "until 2020-01-01, not on 2021-06-01; it became 9201 Nyby"),
        ("2024-06-01", "9104", "D061", "it became 9404 Lillevær"),
        ("2024-06-01", "9105", "D061", "it became 9305 Grensen"),
        ("2024-06-01", "9107", "D061", "it became nothing"),
        ("2021-06-01", "9103", "D062", "it was divided and became 9202 Østvik and 9203 Vestvik"),
        ("2024-06-01", "9201", "D062", "9208 Nyby and 9280 Utby"),
        ("2024-06-01", "9102", "D062", "9208 Nyby and 9280 Utby"),
        ("2023-12-31", "9280", "D063", "from 2024-01-01 only, not on 2023-12-31; it was 9201 Nyby before"),
        ("2019-06-01", "9201", "D063", "it was 9101 Gamleby and 9102 Utby before"),
    ],
)
def test_any_other_code_is_a_finding_that_names_what_became_of_it(files, day, code, message, words) -> None:
    value, findings = looked_up(at(files, day), code)
    assert value is None and len(findings) == 1
    assert message in findings[0] and words in findings[0]


def test_every_code_of_the_register_has_a_class_or_a_finding_on_every_date(files) -> None:
    table = rows(files)
    for day in ("2013-01-01", "2019-12-31", "2020-01-01", "2023-12-31", "2024-01-01", "2030-01-01"):
        values, findings = as_register(table, day, "").look_up(table["number"].rename("x"), "name")
        placed = set(table["number"][values.notna()])
        assert placed | {f.value for f in findings} == set(table["number"])
        assert not placed & {f.value for f in findings}


def test_population_is_that_of_the_latest_year_at_or_before_the_date(files) -> None:
    assert looked_up(at(files, "2023-06-01"), "0901", "population") == ("5000", [])
    assert looked_up(at(files, "2024-01-01"), "0901", "population") == ("5100", [])
    value, findings = looked_up(at(files, "2020-06-01"), "9202", "population")
    assert value is None and "D064 the register says nothing of population" in findings[0]


def test_what_changed_within_a_code_is_that_of_the_date(files) -> None:
    assert looked_up(at(files, "2022-12-31"), "9201", "kostra_group")[0] == "EKG05"
    assert looked_up(at(files, "2023-01-01"), "9201", "kostra_group")[0] == "EKG06"
    assert looked_up(at(files, "2021-01-01"), "9202", "written_standard")[0] == "nn"
    assert [
        looked_up(at(files, d), c, "county")[0] for d, c in (("2019-01-01", "9105"), ("2020-01-01", "9305"))
    ] == [
        "91",
        "93",
    ]


def test_a_column_that_the_register_lacks_is_named(files) -> None:
    with pytest.raises(SvarError, match=r"P001.*did you mean 'county'"):
        looked_up(at(files, "2024-01-01"), "0901", "conty")
    with pytest.raises(SvarError, match="D017"):
        as_register(pd.DataFrame({"number": ["0901"]}), "2024-01-01", "register.csv")


# Building -----------------------------------------------------------------------------------------------


def test_what_the_files_say_stands_in_one_row_a_period(files) -> None:
    table = rows(files)
    assert list(table.columns) == [*COLUMNS, "population_2019", "population_2020", "population_2024"]
    nyby = table[table["number"] == "9201"].fillna("")
    assert nyby[
        ["valid_from", "valid_to", "becomes", "kostra_group", "population_2020"]
    ].to_numpy().tolist() == [
        ["2020-01-01", "2023-01-01", "", "EKG05", "24000"],
        ["2023-01-01", "2024-01-01", "9208 9280", "EKG06", ""],
    ]
    assert table.loc[table["number"] == "9101", "valid_from"].isna().all()


def test_what_does_not_fit_is_said_and_left_out(files, tmp_path: Path) -> None:
    sources = gather(files, Sources())
    assert [f.code for f in sources.findings] == ["D071"] and "'begge'" in str(sources.findings[0])
    # 0901 stands in the lists from 2020 only, so its figure of 2019 has no row.
    (lost,) = compose(sources)[1]
    # A 0 is the table's way of saying that the number was not in use: no finding for those.
    assert (lost.code, lost.value) == ("D072", "1") and "0901 (2019)" in str(lost)
    files["changes"].append(
        write(tmp_path, "more.csv", CHANGES.splitlines()[0] + "\n9305,,,9306,,,2022-01-01\n")
    )
    contradicted = compose(gather(files, Sources()))[1]
    assert [f.value for f in contradicted if f.code == "D070"] == ["9305"]


def test_a_figure_is_of_1_january(tmp_path: Path) -> None:
    codes = write(tmp_path, "codes.csv", "code,name\n9201,Nyby\n")
    figures = write(tmp_path, "figures.csv", "region;2020;2021\n9201 Nyby;10;20\n")
    table, findings = compose(gather({"codes": [f"{codes}@2020-06-01"], "population": [figures]}, Sources()))
    assert list(table["population_2021"]) == ["20"] and "9201 (2020)" in str(findings[0])


def test_a_number_that_gives_something_away_goes_on(tmp_path: Path) -> None:
    header = CHANGES.splitlines()[0]
    text = f"{header}\n9201,Nyby,,9201,Nyby,,2022-01-01\n9201,Nyby,,9202,Ny,,2022-01-01\n"
    table, findings = compose(gather({"changes": [write(tmp_path, "changes.csv", text)]}, Sources()))
    register = as_register(table, "2023-01-01", "")
    assert looked_up(register, "9201") == ("Nyby", []) and findings == []


def test_a_register_taken_apart_and_put_together_is_the_same(files) -> None:
    table = rows(files)
    again, findings = compose(decompose(table))
    pd.testing.assert_frame_equal(again, table)
    assert findings == []


def test_a_later_list_ends_codes_that_it_lacks(files, tmp_path: Path) -> None:
    old = decompose(rows(files))
    newer = write(tmp_path, "2026.csv", '"code";"name"\n"0901";"Åsby - Aasebu"\n')
    table, _ = compose(gather({"codes": [f"{newer}@2026-01-01"]}, old))
    open_ended = table[table["valid_to"].isna()]
    assert list(open_ended["number"]) == ["0901"]
    assert set(table.loc[table["number"] == "9305", "valid_to"]) == {"2026-01-01"}


def test_lists_of_a_range_bring_their_own_dates(tmp_path: Path) -> None:
    since, until = "validFromInRequestedRange", "validToInRequestedRange"
    codes = [
        {"code": "9201", "name": "Nyby", since: "2020-01-01", until: "2024-01-01"},
        {"code": "9208", "name": "Nyby", since: "2024-01-01", until: None},
    ]
    changes = [{"oldCode": "9201", "newCode": "9208", "changeOccurred": "2024-01-01", "oldName": None}]
    files = {
        "codes": [write(tmp_path, "range.json", json.dumps({"codes": codes}))],
        "changes": [write(tmp_path, "changes.json", json.dumps({"codeChanges": changes}))],
    }
    assert rows(files)[["number", "valid_from", "valid_to", "becomes"]].fillna("").to_numpy().tolist() == [
        ["9201", "2020-01-01", "2024-01-01", "9208"],
        ["9208", "2024-01-01", "", ""],
    ]


def test_correspondences_are_read_in_either_direction(tmp_path: Path) -> None:
    items = [{"sourceCode": "9201", "sourceName": "Nyby", "targetCode": "EKG05", "targetName": "Gruppe 5"}]
    table = write(
        tmp_path, "kostra.json", json.dumps({"validFrom": "2020-01-01", "correspondenceMaps": items})
    )
    codes = write(tmp_path, "codes.csv", "code,name\n9201,Nyby\n")
    found = rows({"codes": [f"{codes}@2020-01-01"], "kostra": [table]})
    assert list(found["kostra_group"]) == ["EKG05"]


def json_stat(**more: object) -> dict[str, object]:
    return {
        "version": "2.0",
        "class": "dataset",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [2, 1, 2],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "dimension": {
            "Region": {
                "category": {"index": {"9201": 1, "0901": 0}, "label": {"0901": "Åsby", "9201": "Nyby"}}
            },
            "ContentsCode": {"category": {"index": {"Personer1": 0}, "label": {"Personer1": "Personer"}}},
            "Tid": {"category": {"index": ["2020", "2024"]}},
        },
        "value": [5000, 5100, 24000, None],
        **more,
    }


OLD_JSON_STAT = {
    "dataset": {
        "dimension": {
            **json_stat()["dimension"],  # type: ignore[dict-item]
            "id": ["Region", "ContentsCode", "Tid"],
            "size": [2, 1, 2],
            "role": {"time": ["Tid"]},
        },
        "value": {"0": 5000, "1": 5100, "2": 24000},
    }
}
LONG = "Region,ContentsCode,Tid,07459\n" + "".join(
    f'"{code}","Personer1","{year}",{count}\n'
    for code, year, count in (("K-0901", 2020, 5000), ("K-0901", 2024, 5100), ("K-9201", 2020, 24000))
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("two.json", json.dumps(json_stat())),
        ("bare.json", json.dumps(json_stat(role={}))),
        ("old.json", json.dumps(OLD_JSON_STAT)),
        ("long.csv", LONG),
    ],
)
def test_population_in_every_form_of_export(tmp_path: Path, name: str, text: str) -> None:
    sources = gather({"population": [write(tmp_path, name, text)]}, Sources())
    assert sources.population == {("0901", 2020): 5000, ("0901", 2024): 5100, ("9201", 2020): 24000}


@pytest.mark.parametrize(
    ("kind", "name", "text", "code"),
    [
        ("population", "sexes.csv", 'region;kjønn;"2020"\n"0901 A";Menn;1\n"0901 A";Kvinner;2\n', "S072"),
        ("population", "none.csv", "region;2020\nHele landet;5\n", "S070"),
        ("population", "bad.json", "{", "S070"),
        ("population", "list.json", "[]", "S070"),
        ("population", "empty.json", '{"class": "dataset"}', "S070"),
        ("population", "places.json", json.dumps(json_stat(id=["ContentsCode", "Tid"], role={})), "S070"),
        ("codes", "undated.csv", LIST_2020, "S071"),
        ("codes", "other.json", '{"name": "x"}', "S070"),
        ("codes", "other.csv", "a,b\n1,2\n", "D017"),
        ("kostra", "undated.csv", "sourceCode,targetCode\nEKG01,0901\n", "S071"),
        ("standard", "nothing.csv", "Nr;Kommune\n0901;Åsby\n", "S070"),
    ],
)
def test_files_that_cannot_be_read_are_refused(tmp_path: Path, kind, name, text, code) -> None:
    with pytest.raises(SvarError, match=code):
        gather({kind: [write(tmp_path, name, text)]}, Sources())


def test_cells_that_cannot_be_read_are_left_out_with_a_finding(tmp_path: Path) -> None:
    odd = write(tmp_path, "odd.csv", "region;2020\n0901 A;mange\n9201 B;7\n")
    changes = write(tmp_path, "odd_changes.csv", CHANGES.splitlines()[0] + "\n9101,,,9201,,,soon\n")
    sources = gather({"population": [odd], "changes": [changes]}, Sources())
    assert sources.population == {("9201", 2020): 7} and sources.changes == []
    assert [f.code for f in sources.findings] == ["D071", "D071"]


def test_standards_in_words_and_codes() -> None:
    words = ["Bokmål", "nb", "NYNORSK", "nn", "Nøytral", "neutral", "Nannestad", "n", ""]
    assert [standard(word) for word in words] == [
        "nb",
        "nb",
        "nn",
        "nn",
        "neutral",
        "neutral",
        None,
        None,
        None,
    ]


def test_the_command_makes_updates_and_reports(files, tmp_path, monkeypatch, capsys) -> None:
    out = tmp_path / "register.csv"
    options = [part for kind, names in files.items() for part in (f"--{kind}", *names)]
    monkeypatch.setattr(sys, "argv", ["svar register", *options, "--out", str(out)])
    main()
    said = capsys.readouterr().out
    assert "15 codes, 7 still in use; population 2019–2024" in said and "D072" in said
    before = out.read_bytes()
    monkeypatch.setattr(sys, "argv", ["svar register", "--out", str(out)])
    main()
    assert out.read_bytes() == before
    assert as_register(read_frame(out), "2024-01-01", "").successors("9201") == ("9208", "9280")


def test_nothing_to_make_a_register_of(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "argv", ["svar register", "--out", str(tmp_path / "x.csv")])
    with pytest.raises(SvarError, match="S073"):
        main()
