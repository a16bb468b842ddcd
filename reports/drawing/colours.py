"""Colours for scales, and whether people can read what stands on them."""

from __future__ import annotations

from collections.abc import Sequence

from reports.style import look

READABLE = 4.5
"""The least contrast of text (WCAG 2.1, 1.4.3 AA)."""
BLACK = "#000000"
"""On any colour either black or white has a contrast of 4.58 or more."""


def steps(count: int) -> list[str]:
    """Colours for a scale of `count` answers, lowest first."""
    return list(look.STEPS) if count == len(look.STEPS) else blend(look.STEPS, count)


def middle(colours: Sequence[str]) -> str:
    """The colour in the middle of a row of colours."""
    return blend(colours, 3)[1] if len(colours) > 1 else colours[0]


def blend(colours: Sequence[str], count: int) -> list[str]:
    """`count` (two or more) colours at equal distances along the way through `colours`."""
    ways = len(colours) - 1
    found = []
    for i in range(count):
        place = i * ways / (count - 1)
        start = min(int(place), ways - 1)
        found.append(_mixed(colours[start], colours[start + 1], place - start))
    return found


def tint(colour: str, share: float) -> str:
    """`colour` mixed with paper: 1 is the colour itself, 0 is paper."""
    return _mixed(look.PAPER, colour, share)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def ink_on(colour: str) -> str:
    """The text colour that reads best on `colour` (WCAG contrast); black where neither ink nor paper does."""
    best = max((look.INK, look.PAPER), key=lambda ink: contrast(ink, colour))
    return best if contrast(best, colour) >= READABLE else BLACK


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour (WCAG 2.1), 0 to 1."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
