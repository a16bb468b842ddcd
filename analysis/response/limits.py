"""What counts as an answered form: the block `segment` of params.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Limits:
    """Shares between 0 and 1. The defaults are those that AAPOR mentions as usual."""

    complete: float = 0.8
    partial: float = 0.5
    eligibility: Literal["proportional"] | float = "proportional"
    confidence: float = 0.95
