"""Colours for scales, and whether people can read what stands on them."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn

from reports.style import look


def steps(count: int) -> list[str]:
    """Colours for a scale of `count` answers, lowest first."""
    return list(look.STEPS if count == len(look.STEPS) else seaborn.blend_palette(look.STEPS, count).as_hex())


def middle(colours: Sequence[str]) -> str:
    """The colour in the middle of a row of colours."""
    return str(seaborn.blend_palette(colours, 3).as_hex()[1]) if len(colours) > 1 else colours[0]


def ink_on(colour: str) -> str:
    """The text colour that reads best on `colour` (WCAG contrast)."""
    return max((look.INK, look.PAPER), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour (WCAG 2.1), 0 to 1."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
