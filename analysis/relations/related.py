"""What every relation returns: one row of RELATION_COLUMNS, as far as it goes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

NAN = float("nan")


@dataclass(frozen=True)
class Related:
    """One result. nan where a number is not to be had; without p-value `note` says why."""

    method: str
    n: int
    note: str = ""
    estimate: float = NAN
    estimate_name: str = ""
    conf_low: float = NAN
    conf_high: float = NAN
    statistic: float = NAN
    df: float = NAN
    df_error: float = NAN
    p_value: float = NAN
    effect: float = NAN
    effect_name: str = ""
    clusters: float = NAN
    changed_up: float = NAN
    changed_down: float = NAN
    level: str = ""
    against: str = ""

    def row(self, relation: str, kind: str, first: str, second: str) -> dict[str, Any]:
        """As a row of the frame."""
        return {"relation": relation, "kind": kind, "first": first, "second": second} | asdict(self)
