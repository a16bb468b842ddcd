"""AAPOR's outcome rates from counts of outcomes.

The American Association for Public Opinion Research (2023): Standard Definitions. Final Dispositions of Case Codes and
Outcome Rates for Surveys, 10th edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

RATES = (
    *(f"RR{i}" for i in range(1, 7)),
    *(f"COOP{i}" for i in range(1, 5)),
    *(f"REF{i}" for i in range(1, 4)),
    *(f"CON{i}" for i in range(1, 4)),
)
"""Response, cooperation, refusal and contact rates."""


def eligibility(counts: Mapping[str, float], rule: Literal["proportional"] | float = "proportional") -> float:
    """e: the share of the cases of unknown eligibility that are taken to be eligible.

    `proportional` allocates them as those that are known (the CASRO method); 1 when nothing is known.
    """
    if rule != "proportional":
        return float(rule)
    eligible = sum(counts.get(code, 0) for code in ("I", "P", "R", "NC", "O"))
    known = eligible + counts.get("NE", 0)
    return eligible / known if known else 1.0


def rates(counts: Mapping[str, float], e: float) -> dict[str, tuple[float, float]]:
    """Rate → (numerator, denominator); a denominator of 0 means that the rate does not exist."""
    i, p, r, nc, o = (float(counts.get(code, 0)) for code in ("I", "P", "R", "NC", "O"))
    unknown = float(counts.get("UH", 0) + counts.get("UO", 0))
    eligible = i + p + r + nc + o
    bases = (eligible + unknown, eligible + e * unknown, eligible)
    found: dict[str, tuple[float, float]] = {}
    for number, base in enumerate(bases):
        found[f"RR{2 * number + 1}"] = (i, base)
        found[f"RR{2 * number + 2}"] = (i + p, base)
        found[f"REF{number + 1}"] = (r, base)
        found[f"CON{number + 1}"] = (i + p + r + o, base)
    for number, base in enumerate((i + p + r + o, i + p + r)):
        found[f"COOP{2 * number + 1}"] = (i, base)
        found[f"COOP{2 * number + 2}"] = (i + p, base)
    return {name: found[name] for name in RATES}
