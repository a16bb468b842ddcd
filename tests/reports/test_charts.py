"""Native charts: what Word shows, what the workbook holds and what was published are the same numbers."""

import io
import re
import zipfile
from collections import Counter
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from lxml import etree

from analysis.plan_checks import load_plan
from analysis.results import ALL, ESTIMATE_COLUMNS, TOTAL
from reports import draw as stage
from reports.charts.book import columns
from reports.charts.spec import FigureCharts
from reports.document import Document, Picture, Properties, Setting
from reports.drawing.chart import material
from reports.drawing.plan import FigurePlan, load_figures
from reports.style.labels import Labels
from reports.word.blocks import Figure
from survey.load import load_questionnaire

ROOT = Path(__file__).resolve().parents[2]
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STUDIES = {
    "som": ("questionnaires/som/brukerundersokelse.yaml", "nb", 18),
    "anes96": ("questionnaires/anes96/survey.yaml", "en", 9),
}


def lot(questionnaire, plan, language, people=140):
    """Results as `suppress` writes them, of answers drawn by lot; some hidden, one group small."""
    draw, labels = np.random.default_rng(7), Labels(questionnaire, plan, language, {})
    groups = {TOTAL: np.full(people, ALL)}
    groups |= {s.id: draw.choice(labels.groups(s.id), people) for s in plan.segments}
    rows = []
    for v in (v for v in questionnaire.variables.values() if v.closed):
        answers, scale = draw.choice(v.substantive, people), questionnaire.scales.get(v.scale or "")
        for segment, of in groups.items():
            for group in np.unique(of):
                given = answers[of == group]
                counts = {code: int((given == code).sum()) for code in v.substantive}
                shares = {code: 100 * count / len(given) for code, count in counts.items()}
                found = [("base", "", len(given)), *(("count", c, n) for c, n in counts.items())]
                found += [("share", code, share) for code, share in shares.items()]
                if v.ordinal:
                    found.append(("mean", "", given.astype(float).mean()))
                if scale and scale.top:
                    found += [(b, "", sum(shares[c] for c in getattr(scale, b))) for b in ("top", "bottom")]
                rows += [
                    [v.question, v.name, segment, group, m, a, x, 0.9 * x, 1.1 * x, len(given), "", ""]
                    for m, a, x in found
                ]
    response = [
        {"segment": s, "group": g, "answered": float(n), "hidden": ""}
        for s, of in groups.items()
        for g, n in zip(*np.unique(of, return_counts=True), strict=True)
    ]
    return pd.DataFrame(rows, columns=[*ESTIMATE_COLUMNS, "hidden"]), pd.DataFrame(response)


def hide(estimates, **where):
    mask = np.logical_and.reduce([estimates[c].isin(np.atleast_1d(v)) for c, v in where.items()])
    assert mask.any()
    estimates.loc[mask, ["estimate", "conf_low", "conf_high", "n"]] = np.nan
    estimates.loc[mask, "hidden"] = "protected"


def study(name, figures=None, change=lambda estimates: None):
    path, language, _ = STUDIES[name]
    questionnaire = load_questionnaire(ROOT / path)
    plan = load_plan(ROOT / f"analysis/plans/{name}.yaml", questionnaire)
    estimates, response = lot(questionnaire, plan, language)
    change(estimates)
    words = stage.words_of(ROOT / "reports/text", language, 0.95)
    made = material(estimates, response, Labels(questionnaire, plan, language, words), 20)
    chosen = figures or load_figures(ROOT / f"reports/{name}/figures.yaml", questionnaire, plan)
    drawn = stage.draw(chosen, made, stage.Page(16.0, 100, True))
    return made, drawn, stage.charts(drawn, made)


