"""The ways of a merge: what Word and other programs do to a file, what several people do, what happens afterwards."""

# ruff: noqa: F811  (fixtures of other files)

import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))

from test_write import OUTLINE, material_of, template  # noqa: F401  (fixtures)
from word_edits import (
    NS,
    controls,
    delete,
    insert_after,
    mark,
    move,
    reword,
    run,
    style,
    text,
    type_in_control,
    unwrap,
    w,
)
from word_edits import (
    Edited as Desk,
)

from reports.merge import merge
from reports.merging.original import original
from reports.merging.package import opened
from reports.merging.telling import as_csv, as_lines, as_markdown
from reports.prose.editing import write_moved
from reports.prose.overrides import Edited, dumped, load_overrides
from reports.prose.published import Cell
from reports.write import write
from survey.messages import SvarError

NONE = Edited()
CHAPTERS = {
    "summary.md": "# Sammendrag\n\n{{ share('changed', 'yes') }} ser endringer, det er "
    "{{ count('changed', 'yes') }} av dem. Se {{ ref('b') }} for resten.\n\nEt avsnitt uten tall som alle kan "
    "lese.\n\n- Første punkt i lista.\n- Andre punkt i lista.\n",
    "one.md": "# Funn\n\n## Svar\n\n{{ figure('a') }}\n\n{{ mean('talks') }} er snittet for innleggene.\n\n"
    "{{ figure('b') }}\n\n{{ table('goals') }}\n\n| Ord | Andel |\n| --- | --- |\n| Endret | "
    "{{ share('changed', 'yes') }} |\n\n> **Boks**\n>\n> Tekst i boksen.\n",
}


SHORT = OUTLINE | {"sections": [section for section in OUTLINE["sections"] if "annex" not in section["kind"]]}


@pytest.fixture
def report(material_of, template):
    """The report of the tiny study, from the chapters, numbers and edits given."""

    def make(edited=NONE, sources=CHAPTERS, **given):
        material = replace(
            material_of(sources, outline=SHORT, **given), edited=edited, about={"study": "tiny", "data": "1"}
        )
        return write(material, template)

    return make


def merged(base, edited, existing=NONE):
    before, after = opened(base, "rapport.docx"), opened(edited, "edited.docx")
    return merge(after, original(after, [lambda: before]), existing)


def told(result):
    return [(row.outcome, row.what[:4]) for row in result.rows if row.outcome != "kept"]


def shown(file):
    return [text(p) for p in Desk(file).paragraphs()]


def edited(base, change):
    desk = Desk(base)
    change(desk)
    return desk.file()


def body(desk, start):
    """The last paragraph that begins so, outside computed tables and the contents."""
    found = [
        p
        for p in desk.paragraphs()
        if text(p).startswith(start) and not style(p).startswith(("TOC", "Table"))
    ]
    return found[-1]


# What stands in a paragraph -------------------------------------------------------------------------------


def test_an_edit_is_written_as_a_person_would_write_it(report):
    base, _ = report()
    file = edited(base, lambda desk: reword(body(desk, "63"), "ser endringer", "merker *tydelige* endringer"))
    (change,) = merged(base, file).edited.changed
    assert change.at == "summary.md#2"
    assert change.was == "{{ n1 }} ser endringer, det er {{ n2 }} av dem. Se {{ r1 }} for resten."
    assert change.text.startswith(
        r"{{ n1 }} merker \*tydelige\* endringer, det er {{ n2 }} av dem. Se {{ r1 }} for"
    )
    assert [number.printed for number in change.numbers] == ["63\u00a0prosent", "25"]
    assert change.references == ("b",)


def test_numbers_may_change_places_and_stand_twice(report):
    def swap(desk):
        p = body(desk, "63")
        first, second = controls(p)[:2]
        first.addprevious(etree.fromstring(etree.tostring(second)))

    base, _ = report()
    (change,) = merged(base, edited(base, swap)).edited.changed
    assert change.text.startswith("{{ n2 }}{{ n1 }} ser endringer, det er {{ n2 }} av dem")


