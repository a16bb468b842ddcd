"""YAML → model: nothing is guessed, nothing is lost, and every mistake has its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.document import Document, read_document
from survey.load import build, load_questionnaire
from survey.messages import Finding, SvarError, closest, did_you_mean, finding
from survey.model import Part
from survey.text import Text

SURVEYS = Path(__file__).parents[1] / "surveys"


class Small(Part):
    """A model of our own: loading is not only for questionnaires."""

    name: str
    count: int = 0
    words: Text | None = None
    entries: tuple[str, ...] = ()


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path) -> tuple[Finding, ...]:
    with pytest.raises(SvarError) as error:
        build(Small, read_document(path))
    return error.value.findings


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "yes",
        "on",
        "Off",
        "0301",
        "12:30",
        "2019-08-26",
        "1e3",
        "0x1F",
        "0o17",
        ".5",
        "+5",
        "1_000",
        "Null",
        "NaN",
        "=",
        "True",
    ],
)
def test_what_plain_yaml_would_guess_stays_text(value: str, tmp_path: Path) -> None:
    assert read_document(written(tmp_path, f"a: {value}\nb: [{value}]")).data == {"a": value, "b": [value]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("2.50", 2.5),
        ("0", 0),
    ],
)
def test_only_plain_values_are_read_as_such(value: str, expected: object, tmp_path: Path) -> None:
    assert read_document(written(tmp_path, f"a: {value}")).data == {"a": expected}
    assert read_document(written(tmp_path, f"a: '{value}'")).data == {"a": value}


@settings(max_examples=50, deadline=None)
@given(text=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20))
def test_quoted_text_is_never_changed(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = written(tmp_path_factory.getbasetemp(), "a: '" + text.replace("'", "''") + "'")
    assert read_document(path).data == {"a": text}


def test_unquoted_codes_of_a_questionnaire_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_text(
        """
id: codes
languages: [en]
title: {en: Codes}
blocks:
  - id: only
    title: {en: Only}
    questions:
      - id: place
        type: single
        text: {en: Where and when?}
        options:
          - {code: 0301, label: {en: Oslo}}
          - {code: no, label: {en: No}}
          - {code: 12:30, label: {en: Half past twelve}}
          - {code: 7, label: {en: Seven}}
      - id: why
        type: text
        text: {en: Why?}
        when: {question: place, in: [no, 0301, 7]}