def document(natives, drawn) -> bytes:
    """A file with every figure, written from charts.json as it is on disk."""
    read = [FigureCharts.model_validate_json(one.model_dump_json()) for one in natives]
    assert read == natives
    pictures = {
        f.id: Picture(b"", "Figur", d.about.alt, d.about.note, 16.0, f.charts)
        for f, d in zip(read, drawn, strict=True)
    }
    template = (ROOT / "reports/template.docx").read_bytes()
    setting = Setting("nb-NO", "H", "", "Figur", "figur", "Tabell", "{letter} {title}")
    made = Document(template, setting, pictures)
    made.write([Figure(figure) for figure in pictures])
    return made.finish(Properties("T", "", "", "", datetime(2020, 1, 1)))


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def protect(estimates):
    """Hidden answers, a hidden item and a hidden group, as the gate leaves them."""
    one = {"item": "res_talks", "segment": TOTAL}
    hide(estimates, **one, measure=["count", "share"], answer=["1", "2", "4"])
    hide(estimates, **one, measure=["mean"])
    hide(estimates, item="chg_routines", segment=TOTAL)
    hide(estimates, item=["use_new_measures", "goal_worked_clarify_roles"])
    hide(estimates, item="att_relevant", measure="share", answer=["1", "2", "4", "5"])


INVENTED = [
    {"id": "r", "kind": "rating", "question": "res"},
    {"id": "c", "kind": "rating", "question": "chg_internal"},
    {"id": "t", "kind": "ticks", "question": "use"},
    {"id": "m", "kind": "means", "question": "res"},
    {"id": "s", "kind": "segments", "items": ["res_talks", "res_templates"], "by": ["role", "unit"],
     "measure": "mean"},
    {"id": "a", "kind": "segments", "items": ["changes"], "by": ["region"], "measure": "share", "answer": "yes"},
]  # fmt: skip


def invented():
    caption = {"caption": {"nb": "Noe", "nn": "Noko"}}
    return FigurePlan.model_validate({"figures": [{**figure, **caption} for figure in INVENTED]}).figures


@pytest.fixture(scope="module", params=["som", "anes96", "hidden"])
def report(request):
    if request.param == "hidden":
        made, drawn, natives = study("som", invented(), protect)
    else:
        made, drawn, natives = study(request.param)
        assert len(natives) == STUDIES[request.param][2]
    return made, natives, parts_of(document(natives, drawn))


def charts_in(report):
    """Every chart: its description, its XML and its workbook, found through the relationships of the file."""
    _, natives, parts = report
    main = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in main}
    body = etree.fromstring(parts["word/document.xml"])
    ids = [one.get(f"{R}id") for one in body.iter(f"{C}chart")]
    chosen = [chart for native in natives for chart in native.charts]
    assert len(ids) == len(chosen) == len(set(ids))
    for chart, relation in zip(chosen, ids, strict=True):
        name = targets[relation].split("/")[-1]
        xml = etree.fromstring(parts[f"word/charts/{name}"])
        (link,) = etree.fromstring(parts[f"word/charts/_rels/{name}.rels"])
        external = xml.find(f"{C}externalData")
        assert external.get(f"{R}id") == link.get("Id")
        assert external.find(f"{C}autoUpdate").get("val") == "0"
        assert link.get("Type").endswith("/package") and link.get("TargetMode") is None
        book = parts[f"word/embeddings/{link.get('Target').split('/')[-1]}"]
        yield chart, xml, book


def cached(reference):
    """What a reference points to, and what Word keeps of it: texts or numbers, None for points that are not there."""
    cache = (
        reference.find(f"{C}strCache") if reference.tag.endswith("strRef") else reference.find(f"{C}numCache")
    )
    points = {int(p.get("idx")): p.findtext(f"{C}v") for p in cache.iter(f"{C}pt")}
    count = int(cache.find(f"{C}ptCount").get("val"))
    number = str if reference.tag.endswith("strRef") else float
    values = [number(points[i]) if i in points else None for i in range(count)]
    return reference.findtext(f"{C}f"), values


