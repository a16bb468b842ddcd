"""Whether what is printed is what its sources give, formatted anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from reports.tracing.arithmetic import Untold, rounded, value
from reports.word.bound import Binding

WORDING = "wording"
TYPED = "override"
"""The frame of a number that an evaluator typed in Word and merged back: nothing published stands behind it."""
_SPACES = "\u00a0\u202f "


def problem(binding: Binding, about: Mapping[str, str]) -> str:
    """What is wrong with a printed number; nothing when it is right."""
    if binding.how == WORDING or any(source.frame == TYPED for source in binding.sources):
        return ""
    try:
        found = value(binding.how, binding.sources)
    except (Untold, ArithmeticError, ValueError, LookupError) as error:
        return f"cannot be worked out: {error}"
    if isinstance(found, bool):
        return "" if found else "is no longer true of its sources"
    if not isinstance(found, Fraction):
        return "is no number"
    shown = number_in(binding.printed, about)
    if shown is None:
        return "holds no number that can be read"
    number, places = shown
    return "" if rounded(found, places) == number else f"its sources give {_told(found, places)}"


def number_in(text: str, about: Mapping[str, str]) -> tuple[Fraction, int] | None:
    """The number in a printed text and how many decimals it has; None when there is none, or more than one."""
    mark, apart = about.get("decimal", "."), about.get("thousands", "")
    pattern = rf"[-\u2212]?\d{{1,3}}(?:[{re.escape(apart + _SPACES)}]\d{{3}})+(?!\d)(?:{re.escape(mark)}\d+)?"
    found = re.findall(rf"{pattern}|[-\u2212]?\d+(?:{re.escape(mark)}\d+)?", text)
    if len(found) != 1:
        return None
    whole, _, decimals = found[0].replace("\u2212", "-").partition(mark)
    digits = re.sub(rf"[{re.escape(apart + _SPACES)}]", "", whole)
    return Fraction(f"{digits}.{decimals or 0}"), len(decimals)


def same_value(binding: Binding, cached: str) -> str:
    """What is wrong with a number that a chart keeps; nothing when it is what its sources give, to nine decimals."""
    try:
        found, kept = value(binding.how, binding.sources), Fraction(cached)
    except (Untold, ArithmeticError, ValueError, LookupError) as error:
        return f"cannot be worked out: {error}"
    if not isinstance(found, Fraction) or isinstance(found, bool):
        return "is no number"
    return "" if abs(found - kept) < Fraction(1, 10**6) else f"its sources give {float(found)!r}"


def _told(number: Fraction, places: int) -> str:
    return f"{float(rounded(number, places)):.{places}f}"
