"""The privacy gate's building blocks: primary rules, groups that go together, complementary hiding of one table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.complement import Hidden, protect
from analysis.disclosure.groups import hidden_groups
from analysis.disclosure.rules import Rules
from analysis.suppress import publish

RULES = Rules()


def test_a_small_group_is_hidden_and_takes_the_next_with_it() -> None:
    small, companions = hidden_groups(np.array([3, 40, 8]), 51, RULES)
    assert list(small) == [True, False, False]
    assert list(companions) == [False, False, True]


def test_an_empty_group_hides_nothing() -> None:
    small, companions = hidden_groups(np.array([0, 40, 20]), 60, RULES)
    assert not small.any() and not companions.any()


def test_people_in_no_group_blur_the_difference() -> None:
    small, companions = hidden_groups(np.array([3, 40, 20]), 70, RULES)
    assert list(small) == [True, False, False] and not companions.any()


def test_a_lone_hidden_cell_would_be_found_by_subtraction() -> None:
    counts = np.array([[20, 30], [15, 2], [30, 40]])
    hidden = RULES.sensitive_cells(counts)
    shown = np.zeros(3, dtype=bool)
    assert Hidden(counts, hidden, shown).width((1, 1), 3) == 0
    after = protect(counts, hidden, shown, 3)
    network = Hidden(counts, after, shown)
    assert [network.width(cell, 3) for cell in network.value] == [3] * int(after.sum())


def test_sensitive_cells() -> None:
    counts = np.array([[1, 2, 3, 0], [0, 6, 0, 0], [10, 0, 5, 7]])
    assert RULES.sensitive_cells(counts).tolist() == [
        [True, True, False, True],
        [True, True, True, True],
        [False, False, False, False],
    ]


def test_a_hidden_row_keeps_its_place_and_nothing_else() -> None:
    frame = pd.DataFrame(
        {
            "item": ["a", "b"],
            "segment": ["s", "s"],
            "group": ["g", "h"],
            "measure": ["mean", "mean"],
            "estimate": [3.5, 2.0],
            "conf_low": [3.0, 1.5],
            "n": [9.0, 40.0],
            "note": ["small_base", ""],
            "reason": ["mean_base", ""],
        }
    )
    public = publish(frame)
    assert list(public["hidden"]) == ["protected", ""]
    assert public.loc[0, ["item", "segment", "group", "measure"]].tolist() == ["a", "s", "g", "mean"]
    assert public.loc[0, ["estimate", "conf_low", "n"]].isna().all()
    assert pd.isna(public.loc[0, "note"])
    assert public.loc[1, ["estimate", "conf_low", "n"]].tolist() == [2.0, 1.5, 40.0]
    assert "reason" not in public
