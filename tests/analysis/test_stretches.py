"""People who stand cell by cell are counted stretch by stretch, with the same result as in any other order."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.counting.cells import TOGETHER
from analysis.counting.coded import SQUARED, Coded, in_order_of
from analysis.counting.coding import Column, Item
from analysis.counting.tensor import PEOPLE, Tensor

QUANTITIES = (PEOPLE, "w", "w" + SQUARED)
ITEMS = ("a", "b", "c", "wide")


def study(people: int = 4000) -> Coded:
    """Three short items, which are packed together, a number with many values, and people unknown to some columns."""
    random = np.random.default_rng(people)
    items = {
        name: Item(random.integers(0, 7, people).astype(np.int8), ("1", "2", "3", "4")) for name in "abc"
    }
    items["wide"] = Item(random.integers(3, 303, people).astype(np.int16), tuple(map(str, range(300))))
    background = {
        name: Column(
            random.integers(-1, size, people).astype(np.int8), tuple(f"{name}{k}" for k in range(size))
        )
        for name, size in (("unit", 3), ("cluster", 20), ("role", 2))
    }
    return Coded(items, background, {"w": random.lognormal(0, 0.5, people)}, people)


def by_cell(tensor: Tensor) -> dict[tuple[int, ...], np.ndarray]:
    return {tuple(combo): own for combo, own in zip(tensor.combos.tolist(), tensor.totals, strict=True)}


@pytest.mark.parametrize(
    "columns", [("cluster", "unit", "role"), ("cluster", "role"), ("role", "cluster"), ("cluster",), ()]
)
def test_same_counts_in_any_order(columns: tuple[str, ...]) -> None:
    loose = study()
    together = in_order_of(loose, "cluster")
    assert loose.cells(columns).stretches is None or not columns
    stretches = together.cells(columns).stretches
    assert stretches is not None and stretches.ends[-1] == loose.people
    plain, quick = (each.tensors(ITEMS, columns, QUANTITIES, {}) for each in (loose, together))
    for name in QUANTITIES:
        expected, found = by_cell(plain[name]), by_cell(quick[name])
        assert expected.keys() == found.keys()
        for combo, own in expected.items():
            np.testing.assert_allclose(found[combo], own, rtol=1e-12)
    assert plain[PEOPLE].totals.sum() == quick[PEOPLE].totals.sum() == len(ITEMS) * loose.people


def test_without_a_cluster_people_stand_by_the_column_with_the_fewest_levels() -> None:
    cells = in_order_of(study(), None).cells(("role",))
    assert cells.stretches is not None and len(cells.stretches.cell) == len(cells.combos) == 3


def test_cells_in_two_stretches_are_added_up() -> None:
    twice = Coded(
        {"a": Item(np.tile(np.arange(16, dtype=np.int8) % 5, 4), ("1", "2"))},
        {"c": Column(np.repeat(np.array([1, 0, 1, 0], dtype=np.int8), 16), ("x", "y"))},
        {},
        64,
    )
    stretches = twice.cells(("c",)).stretches
    assert stretches is not None and stretches.cell.tolist() == [1, 0, 1, 0]
    tensor = twice.tensors(["a"], ("c",), (PEOPLE,), {})[PEOPLE]
    assert tensor.totals.tolist() == [[8, 6, 6, 6, 6]] * 2


def test_few_people_a_cell_are_counted_one_by_one() -> None:
    random = np.random.default_rng(1)
    people = 20 * (TOGETHER - 1)
    column = Column(
        random.permutation(np.repeat(np.arange(20), TOGETHER - 1)).astype(np.int8), tuple("c" * 20)
    )
    few = in_order_of(Coded({}, {"c": column}, {}, people), "c")
    assert few.cells(("c",)).stretches is None
