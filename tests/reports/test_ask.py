"""`svar crosstab`: the terminal, the files, the stamp and the command line."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from asking_project import PLAN, STUDY, make

from analysis import crosstab
from analysis.asking import answer as answers
from analysis.asking.answer import Answer
from reports import ask
from reports.asking import FORMS, display
from reports.asking.display import laid_out, text, write
from reports.asking.grid import Grid
from reports.asking.speech import LANGUAGES, WORDS
from reports.asking.text import TERMINAL, Page, hyphened, shown
from survey.messages import SvarError


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def answer(root: Path) -> Answer:
    by = ["age_band", "went", "age_band*went"]
    return crosstab(STUDY, ["service", "visited"], by, root=root, internal=True, where="not quiet: 3")


@pytest.fixture(scope="module")
def grid(answer: Answer) -> Grid:
    return laid_out(answer, "text")


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(grid: Grid, width: int) -> None:
    lines = shown(grid, Page(width)).splitlines()
    assert max(len(line) for line in lines) <= width


def test_every_number_of_the_grid_is_on_the_terminal_however_it_is_wrapped(grid: Grid) -> None:
    def cells(width: int) -> int:
        return sum(len(re.findall(r"\d+\*?", line)) for line in shown(grid, Page(width)).splitlines())

    wide, narrow = shown(grid, Page(120)), shown(grid, Page(60))
    assert wide.count("40 or") <= narrow.count("40 or")
    for column in grid.columns[1:]:
        assert column.label.split()[0] in narrow
    assert cells(60) >= cells(120)  # the total is repeated in every block, nothing is left out


def test_the_terminal_shows_bases_letters_cautions_and_the_stamp(answer: Answer) -> None:
    said = text("text", answer)
    assert said.startswith("*** INTERNAL ***\n")
    assert re.search(r"^ +A +B", said, re.MULTILINE)
    assert re.search(r"^ *n +\d+", said, re.MULTILINE)
    assert "No person gave these answers" in said
    assert "privacy gate was not used" in said
    assert "Only those who did not answer “Neither” to “is quiet”." in said


def test_colours_are_only_for_terminals_that_have_them(grid: Grid) -> None:
    assert "\033" not in shown(grid, Page(80))
    coloured = shown(grid, Page(80, TERMINAL))
    assert "\033[1;31m" in coloured
    assert re.sub(r"\033\[[\d;]*m", "", coloured) == shown(grid, Page(80))


def test_long_words_are_divided_with_a_hyphen() -> None:
    assert hyphened("Voksenopplæringen", 10) == ["Voksenopp-", "læringen"]
    assert hyphened("40 or more", 6) == ["40 or", "more"]
    assert hyphened("", 6) == [""]


def test_a_hidden_number_is_a_mark_with_its_legend(answer: Answer) -> None:
    frame = answer.frame.copy()
    frame.loc[3, ["estimate", "conf_low", "conf_high"]] = None
    frame.loc[3, "hidden"] = "protected"
    said = text("text", replace(answer, frame=frame))
    assert "· = hidden, because it could tell what one person answered." in said
    assert "·" not in text("text", answer)


def test_the_language_of_labels_and_of_words(answer: Answer) -> None:
    in_norwegian = text("text", replace(answer, language="nb"))
    assert "INTERNT" in in_norwegian and "Les med varsomhet" in in_norwegian
    assert "Rather agree" in in_norwegian  # the study has no other labels


def test_codes_instead_of_labels(answer: Answer) -> None:
    coded = shown(laid_out(answer, "text", coded=True), Page(120))
    assert "age_band*went" in coded and "Rather agree" not in coded


def test_the_words_have_the_same_keys_in_every_language() -> None:
    def keys(words: Any, before: str = "") -> set[str]:
        if not isinstance(words, dict):
            return {before}
        return {k for name, inner in words.items() for k in keys(inner, f"{before}.{name}")}

    found = {code: keys(yaml.safe_load((WORDS / f"{code}.yaml").read_text("utf-8"))) for code in LANGUAGES}
    assert set(found) == {"en", "nb", "nn"}
    assert found["nb"] == found["en"] == found["nn"]


# Files


def written(answer: Answer, form: str, folder: Path) -> Path:
    return write(form, answer, folder / f"table.{form}")


@pytest.mark.parametrize("form", FORMS)
def test_every_internal_file_says_so_in_its_name_and_inside(
    answer: Answer, form: str, tmp_path: Path
) -> None:
    path = written(answer, form, tmp_path)
    assert path.name == f"INTERNAL_table.{form}"
    assert not (tmp_path / f"table.{form}").exists()
    if form in ("xlsx", "docx"):
        with zipfile.ZipFile(path) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    else:
        content = path.read_text(encoding="utf-8")
    assert "INTERNAL" in content


@pytest.mark.parametrize("form", FORMS)
def test_a_public_file_has_no_stamp_and_the_same_bytes_twice(
    answer: Answer, form: str, tmp_path: Path
) -> None:
    public = replace(answer, internal=False)
    first = written(public, form, tmp_path / "one").read_bytes()
    assert first == written(public, form, tmp_path / "two").read_bytes()
    assert b"INTERNAL" not in first


def test_the_csv_is_tidy_with_codes_and_labels(answer: Answer, tmp_path: Path) -> None:
    frame = pd.read_csv(written(answer, "csv", tmp_path), keep_default_na=False)
    assert len(frame) == len(answer.frame)
    row = frame[(frame["item"] == "helpful") & (frame["answer"] == "4") & (frame["group"] == "old*yes")].iloc[
        0
    ]
    assert (row["answer_label"], row["group_label"]) == ("Rather agree", "40 or more, Yes")
    assert float(row["n"]) > 0


def test_the_workbook_has_the_table_the_data_and_the_source(answer: Answer, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(answer, "xlsx", tmp_path))
    assert book.sheetnames == ["Table INTERNAL", "Tidy INTERNAL", "Source INTERNAL"]
    table, tidy, source = book.worksheets
    assert table["A1"].value == "INTERNAL"
    assert table.freeze_panes is not None
    assert tidy.max_row == len(answer.frame) + 1
    heads = [cell.value for cell in tidy[1]]
    assert isinstance(tidy.cell(2, heads.index("estimate") + 1).value, int | float)
    told = {row[0].value: row[1].value for row in source.iter_rows()}
    assert told["Study"] == STUDY
    assert told["Data (SHA-256 of the clean answers)"] == answer.study.data_hash
    assert told["Privacy"] == "INTERNAL – privacy gate not used"


def test_words_that_look_like_formulas_stay_words(answer: Answer, tmp_path: Path) -> None:
    frame = answer.frame.copy()
    frame["group"] = frame["group"].replace("young", "young")
    evil = replace(answer, provenance={**answer.provenance, "command": "=1+1"})
    book = openpyxl.load_workbook(written(replace(evil, frame=frame), "xlsx", tmp_path))
    cell = next(c for row in book.worksheets[2].iter_rows() for c in row if c.value == "=1+1")
    assert cell.data_type == "s"


def test_the_word_file_has_a_caption_and_a_header_row_that_repeats(answer: Answer, tmp_path: Path) -> None:
    import docx

    document = docx.Document(str(written(replace(answer, language="nn"), "docx", tmp_path)))
    captions = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert captions[0].startswith("Tabell\u00a01")
    first = document.tables[0]
    heads = [row for row in first.rows if row._tr.trPr is not None and "tblHeader" in row._tr.trPr.xml]
    assert len(heads) == 2
    assert (
        "INTERNT" in document.sections[0].first_page_header.paragraphs[0].text + document.paragraphs[0].text
    )
    language = re.findall(r'w:lang w:val="([\w-]+)"', document.styles.element.xml)
    assert set(language) == {"nn-NO"}


def test_markdown_is_one_pipe_table_with_equal_rows(answer: Answer) -> None:
    said = text("md", answer)
    rows = [line for line in said.splitlines() if line.startswith("|")]
    sizes = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
    assert len(sizes) == 1
    assert "- Study: `library`" in said


class Page_(HTMLParser):
    """Counts tags and keeps what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_notebook_table_is_accessible_and_whole(answer: Answer) -> None:
    page = Page_()
    page.feed(text("html", answer))
    tags = [tag for tag, _ in page.seen]
    assert page.open == []
    assert tags.count("caption") == 1
    scopes = {attrs.get("scope") for tag, attrs in page.seen if tag == "th"}
    assert scopes == {"col", "colgroup", "row", "rowgroup"}
    assert tags.count("td") > 50 and "script" not in tags


