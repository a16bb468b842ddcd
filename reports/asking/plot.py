"""A cross-tab as a picture: a dot a group with its interval, the total as a line; bars where there are no intervals."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.asking.answer import Answer
from analysis.results import TOTAL
from reports.asking.speech import Speech
from reports.style.look import ACCENT, INK, MUTED, RULE
from survey.conditions import TICKED

_HEIGHT = 0.34  # inches a dot
_MOST = 8  # pictures beside each other before they are too small to read


def plot(answer: Answer, speech: Speech, ax: Any = None) -> Any:
    """Axes with the first measure of the answer; an item (or answer) a panel, drawn in one column when `ax` is given.

    Returns the axes, or an array of them when there is more than one panel. Hidden numbers are left out.
    """
    import matplotlib.pyplot as plt

    panels = _panels(answer, speech)
    if ax is not None:
        panels = panels[:1]
    groups = answer.frame[["segment", "group"]].drop_duplicates()
    if ax is None:
        size = (4.2 * len(panels) + 1.6, _HEIGHT * (len(groups) + 2) + 0.8)
        _, axes = plt.subplots(1, len(panels), figsize=size, sharey=True, squeeze=False, layout="constrained")
        drawn = list(axes[0])
    else:
        drawn = [ax]
    for axis, (title, rows) in zip(drawn, panels, strict=True):
        _panel(axis, title, rows, speech)
    if answer.internal:
        drawn[0].figure.suptitle(speech.say("internal"), color="#A3141E", fontweight="bold")
    return drawn[0] if len(drawn) == 1 else axes[0]


def _panels(answer: Answer, speech: Speech) -> list[tuple[str, pd.DataFrame]]:
    """(title, rows) of each picture: an item and an answer of the first measure that is not the base."""
    frame = answer.frame
    measure = next((m for m in answer.measures if m != "base"), "base")
    found = []
    for (item, code), rows in frame[frame["measure"] == measure].groupby(["item", "answer"], sort=False):
        if speech.ticked(str(item)) and code and code != TICKED:
            continue
        title = speech.answer(str(item), str(code)) if code else speech.item(str(item))
        found.append((title, rows))
    return found[:_MOST]


def _panel(axis: Any, title: str, rows: pd.DataFrame, speech: Speech) -> None:
    groups = rows[rows["segment"] != TOTAL].iloc[::-1]
    names = [
        f"{speech.segment(s)}: {speech.group(s, g)}"
        for s, g in zip(groups["segment"], groups["group"], strict=True)
    ]
    place = list(range(len(groups)))
    values = groups["estimate"].astype(float)
    low, high = groups["conf_low"].astype(float), groups["conf_high"].astype(float)
    if low.notna().any():
        axis.hlines(place, low, high, color=MUTED, linewidth=1.5)
        axis.plot(values, place, "o", color=ACCENT)
    else:
        axis.barh(place, values, color=ACCENT, height=0.6)
    total = rows.loc[rows["segment"] == TOTAL, "estimate"].astype(float)
    if len(total) and total.notna().all():
        axis.axvline(float(total.iloc[0]), color=INK, linewidth=0.8, linestyle=":")
    axis.set_yticks(place, names)
    axis.set_title(title, loc="left", color=INK, fontsize="medium", wrap=True)
    axis.grid(axis="x", color=RULE)
    axis.set_axisbelow(True)
    axis.spines[["top", "right", "left"]].set_visible(False)
    axis.set_xlabel(speech.measure(str(rows["measure"].iloc[0]), str(rows["item"].iloc[0])))