def cells(sheet, reference):
    found = sheet[reference.removeprefix("Data!").replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def test_word_shows_what_the_workbook_holds(report):
    for chart, xml, book in charts_in(report):
        sheet = openpyxl.load_workbook(io.BytesIO(book), data_only=True)["Data"]
        references = list(xml.iter(f"{C}strRef", f"{C}numRef"))
        assert len(references) >= 3 * len(chart.series)
        for reference in references:
            where, values = cached(reference)
            assert values == cells(sheet, where), (chart.alt, where)
        for range_ in xml.iter(f"{C15}datalabelsRange"):
            cache = range_.find(f"{C15}dlblRangeCache")
            texts = {int(p.get("idx")): p.findtext(f"{C}v") for p in cache.iter(f"{C}pt")}
            in_book = cells(sheet, range_.findtext(f"{C15}f"))
            assert [texts.get(i) for i in range(len(in_book))] == in_book
            labels = {int(d.find(f"{C}idx").get("val")): "".join(d.itertext()).strip()
                      for d in range_.getparent().getparent().getparent().iter(f"{C}dLbl")}  # fmt: skip
            assert labels.items() <= texts.items() and labels


def test_word_shows_what_charts_json_says(report):
    for chart, xml, _ in charts_in(report):
        drawn = list(xml.iter(f"{C}ser"))
        expected = [*chart.series, *([chart.column] if chart.column else [])]
        assert len(drawn) == len(expected)
        for element, series in zip(drawn, expected, strict=True):
            assert cached(element.find(f"{C}cat/{C}strRef"))[1] == list(chart.categories)
            assert cached(element.find(f"{C}val/{C}numRef"))[1] == list(series.values)
            if series is not chart.column:
                assert cached(element.find(f"{C}tx/{C}strRef"))[1] == [series.name]
            sides = element.find(f"{C}errBars")
            assert (sides is not None) == any(value is not None for value in series.low)
            if sides is not None:
                plus = cached(sides.find(f"{C}plus/{C}numRef"))[1]
                ends = [None if p is None else p + v for p, v in zip(plus, series.values, strict=True)]
                assert ends == pytest.approx(
                    [np.nan if h is None else h for h in series.high], nan_ok=True
                ) or (
                    [e for e in ends if e is not None]
                    == pytest.approx([h for h in series.high if h is not None])
                )


def test_charts_json_says_what_was_published(report):
    made, natives, _ = report
    published, seen = made.values, Counter()
    for series in (
        s for n in natives for c in n.charts for s in (*c.series, *([c.column] if c.column else []))
    ):
        for value, source in zip(series.values, series.sources, strict=True):
            if value is None:
                continue
            item, segment, group, measure, answer = source.split("|")
            of = (item, segment, group)
            if measure == "share of answered":
                everyone = made.response[TOTAL, ALL].estimate
                expected = 100 * made.response[segment, group].estimate / everyone
            elif (
                "+" in answer
                or (*of, measure, answer) not in published
                or not published[(*of, measure, answer)].shown
            ):
                codes = made.labels.answers(item)
                others = rest_of(made, of, set(answer.split("+")), codes)
                expected = 100 - others
                seen["rest"] += 1
            else:
                expected = published[(*of, measure, answer)].estimate
            assert value == pytest.approx(expected, abs=1e-9) and value == round(value, 9)
            seen["all"] += 1
    assert seen["all"] > 50


def rest_of(made, of, codes, all_codes):
    """What the published numbers about the other answers add up to, single or as ends of the scale."""
    left, total = [code for code in all_codes if code not in codes], 0.0
    for end in ("bottom", "top"):
        ends = getattr(made.labels, end)(of[0])
        if set(ends) <= set(left) and not all(made.value(of[0], "share", c, of[1:]).shown for c in ends):
            total += made.value(of[0], end, "", of[1:]).estimate
            left = [code for code in left if code not in ends]
    return total + sum(made.value(of[0], "share", code, of[1:]).estimate for code in left)


def shown_by(code: str, value: float) -> str:
    """What Word writes for a number: it reads fifteen digits and rounds half away from zero."""
    limit, body = re.fullmatch(r"(?:\[>=(\d+)\])?(.*?)(?:;\"\")?", code).groups()
    if limit and value < float(limit):
        return ""
    whole = Decimal(f"{value:.15g}").quantize(Decimal(1), ROUND_HALF_UP)
    return re.sub(r'"([^"]*)"|0', lambda m: m[1] if m[1] is not None else str(whole), body)


def test_labels_read_as_the_report_writes_numbers(report):
    made, natives, _ = report
    checked = Counter()
    for chart in (c for n in natives for c in n.charts):
        for series in (*chart.series, *([chart.column] if chart.column else [])):
            for i, value in enumerate(series.values):
                if series.format and value is not None and series.key != "hidden":
                    wide = chart.shape == "bars" or value >= 5
                    assert shown_by(series.format, value) == (
                        made.numbers.percent_table(value) if wide else ""
                    )
                elif series.texts and value is not None:
                    decimal = series.key == "mean"
                    text = made.numbers.decimal(value) if decimal else made.numbers.percent_table(value)
                    assert series.texts[i].split("\u00a0(")[0] == text
                checked[chart.shape] += 1
    assert checked["stack"] and checked["intervals"]


def test_hidden_is_named_and_never_zero():
    _, drawn, natives = study("som", invented(), protect)
    rating, changed, ticks, means, groups, _ = (native.charts[0] for native in natives)
    row = next(i for i, label in enumerate(rating.categories) if "Snitt: skjult" in label)
    assert rating.column.values[row] is None and rating.column.texts[row] == "skjult"
    keys = {s.key: s.values[row] for s in rating.series if s.values[row] is not None}
    assert set(keys) == {"1+2", "3", "4+5"} and sum(keys.values()) == pytest.approx(100)
    assert [s.name for s in rating.series if s.key == "4+5"] == ["Stor grad + Svært stor grad"]
    hidden = next(s for s in changed.series if s.key == "hidden")
    assert [v for v in hidden.values if v is not None] == [100.0]
    assert hidden.paint.role == "hidden" and hidden.format == '[>=15]"skjult";""'
    for chart in (ticks, means):
        absent = [i for i, value in enumerate(chart.series[0].values) if value is None]
        assert absent == [i for i, label in enumerate(chart.categories) if label.endswith("(skjult)")]
        assert len(absent) == 1
    assert [value for value in groups.series[0].values if value == 0] == []
    for native in natives:
        assert native.charts[0].alt.count("{") == 0
    assert any("skjult" in d.about.alt for d in drawn)


def test_pieces_stand_in_the_order_of_the_scale():
    _, _, natives = study("som", invented(), protect)
    order = [series.key for series in natives[0].charts[0].series]
    assert order == ["1", "1+2", "2", "3", "4", "4+5", "5"]
    assert [series.key for series in natives[1].charts[0].series] == ["1", "2", "3", "4", "5", "hidden"]


def test_pieces_too_narrow_for_a_number_have_none():
    def few(estimates):
        of = (estimates.item == "res_talks") & (estimates.segment == TOTAL) & (estimates.measure == "share")
        estimates.loc[of, "estimate"] = [4.9, 5.0, 20.1, 30.0, 40.0]

    _, _, natives = study("som", invented(), few)
    chart = natives[0].charts[0]
    row = next(i for i, v in enumerate(chart.series[0].values) if v == 4.9)
    labels = [shown_by(series.format, series.values[row]) for series in chart.series]
    assert labels == ["", "5\u00a0%", "20\u00a0%", "30\u00a0%", "40\u00a0%"]


def test_nothing_to_show_is_still_a_chart():
    def nothing(estimates):
        hide(estimates, segment=list(estimates.segment.unique()))

    _, drawn, natives = study("som", invented(), nothing)
    parts = parts_of(document(natives, drawn))
    assert sum(name.startswith("word/charts/chart") for name in parts) == len(invented()) + 1
    for native in natives:
        for chart in native.charts:
            values = [v for s in chart.series for v in s.values if v is not None and s.key != "hidden"]
            assert values == []
            assert all(len(column.cells) == len(chart.categories) for column in columns(chart))


def test_formulas_use_the_cells_of_their_own_row(report):
    for chart, _, book in charts_in(report):
        sheet = openpyxl.load_workbook(io.BytesIO(book))["Data"]
        shown = openpyxl.load_workbook(io.BytesIO(book), data_only=True)["Data"]
        names = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2, max_row=len(chart.categories) + 1):
            for cell in row:
                if cell.data_type == "f":
                    used = set(re.findall(r"\b([A-Z]+)(\d+)\b", re.sub(r'"[^"]*"', "", cell.value)))
                    assert used and {int(line) for _, line in used} == {cell.row}
                    assert all(sheet[f"{letter}{line}"].data_type == "n" for letter, line in used)
                    assert names[cell.column - 1] in set(chart.words.values())
                    if difference := re.fullmatch(r"=([A-Z]+\d+)-([A-Z]+\d+)", cell.value):
                        first, second = (sheet[place].value for place in difference.groups())
                        assert first - second == pytest.approx(shown[cell.coordinate].value, abs=1e-9)
