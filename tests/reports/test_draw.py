"""Pictures from numbers made up here: every kind, hidden values, one base after another, nothing cut off."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from PIL import Image

from analysis.plan import Plan
from analysis.plan_checks import load_plan
from analysis.results import ALL, ESTIMATE_COLUMNS, TOTAL
from reports import draw as stage
from reports.drawing.canvas import Canvas, text_width, wrap
from reports.drawing.chart import Material, material
from reports.drawing.colours import blend, contrast, ink_on, luminance, steps
from reports.drawing.notes import base_note
from reports.drawing.plan import FigurePlan, load_figures
from reports.figures import KINDS, rating
from reports.style import look
from reports.style.labels import Labels
from survey.frames import write_frame
from survey.load import load_questionnaire
from survey.messages import SvarError

ROOT = Path(__file__).resolve().parents[2]
NBSP = "\u00a0"
QUESTIONNAIRE = ROOT / "questionnaires/som/brukerundersokelse.yaml"
PLAN = ROOT / "analysis/plans/som.yaml"


@pytest.fixture(scope="module")
def questionnaire():
    return load_questionnaire(QUESTIONNAIRE)


@pytest.fixture(scope="module")
def plan(questionnaire):
    return load_plan(PLAN, questionnaire)


def results(questionnaire, plan: Plan, people: int = 151) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimates and response as `suppress` writes them, from answers drawn by lot."""
    draw = np.random.default_rng(1)
    labels = Labels(questionnaire, plan, "nb", {})
    groups = {TOTAL: np.full(people, ALL)}
    for segment in plan.segments:
        groups[segment.id] = draw.choice(labels.groups(segment.id), people)
    rows = []
    for variable in questionnaire.variables.values():
        if not variable.closed:
            continue
        answers = draw.choice(variable.substantive, people)
        for segment, of in groups.items():
            for group in np.unique(of):
                rows += estimates_of(questionnaire, variable, answers[of == group], (segment, group))
    response = [
        {"segment": s, "group": g, "invited": 2 * n, "answered": n, "rate": 50, "hidden": ""}
        for s, of in groups.items()
        for g, n in zip(*np.unique(of, return_counts=True), strict=True)
    ]
    return pd.DataFrame(rows, columns=[*ESTIMATE_COLUMNS, "hidden"]), pd.DataFrame(response)


def estimates_of(questionnaire, variable, answers, of) -> list[list[object]]:
    n = len(answers)
    scale = questionnaire.scales.get(variable.scale or "")
    counts = {code: int((answers == code).sum()) for code in variable.substantive}
    found = [("base", "", n), *(("count", code, count) for code, count in counts.items())]
    found += [("share", code, 100 * count / n) for code, count in counts.items()]
    if variable.ordinal:
        found.append(("mean", "", answers.astype(float).mean()))
        found += [
            (box, "", 100 * sum(counts[c] for c in getattr(scale, box)) / n) for box in ("top", "bottom")
        ]
    return [
        [variable.question, variable.name, *of, measure, answer, value, value * 0.9, value * 1.1, n, "", ""]
        for measure, answer, value in found
    ]


def labels_in(questionnaire, plan, language: str) -> Labels:
    return Labels(questionnaire, plan, language, stage.words_of(ROOT / "reports/text", language, 0.95))


@pytest.fixture(scope="module")
def frames(questionnaire, plan):
    return results(questionnaire, plan)


def made_of(frames, questionnaire, plan, language: str = "nb") -> Material:
    return material(*frames, labels_in(questionnaire, plan, language), 20)