def test_a_number_from_another_paragraph_stays_bound_to_where_it_came_from(report, numbers):
    def copy(desk):
        control = etree.fromstring(etree.tostring(controls(body(desk, "63"))[0]))
        body(desk, "Et avsnitt").append(control)

    base, _ = report()
    result = merged(base, edited(base, copy))
    (change,) = result.edited.changed
    assert change.text == "Et avsnitt uten tall som alle kan lese.{{ n1 }}"
    assert (change.numbers[0].at, change.numbers[0].place) == ("summary.md#2", 1)
    made, _ = report(result.edited, given=other(numbers))
    assert "Et avsnitt uten tall som alle kan lese.50\u00a0prosent" in shown(made)


def other(numbers):
    """The same study with half of everyone changed."""
    key = ("changed", "total", "all", "share", "yes")
    known = next(k for k in numbers.published.cells if k[0] == "changed" and k[3:] == ("share", "yes"))
    cells = dict(numbers.published.cells) | {(*known[:3], *key[3:]): Cell(50.0, 40, "", "")}
    return replace(numbers, published=replace(numbers.published, cells=cells))


def test_text_typed_inside_a_control_stands_beside_the_number(report):
    base, _ = report()
    file = edited(base, lambda desk: type_in_control(controls(body(desk, "63"))[0], "63 prosent av lederne"))
    result = merged(base, file)
    assert result.edited.changed[0].text.startswith("{{ n1 }} av lederne ser endringer")
    assert told(result) == []


def test_a_number_without_its_control_is_bound_again_when_nobody_can_be_in_doubt(report):
    def loosen(desk):
        p = body(desk, "63")
        for control in controls(p):
            unwrap(control)
        reword(p, " ser endringer, det er ", " tror på endringer, altså ")

    base, _ = report()
    result = merged(base, edited(base, loosen))
    assert "{{ n1 }} tror på endringer, altså {{ n2 }} av dem" in result.edited.changed[0].text
    assert told(result) == []


def test_a_number_that_stands_twice_without_control_is_known_by_its_neighbours(report):
    def loosen(desk):
        p = body(desk, "63")
        for control in controls(p):
            unwrap(control)
        reword(p, " av dem", " av dem, 25 i alt")

    base, _ = report()
    result = merged(base, edited(base, loosen))
    assert "det er {{ n2 }} av dem, 25 i alt" in result.edited.changed[0].text
    assert [row.what[:4] for row in result.rows] == ["R062", "rewo"]


def test_a_number_that_nobody_can_tell_is_a_conflict_and_stands_as_typed(report):
    def loosen(desk):
        p = body(desk, "63")
        for control in controls(p):
            unwrap(control)
        reword(p, " av dem", " personer, 25 i alt")
        reword(p, " det er ", " da blir: ")

    base, _ = report()
    result = merged(base, edited(base, loosen))
    assert ("conflict", "R061") in told(result)
    assert "25 personer, 25 i alt" in result.edited.changed[0].text.replace("\\", "")


def test_a_typed_number_is_kept_and_said_so_and_traced_to_the_evaluator(report):
    base, _ = report()
    result = merged(
        base, edited(base, lambda desk: reword(body(desk, "Et avsnitt"), "avsnitt", "avsnitt fra 1814"))
    )
    assert [row.what[:4] for row in result.rows] == ["R062", "rewo"]
    _, document = report(result.edited)
    typed = [b for b in document.ledger.bindings if b.sources[0].frame == "override"]
    assert [(b.printed, b.sources[0].item) for b in typed] == [("1814", "summary.md#3")]


