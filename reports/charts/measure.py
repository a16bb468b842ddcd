"""About how much room text takes in Word, without any font at hand: only heights are worked out from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from reports.word.bound import bare

PT_PER_CM = 72 / 2.54
LINE = 1.22
_ASCII = (
    "226 326 401 498 507 715 682 221 303 303 498 498 250 306 252 386 507 507 507 507 507 507 507 507 507 507 268 268 "
    "498 498 498 463 894 579 544 533 615 488 459 631 623 252 319 520 420 855 646 662 517 673 543 459 487 642 567 890 "
    "519 487 468 307 386 307 498 498 291 479 525 423 525 498 305 471 525 229 239 455 229 799 525 527 525 525 349 391 "
    "335 525 452 715 433 453 395 314 460 314 498"
)
"""Thousandths of an em in Carlito (Calibri has the same) for the characters from space to tilde."""
_EM = {chr(32 + i): int(width) / 1000 for i, width in enumerate(_ASCII.split())}
_EM |= {
    "\u00e6": 0.773,
    "\u00c6": 0.763,
    "\u00f8": 0.529,
    "\u00e5": 0.479,
    "\u00d8": 0.664,
    "\u00c5": 0.579,
    "\u00a0": 0.226,
    "–": 0.498,
}
_OTHER, _BROAD = 0.55, 1.0
ENTRY = 0.75
"""Centimetres of a legend's entry besides its name."""
_LONGEST = 2000  # characters: nobody reads further, and a label of a million must not take seconds


def text_width(text: str, size: float) -> float:
    """How wide one line of text is, in cm, at `size` points."""
    known = (_EM.get(letter, _BROAD if ord(letter) > 0x2E7F else _OTHER) for letter in bare(text)[:_LONGEST])
    return sum(known) * size / PT_PER_CM


def lines(text: str, width: float, size: float) -> int:
    """How many lines `text` takes when it is broken between words (and inside a word that is too long)."""
    count, used, space = 1, 0.0, text_width(" ", size)
    for word in bare(text)[:_LONGEST].split(" "):
        wide = text_width(word, size)
        if used and used + space + wide > width:
            count, used = count + 1, 0.0
        count += int(wide // width)
        used += wide % width + (space if used else 0.0)
    return count


def height(texts: Iterable[str], width: float, size: float) -> float:
    """The height in cm of the tallest of some texts."""
    return max((lines(text, width, size) for text in texts), default=1) * size * LINE / PT_PER_CM


def legend_grid(names: Sequence[str], width: float, size: float) -> tuple[int, float]:
    """How many lines the entries of a legend take in `width` cm, and how wide it is then.

    One line of all the width if they fit beside each other; else columns of one width, as Word sets them, in as few lines
    as there is room for.
    """
    wide = [text_width(name, size) + ENTRY for name in names]
    if sum(wide) <= width:
        return 1, width
    most = max(1, int(width / max(wide)))
    rows = ceil(len(wide) / most)
    return rows, min(width, ceil(len(wide) / rows) * max(wide))


def wrapped(text: str, width: float, size: float) -> list[str]:
    """`text` broken between words into lines of about `width` cm."""
    found: list[str] = []
    for word in text.split():
        if found and text_width(f"{found[-1]} {word}", size) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found or [""]
