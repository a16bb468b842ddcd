"""Planted mistakes: each gives its own finding, at the right line and column, with a cure; alone and all together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey import lint
from survey.document import read_document
from survey.load import load_questionnaire
from survey.messages import CATALOGUE, Finding, SvarError

PLANTED = Path(__file__).parents[1] / "surveys" / "planted"
BASE = (PLANTED / "base.yaml").read_text(encoding="utf-8")


class Planted(NamedTuple):
    """`old` of the base becomes `new`; `§` in `new` stands where the finding must point."""

    what: str
    old: str
    new: str
    code: str
    message: str
    cure: str = ""


MISTAKES = [Planted(**entry) for entry in read_document(PLANTED / "mistakes.yaml").data]


def findings_of(text: str, folder: Path) -> tuple[Finding, ...]:
    path = folder / "survey.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SvarError) as refused:
        load_questionnaire(path)
    return refused.value.findings


def plant(text: str, mistake: Planted) -> str:
    assert mistake.old in text
    return text.replace(mistake.old, mistake.new, 1)


def places(text: str) -> list[str]:
    """`line:column` of each mark in `text`."""
    return [
        f"{number}:{column + 1}"
        for number, line in enumerate(text.split("\n"), start=1)
        for column in [i - line[:i].count("§") for i, letter in enumerate(line) if letter == "§"]
    ]


def test_the_base_has_no_mistake() -> None:
    assert load_questionnaire(PLANTED / "base.yaml").id == "visit"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what.replace(" ", "-"))
def test_a_planted_mistake_gives_one_finding_at_its_place(mistake: Planted, tmp_path: Path) -> None:
    text = plant(BASE, mistake)
    found = findings_of(text.replace("§", ""), tmp_path)
    assert {f.code for f in found} == {mistake.code}, [str(f) for f in found]
    assert all(mistake.message in f.message for f in found), [f.message for f in found]
    assert all(mistake.cure in f.cure and f.cure for f in found), [f.cure for f in found]
    if "§" in text:
        assert [f.where.split("survey.yaml:")[1] for f in found] == places(text)
    else:
        assert len(found) == 1


TOGETHER = (
    "key twice",
    "unknown key",
    "unknown kind",
    "empty text",
    "unknown code of a list",
    "id used twice",
    "unused scale",
    "limits the wrong way round",
    "misspelt test",
    "missing language in one label",
)


def test_several_mistakes_in_one_file_are_reported_at_once(tmp_path: Path) -> None:
    text = BASE
    for mistake in (m for m in MISTAKES if m.what in TOGETHER):
        text = plant(text, mistake)
    found = findings_of(text.replace("§", ""), tmp_path)
    assert [f.where.split("survey.yaml:")[1] for f in found] == places(text)
    assert len(found) == len(TOGETHER)
    assert {f.code for f in found} == {m.code for m in MISTAKES if m.what in TOGETHER}


def test_what_was_cut_out_is_not_blamed_on_those_who_refer_to_it(tmp_path: Path) -> None:
    """The broken question is reported; the condition that looks at it is not wrong."""
    broken = BASE.replace("type: single", "type: singel").replace(
        "id: nights\n        type: number", "id: nights"
    )
    found = findings_of(broken, tmp_path)
    assert [f.code for f in found] == ["Q015", "Q002"]


def test_a_file_without_blocks_still_shows_every_mistake_of_its_shape(tmp_path: Path) -> None:
    found = findings_of(
        BASE[: BASE.index("blocks:")].replace("kind: ordinal", "kind: x").replace("id: visit", "id: 1"),
        tmp_path,
    )
    assert [f.code for f in found] == ["Q017", "Q002", "Q015"]


def test_every_check_stands_in_the_list() -> None:
    """A file in survey/lint with a `check` that is not listed would be forgotten."""
    folder = Path(lint.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "lock", "places", "vocabulary"}
    assert files == {check.__module__.rpartition(".")[2] for check in lint.CHECKS}


def test_every_questionnaire_error_can_be_provoked() -> None:
    """Doubts and the proof have tests of their own (lint/test_advice.py, lint/test_lock.py, test_prove.py)."""
    planted = {mistake.code for mistake in MISTAKES if mistake.code.startswith("Q")}
    assert {code for code in CATALOGUE if "Q001" <= code <= "Q029"} == planted


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "x", "went", "rooms", 3, -1.5, True, [], ["a"], [[]], {}, {"nb": "a"}, {"question": "went"}]
)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_the_file_is_loaded_or_refused_with_findings(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Up to three values anywhere become junk or go: never a traceback, never a finding without a line."""
    document = read_document(PLANTED / "base.yaml")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from([place for place in document.marks if place]))
        if data.draw(st.booleans()):
            document = document.without(place)
        else:
            document.at(place[:-1])[place[-1]] = data.draw(JUNK)
            document.marks = {
                p: mark for p, mark in document.marks.items() if p[: len(place)] != place or p == place
            }
    path = tmp_path_factory.getbasetemp() / "junk.yaml"
    path.write_text(json.dumps(document.data, indent=1), encoding="utf-8")
    try:
        assert load_questionnaire(path).variables
    except SvarError as error:
        assert error.findings
        assert all(f"{path}:" in f.where and f.cure for f in error.findings)