def test_the_word_before_a_reference_may_change(report):
    def begin(desk):
        p = body(desk, "63")
        t = next(t for t in p.iter(w("t")) if "figur" in (t.text or ""))
        t.text = "Figur\u00a0"

    base, _ = report()
    result = merged(base, edited(base, begin))
    assert result.edited.changed[0].text.endswith("Se Figur\u00a0{{ r1.number }} for resten.")
    assert any("Se Figur\u00a01-2 for resten." in one for one in shown(report(result.edited)[0]))


@pytest.mark.parametrize(
    ("new", "code"),
    [("Et avsnitt\u00a0uten tall som alle kan lese.", "R066"), (None, "R065")],
    ids=["spaces", "looks"],
)
def test_what_is_no_word_is_not_carried_but_said(report, new, code):
    def change(desk):
        p = body(desk, "Et avsnitt")
        one = next(p.iter(w("r")))
        if new is None:
            etree.SubElement(one, w("rPr")).append(etree.Element(w("b")))
            one.insert(0, one[-1])
        else:
            one.find(w("t")).text = new

    base, _ = report()
    result = merged(base, edited(base, change))
    assert told(result) == [("not carried", code)] and result.edited == Edited()


def test_bold_comes_along_with_new_words(report):
    def change(desk):
        p = body(desk, "Et avsnitt")
        made = run(" Viktig!")
        looks = etree.Element(w("rPr"))
        looks.append(etree.Element(w("b")))
        made.insert(0, looks)
        p.append(made)

    base, _ = report()
    assert merged(base, edited(base, change)).edited.changed[0].text.endswith("lese.** Viktig!**")


# Where it stands ------------------------------------------------------------------------------------------


def test_cells_that_somebody_wrote_may_be_edited_and_computed_ones_are_named(report):
    def change(desk):
        reword(next(p for p in desk.paragraphs() if text(p) == "Endret"), "Endret", "Noe endret")
        cells = [p for p in desk.paragraphs() if p.getparent().tag == w("tc")]
        reword(next(p for p in cells if text(p) == "31"), "31", "33")

    base, _ = report()
    result = merged(base, edited(base, change))
    assert [c.text for c in result.edited.changed] == ["Noe endret"]
    row = next(row for row in result.rows if row.outcome == "conflict")
    assert (row.was, row.now) == ("31", "33")
    assert "Tabell\u00a01-1" in row.where and "«Nye tiltak»" in row.where and "column 2" in row.where
    assert "Noe endret" in shown(report(result.edited)[0])


def test_rows_put_in_and_taken_out_are_listed(report):
    def change(desk):
        rows = [p.getparent().getparent() for p in desk.paragraphs() if text(p) in ("Nye tiltak", "Roller")]
        new = etree.fromstring(etree.tostring(rows[0]))
        for t, words in zip(new.iter(w("t")), ("Helt ny rad", "1", "2"), strict=False):
            t.text = words
        rows[-1].addnext(new)

    base, _ = report()
    result = merged(base, edited(base, change))
    assert [row.what[:4] for row in result.rows] == ["R064"] and "Helt ny rad" in result.rows[0].now


def test_captions_notes_boxes_headings_lists_and_the_cover_come_back(report):
    def change(desk):
        for old, new in (
            ("Hva skjedde?", "Hva skjedde da?"),
            ("Svar", "Svarene"),
            ("Tekst i boksen.", "Tekst i en boks."),
            ("Første punkt i lista.", "Første punkt."),
        ):
            reword(
                next(p for p in desk.paragraphs() if text(p) == old and not style(p).startswith("TOC")),
                old,
                new,
            )
        for p in [p for p in desk.paragraphs() if style(p) == "Caption"][:1]:
            reword(p, "En figur", "En bedre figur")
        for p in [p for p in desk.paragraphs() if style(p) == "BaseNote" and text(p).startswith("n = 40")][
            :1
        ]:
            reword(p, "n = 40.", "Alle svarte. n = 40.")

    base, _ = report()
    result = merged(base, edited(base, change))
    assert told(result) == []
    made = shown(report(result.edited)[0])
    for new in ("Hva skjedde da?", "Svarene", "Tekst i en boks.", "Første punkt.", "Alle svarte. n = 40."):
        assert new in made
    assert "Figur\u00a01-1  En bedre figur" in made


