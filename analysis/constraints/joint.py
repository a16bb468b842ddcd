"""joint_count and implies: conditions on several variables of the same person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.synthetic.ledger import Claim, as_codes, expand
from analysis.synthetic.quantity import Expression, Quantity, hold
from analysis.synthetic.scene import Rows, Scene


def post_count(claim: Claim, scene: Scene) -> None:
    """The number of people who meet all conditions follows the rule."""
    group = scene.group(claim)
    persons = [_meets_all(scene, group.table, row, claim.measure["conditions"]) for row in group.rows]
    hold(scene.model, Quantity(sum(persons), 1, group.base), claim, claim.value)


def post_implies(claim: Claim, scene: Scene) -> None:
    """Whoever meets every condition of `if` meets every condition of `then`, wherever `then` is asked."""
    group = scene.group(claim)
    table = group.table
    for row in group.rows:
        met = _meets_all(scene, table, row, claim.measure["if"])
        for name, codes in _conditions(scene, claim.measure["then"]):
            if table.codes_at(name, row):
                scene.model.add(met <= table.is_in(name, row, codes))


def _conditions(scene: Scene, conditions: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (name, as_codes(codes))
        for key, codes in conditions.items()
        for name in expand(key, scene.questionnaire)
    ]


def _meets_all(scene: Scene, table: Rows, row: int, conditions: Mapping[str, Any]) -> Expression:
    met = [table.is_in(name, row, codes) for name, codes in _conditions(scene, conditions)]
    return met[0] if len(met) == 1 else 1 - scene.any_of([1 - part for part in met])
