"""SPSS: the shell reads back with names, labels, codes, non-answers and measures, and is the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from survey.forms import spss
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.words import Words, load_words

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(p for p in (ROOT / "questionnaires").glob("*/*.yaml") if p.parent.name != "text")
PATHS = [*SHIPPED, ROOT / "tests/surveys/forms_gallery.yaml", ROOT / "tests/surveys/repeats.yaml"]


def read(questionnaire: Questionnaire, language: str, folder: Path) -> Any:
    """What SPSS would see: the metadata of the file in that language."""
    words = load_words(ROOT / "questionnaires/text", questionnaire.languages)
    content = spss.files(questionnaire, words)[f"{questionnaire.id}.{language}.sav"]
    path = folder / "shell.sav"
    path.write_bytes(content)
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    assert len(frame) == 0
    assert spss.files(questionnaire, words)[f"{questionnaire.id}.{language}.sav"] == content
    return meta


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_reads_back_with_labels_and_non_answers(path: Path, tmp_path: Path) -> None:
    questionnaire = load_questionnaire(path)
    language = questionnaire.languages[-1]
    meta = read(questionnaire, language, tmp_path)
    background = [one.id for one in questionnaire.background]
    assert meta.column_names == [
        questionnaire.respondent,
        "submitted",
        "language",
        *questionnaire.variables,
        *background,
        "data_origin",
    ]
    for name, variable in questionnaire.variables.items():
        label = meta.column_names_to_labels[name]
        assert label and len(label.encode()) <= 255
        missing = [o.code for o in variable.options if o.missing]
        values = spss.spss_values(variable.codes, missing)
        assert list(meta.variable_value_labels.get(name, {})) == [values[code] for code in variable.codes]
        assert [one["lo"] for one in meta.missing_ranges.get(name, [])] == [values[code] for code in missing]
        if variable.ordinal:
            assert meta.variable_measure[name] == "ordinal"


def test_labels_are_those_of_the_language(gallery: Questionnaire, tmp_path: Path) -> None:
    meta = read(gallery, "nn", tmp_path)
    assert meta.column_names_to_labels["works"] == gallery.question("works").text["nn"]
    assert meta.column_names_to_labels["view_simple"].startswith(gallery.question("view").text["nn"] + " – ")
    assert meta.variable_value_labels["habit_forms"][9.0] == "Veit ikkje"
    assert meta.file_label == gallery.title["nn"]
    labels = list(meta.column_names_to_labels.values())
    assert len(set(labels)) == len(labels)


def test_types_measures_and_widths(gallery: Questionnaire, tmp_path: Path) -> None:
    meta = read(gallery, "nb", tmp_path)
    types = meta.original_variable_types
    assert (types["age"], types["hours"], types["since"]) == ("F10.0", "F11.1", "A10")
    assert (types["view_simple"], types["works"], types["comment"]) == ("F8.0", "A3", "A8000")
    assert (meta.variable_measure["age"], meta.variable_measure["works"]) == ("scale", "nominal")


def test_nothing_of_the_moment_is_in_the_file(gallery: Questionnaire, tmp_path: Path) -> None:
    assert str(read(gallery, "nb", tmp_path).creation_time) == "2000-01-01 00:00:00"


def test_codes_with_a_leading_zero_stay_text() -> None:
    columns = spss.Shell()
    columns.codes("town", "Kommune", {"0301": "Oslo", "1103": "Stavanger"}, [])
    columns.codes("grade", "Karakter", {"1": "Ein", "-2": "Minus to"}, ["-2"])
    assert list(columns.values["town"]) == ["0301", "1103"]
    assert list(columns.values["grade"]) == [1.0, -2.0] and columns.missing["grade"] == [-2.0]


def test_non_answers_get_a_value_that_spss_can_declare() -> None:
    assert spss.spss_values(["1", "2", "dont_know", "-1"], ["dont_know", "-1"]) == {
        "1": 1.0,
        "2": 2.0,
        "dont_know": -2.0,
        "-1": -1.0,
    }
    assert spss.spss_values(["yes", "dont_kno", "dont_know", "dont_known"], ["dont_know", "dont_known"]) == {
        "yes": "yes",
        "dont_kno": "dont_kno",
        "dont_know": "dont_kn1",
        "dont_known": "dont_kn2",
    }


def test_changed_codes_are_listed(words: dict[str, Words]) -> None:
    battery = load_questionnaire(ROOT / "tests/surveys/battery.yaml")
    table = spss.files(battery, words)["battery.spss-codes.csv"].decode().splitlines()
    assert table[0] == "column,code,spss_value"
    assert all(line.endswith(",dont_know,-1") for line in table[1:]) and len(table) > 1


def test_long_labels_are_cut_visibly_and_at_a_letter() -> None:
    assert spss.cut("å" * 200, 255) == "å" * 126 + "…"
    assert spss.cut("kort  tekst\n\nher", 255) == "kort tekst her"