def test_paragraphs_keep_their_order_when_many_are_put_in(report):
    def change(desk):
        p = body(desk, "Et avsnitt")
        for words in ("Tredje nye", "Andre nye", "Første nye"):
            insert_after(p, words)
        insert_after(body(desk, "Sammendrag"), "Helt først")

    base, _ = report()
    result = merged(base, edited(base, change))
    made = shown(report(result.edited)[0])
    i = made.index("Et avsnitt uten tall som alle kan lese.")
    assert made[i + 1 : i + 4] == ["Første nye", "Andre nye", "Tredje nye"]
    again = report(result.edited)[0]
    second = merged(
        again, edited(again, lambda desk: insert_after(body(desk, "Første nye"), "Mellom")), result.edited
    )
    made = shown(report(second.edited)[0])
    i = made.index("Et avsnitt uten tall som alle kan lese.")
    assert made[i + 1 : i + 5] == ["Første nye", "Mellom", "Andre nye", "Tredje nye"]


def test_what_was_put_in_can_be_taken_out_and_the_chapters_words_put_back(report):
    base, _ = report()
    first = merged(base, edited(base, lambda desk: insert_after(body(desk, "Et avsnitt"), "Et nytt et")))
    first = merged(base, edited(base, lambda d: reword(body(d, "Et avsnitt"), "alle", "noen")), first.edited)
    again, _ = report(first.edited)

    def undo(desk):
        delete(body(desk, "Et nytt et"))
        reword(body(desk, "Et avsnitt"), "noen", "alle")

    second = merged(again, edited(again, undo), first.edited)
    assert second.edited == Edited()
    assert shown(report(second.edited)[0]) == shown(base)


def test_comments_headers_charts_and_drawings_are_listed(report):
    def change(desk):
        p = body(desk, "Et avsnitt")
        start = etree.Element(w("commentRangeStart"))
        start.set(w("id"), "7")
        p.insert(1, start)
        made = run("")
        made.append(etree.Element(w("drawing")))
        p.append(made)

    base, _ = report()
    desk = Desk(base)
    change(desk)
    said = "<w:p><w:r><w:t>Er dette sant?</w:t></w:r></w:p>"
    comment = f'<w:comments xmlns:w="{NS}"><w:comment w:id="7" w:author="Ola">{said}</w:comment></w:comments>'
    header = next(name for name in desk.parts if name.startswith("word/header"))
    new = desk.parts[header].replace(b"</w:p>", b"<w:r><w:t>UTKAST</w:t></w:r></w:p>", 1)
    result = merged(base, desk.file(**{"word/comments.xml": comment.encode(), header: new}))
    assert {("comment", "R069"), ("not carried", "R071"), ("not carried", "R067")} <= set(told(result))
    row = next(row for row in result.rows if row.outcome == "comment")
    assert row.now == "Er dette sant?" and "Ola" in row.what and row.was.startswith("Et avsnitt")


def test_a_table_of_contents_may_get_page_numbers_but_no_words(report):
    def change(desk):
        line = next(p for p in desk.paragraphs() if style(p).startswith("TOC") and "Funn" in text(p))
        line.append(run("\t12"))
        other = next(p for p in desk.paragraphs() if style(p).startswith("TOC") and "Svar" in text(p))
        other.append(run(" og mer til"))

    base, _ = report()
    result = merged(base, edited(base, change))
    assert [row.now for row in result.rows] == ["1.1\tSvar og mer til"]


# Files that have been through something ----------------------------------------------------------------------


