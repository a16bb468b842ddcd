"""The paper that figures are drawn on: one matplotlib figure used again and again, measured in centimetres.

Only fonts that ship with matplotlib are used, so that the same numbers give the same bytes on any machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
import seaborn
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font
from matplotlib.patches import Rectangle

from reports.style import look

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
LINE = 1.32
"""Distance between lines of wrapped text, in font sizes."""
PT_PER_CM = 72 / look.CM_PER_INCH
SWATCH = 0.27
HATCH = "//////"

THEME = {
    "font.family": "DejaVu Sans",
    "font.size": look.LABEL_PT,
    "text.color": look.INK,
    "xtick.color": look.MUTED,
    "xtick.labelsize": look.SMALL_PT,
    "xtick.major.size": 0,
    "hatch.linewidth": 0.5,
}


class Fill(NamedTuple):
    """What an area is filled with: a colour and, if hatched, the colour of the lines over it."""

    colour: str
    hatched: str = ""

    @property
    def style(self) -> dict[str, Any]:
        """Keywords for a patch or a bar."""
        return {"linewidth": 0, "hatch": HATCH} if self.hatched else {"linewidth": 0}


class Canvas:
    """A page `width` cm wide and as high as each figure asks. Places are centimetres from the upper left corner."""

    def __init__(self, width: float, dpi: int):
        matplotlib.rcdefaults()  # a matplotlibrc of the user's own must not show
        seaborn.set_theme(style="white", rc=THEME)
        # A system font of the same name, of another version, must not be picked up.
        fontManager.ttflist = [font for font in fontManager.ttflist if Path(font.fname).parent == FONTS]
        self.width = width
        self.height = 0.0
        self.figure = Figure(dpi=dpi)
        FigureCanvasAgg(self.figure)

    def start(self, height: float) -> None:
        """A blank page of that height."""
        self.height = height
        self.figure.clear()
        self.figure.set_size_inches(self.width / look.CM_PER_INCH, height / look.CM_PER_INCH)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes for data, without frame or ticks."""
        axes = self.figure.add_axes((*self._at(left, top + height), width / self.width, height / self.height))
        axes.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False, pad=3)
        return axes

    def _at(self, x: float, y: float) -> tuple[float, float]:
        """A place as shares of the page, from its lower left corner."""
        return x / self.width, 1 - y / self.height

    def finish(self, axes: Axes) -> None:
        """What seaborn adds on its own (axis names, frame) taken away again."""
        axes.set(xlabel="", ylabel="")
        seaborn.despine(ax=axes, left=True, bottom=True)

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Text at a place; left and centred on the line unless `style` says otherwise."""
        given: dict[str, Any] = {"ha": "left", "va": "center", "linespacing": LINE - 0.12, **style}
        self.figure.text(*self._at(x, y), words, **given)

    def legend(self, entries: Sequence[tuple[Fill, str]], left: float, top: float) -> None:
        """Swatches with words, in as many lines as `legend_lines` says."""
        x, y = left, top
        for fill, label in entries:
            width = legend_width(label)
            if x > left and x + width > self.width + 0.2:
                x, y = left, y + 0.5
            self._swatch(x, y, fill)
            self.text(x + SWATCH + 0.1, y + 0.2, label, fontsize=look.SMALL_PT)
            x += width

    def _swatch(self, x: float, y: float, fill: Fill) -> None:
        place = (self._at(x, y + 0.06 + SWATCH), SWATCH / self.width, SWATCH / self.height)
        edge = fill.hatched or "none"
        self.figure.add_artist(Rectangle(*place, facecolor=fill.colour, edgecolor=edge, **fill.style))
        if fill.colour == look.PAPER:
            self.figure.add_artist(Rectangle(*place, fill=False, edgecolor=fill.hatched, linewidth=0.5))

    def save(self, path: Path, mark: str) -> None:
        """Write the page as PNG, with `mark` in its lower right corner; no date, no program name."""
        if mark:
            style: dict[str, Any] = {"ha": "right", "va": "bottom", "fontsize": 6.2, "fontstyle": "italic"}
            self.text(self.width, self.height - 0.02, mark, color=look.MUTED, **style)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.figure.savefig(path, format="png", metadata={"Software": None})


def legend_lines(labels: Iterable[str], width: float) -> int:
    """How many lines `Canvas.legend` needs for `labels` within `width` cm."""
    lines, x = 1, 0.0
    for label in labels:
        step = legend_width(label)
        if x > 0 and x + step > width + 0.2:
            lines, x = lines + 1, 0.0
        x += step
    return lines


def legend_width(label: str) -> float:
    """What one entry of a legend takes, in cm, with the space after it."""
    return SWATCH + 0.1 + text_width(label, look.SMALL_PT) + 0.26


@cache
def text_width(words: str, size: float = look.LABEL_PT) -> float:
    """How wide one line of text is, in cm."""
    font = get_font(str(FONTS / "DejaVuSans.ttf"))
    font.set_size(size, 72)
    font.set_text(words, 0)
    return float(font.get_width_height()[0]) / 64 / PT_PER_CM


THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def wrap(words: str, width: float, size: float = look.LABEL_PT) -> str:
    """`words` in as few lines of at most `width` cm as it takes, of about equal length.

    A word that is wider is broken inside; a space between the digits of one number never breaks.
    """
    whole = THOUSANDS.sub("\u00a0", words).split(" ")
    best = _lines(whole, width, size)
    for share in (0.9, 0.8, 0.7, 0.6, 0.5):
        narrower = _lines(whole, width * share, size)
        if len(narrower) > len(best):
            break
        best = narrower
    return "\n".join(best)


def _lines(words: list[str], width: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, width, size)
    return lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def lines_height(texts: Iterable[str], size: float = look.LABEL_PT) -> float:
    """The height, in cm, of the tallest of some wrapped texts."""
    return max((text.count("\n") + 1 for text in texts), default=1) * size * LINE / PT_PER_CM
