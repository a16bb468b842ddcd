"""The gate's search for possible worlds, each part against listing everything or against the part it stands in for."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

sys.path.insert(0, str(Path(__file__).parent))
from gate import TEXT, plan_of

from analysis.attack.system import study_of, system_of
from analysis.disclosure import bounds as bounds_module
from analysis.disclosure import whole
from analysis.disclosure.alone import divisions, tells
from analysis.disclosure.apart import Apart, divided
from analysis.disclosure.arrange import Part
from analysis.disclosure.block import Block
from analysis.disclosure.bounds import Bounds
from analysis.disclosure.choose import Chooser
from analysis.disclosure.forms import forms_of
from analysis.disclosure.mend import Mender
from analysis.disclosure.release import released
from analysis.disclosure.rules import Rules
from analysis.disclosure.safety import Safety
from analysis.disclosure.truth import truth
from analysis.disclosure.whole import Sums, farthest, rounded
from analysis.plan import analysed_items
from benchmarks import disclosure
from survey.load import load_questionnaire

CROSSED = {"questions": ["changed", "effect", "use"], "by": ["place", "job"]}


def sums_of(rng: np.random.Generator, unknowns: int) -> tuple[Sums, np.ndarray]:
    """Random sums with a whole solution that keeps them."""
    matrix = rng.integers(-1, 3, (4, unknowns)).astype(float)
    now = rng.integers(0, 3, unknowns).astype(float)
    slack = rng.integers(0, 2, (2, 4))
    return Sums(csr_array(matrix), matrix @ now - slack[0], matrix @ now + slack[1]), now


def keeps(sums: Sums, values: np.ndarray) -> bool:
    now = sums.matrix @ values
    return bool(((now >= sums.low - 1e-6) & (now <= sums.high + 1e-6)).all())


@pytest.mark.parametrize("few", [12, 0])
def test_rounding_finds_whole_numbers_whenever_there_are_some(few: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(whole, "FEW", few)
    rng, outcomes = np.random.default_rng(1), []
    for _ in range(60):
        sums, now = sums_of(rng, 6)
        broken = np.maximum(now + rng.choice([-0.5, 0, 0.5, 1.25], 6, p=[0.3, 0.3, 0.3, 0.1]), 0)
        ways = [np.floor(broken) + way for way in product((0, 1), repeat=6)]
        possible = [way for way in ways if (way <= np.ceil(broken)).all() and keeps(sums, way)]
        found = rounded(sums, broken)
        outcomes.append(found is not None)
        assert (found is not None) == bool(possible)
        assert found is None or any((found == way).all() for way in possible)
    assert 10 < sum(outcomes) < 60


def test_rounding_stays_near() -> None:
    sums = Sums(csr_array([[1.0, 1.0]]), np.array([3.0]), np.array([3.0]))
    for solution in ([0.9, 2.1], [1.0, 2.0]):
        found = rounded(sums, np.array(solution))
        assert found is not None and found.tolist() == [1.0, 2.0]


def test_the_farthest_whole_numbers_are_those_of_the_list() -> None:
    rng, shorter = np.random.default_rng(2), 0
    for _ in range(40):
        sums, now = sums_of(rng, 5)
        goal, places = {0: 1.0, 1: 2.0}, np.array([0, 1, 2, 4])
        moves = [np.insert(np.array(way, dtype=float), 3, now[3]) for way in product(range(5), repeat=4)]
        gains = [way[0] - now[0] + 2 * (way[1] - now[1]) for way in moves if keeps(sums, way)]
        found = farthest(sums, now, goal, (4, 3), places)
        assert found is not None and keeps(sums, found) and found[3] == now[3]
        gain = found[0] - now[0] + 2 * (found[1] - now[1])
        assert gain == max(g for g in gains if g <= 3)
        shorter += gain < 3
    assert shorter


def test_nothing_is_farthest_when_the_goal_may_not_move() -> None:
    sums = Sums(csr_array([[1.0, 1.0]]), np.array([3.0]), np.array([3.0]))
    assert farthest(sums, np.array([1.0, 2.0]), {0: 1.0}, (9, 3), np.array([1])) is None


def test_a_number_moves_no_farther_than_its_own_row_may() -> None:
    """A target that is limited itself (it should not be asked for) does not lend others room that they have not."""
    part = Part(np.arange(2), csr_array([[1.0, 0.0], [1.0, 1.0]]), np.array([0, 1]), np.zeros(2))
    block = Block(part, np.array([5.0, 5.0]))
    block.limit(np.array([4.0, 10.0]), np.array([6.0, 10.0]))
    distance, world = block.reach({0: 1.0}, 1, (np.array([0]), 3.0))
    assert distance == 1 and world is not None and world.tolist() == [6.0, 4.0]


@pytest.mark.parametrize(("total", "parts", "ways"), [(3, 1, 1), (3, 2, 4), (4, 3, 15), (0, 4, 1)])
def test_every_division_is_listed_once(total: int, parts: int, ways: int) -> None:
    found = divisions(total, parts)
    assert len({tuple(way) for way in found.tolist()}) == len(found) == ways
    assert (found.sum(axis=1) == total).all() and found.min() >= 0


@dataclass(frozen=True)
class Drawn:
    """A random study after its first choice was mended."""

    safety: Safety
    mender: Mender


def drawn(folder: Path, seed: int) -> Drawn:
    """151 people in 44 clusters, in the questions of `gate`."""
    path = folder / "tiny.yaml"
    path.write_text(TEXT, encoding="utf-8")
    questionnaire, plan, rules = load_questionnaire(path), plan_of(CROSSED), Rules()
    setting = disclosure.Setting(plan, questionnaire, {}, {})
    people = disclosure.people(setting, np.random.default_rng(seed), (60, 12))
    study = study_of(plan, questionnaire, analysed_items(questionnaire))
    system = system_of(study)
    true = truth(study, system, people.answers, people.status, people.segments)
    forms = forms_of(study, system, true, rules)
    choice = Chooser(study, forms, rules).choose()
    mender = Mender(Safety(study, forms, rules, Bounds(system, forms, true, choice.visible), choice))
    mender.mend()
    return Drawn(mender.safety, mender)


def candidates(one: Drawn) -> list[int]:
    """Hidden answers and means in rows whose base is visible."""
    safety, keys = one.safety, one.safety.forms.keys
    hidden = np.flatnonzero(~safety.choice.visible & safety.forms.shown)
    return [
        int(p)
        for p in hidden
        if keys[p][3] in ("count", "top", "bottom", "mean") and safety.choice.visible[safety.kin.base[p]]
    ]


def test_what_a_row_tells_by_itself_the_search_finds_too(tmp_path: Path) -> None:
    told = 0
    for seed in range(12):
        one = drawn(tmp_path, seed)
        for place in candidates(one):
            if tells(one.safety, place):
                told += 1
                assert released(one.safety, place) == 0
    assert told > 20


def exposed(one: Drawn) -> set[int]:
    safety = one.safety
    safety.bounds.arrange()
    safety.safe[:] = False
    return set(safety.exposed().tolist())


def test_taken_apart_a_question_shows_no_less_than_whole(tmp_path: Path, monkeypatch: Any) -> None:
    """Numbers that are wide enough in the tables together are found so when each segment is moved by itself."""
    taken = 0
    for seed in range(12):
        one = drawn(tmp_path, seed)
        # Without its totals a question's tables hang together.
        totals = one.safety.kin.totals
        answers = [p for p in totals.tolist() if one.safety.forms.keys[p][3] in ("count", "top", "bottom")]
        # What was hidden for good reasons is shown again here and there, so that there is something to find.
        shown = [p for i, p in enumerate(candidates(one)) if (i + seed) % 3 == 0 and p not in answers]
        one.safety.choice.visible[answers], one.safety.choice.visible[shown] = False, True
        one.safety.bounds.hide(answers)
        one.safety.bounds.show(shown)
        apart = exposed(one)
        taken += sum(isinstance(block, Apart) for block in one.safety.bounds.blocks.values())
        with monkeypatch.context() as patch:
            patch.setattr(bounds_module, "divided", lambda *_: [])
            assert apart <= exposed(one)
    assert taken


@pytest.mark.parametrize(("direction", "moved"), [(1, 0.0), (-1, -1.0)])
def test_taken_apart_a_number_moves_only_as_far_as_the_other_segments_can_follow(
    direction: int, moved: float
) -> None:
    """Two answers in all (5 and 5), in the one hidden group of each of two segments; the second may have 4 or 5."""
    ties = np.kron([[-1.0, 1.0, 0.0], [-1.0, 0.0, 1.0]], np.eye(2))
    rows = np.vstack([ties, [[1, 1, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 1, 0]]])
    part, true = Part(np.arange(6), csr_array(rows), np.arange(7), np.zeros(7)), np.full(6, 5.0)
    segments = divided(part, np.array([0, 0, 1, 1, 2, 2]), 0)
    assert len(segments) == 2
    block = Apart(part, segments, true)
    block.limit(np.array([0, 0, 0, 0, 10, -np.inf, 4]), np.array([0, 0, 0, 0, 10, np.inf, 5]))
    distance, world = block.reach({2: 1.0}, direction, (np.array([5]), 3.0))
    change = np.zeros(6) if world is None else world - true
    assert distance == abs(moved)
    assert change.tolist() == [moved, -moved] * 3


def test_what_has_groups_of_two_segments_in_one_sum_is_not_taken_apart() -> None:
    part = Part(np.arange(3), csr_array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), np.arange(2), np.zeros(2))
    assert divided(part, np.array([0, 1, 2]), 0) == []
    assert divided(part, np.array([0, 1, 1]), 0) == []


def test_a_brace_looks_only_at_what_is_hidden(tmp_path: Path, monkeypatch: Any) -> None:
    looked: list[int] = []
    inner = Safety._narrow

    def narrow(safety: Safety, arrangement: Any, places: np.ndarray, *rest: Any) -> None:
        looked.extend(places.tolist())
        assert not shown & set(places.tolist())
        inner(safety, arrangement, places, *rest)

    monkeypatch.setattr(Safety, "_swap", lambda _, places: places)
    for seed in range(6):
        one = drawn(tmp_path, seed)
        # Numbers that were hidden and safe once stay marked so when they are shown.
        shown = set(np.flatnonzero(one.safety.safe & ~one.safety.choice.visible)[::2].tolist())
        one.safety.choice.visible[list(shown)] = True
        one.safety.bounds.show(shown)
        visible = one.safety.choice.visible.copy()
        with monkeypatch.context() as patch:
            patch.setattr(Safety, "_narrow", narrow)
            one.safety.brace(candidates(one))
        assert (one.safety.choice.visible == visible).all() and (one.safety.bounds.visible == visible).all()
    assert looked


def test_limits_are_those_of_what_is_visible(tmp_path: Path) -> None:
    one = drawn(tmp_path, 3)
    bounds, places = one.safety.bounds, candidates(one)
    bounds.show(places)
    bounds.take_back(places[1:])
    for kept, made in zip(bounds.limits(), bounds.limits_of(bounds.visible), strict=True):
        assert (kept == made).all()
    assert bounds.visible[places[0]] and not bounds.visible[places[1:]].any()


def test_mending_goes_on_while_worlds_are_found_and_nothing_has_to_be_hidden(monkeypatch: Any) -> None:
    """Nothing is given up for numbers whose worlds were only hard to find."""
    left = iter([[1, 2], [2], [2], [], []])
    keys = [("item", "place", str(i), "count", "1") for i in range(3)]
    safety = SimpleNamespace(exposed=lambda: np.array(next(left)), sensitive=np.zeros(3))
    mender = Mender.__new__(Mender)
    mender.safety, mender.forms = safety, SimpleNamespace(keys=keys)  # type: ignore[assignment]
    mender.choice = SimpleNamespace(visible=np.ones(3))  # type: ignore[assignment]
    monkeypatch.setattr(Mender, "_remedy", lambda *_: [])
    assert mender.mend() == []