def bare_of(file):
    """As some programs save it: no controls, no bookmarks, no parts of ours, styles with other ids."""
    desk = Desk(file)
    for sdt in list(desk.body.iter(w("sdt"))):
        unwrap(sdt)
    for name in ("bookmarkStart", "bookmarkEnd"):
        for element in list(desk.body.iter(w(name))):
            if element.get(w("name"), "_svar").startswith("_svar"):
                element.getparent().remove(element)
    desk.parts = {name: part for name, part in desk.parts.items() if not name.startswith("customXml")}
    return desk


def test_a_file_that_has_lost_everything_of_ours_is_compared_by_its_words(report):
    base, _ = report()
    result = merged(base, bare_of(base).file())
    assert told(result) == [("not carried", "R075")] and result.edited == Edited()
    desk = bare_of(base)
    reword(body(desk, "63"), "ser", "merker seg")
    insert_after(body(desk, "Et avsnitt"), "Noe helt nytt")
    result = merged(base, desk.file())
    assert result.edited.changed[0].text.startswith("{{ n1 }} merker seg endringer, det er {{ n2 }} av dem")
    assert [new.text for new in result.edited.inserted] == ["Noe helt nytt"]


def test_two_paragraphs_that_could_be_the_same_are_a_conflict_and_nothing_is_deleted(report):
    sources = CHAPTERS | {
        "summary.md": "# Sammendrag\n\nDenne setningen handler om kommunene i nord og mye annet.\n\nFast tekst her.\n\n"
        "Denne setningen handler om kommunene i sør og mye annet.\n"
    }
    base, _ = report(sources=sources)
    desk = bare_of(base)
    first, last = (body(desk, f"Denne setningen handler om kommunene i {w_}") for w_ in ("nord", "sør"))
    for p in (first, last):
        delete(p)
    insert_after(body(desk, "Funn"), "Denne setningen handler om kommunene i øst og mye annet.")
    result = merged(base, desk.file())
    assert ("conflict", "R068") in told(result) and result.edited == Edited()
    assert "kommunene i øst" in next(row.now for row in result.rows if "R068" in row.what)


def test_a_file_of_other_numbers_or_words_is_refused(report):
    base, _ = report()
    other_, _ = report(sources=CHAPTERS | {"summary.md": "# Sammendrag\n\nAndre ord.\n"})
    with pytest.raises(SvarError) as caught:
        merged(other_, base)
    assert caught.value.findings[0].code == "R054" and "has other words" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all"], ids=["empty", "short", "text"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(SvarError) as caught:
        opened(content, "x.docx")
    assert caught.value.findings[0].code == "R055"


def test_a_zip_without_a_document_and_a_broken_part_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    with pytest.raises(SvarError, match="holds no word/document"):
        opened(buffer.getvalue(), "x.docx")
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a><b></a>")
    with pytest.raises(SvarError, match="mismatched"):
        opened(buffer.getvalue(), "x.docx").xml("word/document.xml")


def test_two_people_with_a_copy_each(report):
    base, _ = report()
    one = edited(base, lambda desk: reword(body(desk, "Et avsnitt"), "alle", "noen"))
    two = edited(
        base,
        lambda desk: (
            reword(body(desk, "Et avsnitt"), "alle", "ingen"),
            reword(body(desk, "63"), "ser", "aner"),
        ),
    )
    first = merged(base, one)
    second = merged(base, two, first.edited)
    assert second.edited.changed[0].text == "Et avsnitt uten tall som noen kan lese."
    assert any("aner endringer" in c.text for c in second.edited.changed)
    assert ("conflict", "R076") in told(second) and any("ingen kan lese" in row.now for row in second.rows)
    same = merged(base, one, first.edited)
    assert same.edited == first.edited


# Afterwards ---------------------------------------------------------------------------------------------------


@pytest.fixture
def change(report):
    base, _ = report()
    return merged(base, edited(base, lambda desk: reword(body(desk, "63"), "ser", "merker"))).edited


