"""Attacks by listing every possibility: each study that looks the same when published, counted without the auditor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from gate import LOOSE, Out, gate, people_of, plan_of, respondents, row_of, shown_again, tiny

from analysis.plan import Plan

GROUPS = (("north", "boss"), ("north", "staff"), ("south", "boss"), ("south", "staff"))
World = dict[tuple[str, str], tuple[int, int, int, int]]
"""(place, job) → people who did not change, and who answered 1, 2 and 3."""
CROSSED = {"questions": ["changed", "effect"], "by": ["place", "job"]}
NESTED = {"questions": ["effect"], "by": ["place", "job", "place*job"]}
NARROWED = {
    "id": "moved",
    "questions": ["changed"],
    "by": ["place"],
    "where": {"question": "changed", "is": "yes"},
}
BASICS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def splits(people: int, kinds: int) -> Iterator[tuple[int, ...]]:
    """Every way of dividing people among kinds."""
    if kinds == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in splits(people - first, kinds - 1):
            yield (first, *rest)


def value(world: World, item: str, segment: str, group: str, measure: str, answer: str) -> float | None:
    """What the results would say of a world, worked out by hand; None for what is not told."""
    own = np.zeros(4)
    for (place, job), counts in world.items():
        names = {"total": "all", "place": place, "job": job, "place*job": f"{place}*{job}"}
        if names.get(segment) == group:
            own += counts
    asked = own[1:].sum()
    table = {"yes": asked, "no": own[0]} if item == "changed" else dict(zip("123", own[1:], strict=True))
    base = sum(table.values())
    if measure == "base":
        return float(base)
    if base == 0:
        return 0.0 if measure == "count" else None
    if measure == "count":
        return float(table[answer])
    if measure in ("top", "bottom"):
        return 100 * float(table["3" if measure == "top" else "1"]) / base
    if measure == "mean" and item == "effect":
        return float(own[1:] @ [1, 2, 3]) / base
    return None


def alike(out: Out, world: World) -> bool:
    """Whether a world would be published as the study was."""
    for row in VISIBLE[id(out)]:
        key, told, digits = row
        found = value(world, *key)
        if found is None:
            continue
        if digits is not None:
            found = np.floor(found * 10**digits + 0.5 + 1e-9) / 10**digits
        if abs(found - told) > 1e-9:
            return False
    return True


VISIBLE: dict[int, list[tuple[tuple[str, ...], float, int | None]]] = {}


def attack(out: Out, world: World) -> dict[tuple[str, ...], int]:
    """Hidden number of people → how many steps apart its possible values are; sizes of groups are known."""
    frame = out.published.estimates.fillna("")
    seen, hidden = [], []
    for row in frame.to_dict("records"):
        key = tuple(str(row[c]) for c in ("item", "segment", "group", "measure", "answer"))
        if row["item"] not in ("changed", "effect") or "@" in row["segment"]:
            continue
        if row["hidden"] and row["measure"] in ("base", "count"):
            hidden.append(key)
        elif not row["hidden"] and row["estimate"] != "":
            full = out.decision.full(*key[:3])
            digits = LOOSE.decimals(key[1]) if key[3] == "mean" and not full else None
            seen.append((key, float(row["estimate"]), digits))
    VISIBLE[id(out)] = seen
    sizes = {group: sum(counts) for group, counts in world.items()}
    tied = "place*job" in {segment for _, segment, *_ in hidden} or len(world) == 2
    found: dict[tuple[str, ...], set[float]] = {key: set() for key in hidden}
    for other in worlds(sizes, tied):
        if alike(out, other):
            for key in hidden:
                told = value(other, *key)
                assert told is not None
                found[key].add(told)
    return {key: int(max(values) - min(values)) for key, values in found.items()}


def worlds(sizes: dict[tuple[str, str], int], tied: bool) -> Iterator[World]:
    assert tied or sizes
    for chosen in product(*(list(splits(people, 4)) for people in sizes.values())):
        yield dict(zip(sizes, chosen, strict=True))  # type: ignore[arg-type]


def exposed(out: Out, world: World) -> list[tuple[str, ...]]:
    return [key for key, width in attack(out, world).items() if width < LOOSE.interval]


def studied(world: World, plan: Plan, folder: Path) -> Out:
    questionnaire = tiny(folder)
    return gate(questionnaire, plan, people_of(questionnaire, respondents(world), plan))


SMALL = st.integers(min_value=0, max_value=3)
CELL = st.tuples(SMALL, SMALL, SMALL, SMALL)


@BASICS
@given(north=CELL, south=CELL)
def test_two_groups_and_routing(north: tuple[int, ...], south: tuple[int, ...], tmp_path_factory) -> None:
    world: World = {("north", "boss"): north, ("south", "staff"): south}  # type: ignore[dict-item]
    if sum(north) < 2 or sum(south) < 2:
        return
    plan = plan_of({"questions": ["changed", "effect"], "by": ["place"]})
    out = studied(world, plan, tmp_path_factory.mktemp("a"))
    assert exposed(out, world) == []
    assert out.audit().sound


TWO = st.integers(min_value=0, max_value=2)
FEW = st.tuples(st.just(0), TWO, TWO, st.integers(min_value=0, max_value=1))


@BASICS
@given(cells=st.tuples(FEW, FEW, FEW, FEW))
def test_nested_groups(cells: tuple[tuple[int, ...], ...], tmp_path_factory) -> None:
    world: World = dict(zip(GROUPS, cells, strict=True))  # type: ignore[arg-type]
    if any(sum(counts) < 2 for counts in cells):
        return
    out = studied(world, plan_of(NESTED), tmp_path_factory.mktemp("b"))
    # Everybody was asked here, and everybody knows it: who did not change is told by the total.
    found = {}
    frame_world = {group: counts for group, counts in world.items()}
    sizes = {group: sum(counts) for group, counts in frame_world.items()}
    attack(out, {group: (0, 0, 0, sum(counts)) for group, counts in world.items() if sum(counts) < 0} or {})
    hidden = [k for k in _hidden(out) if k[0] == "effect"]
    for key in hidden:
        found[key] = set()
    for chosen in product(*(list(splits(people, 3)) for people in sizes.values())):
        other = {group: (0, *own) for group, own in zip(sizes, chosen, strict=True)}
        if alike(out, other):  # type: ignore[arg-type]
            for key in hidden:
                found[key].add(value(other, *key))  # type: ignore[arg-type]
    assert [key for key, values in found.items() if max(values) - min(values) < LOOSE.interval] == []


def _hidden(out: Out) -> list[tuple[str, ...]]:
    frame = out.published.estimates.fillna("")
    gone = frame[(frame["hidden"] != "") & frame["measure"].isin(["base", "count"])]
    return [
        tuple(row) for row in gone[["item", "segment", "group", "measure", "answer"]].itertuples(index=False)
    ]


WORLD: World = {("north", "boss"): (2, 1, 4, 3), ("south", "staff"): (3, 3, 1, 2)}


def test_the_attack_finds_a_cell_that_is_shown_again(tmp_path: Path) -> None:
    out = studied(WORLD, plan_of({"questions": ["changed", "effect"], "by": ["place"]}), tmp_path)
    keys = [k for k in _hidden(out) if k[:2] == ("effect", "place") and k[3] == "count"]
    assert keys, "the study hides something"
    verdicts = []
    for key in keys:
        frame = shown_again(out, row_of(out, *key))
        changed = Out(
            out.questionnaire,
            out.plan,
            out.decision,
            out.estimates,
            out.published.__class__(frame, out.published.response, out.plan, out.questionnaire),
        )
        verdicts.append((bool(exposed(changed, WORLD)), not out.audit(frame).sound))
    # The auditor says what the list of all possibilities says, cell by cell.
    assert any(listed for listed, _ in verdicts)
    assert [listed for listed, _ in verdicts] == [audited for _, audited in verdicts]


def test_the_attack_finds_a_mean_that_is_shown_again(tmp_path: Path) -> None:
    out = studied(WORLD, plan_of({"questions": ["changed", "effect"], "by": ["place"]}), tmp_path)
    hidden = out.published.estimates[
        (out.published.estimates["measure"] == "mean") & (out.published.estimates["hidden"] != "")
    ]
    verdicts = []
    for group in hidden["group"]:
        frame = shown_again(out, row_of(out, "effect", "place", str(group), "mean", ""))
        verdicts.append(not out.audit(frame).sound)
    assert verdicts and all(verdicts)


@pytest.mark.parametrize("crosstab", [CROSSED, NESTED])
def test_the_auditor_agrees_with_the_list_of_all_possibilities(crosstab: dict, tmp_path: Path) -> None:
    out = studied(WORLD, plan_of(crosstab), tmp_path)
    listed = attack(out, WORLD)
    audited = {place: span.width for place, span in out.audit(interval=100).spans.items()}
    assert listed
    for key, width in listed.items():
        assert audited[key] >= width
    one_segment = [key for key in listed if key[1] in ("place", "total")]
    assert all(audited[key] == listed[key] for key in one_segment) or crosstab is NESTED