def test_every_word_in_the_notebook_is_escaped(answer: Answer) -> None:
    questionnaire = answer.study.questionnaire
    nasty = questionnaire.model_dump(by_alias=True, exclude_none=True)
    nasty["blocks"][3 if len(nasty["blocks"]) > 3 else 0]["title"] = {"en": "x"}
    study = replace(answer.study, questionnaire=_renamed(questionnaire, "<img src=x onerror=alert(1)>"))
    said = text("html", replace(answer, study=study))
    assert "<img" not in said and "&lt;img" in said


def _renamed(questionnaire: Any, words: str) -> Any:
    """The questionnaire whose background is called `words`."""
    background = tuple(b.model_copy(update={"label": {"en": words}}) for b in questionnaire.background)
    return questionnaire.model_copy(update={"background": background})


def test_the_picture_has_a_dot_for_each_group(answer: Answer) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    axes = display.plot(answer)
    frame = answer.frame
    groups = frame[frame["segment"] != "total"][["segment", "group"]].drop_duplicates()
    first = axes.flat[0] if hasattr(axes, "flat") else axes[0]
    assert len(first.get_yticks()) == len(groups)
    assert first.get_xlabel() == "Percent"
    assert "INTERNAL" in first.figure.get_suptitle()


# The object of the Python side


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The display as an installed package offers it."""
    monkeypatch.setattr(answers, "_found", lambda: display)


@pytest.mark.usefixtures("found")
def test_the_answer_shows_and_writes_itself(answer: Answer, tmp_path: Path) -> None:
    assert answer._repr_html_() == text("html", answer)
    assert repr(answer) == text("text", answer)
    assert answer.to_markdown() == text("md", answer)
    for path in (
        answer.to_csv(tmp_path / "a.csv"),
        answer.to_excel(str(tmp_path / "a.xlsx")),
        answer.to_word(tmp_path / "a.docx"),
        answer.to_markdown(tmp_path / "a.md"),
    ):
        assert isinstance(path, Path) and path.is_file() and path.name.startswith("INTERNAL_a.")


def test_without_a_display_there_are_still_the_numbers(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_found", lambda: None)
    assert "helpful" in repr(answer) and "<table" in answer._repr_html_()
    with pytest.raises(SvarError, match="S096"):
        answer.to_csv("nowhere.csv")


# The command line

Run = Callable[..., str]


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `svar crosstab library …` in the project; returns what it says."""
    monkeypatch.chdir(root)
    (root / "plan.yaml").write_text(PLAN, encoding="utf-8")

    def call(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["svar crosstab", STUDY, *arguments])
        ask.main()
        return capsys.readouterr().out

    return call