def test_new_numbers_stand_in_edited_sentences_and_are_listed(report, numbers, change, tmp_path):
    made, document = report(change, given=other(numbers))
    assert any(one.startswith("50\u00a0prosent merker endringer, det er 25 av dem") for one in shown(made))
    (moved,) = document.edits.moved
    assert (moved.source, moved.was, moved.now) == ("summary.md#2", "63\u00a0prosent", "50\u00a0prosent")
    assert "63\u00a0prosent → 50\u00a0prosent" in str(moved)
    write_moved(document.edits.moved, tmp_path / "moved.csv")
    assert "summary.md#2" in (tmp_path / "moved.csv").read_text(encoding="utf-8")


def test_a_moved_paragraph_is_found_again(report, change):
    sources = CHAPTERS | {
        "summary.md": CHAPTERS["summary.md"].replace("# Sammendrag\n", "# Sammendrag\n\nNytt først.\n")
    }
    made, document = report(change, sources=sources)
    assert any("merker endringer" in one for one in shown(made)) and document.edits.findings() == []


def test_a_rewritten_paragraph_keeps_the_chapters_words_and_is_named(report, change):
    sources = CHAPTERS | {"summary.md": CHAPTERS["summary.md"].replace("ser endringer", "svarer ja")}
    made, document = report(change, sources=sources)
    assert any("svarer ja" in one for one in shown(made))
    (lost,) = document.edits.findings()
    assert lost.code == "R050" and lost.value == "summary.md#2" and "ser endringer" in lost.message


def test_a_sentence_that_points_to_another_figure_is_another_sentence(report, change):
    sources = CHAPTERS | {"summary.md": CHAPTERS["summary.md"].replace("ref('b')", "ref('a')")}
    _, document = report(change, sources=sources)
    assert [f.code for f in document.edits.findings()] == ["R050"]


def test_an_inserted_paragraph_finds_its_place_by_either_neighbour(report):
    base, _ = report()
    new = merged(base, edited(base, lambda desk: insert_after(body(desk, "63"), "Inn imellom"))).edited
    one = CHAPTERS | {"summary.md": CHAPTERS["summary.md"].replace("ser endringer", "svarer ja")}
    made, document = report(new, sources=one)
    told_ = shown(made)
    assert told_[told_.index("Inn imellom") + 1] == "Et avsnitt uten tall som alle kan lese."
    both = one | {"summary.md": one["summary.md"].replace("Et avsnitt", "Et annet avsnitt")}
    made, document = report(new, sources=both)
    assert "Inn imellom" not in shown(made)
    assert [(f.code, f.value) for f in document.edits.findings()] == [("R051", "Inn imellom")]


def test_equal_paragraphs_are_told_apart_by_their_places(report):
    sources = CHAPTERS | {"summary.md": "# S\n\nSamme tekst.\n\nMidt imellom.\n\nSamme tekst.\n"}
    base, _ = report(sources=sources)
    result = merged(base, edited(base, lambda desk: reword(body(desk, "Samme"), "Samme", "Annen")))
    made = shown(report(result.edited, sources=sources)[0])
    i = made.index("Midt imellom.")
    assert (made[i - 1], made[i + 1]) == ("Samme tekst.", "Annen tekst.")


def test_a_moved_paragraph_takes_its_numbers_along(report, numbers):
    def change(desk):
        move(
            body(desk, "4,")
            if any(text(p).startswith("4,") for p in desk.paragraphs())
            else body(desk, "3,"),
            body(desk, "Et avsnitt"),
            True,
        )

    base, _ = report()
    result = merged(base, edited(base, change))
    assert [row.what for row in result.rows] == ["moved from here", "moved here"]
    assert result.edited.inserted[0].text == "{{ n1 }} er snittet for innleggene."
    made, document = report(result.edited)
    told_ = shown(made)
    i = told_.index("Et avsnitt uten tall som alle kan lese.")
    assert told_[i + 1].endswith("er snittet for innleggene.") and document.edits.findings() == []
    assert sum("er snittet for" in one for one in told_) == 1


