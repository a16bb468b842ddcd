"""Whether answers are weighted, what the uncertainty takes into account, and what was tried beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.plan import NESTED, Basis, Plan
from reports.method.common import heading
from reports.prose.values import Value
from reports.word.blocks import Block, plain
from reports.word.bound import Source
from reports.word.material import Material

NONE = "none"


def blocks(material: Material) -> list[Block]:
    """The plan's published basis: weights, then uncertainty; last the second basis, if it has one."""
    plan, words = material.labels.plan, material.words["method"]["weights"]
    made: list[Block] = [heading(words["heading"]), plain(" ".join(_weights(material, plan, words)))]
    made.append(plain(" ".join(_doubt(plan, words))))
    if plan.sensitivity is not None and plan.sensitivity != plan.published:
        second = str(words["second"]).format(basis=words["bases"][kind_of(plan.sensitivity)])
        made.append(plain(second))
    return made


def _weights(material: Material, plan: Plan, words: Any) -> Iterator[str]:
    weight = next((w for w in plan.weights if w.id == plan.published.weights), None)
    if weight is None:
        yield str(words[NONE])
        return
    names = material.labels.segment(NESTED.join(weight.to)) if weight.to else ""
    yield str(words[weight.kind]).format(segments=names)
    if weight.trim is not None:
        low, high = (_limit(material, weight.id, limit) for limit in weight.trim)
        yield str(words["trimmed"]).format(low=low, high=high)


def _limit(material: Material, weight: str, limit: float) -> Value:
    shown = material.numbers.format.decimal(limit, 2)
    return material.numbers.bound(shown, Source("plan", f"weights.{weight}.trim", number=float(limit)))


def _doubt(plan: Plan, words: Any) -> Iterator[str]:
    basis = plan.published
    yield str(words["clustered" if basis.clustered else "independent"])
    if basis.weights != NONE:
        yield str(words["fixed"])
        if not basis.clustered and plan.design.population == "frame":
            yield str(words["finite"])


def kind_of(basis: Basis) -> str:
    """The name of a basis in the text files (`method.weights.bases`)."""
    weighted = "weighted" if basis.weights != NONE else "even"
    return f"{weighted}_{'clustered' if basis.clustered else 'independent'}"
