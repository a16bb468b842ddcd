"""The counting core against plain loops over people, and its arithmetic: parts add up to the whole."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from small import VISIT

from analysis.counting import coded as coding_of
from analysis.counting import stacks as stacking
from analysis.counting.cells import LONG, SHORT, families, join
from analysis.counting.coded import Coded, coded, in_order_of
from analysis.counting.coding import MISSING, Column, Item, code_items
from analysis.counting.parquet import ParquetStudy, Writer
from analysis.counting.tensor import PEOPLE, Tensor, count, packs
from analysis.plan import Basis, Plan
from analysis.results import ALL, TOTAL
from analysis.tables import Counter, Tables, analysed

PLAN = Plan.model_validate(
    {
        "study": "visit",
        "segments": [
            {"id": "age_band", "kind": "copied", "of": "age_band"},
            {"id": "branch_size", "kind": "copied", "of": "branch_size"},
        ],
        "crosstabs": [{"questions": "all", "by": ["age_band", "branch_size", "age_band*branch_size"]}],
        "indexes": [{"id": "service_index", "items": ["helpful", "quiet"], "label": {"en": "Service"}}],
        "design": {"clusters": "branch", "strata": "county"},
        "weights": [{"id": "w", "kind": "given", "of": "w"}],
        "sensitivity": {"weights": "w", "clustered": True},
    }
)
DESIGNED, WEIGHTED = Basis(weights="w", clustered=True), Basis(weights="w")
AGES = ("young", "old")
SIZES = ("small", "large")


def study(people: int, seed: int = 1) -> Coded:
    """Random answers to every item of the visit, 20 branches in 3 counties, some of everything unknown."""
    random = np.random.default_rng(seed)
    items = {}
    for name, variable in VISIT.variables.items():
        if variable.closed:
            own = variable.substantive
            items[name] = Item(random.integers(0, len(own) + 3, people).astype(np.int8), own)
    ages = tuple(str(age) for age in range(20, 20 + 40))
    items["age"] = Item(random.integers(0, 43, people).astype(np.int8), ages)
    branch = random.integers(-1, 20, people).astype(np.int8)
    age, size = (random.integers(-1, 2, people).astype(np.int8) for _ in range(2))
    nested = np.where((age >= 0) & (size >= 0), age * 2 + size, -1).astype(np.int8)
    background = {
        "branch": Column(branch, tuple(f"b{k}" for k in range(20))),
        "stratum": Column(np.where(branch < 0, -1, branch % 3).astype(np.int8), ("north", "south", "west")),
        "age_band": Column(age, AGES),
        "branch_size": Column(size, SIZES),
        "age_band*branch_size": Column(nested, tuple(f"{a}*{s}" for a in AGES for s in SIZES)),
    }
    return Coded(items, background, {"w": random.uniform(0.2, 3, people)}, people)


SIZES_OF_DESIGN = {
    "clusters": [
        {"stratum": name, "units": units, "population": population}
        for name, units, population in (("north", 7, 20), ("south", 7, 30), ("west", 6, None))
    ],
    "people": [],
}
STUDY = study(400)
COUNTER = Counter.of(STUDY, VISIT, SIZES_OF_DESIGN)


def one(stacks: tuple[Tables, ...], item: str, segment: str) -> tuple[Tables, int]:
    for tables in stacks:
        for i, variable in enumerate(tables.variables):
            if (variable.name, tables.segments[i]) == (item, segment):
                return tables, i
    raise KeyError((item, segment))


def cells_of(tables: Tables, i: int, part: Coded) -> np.ndarray:
    """(n,) the cell of each person in table `i`, -1 outside; by looking at one person at a time."""
    item, groups, answers = tables.variables[i].name, tables.groups[i], tables.answers[i]
    found = []
    for person in range(part.people):
        code = part.items[item].codes[person]
        answer = part.items[item].answers[code - 3] if code >= 3 else None
        if tables.segments[i] == TOTAL:
            group: str | None = ALL
        else:
            column = part.background[tables.segments[i]]
            group = column.levels[column.codes[person]] if column.codes[person] >= 0 else None
        if answer is None or group is None:
            found.append(-1)
        else:
            found.append(groups.index(group) * tables.counts.shape[2] + answers.index(answer))
    return np.array(found)


@pytest.mark.parametrize("segment", [TOTAL, "age_band", "branch_size", "age_band*branch_size"])
@pytest.mark.parametrize("item", ["helpful", "visited", "purpose_books", "age"])
def test_every_cell_as_counted_person_by_person(item: str, segment: str) -> None:
    tables, i = one(COUNTER.stacks(PLAN, DESIGNED), item, segment)
    cell = cells_of(tables, i, STUDY)
    known = cell >= 0
    size = tables.counts[i].size
    assert np.array_equal(tables.counts[i].ravel(), np.bincount(cell[known], minlength=size))
    weights = np.bincount(cell[known], STUDY.weights["w"][known], size)
    np.testing.assert_allclose(tables.weighted[i].ravel(), weights, rtol=1e-12)
    branch = STUDY.background["branch"].codes
    reached = [len(set(branch[(cell == k) & (branch >= 0)])) for k in range(size)]
    assert tables.reached is not None and np.array_equal(tables.reached[i].ravel(), reached)


def test_missing_is_counted_by_kind_and_group() -> None:
    tables, i = one(COUNTER.stacks(PLAN), "quiet", "age_band")
    codes, age = STUDY.items["quiet"].codes, STUDY.background["age_band"].codes
    expected = [[((codes == k) & (age == g)).sum() for k in range(3)] for g in range(2)]
    assert np.array_equal(tables.missing[i, :2], expected)


def brute_covariance(cell: np.ndarray, size: int, part: Coded) -> np.ndarray:
    """V written out: every cluster of a stratum, weights, finite population."""
    branch, stratum, weights = (
        part.background["branch"].codes,
        part.background["stratum"].codes,
        part.weights["w"],
    )
    covariance = np.zeros((size, size))
    for h, population in enumerate((20, 30, np.inf)):
        units = np.unique(branch[(branch >= 0) & (stratum == h)])
        n = len(units)
        totals = np.zeros((n, size))
        for u, unit in enumerate(units):
            mine = (branch == unit) & (cell >= 0)
            totals[u] = np.bincount(cell[mine], weights[mine], size)
        apart = totals - totals.mean(axis=0)
        covariance += (1 - n / population) * n / (n - 1) * apart.T @ apart
    return covariance


@pytest.mark.parametrize(("item", "segment"), [("helpful", "age_band*branch_size"), ("age", "age_band")])
def test_covariance_with_strata_and_finite_population(item: str, segment: str) -> None:
    tables, i = one(COUNTER.stacks(PLAN, DESIGNED), item, segment)
    cell = cells_of(tables, i, STUDY)
    assert tables.covariance is not None
    expected = brute_covariance(cell, tables.counts[i].size, STUDY)
    np.testing.assert_allclose(tables.covariance[i], expected, rtol=1e-9, atol=1e-9)


def test_degrees_of_freedom_are_units_less_strata_of_those_who_answered() -> None:
    tables, i = one(COUNTER.stacks(PLAN, DESIGNED), "age", "age_band*branch_size")
    branch, stratum = STUDY.background["branch"].codes, STUDY.background["stratum"].codes
    cell = cells_of(tables, i, STUDY)
    groups = np.where(cell >= 0, cell // tables.counts.shape[2], -1)

    def degrees(who: np.ndarray) -> int:
        who = who & (branch >= 0)
        return len(set(branch[who])) - len(set(stratum[who]))

    assert tables.design_df is not None and tables.group_df is not None
    assert tables.design_df[i] == degrees(groups >= 0)
    assert tables.group_df[i, :4].tolist() == [degrees(groups == g) for g in range(4)]


def test_without_clusters_everybody_is_a_unit() -> None:
    plan = PLAN.model_copy(
        update={"design": PLAN.design.model_copy(update={"clusters": None, "strata": None})}
    )
    tables, i = one(Counter.of(STUDY, VISIT).stacks(plan, WEIGHTED), "helpful", "age_band")
    cell, weights, n = cells_of(tables, i, STUDY), STUDY.weights["w"], STUDY.people
    size = tables.counts[i].size
    totals = np.zeros((n, size))
    totals[np.arange(n)[cell >= 0], cell[cell >= 0]] = weights[cell >= 0]
    apart = totals - totals.mean(axis=0)
    assert tables.covariance is not None and tables.design_df is not None
    np.testing.assert_allclose(tables.covariance[i], n / (n - 1) * apart.T @ apart, rtol=1e-9, atol=1e-9)
    assert tables.design_df[i] == (cell >= 0).sum() - 1


def test_an_unweighted_simple_sample_has_no_covariance() -> None:
    for tables in COUNTER.stacks(PLAN):
        assert tables.covariance is None and tables.group_df is None
        assert np.array_equal(tables.weighted, tables.counts)


def test_families_of_segments_do_not_change_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacking, "CELLS", 1)
    apart = Counter.of(STUDY, VISIT, SIZES_OF_DESIGN)
    for tables in COUNTER.stacks(PLAN, DESIGNED):
        for i, variable in enumerate(tables.variables):
            other, j = one(apart.stacks(PLAN, DESIGNED), variable.name, tables.segments[i])
            mine, theirs = tables.one(i), other.one(j)
            assert np.array_equal(mine.counts, theirs.counts) and mine.answers == theirs.answers


@pytest.mark.parametrize("people", [0, 1, 150, 3_000])
def test_few_people_are_counted_as_many_are(people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for few in (0, 10**9):
        monkeypatch.setattr(coding_of, "FEW", few)
        found.append(whole(study(people)))
    for name in (PEOPLE, "w"):
        packed, few = (as_dict(each[name]) for each in found)
        assert packed == pytest.approx(few, rel=1e-12)
        assert people == 0 or packed


def test_families_keep_within_the_limit() -> None:
    assert families(lambda columns: 4 ** len(columns), ["c"], ["a", "b", "d"], 64) == [("a", "b"), ("d",)]
    assert families(lambda columns: 4 ** len(columns), ["c"], ["a", "b", "d"], 256) == [("a", "b", "d")]


def test_any_table_alone_as_in_the_stack() -> None:
    table = COUNTER.table("helpful", "age_band", ("old",))
    tables, i = one(COUNTER.stacks(PLAN), "helpful", "age_band")
    assert table.counts.tolist() == [tables.counts[i, 1, :5].tolist()]
    assert table.top == ("4", "5") and table.base[0] == table.counts.sum()


def whole(part: Coded, columns: tuple[str, ...] = ("branch", "age_band")) -> dict[str, Tensor]:
    return part.tensors(list(part.items), columns, (PEOPLE, "w"), {})


def rows(part: Coded, who: np.ndarray) -> Coded:
    """The people `who`; of numbers and groups only what occurs among them, as when a part is read alone."""
    items = {}
    for name, item in part.items.items():
        codes = item.codes[who]
        if name == "age":
            met = np.unique(codes[codes >= 3])
            place = np.concatenate([np.arange(3), np.zeros(len(item.answers), dtype=int)])
            place[met] = np.arange(len(met)) + 3
            items[name] = Item(place[codes].astype(np.int8), tuple(item.answers[c - 3] for c in met))
        else:
            items[name] = Item(codes, item.answers)
    background = {}
    for name, column in part.background.items():
        met, codes = np.unique(column.codes[who], return_inverse=True)
        unknown = int(len(met) > 0 and met[0] < 0)
        levels = tuple(column.levels[c] for c in met if c >= 0)
        background[name] = Column((codes - unknown).astype(np.int8), levels)
    return Coded(items, background, {"w": part.weights["w"][who]}, int(who.sum()))


def as_dict(tensor: Tensor) -> dict[tuple[object, ...], float]:
    """(background words…, item, answer or kind of missing) → total, without the zeros."""
    found: dict[tuple[object, ...], float] = {}
    for c, combo in enumerate(tensor.combos):
        words = tuple(tensor.levels[k][code] if code >= 0 else None for k, code in enumerate(combo))
        for item, start in tensor.starts.items():
            for a, answer in enumerate((*MISSING, *tensor.answers[item])):
                total = tensor.totals[c, start + a]
                if total:
                    found[(*words, item, answer)] = total
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 60), st.integers(0, 10_000), st.integers(1, 4))
def test_tensors_of_parts_add_up_to_that_of_the_whole(people: int, seed: int, number: int) -> None:
    part = study(people, seed)
    which = np.random.default_rng(seed).integers(0, number, people)
    parts = [whole(rows(part, which == k)) for k in range(number)]
    for name, tensor in whole(part).items():
        added = parts[0][name]
        for other in parts[1:]:
            added = added + other[name]
        assert as_dict(added) == pytest.approx(as_dict(tensor))


def test_tensors_of_different_items_do_not_add_up() -> None:
    tensor = whole(study(5))[PEOPLE]
    other = study(5).tensors(["helpful"], ("branch", "age_band"), (PEOPLE,), {})[PEOPLE]
    with pytest.raises(ValueError, match="do not add up"):
        tensor + other


def test_long_columns_run_by_run() -> None:
    # More people than a run holds, in order of their cluster (short runs) and in none (long ones).
    people = LONG + SHORT + 3
    random = np.random.default_rng(0)
    cluster = random.integers(0, 500, people).astype(np.int16)
    item = Item(random.integers(0, 8, people).astype(np.int8), ("1", "2", "3", "4", "5"))
    loose = Coded({"x": item}, {"c": Column(cluster, tuple(map(str, range(500))))}, {}, people)
    expected = np.bincount(cluster.astype(np.intp) * 8 + item.codes, minlength=4000).reshape(500, 8)
    for part, longest in ((loose, LONG), (in_order_of(loose, "c"), SHORT)):
        assert max(len(run.near) for run in part.cells(("c",)).runs) == longest
        assert np.array_equal(part.tensors(["x"], ("c",), (PEOPLE,), {})[PEOPLE].totals, expected)


def test_more_combinations_than_a_lookup_table_holds() -> None:
    random = np.random.default_rng(0)
    background = {
        name: Column(random.integers(-1, 3000, 200).astype(np.int16), tuple(map(str, range(3000))))
        for name in "abc"
    }
    cells = join(background, "abc", 200)
    codes = np.stack([background[name].codes for name in "abc"], axis=1)
    assert np.array_equal(cells.combos[cells.of], codes)
    assert len(cells.combos) == len(np.unique(codes, axis=0))


def test_numbers_with_many_values_get_wider_codes() -> None:
    values = [str(k) for k in range(300)]
    answers = pd.DataFrame({"age": [*values, *values[:10]]}, dtype="str")
    status = pd.DataFrame("answered", index=answers.index, columns=["age"])
    item = code_items(answers, status, [VISIT.variables["age"]])["age"]
    assert item.codes.dtype == np.int16 and item.answers == tuple(values)
    (pack,) = packs(["age"], lambda name: item, 1)
    tensor = count(join({}, (), 310), [pack], {PEOPLE: None})[PEOPLE]
    assert tensor.totals[0, 3:].tolist() == [2] * 10 + [1] * 290


def test_a_cell_that_counts_as_answered_must_hold_an_answer() -> None:
    answers = pd.DataFrame({"helpful": ["5", "strange"]}, dtype="str")
    status = pd.DataFrame("answered", index=answers.index, columns=["helpful"])
    with pytest.raises(ValueError, match="helpful"):
        code_items(answers, status, [VISIT.variables["helpful"]])


def test_nobody_at_all() -> None:
    stacks = Counter.of(study(0), VISIT).stacks(PLAN, DESIGNED)
    assert sum(len(tables) for tables in stacks) == 4 * len(analysed(PLAN, VISIT))
    assert all(tables.base.sum() == 0 for tables in stacks)


def test_questions_are_never_parted_between_stacks() -> None:
    where: dict[tuple[str, str], set[int]] = {}
    for k, tables in enumerate(COUNTER.stacks(PLAN, DESIGNED)):
        for variable, segment in zip(tables.variables, tables.segments, strict=True):
            where.setdefault((variable.question + variable.kind, segment), set()).add(k)
    assert {len(stacks) for stacks in where.values()} == {1}


def test_frames_and_codes_give_the_same(tmp_path: Path) -> None:
    answers = pd.DataFrame(
        {
            name: [item.answers[c - 3] if c >= 3 else None for c in item.codes]
            for name, item in STUDY.items.items()
        },
        dtype="str",
    )
    status = pd.DataFrame(
        {name: [(*MISSING, "answered")[min(c, 3)] for c in item.codes] for name, item in STUDY.items.items()}
    )
    segments = pd.DataFrame(
        {
            name: [column.levels[c] if c >= 0 else None for c in column.codes]
            for name, column in STUDY.background.items()
        },
        dtype="str",
    ).assign(weight_w=STUDY.weights["w"].astype(str))
    again = Counter.of(coded(answers, status, segments, VISIT), VISIT, SIZES_OF_DESIGN)
    assert_same(COUNTER.stacks(PLAN, DESIGNED), again.stacks(PLAN, DESIGNED))


def assert_same(first: tuple[Tables, ...], second: tuple[Tables, ...]) -> None:
    assert len(first) == len(second)
    for mine, theirs in zip(first, second, strict=True):
        assert mine.segments == theirs.segments and mine.answers == theirs.answers
        for name in ("counts", "missing", "reached", "design_df", "group_df"):
            assert np.array_equal(getattr(mine, name), getattr(theirs, name))
        np.testing.assert_allclose(mine.weighted, theirs.weighted, rtol=1e-12)
        np.testing.assert_allclose(mine.covariance, theirs.covariance, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("basis", [DESIGNED, WEIGHTED])
def test_a_file_streamed_in_row_groups_gives_the_same(tmp_path: Path, basis: Basis) -> None:
    path = tmp_path / "study.parquet"
    with Writer(path) as writer:
        for start in range(0, 400, 90):
            who = np.zeros(400, dtype=bool)
            who[start : start + 90] = True
            writer.write(rows(STUDY, who))
    streamed = Counter.of(ParquetStudy(path, VISIT), VISIT, SIZES_OF_DESIGN)
    assert_same(COUNTER.stacks(PLAN, basis), streamed.stacks(PLAN, basis))


def test_a_file_with_a_strange_word_is_refused(tmp_path: Path) -> None:
    part = study(10)
    strange = Item(part.items["helpful"].codes, ("1", "2", "3", "4", "strange"))
    with Writer(tmp_path / "study.parquet") as writer:
        writer.write(Coded({**part.items, "helpful": strange}, part.background, part.weights, 10))
    with pytest.raises(ValueError, match="helpful: 'strange'"):
        Counter.of(ParquetStudy(tmp_path / "study.parquet", VISIT), VISIT).stacks(PLAN)


def test_a_file_made_by_somebody_else_is_read_as_documented(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {item: pa.array([None] * 6, pa.string()) for item in VISIT.variables}
    columns["helpful"] = pa.array(["5", "1", None, ".declared", ".not_asked", "5"])
    columns["age_band"] = pa.array(["old", "old", "old", "old", "old", None])
    columns["branch_size"] = columns["age_band*branch_size"] = pa.array([None] * 6, pa.string())
    pq.write_table(pa.table(columns), tmp_path / "study.parquet")
    plan = PLAN.model_copy(update={"weights": (), "sensitivity": None})
    stacks = Counter.of(ParquetStudy(tmp_path / "study.parquet", VISIT), VISIT).stacks(plan)
    tables, i = one(stacks, "helpful", "age_band")
    assert tables.counts[i, 1, :5].tolist() == [1, 0, 0, 0, 1]
    assert dict(zip(MISSING, tables.missing[i, 1].tolist(), strict=True)) == {
        "not_asked": 1,
        "unanswered": 1,
        "declared": 1,
    }
