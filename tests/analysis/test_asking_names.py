from __future__ import annotations

import pytest

from analysis.asking.names import meant
from survey.messages import SvarError

KNOWN = [
    "goal_set",
    "goal_set_new",
    "goal_set_old",
    "branch_size",
    "age_band",
    "team_cooperation",
    "town_cooperation",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("age_band", "age_band"),
        ("age", "age_band"),
        ("Age-Band", "age_band"),
        ("size", "branch_size"),
        ("goal", "goal_set"),  # a question goes before its own items
        ("goal_set", "goal_set"),
        ("goal_set_n", "goal_set_new"),
        ("town", "town_cooperation"),
    ],
)
def test_short_forms(typed: str, found: str) -> None:
    assert meant(typed, KNOWN, "P003") == found


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("cooperation", "S091", "team_cooperation, town_cooperation"),
        ("t", "S091", "town_cooperation"),
        ("brnch_size", "P003", "did you mean 'branch_size'?"),
        ("", "P003", "''"),
        ("xyz", "P003", "'xyz'"),
    ],
)
def test_what_is_not_clear_is_refused(typed: str, code: str, told: str) -> None:
    with pytest.raises(SvarError) as refused:
        meant(typed, KNOWN, code)
    assert refused.value.findings[0].code == code
    assert told in str(refused.value)
