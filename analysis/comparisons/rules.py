"""What params.yaml says under `compare`: thresholds, families, intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Rules:
    """Every number a grade rests on. See docs/comparisons.md."""

    alpha: float = 0.05
    adjust: str = "holm"  # holm, bh or none
    family: str = "segment"  # which tests are adjusted together: segment, question or all
    confidence: float = 0.95
    slight_effect: float = 0.1
    clear_effect: float = 0.2
    small_base: int = 20
    clear_base: int = 10  # both groups of a clear difference have at least this many answers
    contrasts: str = "all"  # all, or pairs: groups are then not held against the rest
    ordered: str = "rank_score"  # tests where there are weights or clusters
    nominal: str = "rao_scott_score"


def rules_from(settings: Mapping[str, Any]) -> Rules:
    """The rules of a params block; what it leaves out is as above."""
    usual = Rules()
    given = {name: settings[name] for name in asdict(usual) if name in settings}
    return replace(usual, **{name: type(getattr(usual, name))(value) for name, value in given.items()})
