"""Outlines: what they may hold, and every mistake with file, line and column."""

import pytest

from reports.sections import KINDS
from reports.style.outline import load_outline
from survey.messages import SvarError

GOOD = """title: T
date: 2019-11-06
facts:
  client: {label: Client, value: Somebody}
sections:
  - {kind: cover}
  - {kind: chapter, file: one.md}
"""


@pytest.fixture
def load(tmp_path, labels):
    def make(text, files=("one.md",)):
        for file in files:
            (tmp_path / file).write_text("# One\n", encoding="utf-8")
        (tmp_path / "outline.yaml").write_text(text, encoding="utf-8")
        return load_outline(tmp_path / "outline.yaml", labels.plan)

    return make


def test_a_good_outline(load):
    outline = load(GOOD)
    assert [section.kind for section in outline.sections] == ["cover", "chapter"]
    assert outline.files() == [(1, "one.md")]
    assert outline.facts["client"].value == "Somebody"


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (("title: T", "titel: T"), "Q001", ":1:1"),
        (("date: 2019-11-06\n", ""), "Q002", ":1:1"),
        (("date: 2019-11-06", "date: i går"), "Q", ":2:1"),
        (("kind: cover", "kind: covr"), "Q", ":6:"),
        (("file: one.md", "fil: one.md"), "Q001", ":7:21"),
        (("file: one.md", "file: two.md"), "R010", ":7:21"),
        (("sections:", "proper_names: [siz]\nsections:"), "P003", ":5:16"),
        (("title: T", "title: T\nfile: ../x.docx"), "Q", ":2:1"),
    ],
)
def test_mistakes_have_their_place(load, change, code, place):
    with pytest.raises(SvarError) as caught:
        load(GOOD.replace(*change))
    found = {(f.code, f.where.split("outline.yaml")[1]) for f in caught.value.findings}
    assert any(got.startswith(code) and where.startswith(place) for got, where in found), found


def test_every_kind_of_section_has_a_writer():
    from reports.style import outline

    kinds = (
        outline.Cover,
        outline.Contents,
        outline.Chapter,
        outline.Method,
        outline.AnnexTables,
        outline.AnnexReplication,
    )
    assert {kind.model_fields["kind"].annotation.__args__[0] for kind in kinds} == set(KINDS)