def hide(frames, **where) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same estimates with some blanked, as the gate leaves them."""
    estimates, response = frames[0].copy(), frames[1]
    mask = np.logical_and.reduce(
        [estimates[c].isin(v if isinstance(v, list) else [v]) for c, v in where.items()]
    )
    estimates.loc[mask, ["estimate", "conf_low", "conf_high", "n"]] = np.nan
    estimates.loc[mask, "hidden"] = "protected"
    assert mask.any()
    return estimates, response


CAPTION = {"nb": "Noe", "nn": "Noko"}
ALL_KINDS = [
    {"id": "a", "kind": "columns", "segment": "unit"},
    {"id": "b", "kind": "columns", "question": "changes"},
    {"id": "c", "kind": "rating", "question": "res"},
    {"id": "d", "kind": "ticks", "question": "use"},
    {"id": "e", "kind": "ticks", "question": "cooperation", "answer": "yes"},
    {
        "id": "f",
        "kind": "paired",
        "first": {"question": "goal_set", "name": {"nb": "Satte", "nn": "Sette"}},
        "second": {"question": "goal_worked", "name": {"nb": "Arbeidet", "nn": "Arbeidde"}},
    },
    {"id": "g", "kind": "means", "question": "res"},
    {
        "id": "h",
        "kind": "segments",
        "items": ["res_talks", "res_templates"],
        "by": ["role", "unit"],
        "measure": "mean",
    },
    {
        "id": "i",
        "kind": "segments",
        "items": ["changes"],
        "by": ["region"],
        "measure": "share",
        "answer": "yes",
    },
    {"id": "j", "kind": "rating", "items": ["worked_alone", "external_partner"]},
]


def figures(*chosen: str):
    wanted = [{**figure, "caption": CAPTION} for figure in ALL_KINDS if figure["id"] in chosen or not chosen]
    return FigurePlan.model_validate({"figures": wanted}).figures


def figure(figure_id: str):
    return figures(figure_id)[0]


def test_the_list_here_has_every_kind():
    assert {f.kind for f in figures()} == set(KINDS)


def draw_all(chosen, made, out: Path, synthetic: bool = True):
    page = stage.Page(16.0, 100, synthetic)
    drawn = stage.draw(chosen, made, page)
    heights = stage.pictures(drawn, made, page, out)
    return stage.described(drawn, stage.charts(drawn, made), heights, made)


def test_every_kind_makes_a_picture_and_says_what_it_shows(frames, questionnaire, plan, tmp_path):
    drawn = draw_all(figures(), made_of(frames, questionnaire, plan), tmp_path)
    for entry in drawn:
        assert set(entry) == {
            "id", "file", "caption", "alt", "base_note", "width_cm", "height_cm", "synthetic",
        }  # fmt: skip
        with Image.open(tmp_path / entry["file"]) as picture:
            assert picture.width == pytest.approx(16.0 / 2.54 * 100, abs=1)
            assert picture.height == pytest.approx(entry["height_cm"] / 2.54 * 100, abs=2)
            assert set(picture.info) <= {"dpi"}
        assert entry["base_note"].startswith(f"n{NBSP}=")
        assert len(entry["alt"]) > 20 and "{" not in entry["alt"]


def test_the_same_numbers_give_the_same_bytes(frames, questionnaire, plan, tmp_path):
    made = made_of(frames, questionnaire, plan)
    draw_all(figures(), made, tmp_path / "one")
    # In another order: what was drawn before on the reused page must leave no trace.
    draw_all(figures()[::-1], made, tmp_path / "two")
    for picture in sorted((tmp_path / "one").glob("*.png")):
        assert picture.read_bytes() == (tmp_path / "two" / picture.name).read_bytes()


def test_the_mark_is_only_on_made_up_data(frames, questionnaire, plan, tmp_path):
    made = made_of(frames, questionnaire, plan)
    marked = draw_all(figures("a"), made, tmp_path / "one")
    plain = draw_all(figures("a"), made, tmp_path / "two", synthetic=False)
    assert (marked[0]["synthetic"], plain[0]["synthetic"]) == (True, False)
    one, two = (np.asarray(Image.open(tmp_path / d / "a.png").convert("L")) for d in ("one", "two"))
    rows, columns = np.nonzero(one != two)
    assert rows.min() > 0.75 * one.shape[0]
    assert columns.min() > 0.75 * one.shape[1]


def texts_of(canvas: Canvas):
    """Every piece of text on the page with its box, in pixels."""
    renderer = canvas.figure.canvas.get_renderer()
    canvas.figure.draw(renderer)
    found = [*canvas.figure.texts, *(t for axes in canvas.figure.axes for t in axes.texts)]
    for axes in canvas.figure.axes:
        found += axes.get_xticklabels() if axes.xaxis.get_tick_params()["labelbottom"] else []
    return [(t.get_text(), t.get_window_extent(renderer)) for t in found if t.get_text()]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_is_cut_off_and_no_text_covers_another(frames, questionnaire, plan, language):
    made = made_of(frames, questionnaire, plan, language)
    report = load_figures(ROOT / "reports/som/figures.yaml", questionnaire, plan)
    canvas = Canvas(16.0, 100)
    for one in (*report, *figures()):
        kind = KINDS[one.kind]
        kind.draw(one, kind.chart(one, made), canvas, made)
        width, height = canvas.figure.get_size_inches() * 100
        texts = texts_of(canvas)
        assert texts
        for text, box in texts:
            assert box.x0 >= -2 and box.x1 <= width + 2, (one.id, text)
            assert box.y0 >= -2 and box.y1 <= height + 2, (one.id, text)
        for (a, box_a), (b, box_b) in itertools.combinations(texts, 2):
            across = min(box_a.x1, box_b.x1) - max(box_a.x0, box_b.x0)
            down = min(box_a.y1, box_b.y1) - max(box_a.y0, box_b.y0)
            assert across <= 1 or down <= 2, (one.id, a, b)


def test_long_labels_are_wrapped_between_words():
    text = "Planlegge og lage nye tiltak for målgruppen i kommuner med 5 000 til 19 999 innbyggere " * 3
    wrapped = wrap(text, 5.5)
    assert all(text_width(line) <= 5.5 for line in wrapped.split("\n"))
    assert wrapped.replace(NBSP, " ").split() == text.split()
    assert f"19{NBSP}999" in wrapped
    assert all(
        text_width(line) <= 3 for line in wrap("Arbeidsmarkedsopplæringstiltakskoordinator", 3).split("\n")
    )


def rows_of(one, made) -> list:
    return [row for panel in KINDS[one.kind].chart(one, made) for row in panel.rows]


def test_ratings_are_ordered_by_the_top_of_the_scale(frames, questionnaire, plan):
    rows = rows_of(figure("c"), made_of(frames, questionnaire, plan))
    tops = [row.values["top"].estimate for row in rows]
    assert tops == sorted(tops, reverse=True) and len(tops) == 6
    for row in rows:
        assert sum(piece.value.estimate for piece in row.pieces) == pytest.approx(100)
        assert sum(p.value.estimate for p in row.pieces if p.codes[0] in "45") == pytest.approx(
            row.values["top"].estimate
        )


def test_ticks_are_sorted_and_what_rules_out_the_rest_comes_last(frames, questionnaire, plan):
    made = made_of(frames, questionnaire, plan)
    rows = rows_of(figure("d"), made)
    shares = [row.values["share"].estimate for row in rows[:-1]]
    assert shares == sorted(shares, reverse=True)
    assert rows[-1].label == made.labels.short("use_little_or_nothing")


def pieces(made: Material, item: str) -> list[tuple[str, int]]:
    codes = made.labels.answers(item)
    return [("+".join(p.codes), round(p.value.estimate)) for p in rating.pieces(item, codes, made)]


def test_what_is_hidden_in_a_rating_is_never_zero(frames, questionnaire, plan):
    item = "res_talks"
    plain = made_of(frames, questionnaire, plan)
    shares = [plain.value(item, "share", code).estimate for code in "12345"]
    one_by_one = {"item": item, "segment": TOTAL, "measure": ["count", "share"]}

    ends = made_of(hide(frames, **one_by_one), questionnaire, plan)
    low, high = round(sum(shares[:2])), round(sum(shares[3:]))
    assert pieces(ends, item) == [("1+2", low), ("3", round(shares[2])), ("4+5", high)]

    only_top = hide(frames, item=item, segment=TOTAL, measure=["count", "share", "bottom"])
    rest = round(sum(shares[:3]))
    assert pieces(made_of(only_top, questionnaire, plan), item) == [("1+2+3", rest), ("4+5", high)]

    everything = hide(frames, item=item, segment=TOTAL)
    assert pieces(made_of(everything, questionnaire, plan), item) == [("", 100)]

    boxes = hide(frames, item=item, segment=TOTAL, measure=["top", "bottom"])
    low_end = hide(boxes, **one_by_one, answer=["1", "2"])
    shown = [(code, round(share)) for code, share in zip("345", shares[2:], strict=True)]
    assert pieces(made_of(low_end, questionnaire, plan), item) == [("", low), *shown]

    scattered = hide(boxes, **one_by_one, answer=["1", "5"])
    shown = [(code, round(share)) for code, share in zip("234", shares[1:4], strict=True)]
    assert pieces(made_of(scattered, questionnaire, plan), item) == [
        *shown,
        ("", round(shares[0] + shares[4])),
    ]


def test_hidden_values_are_named_in_picture_note_and_alt_text(frames, questionnaire, plan):
    hidden = {
        "a": None,
        "b": {"item": "changes"},
        "c": {"item": "res_talks"},
        "d": {"item": "use_new_measures"},
        "f": {"item": "goal_worked_clarify_roles"},
        "g": {"item": "res_talks"},
        "h": {"item": "res_talks", "group": "leader"},
    }
    canvas = Canvas(16.0, 60)
    for figure_id, where in hidden.items():
        if where is None:
            response = frames[1].assign(
                answered=frames[1].answered.where(frames[1].group != "nav").astype(float),
                hidden=np.where(frames[1].group == "nav", "protected", ""),
            )
            made = made_of((frames[0], response), questionnaire, plan)
        else:
            made = made_of(hide(frames, **where), questionnaire, plan)
        one = figure(figure_id)
        kind = KINDS[one.kind]
        panels = kind.chart(one, made)
        kind.draw(one, panels, canvas, made)
        assert "skjult" in {text for text, _ in texts_of(canvas)}, figure_id
        assert made.words["hidden_note"] in base_note(one, panels, made)
        assert "skjult" in kind.alt(one, panels, made)
        values = [v for panel in panels for row in panel.rows for v in row.every if v.hidden and not v.shown]
        assert values


def test_a_hidden_bar_leaves_its_place_empty(frames, questionnaire, plan):
    made = made_of(hide(frames, item="use_new_measures"), questionnaire, plan)
    canvas = Canvas(16.0, 60)
    one = figure("d")
    panels = KINDS[one.kind].chart(one, made)
    KINDS[one.kind].draw(one, panels, canvas, made)
    shares = [row.values["share"].estimate for row in panels[0].rows]
    bars = {
        round(bar.get_y() + bar.get_height() / 2): bar.get_width() for bar in canvas.figure.axes[0].patches
    }
    assert np.isnan(shares[2])
    assert bars == {i: pytest.approx(share) for i, share in enumerate(shares) if not np.isnan(share)}


def test_everything_hidden_still_draws(frames, questionnaire, plan, tmp_path):
    empty = hide(frames, segment=sorted(frames[0].segment.unique()))
    response = frames[1].assign(answered=np.nan, hidden="protected")
    drawn = draw_all(figures(), made_of((empty[0], response), questionnaire, plan), tmp_path)
    assert all("skjult" in entry["base_note"] for entry in drawn)
    assert len(list(tmp_path.glob("*.png"))) == len(ALL_KINDS)


def test_nobody_answered(frames, questionnaire, plan, tmp_path):
    nothing = made_of((frames[0].head(0), frames[1].head(0)), questionnaire, plan)
    drawn = draw_all(figures(), nothing, tmp_path)
    assert len(drawn) == len(ALL_KINDS)
    assert not any("skjult" in entry["alt"] for entry in drawn)


def note_of(one, made: Material) -> str:
    return base_note(one, KINDS[one.kind].chart(one, made), made)


def test_bases(frames, questionnaire, plan):
    made = made_of(frames, questionnaire, plan)
    assert note_of(figure("b"), made) == f"n{NBSP}={NBSP}151."
    fewer = frames[0].copy()
    fewer.loc[fewer.item.str.startswith("goal_worked"), "n"] = 116
    fewer.loc[fewer.item == "res_talks", "n"] = 149
    made = made_of((fewer, frames[1]), questionnaire, plan)
    assert note_of(figure("c"), made).startswith(f"n{NBSP}={NBSP}149–151.")
    assert note_of(figure("f"), made) == f"Satte: n{NBSP}={NBSP}151. Arbeidet: n{NBSP}={NBSP}116."


def test_small_groups_bring_a_caution(frames, questionnaire, plan):
    small = frames[0].copy()
    small.loc[(small.group == "leader"), "n"] = 11
    note = note_of(figure("h"), made_of((small, frames[1]), questionnaire, plan))
    assert f"Ledere: n{NBSP}={NBSP}11, tolkes med forsiktighet." in note
    assert "NAV" not in note
    small.loc[(small.segment == TOTAL), "n"] = 19
    note = note_of(figure("b"), made_of((small, frames[1]), questionnaire, plan))
    assert note == f"n{NBSP}={NBSP}19. Få svar (n{NBSP}={NBSP}19), tolkes med forsiktighet."


def test_intervals_are_explained_where_they_are_drawn(frames, questionnaire, plan):
    made = made_of(frames, questionnaire, plan)
    with_intervals = {f.id for f in figures() if "95 prosents" in note_of(f, made)}
    assert with_intervals == {"g", "h", "i"}


def test_alt_text_tells_the_ends(frames, questionnaire, plan):
    made = made_of(frames, questionnaire, plan)
    one = figure("g")
    rows = rows_of(one, made)
    alt = KINDS["means"].alt(one, KINDS["means"].chart(one, made), made)
    for row in (rows[0], rows[-1]):
        assert f"{row.label} ({made.numbers.decimal(row.values['mean'].estimate)})" in alt


def test_steps_survive_greyscale_and_carry_their_numbers():
    for count in (2, 3, 4, 5, 7):
        lightness = [116 * luminance(colour) ** (1 / 3) - 16 for colour in steps(count)]
        gaps = -np.diff(lightness)
        assert gaps.min() > (10 if count <= 5 else 6)
        assert all(contrast(ink_on(colour), colour) >= 4.5 for colour in steps(count))
    assert steps(5) == list(look.STEPS)
    assert contrast(look.MUTED, look.PAPER) > 4.5


@pytest.fixture
def stage_files(frames, tmp_path):
    """What the stage is told, with `write.figures` set as asked."""

    def make(wanted: str) -> list[str]:
        numbers = tmp_path / "numbers"
        write_frame(frames[0], numbers / "estimates.csv")
        write_frame(frames[1], numbers / "response.csv")
        (numbers / "quality.json").write_text('{"synthetic": false}', encoding="utf-8")
        chosen, settings = tmp_path / "figures.yaml", tmp_path / "params.yaml"
        chosen.write_text(
            "figures:\n  - {id: x-1, kind: rating, question: att, caption: {nb: Bokmål, nn: Nynorsk}}\n",
            encoding="utf-8",
        )
        known = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
        known["write"]["figures"] = wanted
        settings.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
        args = {
            "study": "som", "params": settings, "questionnaire": QUESTIONNAIRE, "plan": PLAN,
            "figures": chosen, "numbers": numbers, "words": ROOT / "reports/text", "out": tmp_path / wanted,
        }  # fmt: skip
        return [str(a) for k, v in args.items() for a in (f"--{k}", v)]

    return make


@pytest.mark.parametrize(("wanted", "file"), [("native", ""), ("picture", "x-1.png")])
def test_the_stage_writes_charts_and_if_asked_pictures(
    wanted, file, stage_files, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("sys.argv", ["draw", *stage_files(wanted)])
    stage.main()
    out = tmp_path / wanted
    listed = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    assert [(f["id"], f["file"], f["caption"], f["synthetic"]) for f in listed] == [
        ("x-1", file, "Bokmål", False)
    ]
    assert [path.name for path in out.glob("*.png")] == [file][: bool(file)]
    charts = json.loads((out / "charts.json").read_text(encoding="utf-8"))
    assert [(c["id"], c["kind"], len(c["charts"])) for c in charts] == [("x-1", "rating", 1)]
    assert "1 figure" in capsys.readouterr().out


def test_another_way_to_show_figures_is_an_error(stage_files, monkeypatch):
    monkeypatch.setattr("sys.argv", ["draw", *stage_files("native,picture")])
    with pytest.raises(SvarError) as error:
        stage.main()
    assert [f.code for f in error.value.findings] == ["R022"]


def test_native_charts_need_no_drawing_library(stage_files):
    code = (
        "import sys; from reports import draw; draw.main(); "
        "print(sorted({'matplotlib', 'seaborn', 'docx', 'xlsxwriter'} & set(sys.modules)))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code, *stage_files("native")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.splitlines()[-1] == "[]"


def test_colours_are_those_of_seaborn_without_seaborn():
    import seaborn

    for count in (2, 3, 4, 7, 11):
        expected = seaborn.blend_palette(look.STEPS, count).as_hex()
        for ours, theirs in zip(blend(look.STEPS, count), expected, strict=True):
            parts = [abs(int(ours[i : i + 2], 16) - int(theirs[i : i + 2], 16)) for i in (1, 3, 5)]
            assert max(parts) <= 1  # seaborn looks colours up in a table of 256
