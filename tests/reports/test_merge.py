"""Edits made in Word come back: fifty of ten kinds in the report of a whole study, none lost, numbers still bound."""

import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from merge_fifty import HOSTILE, fifty
from test_som_report import labels, labels_in, material, questionnaire  # noqa: F401  (fixtures)
from word_edits import Edited as Desk
from word_edits import controls, style, text, w

from reports.merge import merge
from reports.merging.align import normal
from reports.merging.body import body_of
from reports.merging.original import original
from reports.merging.package import opened
from reports.prose.overrides import Edited, dumped, load_overrides
from reports.prose.wording import parse
from reports.style.safe import MARK
from reports.write import write

NONE = Edited()
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def written(material):  # noqa: F811
    """The report with the edits given, as a file."""

    def make(edited=NONE):
        return write(replace(material, edited=edited), (ROOT / "reports/template.docx").read_bytes())

    return make


@pytest.fixture(scope="module")
def base(written):
    return written()[0]


@pytest.fixture(scope="module")
def anew(all_fifty, written):
    """The report written with the fifty edits."""
    return written(all_fifty[2].edited)


def merged(base, edited, existing=NONE):
    before, after = opened(base, "rapport.docx"), opened(edited, "edited.docx")
    return merge(after, original(after, [lambda: before]), existing)


@pytest.fixture(scope="module")
def all_fifty(base):
    file, done = fifty(base)
    return file, done, merged(base, file)


def texts(file):
    """Every paragraph outside tables, as a reader sees it."""
    return [normal(thing.text) for thing in body_of(opened(file, "x")).texts if thing.text]


def said(result):
    """Everything that is in an override or in the merge report, as one text."""
    written = [one.text for one in (*result.edited.changed, *result.edited.inserted)]
    spelt = ["".join(piece.text for piece in parse(one)) for one in written]
    return "\n".join([*written, *spelt, *(f"{row.was}\n{row.now}" for row in result.rows)])


def words(text_):
    return re.findall(r"\w+", text_)


def lost(base, file, result):
    """Words of the edited file that stand neither in the original, nor in an override, nor in the report."""
    old, new = (Counter(word for p in Desk(f).paragraphs() for word in words(text(p))) for f in (base, file))
    told = set(words(said(result)))
    return {word for word in new - old if word not in told}


def loose(file):
    """Digits in running text that stand in no content control."""
    found = Counter()
    for p in Desk(file).paragraphs():
        if p.getparent().tag == w("tc") or style(p).startswith(("TOC", "Caption", "TableofFigures")):
            continue
        inside = {t for sdt in controls(p) for t in sdt.iter(w("t"))}
        outside = "".join(t.text or "" for t in p.iter(w("t")) if t not in inside)
        found.update(re.findall(r"\d+", outside))
    return found


def test_an_untouched_report_brings_nothing(base):
    result = merged(base, base)
    assert result.rows == () and result.edited == Edited()


def test_fifty_edits_are_fifty(all_fifty):
    _, done, _ = all_fifty
    assert len(done) == 50
    assert Counter(edit.kind.split()[0] for edit in done)["number"] == 5
    assert len({edit.known for edit in done}) == 50


def test_no_edit_is_lost(all_fifty, base):
    file, done, result = all_fifty
    everything = said(result)
    assert [edit for edit in done if edit.known not in everything] == []
    assert lost(base, file, result) == set()


def test_the_report_written_anew_says_what_the_evaluator_wrote(all_fifty, anew):
    file, done, _ = all_fifty
    made, document = anew
    assert document.edits.findings() == []
    wanted, found = Counter(map(shown, texts(file))), Counter(texts(made))
    typed_over = next(edit.known for edit in done if edit.kind == "number typed over")
    missing = [one for one in wanted - found if typed_over not in one]
    assert missing == []
    extra = [one for one in found - wanted if typed_over not in one]
    assert extra == []


def shown(words_):
    """As a report shows it: what no document should hold is marked."""
    return re.sub("[\u202d\u202e\ue000-\ue0ff]", MARK, words_)


def test_the_order_is_the_evaluators(all_fifty, anew):
    file = all_fifty[0]
    known = re.compile(r"qz[a-z]{2}")
    orders = [[hit for one in texts(f) for hit in known.findall(one)] for f in (file, anew[0])]
    assert orders[0] == orders[1] and len(orders[0]) > 25


def test_numbers_are_still_bound(base, anew):
    made = anew[0]
    assert loose(made) - loose(base) == Counter()
    tags = [len([s for p in Desk(f).paragraphs() for s in controls(p)]) for f in (base, made)]
    assert tags[1] > 0.9 * tags[0]


def test_every_edit_of_a_computed_cell_names_table_and_cell(all_fifty):
    _, done, result = all_fifty
    for edit in (edit for edit in done if edit.kind == "cell"):
        row = next(row for row in result.rows if edit.known in row.now)
        assert row.outcome == "conflict" and "R063" in row.what
        assert re.match(r"(Tabell|the table under).*row \d+.*column \d+", row.where), row.where


def test_a_number_typed_over_is_a_conflict_and_stays_bound(all_fifty):
    _, done, result = all_fifty
    row = next(row for row in result.rows if "R060" in row.what)
    assert row.outcome == "conflict" and row.now == "1 234 567"
    known = next(edit.known for edit in done if edit.kind == "number typed over")
    change = next(change for change in result.edited.changed if known in change.text)
    assert "1 234 567" not in change.text and "{{ n1 }}" in change.text


def test_hostile_text_comes_back_literally(all_fifty, anew):
    done, made = all_fifty[1], texts(anew[0])
    for edit, words_ in zip((e for e in done if e.kind == "hostile"), HOSTILE, strict=True):
        found = next(one for one in made if edit.known in one)
        assert normal(shown(words_)) in found


def test_the_file_keeps_every_character(all_fifty, tmp_path):
    result = all_fifty[2]
    (tmp_path / "overrides.yaml").write_text(dumped({"nb": result.edited}), encoding="utf-8")
    assert load_overrides(tmp_path) == {"nb": result.edited}


def test_a_second_round_changes_what_was_edited_before(all_fifty, anew, written):
    _, done, result = all_fifty
    again = anew[0]
    assert merged(again, again, result.edited).edited == result.edited
    desk = Desk(again)
    changed = next(p for p in desk.paragraphs() if done[20].known in text(p))
    inserted = next(p for p in desk.paragraphs() if "er nytt." in text(p) and style(p) == "Normal")
    for p, new in ((changed, "andregang"), (inserted, "tredjegang")):
        t = next(t for t in p.iter(w("t")) if t.text and len(t.text) > 3)
        t.text += f" {new} "
    second = merged(again, desk.file(), result.edited)
    assert len(second.edited.changed) == len(result.edited.changed)
    assert len(second.edited.inserted) == len(result.edited.inserted)
    assert [row.outcome for row in second.rows] == ["kept", "kept"]
    final = " ".join(texts(written(second.edited)[0]))
    assert "andregang" in final and "tredjegang" in final
