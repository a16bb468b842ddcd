"""`svar merge` from the command line, what `svar check` says of edits, and the page for evaluators."""

# ruff: noqa: F811  (fixtures of other files)

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from test_merge_ways import CHAPTERS, SHORT, body, edited, merged, report, shown  # noqa: F401
from test_write import material_of, template  # noqa: F401  (fixtures)
from word_edits import Edited as Desk
from word_edits import insert_after, reword, text

import reports.merge as command
from reports.merging.align import align, likeness
from reports.merging.body import Text
from reports.merging.fitting import fitting
from reports.merging.paragraph import Bit, Read
from reports.prose.overrides import Changed, Edited, Inserted, load_overrides
from reports.prose.wording import Piece, fingerprint, markup, parse
from survey.messages import SvarError

ROOT = Path(__file__).resolve().parents[2]
PARAMS = "studies:\n  tiny: {questionnaire: q.yaml, plan: p.yaml, report: reports/tiny, language: nb}\n"


@pytest.fixture
def project(tmp_path, monkeypatch, report):
    """A folder with a written report and a copy of it that somebody has edited."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params.yaml").write_text(PARAMS + "write: {template: t.docx}\n", encoding="utf-8")
    for folder in ("reports/tiny", "data/write/tiny"):
        (tmp_path / folder).mkdir(parents=True)
    base, _ = report()
    (tmp_path / "data/write/tiny/rapport.docx").write_bytes(base)
    (tmp_path / "edited.docx").write_bytes(
        edited(base, lambda d: reword(body(d, "Et avsnitt"), "alle", "noen"))
    )
    return tmp_path


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["svar merge", *words])
    command.main()


def test_the_command_writes_overrides_and_says_what_became_of_the_edits(project, monkeypatch, capsys):
    run(monkeypatch, "edited.docx", "--study", "tiny")
    told = capsys.readouterr().out
    assert (
        "1 kept, 0 conflicts, 0 not carried, 0 comments; compared with data/write/tiny/rapport.docx" in told
    )
    assert load_overrides(project / "reports/tiny")["nb"].changed[0].text.endswith("noen kan lese.")
    assert "reworded" in (project / "edited.merge.md").read_text(encoding="utf-8")
    assert "kept,reworded" in (project / "edited.merge.csv").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(project, monkeypatch, capsys):
    run(monkeypatch, "edited.docx", "--study", "tiny", "--dry-run")
    assert "1 kept" in capsys.readouterr().out
    assert list(project.glob("edited.*")) == [project / "edited.docx"]
    assert list((project / "reports/tiny").iterdir()) == []


def test_other_languages_stay_as_they_are(project, monkeypatch):
    run(monkeypatch, "edited.docx", "--study", "tiny", "--language", "nn")
    run(monkeypatch, "edited.docx", "--study", "tiny")
    assert sorted(load_overrides(project / "reports/tiny")) == ["nb", "nn"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["edited.docx", "--study", "tinny"], "S011"),
        (["nowhere.docx", "--study", "tiny"], "R055"),
        (["edited.docx", "--study", "tiny", "--original", "nowhere.docx"], "R055"),
    ],
)
def test_what_is_not_there_is_refused(project, monkeypatch, line, code):
    with pytest.raises(SvarError) as caught:
        run(monkeypatch, *line)
    assert caught.value.findings[0].code == code


def test_a_report_written_since_is_no_original_but_the_file_given_may_be(
    project, monkeypatch, report, capsys
):
    written = project / "data/write/tiny/rapport.docx"
    written.rename(project / "sent.docx")
    written.write_bytes(report(sources=CHAPTERS | {"summary.md": "# Sammendrag\n\nNye ord.\n"})[0])
    with pytest.raises(SvarError) as caught:
        run(monkeypatch, "edited.docx", "--study", "tiny")
    assert caught.value.findings[0].code == "R054"
    run(monkeypatch, "edited.docx", "--study", "tiny", "--original", "sent.docx")
    assert "compared with sent.docx" in capsys.readouterr().out


def test_the_copy_without_edits_is_found_when_the_report_has_been_written_with_others_edits(
    project,
    monkeypatch,
    material_of,
    report,
    capsys,
):
    """The report made anew without edits is what both copies were made from."""
    import reports.write as stage

    run(monkeypatch, "edited.docx", "--study", "tiny")
    edits = load_overrides(project / "reports/tiny")["nb"]
    (project / "data/write/tiny/rapport.docx").write_bytes(report(edits)[0])
    (project / "data/suppress/tiny").mkdir(parents=True)
    (project / "t.docx").write_bytes((ROOT / "reports/template.docx").read_bytes())
    material = replace(
        material_of(CHAPTERS, outline=SHORT), about={"study": "tiny", "data": "1"}, edited=edits
    )
    monkeypatch.setattr(stage, "read_inputs", lambda *_: None)
    monkeypatch.setattr(stage, "gather", lambda *_: material)
    second = Desk((project / "edited.docx").read_bytes())
    reword(body(second, "Tekst i boksen"), "boksen", "ei kiste")
    (project / "edited.docx").write_bytes(second.file())
    run(monkeypatch, "edited.docx", "--study", "tiny")
    assert "compared with the report made anew without edits" in capsys.readouterr().out
    assert [c.text for c in load_overrides(project / "reports/tiny")["nb"].changed][-1] == "Tekst i ei kiste."


# svar check ------------------------------------------------------------------------------------------------------


def test_check_names_edits_that_fit_nowhere(material_of):
    chapters = material_of(CHAPTERS, outline=SHORT).chapters
    edits = Edited(
        changed=(
            Changed(at="summary.md#3", fingerprint="0", was="Et avsnitt uten tall som mange kan lese."),
            Changed(at="summary.md#3", fingerprint="0", was="Noe helt annet stod her engang, om fisk."),
            Changed(at="gone.md#1", fingerprint="0", was="x"),
            Changed(at="method#1", fingerprint="0", was="x"),
        ),
        inserted=(Inserted.model_validate({"id": "i1", "after": {"at": "gone.md#1"}, "text": "Ny"}),),
    )
    found = fitting(edits, chapters, "reports/tiny/overrides.yaml")
    assert [f.code for f in found] == ["R050", "R056", "R051"]


# The small parts -----------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_back():
    pieces = [
        Piece(r"a*b\{c}", bold=True),
        Piece("", name="n1"),
        Piece("x", italic=True),
        Piece("", name="r2.number"),
    ]
    assert parse(markup(pieces)) == pieces
    assert parse(r"\{\{ 7\*7 \}\}") == [Piece("{{ 7*7 }}")]
    with pytest.raises(ValueError, match="7"):
        parse("{{ 7*7 }}")


def test_spaces_do_not_count_in_a_fingerprint():
    assert fingerprint("a  b\u00a0c ") == fingerprint("a b c") != fingerprint("a b d")


def test_a_long_report_is_aligned_in_order_and_what_moved_is_known():
    texts = [Text("normal", Read([Bit(f"Avsnitt nummer {i} handler om {i * 7}.")])) for i in range(200)]
    other = [*texts[:50], *texts[60:120], texts[10], *texts[120:]]
    other.remove(texts[10])
    aligned = align(texts, other)
    assert len(aligned.pairs) == 190 and aligned.moved() == {10}
    assert likeness("", "x") == 0.0 and likeness("En to tre", "en to fire") > 0.6


# The page ----------------------------------------------------------------------------------

PAGE = (ROOT / "docs/merge.md").read_text(encoding="utf-8")


def test_the_page_lists_every_code_of_the_merge_report():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "reports/merging").glob("*.py"))
    source += (ROOT / "reports/prose/editing.py").read_text(encoding="utf-8")
    source += (ROOT / "reports/prose/overrides.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(R0\d\d)"', source)) == set(re.findall(r"\bR0\d\d\b", PAGE))


def test_the_override_on_the_page_is_what_such_an_edit_gives(report):
    sources = CHAPTERS | {
        "summary.md": "# Sammendrag\n\n{{ share('changed', 'yes') }} ser endringer.\n\nSlutt.\n"
    }
    base, _ = report(sources=sources)

    def change(desk):
        reword(body(desk, "63"), "ser endringer", "merker at noe er blitt bedre")
        insert_after(body(desk, "63"), "Kommunene har selv lest dette avsnittet.")

    result = merged(base, edited(base, change))
    shown_ = re.search(r"```yaml\n(.*?)```", PAGE, re.S)[1]
    assert command.dumped({"nb": result.edited}).partition("\n")[2] == shown_
    assert "63\u00a0prosent merker at noe er blitt bedre." in shown(report(result.edited, sources=sources)[0])


def test_the_commands_on_the_page_are_understood():
    lines = re.findall(r"^svar merge (.+)$", PAGE, re.M)
    assert len(lines) >= 3
    for line in lines:
        assert command.parse(line.split()).study


def test_text_of_the_desk_is_what_a_reader_sees(report):
    base, _ = report()
    file = edited(base, lambda desk: reword(body(desk, "Et avsnitt"), "alle", "noen", tracked=True))
    assert [text(p) for p in Desk(file).paragraphs() if "noen kan" in text(p)] == [
        "Et avsnitt uten tall som noen kan lese."
    ]