def test_a_computed_paragraph_moved_forward_takes_its_numbers_along(report):
    base, _ = report()
    computed = "40 av 80 inviterte svarte."
    file = edited(base, lambda desk: move(body(desk, computed), body(desk, "Et avsnitt"), True))
    made, document = report(merged(base, file).edited)
    told_ = shown(made)
    assert told_[told_.index("Et avsnitt uten tall som alle kan lese.") + 1].startswith(computed)
    assert document.edits.findings() == []
    assert len(controls(body(Desk(made), computed))) == 3


# Files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text_", "line"), [("'{{ share(1) }}'", "share(1)"), ("'{{ n2 }}'", "n2")], ids=["expression", "missing"]
)
def test_a_placeholder_that_stands_for_nothing_is_refused_with_its_line(tmp_path, text_, line):
    (tmp_path / "overrides.yaml").write_text(
        f"nb:\n  changed:\n    - at: a.md#1\n      fingerprint: f\n      was: x\n      text: {text_}\n"
        "      numbers: [{printed: '1'}]\n",
        encoding="utf-8",
    )
    with pytest.raises(SvarError) as caught:
        load_overrides(tmp_path)
    (found,) = caught.value.findings
    assert found.code == "R052" and found.value == line and ":6:" in found.where


def test_unknown_keys_are_refused_and_no_file_is_no_edit(tmp_path):
    assert load_overrides(tmp_path) == {}
    (tmp_path / "overrides.yaml").write_text("nb:\n  chnged: []\n", encoding="utf-8")
    with pytest.raises(SvarError) as caught:
        load_overrides(tmp_path)
    assert "changed" in str(caught.value)


HOSTILE = [
    " to  mellomrom ", "nei", "no", "0123", "2019-01-01", "~", "", "- punkt", "a: b", "# x", "'", '"', "\\", "\\\\n",
    "linje\nskift\n", "\ttab", "\u2028", "\u0085", "\u00a0", "e\u0301", "\U0001f600", "{{ n1 }}", "%a",
    "@b", "`", "|", ">",
]  # fmt: skip


def test_the_file_gives_back_what_it_was_given(tmp_path):
    changed = [
        {"at": f"a.md#{i}", "fingerprint": "f", "was": words, "text": "x" + words.replace("{", "")}
        for i, words in enumerate(HOSTILE)
    ]
    edits = Edited.model_validate({"changed": changed})
    (tmp_path / "overrides.yaml").write_text(dumped({"nb": edits, "nn": Edited()}), encoding="utf-8")
    assert load_overrides(tmp_path) == {"nb": edits}
    assert load_overrides(tmp_path)["nb"].changed[0].was == " to  mellomrom "


def test_the_merge_report_shows_texts_literally(report):
    base, _ = report()
    result = merged(
        base, edited(base, lambda d: reword(body(d, "Et avsnitt"), "alle", "``` *alle* `en` <b>"))
    )
    markdown = as_markdown(result.rows, "T")
    assert "```` Et avsnitt uten tall som ``` *alle* `en` <b> kan lese. ````" in markdown
    assert "1 kept, 0 conflicts, 0 not carried, 0 comments" in markdown
    assert as_csv(result.rows).splitlines()[0] == "outcome,what,where,was,now,todo"
    assert as_lines(result.rows) == []
    assert re.search(r"^kept,reworded,", as_csv(result.rows), re.M)


def test_a_deleted_paragraph_mark_runs_two_paragraphs_together(report):
    def change(desk):
        mark(body(desk, "Første punkt"), "del")

    base, _ = report()
    result = merged(base, edited(base, change))
    made = shown(report(result.edited)[0])
    assert "Første punkt i lista.Andre punkt i lista." in made and "Andre punkt i lista." not in made