def test_the_command_shows_a_table(run: Run) -> None:
    said = run(
        "--rows",
        "help",
        "--by",
        "age",
        "--by",
        "age*went",
        "--measure",
        "top_box",
        "--internal",
        "--width",
        "80",
    )
    assert "Percent at the top of the scale (4, 5)" in said
    assert "help was read as helpful." in said


def test_lists_may_have_commas(run: Run) -> None:
    said = run("--rows", "helpful,quiet", "--by", "age,went", "--internal", "--measure", "mean")
    assert "is helpful" in said and "is quiet" in said and "Did you visit" in said


def test_the_command_writes_files_named_after_the_table(run: Run, root: Path) -> None:
    said = run("--rows", "service", "--by", "age*went", "--internal", "--to", "csv")
    assert said == "made INTERNAL_library_service_age_band-x-went.csv\n"
    assert (root / "INTERNAL_library_service_age_band-x-went.csv").is_file()
    said = run("--rows", "service", "--by", "age", "--internal", "--out", "my/table.xlsx")
    assert (root / "my" / "INTERNAL_table.xlsx").is_file()


def test_the_source_holds_the_command_as_typed(run: Run, root: Path) -> None:
    run("--rows", "helpful", "--by", "age*went", "--where", "visited: yes", "--internal", "--out", "x.md")
    said = (root / "INTERNAL_x.md").read_text(encoding="utf-8")
    assert "svar crosstab library --rows helpful --by 'age*went' --where 'visited: yes'" in said


def test_save_puts_the_cross_tab_into_the_plan(run: Run, root: Path) -> None:
    said = run(
        "--rows", "helpful", "--by", "age*went", "--where", "visited: yes", "--internal", "--save", "kept"
    )
    plan = (root / "plan.yaml").read_text(encoding="utf-8")
    assert plan.startswith(PLAN)
    assert plan.removeprefix(PLAN).splitlines() == [
        "  - id: kept",
        "    questions: [helpful]",
        '    by: ["age_band*went"]',
        '    where: {question: visited, is: "yes"}',
    ]
    assert "The cross-tab kept is now in plan.yaml." in said
    with pytest.raises(SvarError, match="P011"):
        run("--rows", "helpful", "--by", "age", "--internal", "--save", "kept")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--rows", "helpful", "--by", "age", "--to", "xslx"], "S030 .*did you mean 'xlsx'"),
        (["--rows", "helpful", "--by", "age", "--out", "table.pdf"], "S030"),
        (["--rows", "helpfull", "--by", "age"], "S095 .*did you mean 'helpful'"),
        (["--rows", "helpful", "--by", "ag"], None),
    ],
)
def test_bad_command_lines_are_refused_before_anything_is_made(
    run: Run, arguments: list[str], told: str | None
) -> None:
    if told is None:
        assert "is helpful" in run(*arguments, "--internal")
    else:
        with pytest.raises(SvarError, match=told):
            run(*arguments, "--internal")


def test_the_command_needs_rows_and_divisions(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--rows", "helpful")
    assert "--by" in capsys.readouterr().err


def test_the_workbook_is_readable_from_memory(answer: Answer, tmp_path: Path) -> None:
    data = written(answer, "xlsx", tmp_path).read_bytes()
    assert openpyxl.load_workbook(io.BytesIO(data)).active is not None
