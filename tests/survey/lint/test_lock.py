"""The lock: no translation is lost or goes stale unnoticed, and accepted warnings stay accepted with their reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from survey.confirm import confirm
from survey.document import Document, Place, read_document
from survey.lint import stale, translations
from survey.lint.lock import hash_of, lock_path, name_of, read_lock
from survey.lint.translations import texts
from survey.load import examine, inspect, load_questionnaire
from survey.messages import SvarError
from survey.model import Questionnaire

ROOT = Path(__file__).parents[3]
BASE = (ROOT / "tests/surveys/planted/base.yaml").read_text(encoding="utf-8")
INSTRUMENTS = sorted((ROOT / "questionnaires/som").glob("*.yaml"))
MUTATIONS = 8
"""Texts deleted and texts changed in each instrument: well over thirty of each in all."""


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    """A confirmed questionnaire in bokmål and nynorsk."""
    path = tmp_path / "visit.yaml"
    path.write_text(BASE, encoding="utf-8")
    confirm(path)
    return path


def told(path: Path) -> list[str]:
    return [f"{f.where.split('yaml:')[-1]} {f.code}" for f in examine(path)[1]]


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def sampled(path: Path) -> tuple[Document, list[Place]]:
    document = read_document(path)
    lock, _ = read_lock(path)
    assert lock is not None, f"{lock_path(path)} is missing"
    document.lock = lock.translations
    places = [place for place, text in texts(load_questionnaire(path), ()) if set(text) >= {"nb", "nn"}]
    return document, random.Random(2019).sample(places, MUTATIONS)


def errors(document: Document) -> list[tuple[str, str]]:
    found = inspect(Questionnaire, document, (translations.check, stale.check))[1]
    return [(f.code, f.where) for f in found if f.severity == "error"]


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: path.stem)
def test_deleting_any_nynorsk_string_is_an_error(path: Path) -> None:
    document, places = sampled(path)
    assert errors(document) == []
    for place in places:
        assert errors(document.without((*place, "nn"))) == [("Q009", document.where(place))]


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: path.stem)
def test_changing_any_original_string_makes_its_translation_stale(path: Path) -> None:
    document, places = sampled(path)
    for place in places:
        changed = document.extended(place, "nb", document.at(place)["nb"] + " nå")
        assert errors(changed) == [("Q036", document.where((*place, "nn")))]


def test_more_than_thirty_strings_of_each_kind_are_tried() -> None:
    assert len(INSTRUMENTS) * MUTATIONS > 30


def test_a_changed_original_stops_the_build_until_somebody_has_read_it_again(visit: Path) -> None:
    assert told(visit) == []
    change(visit, "nb: Var du der?", "nb: Var du med?")
    assert told(visit) == [f"{line_of(visit, 'nb: Var du med?')}:33 Q036"]
    with pytest.raises(SvarError, match="Q036 the nn text may be out of date: «Var du med"):
        load_questionnaire(visit)
    assert confirm(visit) == 1
    assert told(visit) == []


def test_a_changed_translation_of_the_same_original_is_fine(visit: Path) -> None:
    change(visit, "nn: Var du der?", "nn: Var du med?")
    assert told(visit) == []


def test_a_new_text_must_be_confirmed(visit: Path) -> None:
    change(visit, "{nb: Takk, nn: Takk}", "{nb: Takk, nn: Takk}\n        help: {nb: Ja, nn: Ja}")
    assert told(visit) == [f"{line_of(visit, 'help:')}:24 Q036"]


def test_moving_a_question_changes_nothing(visit: Path) -> None:
    text = visit.read_text(encoding="utf-8")
    thanks = text[text.index("      - id: thanks") : text.index("      - id: why")]
    first = "      - id: went"
    visit.write_text(text.replace(thanks, "").replace(first, thanks + first), encoding="utf-8")
    assert told(visit) == []


def test_without_a_lock_it_says_that_nobody_has_confirmed(visit: Path) -> None:
    lock_path(visit).unlink()
    assert told(visit) == ["3:1 Q038"]
    assert load_questionnaire(visit).id == "visit"


def test_a_missing_translation_cannot_be_confirmed(visit: Path) -> None:
    change(visit, "{nb: Takk, nn: Takk}", "{nb: Takk}")
    with pytest.raises(SvarError, match="Q009"):
        confirm(visit)


ACCEPTED = "accepted:\n  - {code: Q054, at: rating, reason: The item stands so in the report.}\n"


def test_a_warning_is_accepted_with_a_reason_and_stays_so(visit: Path) -> None:
    change(visit, "{nb: Maten, nn: Maten}", "{nb: Ikke mat, nn: Ikkje mat}")
    confirm(visit)
    assert {line.split()[1] for line in told(visit)} == {"Q054"}
    change(lock_path(visit), "accepted: []\n", ACCEPTED)
    assert told(visit) == []
    assert confirm(visit) == 0
    assert told(visit) == []


def test_an_acceptance_without_effect_is_told(visit: Path) -> None:
    change(lock_path(visit), "accepted: []\n", ACCEPTED)
    (found,) = examine(visit)[1]
    assert found.code == "Q037" and found.where == lock_path(visit).as_posix()


def test_an_error_cannot_be_accepted(visit: Path) -> None:
    change(visit, "nb: Maten", "nb: Fisken")
    change(lock_path(visit), "accepted: []\n", ACCEPTED.replace("Q054", "Q036"))
    assert {f.code for f in examine(visit)[1]} == {"Q036", "Q037"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("accepted: []", "acceptd: []", "Q001"),
        ("accepted: []", "accepted: [{code: Q054, at: went}]", "Q002"),
        ("accepted: []", "accepted: [{code: Q054, at: went, reason: no}]", "Q003"),
    ],
)
def test_a_mistake_in_the_lock_is_told(visit: Path, old: str, new: str, code: str) -> None:
    change(lock_path(visit), old, new)
    assert code in [f.code for f in examine(visit)[1]]


def test_places_are_named_by_ids_and_each_name_is_used_once() -> None:
    for path in INSTRUMENTS:
        document = read_document(path)
        names = [name_of(document.data, place) for place, _ in texts(load_questionnaire(path), ())]
        assert len(names) == len(set(names))


def test_white_space_does_not_count() -> None:
    assert hash_of("Hva  husker\n du?") == hash_of("Hva husker du?") != hash_of("Hva husker du")
