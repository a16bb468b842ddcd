"""The gate of ad-hoc cross-tabs: together with what is out, nothing hidden comes within reach.

The attack here is written anew, person by person: every number that is out is a sum over cells of people who are alike
in everything that was crossed, and scipy's integer programme says how far each hidden count can move.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from asking_project import STUDY, make

from analysis import crosstab
from analysis.asking.answer import Answer
from analysis.asking.gate import Hidden, published
from analysis.asking.ledger import read_ledger
from analysis.asking.study import load_study
from analysis.results import TOTAL
from survey.frames import read_frame

Seen = dict[tuple[str, str, str], bool]
"""(segment, group, answer) → whether the count can be seen; the answer is empty for a base."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("project"))


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A fresh copy, with an empty ledger."""
    shutil.copytree(made, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def people(root: Path) -> pd.DataFrame:
    answers = read_frame(root / "data/validate" / STUDY / "answers.csv")
    age = pd.to_numeric(answers["age"])
    answers["age_band"] = np.select([age <= 39, age >= 40], ["young", "old"], "")
    answers["went"] = answers["visited"]
    return answers


def ask(root: Path, rows: Any = "helpful", by: Any = "went", **more: Any) -> Answer:
    return crosstab(STUDY, rows, by, root=root, **more)


def counts_seen(answer: Answer, item: str) -> Seen:
    """What an answer shows of the counts of an item."""
    rows = answer.frame[
        (answer.frame["item"] == item) & answer.frame["measure"].isin(["base", "share", "count"])
    ]
    return {(r.segment, r.group, r.answer or ""): r.hidden == "" for r in rows.itertuples()}


def widths(
    people: pd.DataFrame, item: str, tables: dict[str, tuple[list[str], pd.Series]], seen: Seen
) -> dict[Any, int]:
    """How far each hidden count can move, by integer programming over people who are alike.

    `tables`: segment → the columns that make its groups, and whom it is narrowed to.
    """
    given = people[item].where(people[item].isin(list("12345")), "-")
    where = [inside.astype(str) for _, inside in tables.values()]
    kinds = pd.concat([given.rename("given"), people[["age_band", "went"]], *where], axis=1)
    kinds.columns = ["given", "age_band", "went", *(f"in{i}" for i in range(len(where)))]
    # Which answers nobody gave is not known beforehand: every answer may occur among people of every kind.
    alike = kinds.drop(columns="given").drop_duplicates()
    cells = alike.merge(pd.DataFrame({"given": [*"12345", "-"]}), how="cross")
    size = (
        kinds.value_counts()
        .reindex(pd.MultiIndex.from_frame(cells[kinds.columns]), fill_value=0)
        .to_numpy(float)
    )
    sums: dict[tuple[str, str, str], np.ndarray] = {}
    for i, (segment, (columns, _)) in enumerate(tables.items()):
        groups = cells[columns].agg("*".join, axis=1) if columns else pd.Series("all", index=cells.index)
        inside = cells[f"in{i}"] == "True"
        for group in groups[inside].unique():
            own = inside & (groups == group)
            sums[segment, group, ""] = (own & (cells["given"] != "-")).to_numpy(float)
            for answer in "12345":
                sums[segment, group, answer] = (own & (cells["given"] == answer)).to_numpy(float)
    known = [row for key, row in sums.items() if seen.get(key)]
    fixed = LinearConstraint(np.array(known), np.array(known) @ size, np.array(known) @ size)
    whole = {"constraints": fixed, "bounds": Bounds(0, np.inf), "integrality": np.ones(len(cells))}
    found = {}
    for key, row in sums.items():
        if seen.get(key) is False and key[2]:
            low, high = milp(row, **whole), milp(-row, **whole)
            most = np.inf if high.x is None else -high.fun
            found[key] = int(min(most - low.fun, 99))
    return found


def out_of(root: Path, item: str) -> Seen:
    """What is published of the counts of an item."""
    seen = published(load_study(STUDY, root))
    return {(s, g, a): v for (i, s, g, m, a), v in seen.items() if i == item and m in ("base", "count")}


def test_a_table_that_would_open_a_published_one_gives_way(root: Path, people: pd.DataFrame) -> None:
    """Nested with the published segment, every sum over `went` is a published cell: hidden ones must stay hidden."""
    out = out_of(root, "helpful")
    assert not all(out.values())
    nested = counts_seen(ask(root, by="age_band*went", measure="share"), "helpful")
    everybody = pd.Series(True, index=people.index)
    tables = {
        TOTAL: ([], everybody),
        "age_band": (["age_band"], everybody),
        "age_band*went": (["age_band", "went"], everybody),
    }
    before = widths(people, "helpful", {k: tables[k] for k in (TOTAL, "age_band")}, out)
    after = widths(people, "helpful", tables, {**nested, **out})
    assert any(nested.values())
    wide = [key for key, width in before.items() if width >= 3]
    assert wide and all(after[key] >= 3 for key in wide)
    assert all(width >= 3 for key, width in after.items() if key[0] == "age_band*went")


def test_several_tables_after_each_other_are_protected_together(root: Path, people: pd.DataFrame) -> None:
    """A table narrowed one way and the same table narrowed the other way add up to one that is out."""
    yes = counts_seen(ask(root, by="age_band", where="visited: yes", measure="share"), "helpful")
    no = counts_seen(ask(root, by="age_band", where="visited: no", measure="share"), "helpful")
    inside = people["visited"] == "yes"
    everybody = pd.Series(True, index=people.index)
    out = out_of(root, "helpful")
    seen: Seen = dict(out)
    tables = {TOTAL: ([], everybody), "age_band": (["age_band"], everybody)}
    for name, found, own in (("yes", yes, inside), ("no", no, ~inside & people["visited"].notna())):
        for segment in (TOTAL, "age_band"):
            tables[f"{segment}@{name}"] = (["age_band"] if segment != TOTAL else [], own)
            seen |= {(f"{s}@{name}", g, a): v for (s, g, a), v in found.items() if s == segment}
    before = widths(people, "helpful", {k: tables[k] for k in (TOTAL, "age_band")}, out)
    after = widths(people, "helpful", tables, seen)
    assert len(read_ledger(load_study(STUDY, root)).entries) == 2
    assert all(after[key] >= 3 for key, width in before.items() if width >= 3)
    assert all(width >= 3 for key, width in after.items() if "@" in key[0])


def test_what_a_condition_leaves_open_is_still_a_secret(root: Path, people: pd.DataFrame) -> None:
    """Among those who answered 1, 2 or 3, nobody answered 4 or 5; how many answered 1 is as secret as before."""
    found = counts_seen(ask(root, by="age_band", where="helpful: 1, 2, 3", measure="share"), "helpful")
    everybody, inside = pd.Series(True, index=people.index), people["helpful"].isin(["1", "2", "3"])
    out = out_of(root, "helpful")
    tables = {TOTAL: ([], everybody), "age_band": (["age_band"], everybody)}
    before = widths(people, "helpful", tables, out)
    seen: Seen = out | {(f"{s}@low", g, a): v for (s, g, a), v in found.items()}
    tables |= {f"{s}@low": (["age_band"] if s != TOTAL else [], inside) for s in (TOTAL, "age_band")}
    after = widths(people, "helpful", tables, seen)
    # What is out for everybody in a group is no secret among those who answered 1, 2 or 3.
    open_ = [k for k in after if "@" in k[0] and k[2] in "123" and not out[k[0].partition("@")[0], *k[1:]]]
    assert open_ and all(after[key] >= 3 for key in open_)
    assert all(after[key] >= 3 for key, width in before.items() if width >= 3)


def test_asking_again_gives_the_same_table_from_the_ledger(root: Path) -> None:
    first = ask(root, by="age_band*went", where="visited: yes", measure="share")
    folder = root / "data/asked" / STUDY
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = ask(root, by="age_band*went", where={"question": "visited", "is": "yes"}, measure="share")
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == written


def test_the_ledger_holds_no_values_and_keeps_out_of_version_control(root: Path) -> None:
    ask(root, by="went", measure="share")
    folder = root / "data/asked" / STUDY
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    (table,) = folder.glob("*.csv")
    assert set(read_frame(table)["visible"]) <= {"yes", "no"}
    told = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
    assert [row["data"] for row in told] == [load_study(STUDY, root).data_hash]


def test_tables_of_other_data_are_counted_and_told(root: Path) -> None:
    ask(root, by="went", measure="share")
    path = root / "data/asked" / STUDY / "ledger.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace(load_study(STUDY, root).data_hash, "0" * 12),
        encoding="utf-8",
    )
    assert ("other_data", {"count": 1}) in ask(root, by="went", measure="mean").cautions


def test_internal_answers_skip_the_gate_and_leave_no_trace(root: Path) -> None:
    answer = ask(root, by="age_band*went", internal=True)
    assert (answer.frame["hidden"] == "").all()
    assert not (root / "data/asked").exists()


def test_a_published_table_is_shown_as_it_was_published(root: Path) -> None:
    answer = ask(root, by="age_band", measure=["share", "mean"])
    out = published(load_study(STUDY, root))
    for row in answer.frame.itertuples():
        measure = "count" if row.measure == "share" else row.measure
        assert (row.hidden == "") == out[row.item, row.segment, row.group, measure, row.answer or ""]
    assert not (root / "data/asked").exists()  # nothing new was given out


def test_nearly_the_same_people_are_not_both_shown(root: Path, people: pd.DataFrame) -> None:
    """Two conditions that differ by one age: the difference is a handful of people."""
    ages = pd.to_numeric(people["age"]).dropna().astype(int)
    counts = ages[ages >= 50].value_counts()
    alone = int(counts[counts < 3].index[0])
    first = ask(root, by="went", where=f"age: {alone}..", measure="share")
    second = ask(root, by="went", where=f"age: {alone + 1}..", measure="share")
    assert (first.frame[first.frame["group"] == "all"]["hidden"] == "").any()
    total = second.frame[second.frame["group"] == "all"]
    assert (total["hidden"] == "protected").all()
    assert any(code == "more_hidden" for code, _ in second.cautions)


def test_letters_and_tests_do_not_tell_what_is_hidden(root: Path) -> None:
    answer = ask(root, by="age_band*went", where="not quiet: 3", measure=["share", "mean"])
    hidden = answer.frame[answer.frame["hidden"] != ""]
    assert len(hidden) and (hidden["above"] == "").all() and hidden["estimate"].isna().all()
    for (_, segment, measure, code), rows in answer.frame.groupby(["item", "segment", "measure", "answer"]):
        dark = set(rows.loc[rows["hidden"] != "", "letter"])
        told = {letter for above in rows["above"] for letter in str(above).split()}
        assert not dark & told, (segment, measure, code)
    gone = answer.tests[answer.tests["hidden"] != ""]
    assert gone[["p_value", "effect", "statistic"]].isna().all(axis=None)


def test_a_measure_without_a_rule_of_its_own_needs_every_count(root: Path) -> None:
    answer = ask(root, by="age_band*went", measure=["median", "share"])
    for (_, group), rows in answer.frame.groupby(["segment", "group"], sort=False):
        counts = rows[rows["measure"] == "share"]
        median = rows[rows["measure"] == "median"]
        assert (median["hidden"] == "").all() == (counts["hidden"] == "").all(), group
    assert (answer.frame["hidden"] != "").any()


def test_two_cuts_of_one_number_that_differ_by_a_few_people(root: Path, people: pd.DataFrame) -> None:
    """The published bands part at 40; other bands that move fewer than five people across are not shown."""
    ages = pd.to_numeric(people["age"]).dropna()
    moved = {cut: int(((ages >= 40) & (ages < cut)).sum()) for cut in range(41, 60)}
    near = max(cut for cut, count in moved.items() if 0 < count < 5)
    far = min(cut for cut, count in moved.items() if count >= 5)
    for cut, shown in ((near, False), (far, True)):
        plan = (root / "plan.yaml").read_text(encoding="utf-8")
        bands = f"bands: {{small: [null, {cut - 1}], large: [{cut}, null]}}"
        more = f"  - {{id: branch_size, kind: banded, of: age, {bands}}}\ncrosstabs:"
        other = root.parent / f"cut{cut}"
        shutil.copytree(root, other)
        (other / "plan.yaml").write_text(plan.replace("crosstabs:", more), encoding="utf-8")
        rows = ask(other, by="branch_size", measure="share").frame
        bases = rows[(rows["segment"] == "branch_size") & (rows["measure"] == "base")]
        assert (bases["hidden"] == "").any() == shown, cut


def test_no_letter_names_a_column_that_is_hidden() -> None:
    keys = [("i", "s", group, "share", "1") for group in "abc"]
    frame = pd.DataFrame(keys, columns=["item", "segment", "group", "measure", "answer"])
    frame = frame.assign(letter=["A", "B", "C"], above=["B C", "", "B"])
    counts = {("i", "s", g, "count", "1"): g != "b" for g in "abc"}
    assert list(Hidden.of(counts, ()).letters(frame)["above"]) == ["C", "", ""]
    everything = Hidden.of(dict.fromkeys(counts, True), ())
    assert list(everything.letters(frame)["above"]) == ["B C", "", "B"]