""",
        encoding="utf-8",
    )
    assert load_questionnaire(path).variables["place"].codes == ("0301", "no", "12:30", "7")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name: a\nwords: {nb: b\ncount: 1", "3"),
        ("name: a\n\tcount: 1", "2"),
        ("name: a\nwords: b: c", "2"),
        ("name: a\n  count: 1", "2"),
        ("name: 'a\n", ""),
        ("name: a\n---\nname: b", ""),
        ("name: *unknown", "1"),
        (b"name: a\ncount: bl\xe5\n", "2"),
        (b"name: a\x07b", ""),
        ("name: &a [*a]", ""),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line(text: str | bytes, where: str, tmp_path: Path) -> None:
    (found,) = refused(written(tmp_path, text))
    assert found.code == "Y001"
    assert found.where.startswith(str(tmp_path / "file.yaml") + (f":{where}" if where else ""))
    assert found.cure


def test_an_unclosed_bracket_is_traced_to_where_it_was_opened(tmp_path: Path) -> None:
    (found,) = refused(written(tmp_path, "name: a\nwords: {nb: b\ncount: 1\n"))
    assert "begins on line 2" in found.message


def test_a_latin_1_file_is_said_to_be_one(tmp_path: Path) -> None:
    (found,) = refused(written(tmp_path, "name: blå".encode("latin-1")))
    assert "UTF-8" in found.message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert [f.code for f in refused(tmp_path / "none.yaml")] == ["Y003"]
    assert [f.code for f in refused(tmp_path)] == ["Y003"], "a folder is no file"


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    for text in ("", "# only a comment\n"):
        assert [f.code for f in refused(written(tmp_path, text))] == ["Q002"]


def test_a_list_instead_of_keys_is_refused(tmp_path: Path) -> None:
    (found,) = refused(written(tmp_path, "- name: a"))
    assert found.code == "Q017"
    assert "the file" in found.message


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert build(Small, read_document(written(tmp_path, b"\xef\xbb\xbfname: a\r\ncount: 2\r\n"))) == Small(
        name="a", count=2
    )


def test_a_repeated_key_is_refused_and_the_last_one_is_where_others_point(tmp_path: Path) -> None:
    found = refused(written(tmp_path, "name: a\nwords: {nb: a, xx: b}\nwords: {nb: ''}\n"))
    assert [(f.code, f.where.rpartition("file.yaml")[2]) for f in found] == [
        ("Y002", ":3:1"),
        ("Q018", ":3:9"),
    ]


def test_paragraphs_survive_both_ways_of_writing_them(tmp_path: Path) -> None:
    for sign in ("|", ">", ">-"):
        text = f"name: a\nwords:\n  nb: {sign}\n    one\n    two\n\n    three\n"
        words = build(Small, read_document(written(tmp_path, text))).words
        assert words == {"nb": "one two\n\nthree"}


def test_mistakes_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = refused(written(tmp_path, "name: a\nentries: [x, [y]]\ncount: many\nnmae: b\nwords: {nb: ''}\n"))
    assert [f.where.rpartition("file.yaml")[2] for f in found] == [":2:14", ":3:1", ":4:1", ":5:9"]
    assert [f.code for f in found] == ["Q017", "Q017", "Q001", "Q018"]


def test_checks_read_what_is_left_and_point_to_the_right_line(tmp_path: Path) -> None:
    """A broken entry is cut out; the entries after it keep their lines."""

    def no_b(small: Small, document: Document) -> list[Finding]:
        return [
            finding("Q004", document.where(("entries", i)), entry)
            for i, entry in enumerate(small.entries)
            if entry == "b"
        ]

    path = written(tmp_path, "name: a\nentries:\n  - [broken]\n  - fine\n  - {broken: 1}\n  - b\n")
    with pytest.raises(SvarError) as error:
        build(Small, read_document(path), [no_b])
    assert [f.where.rpartition(":")[0][-1] for f in error.value.findings] == ["3", "5", "6"]


def test_a_warning_alone_refuses_nothing(tmp_path: Path) -> None:
    def warned(_: Small, document: Document) -> list[Finding]:
        return [finding("D007", document.where(()), ";")]

    assert build(Small, read_document(written(tmp_path, "name: a")), [warned]).name == "a"


def test_the_document_is_not_changed_by_loading(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "nmae: a\ncount: many\n"))
    with pytest.raises(SvarError):
        build(Small, document)
    assert document.data == {"nmae": "a", "count": "many"}


def test_where_falls_back_to_the_nearest_thing_around() -> None:
    document = Document("f.yaml", {}, {(): (1, 1), ("a",): (3, 5)})
    assert document.where(("a", "b", 0)) == "f.yaml:3:5"
    assert document.where(("z",)) == "f.yaml:1:1"


def test_a_document_without_an_entry_moves_the_rest_up() -> None:
    document = Document(
        "f", {"a": ["x", "y", "z"]}, {("a",): (1, 1), ("a", 0): (2, 1), ("a", 1): (3, 1), ("a", 2): (4, 1)}
    )
    smaller = document.without(("a", 1))
    assert smaller.data == {"a": ["x", "z"]}
    assert smaller.where(("a", 1)) == "f:4:1"
    assert document.data == {"a": ["x", "y", "z"]}


def test_a_finding_reads_as_one_line_with_place_code_and_cure(tmp_path: Path) -> None:
    (found,) = refused(written(tmp_path, "name: a\nconut: 3\n"))
    assert str(found).endswith(
        "file.yaml:2:1: Q001 unknown key 'conut' (did you mean 'count'?). "
        "Correct the key or remove it; it would have been ignored."
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [("gaol_set", "goal_set"), ("si", "is"), ("goals", "goal_set"), ("zzz", None), ("", None)],
)
def test_a_misspelling_finds_its_name(name: str, meant: str | None) -> None:
    assert closest(name, ["goal_set", "is", "in"]) == meant
    assert did_you_mean(name, ["goal_set", "is", "in"]) == (f" (did you mean {meant!r}?)" if meant else "")
