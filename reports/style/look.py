"""The look that pictures and Word share: colours as hex, sizes in points. Only data: anyone may import it."""

from __future__ import annotations

ACCENT = "#1B4B7A"
"""The one accent: headings, bars, dots."""
INK = "#20282F"
MUTED = "#5A656E"
RULE = "#D8DDE2"
SECOND = "#A7B0B8"
"""The second of two series."""
PAPER = "#FFFFFF"

STEPS = ("#F7D9B5", "#DDB68C", "#97989D", "#3D6B9B", "#163A5F")
"""Five steps of a scale, lowest first: warm, grey, blue. Each is clearly darker than the one before, so that they
stay apart in greyscale and for colour-blind readers."""

ABSENT = {"color": MUTED, "fontstyle": "italic"}
"""How the word that stands in place of a number is set."""

LABEL_PT = 8.0
SMALL_PT = 7.2
CM_PER_INCH = 2.54
