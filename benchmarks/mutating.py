"""Random changes of a study's published rows, each such as new answers could have brought about."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reports.style.labels import Labels

Row = dict[str, str]
_PROTECTED = "protected"


@dataclass
class Frames:
    """The published rows of a study."""

    estimates: list[Row]
    tests: list[Row]
    at: dict[tuple[str, ...], Row] = field(default_factory=dict)
    tops: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = ("item", "segment", "group", "measure", "answer")
        self.at = {tuple(row[key] for key in keys): row for row in self.estimates}

    def of(self, item: str, segment: str, group: str) -> list[Row]:
        """The rows of one item in one group."""
        return [row for key, row in self.at.items() if key[:3] == (item, segment, group)]


def turned(frames: Frames, chance: random.Random) -> str:
    """A finding that was told is turned around, or a comparison that found nothing now finds something."""
    told = [t for t in frames.tests if t["high"] and t["low"] and not t["hidden"] and t["p_adjusted"]]
    strong = [t for t in told if t["finding"] in ("clear", "slight")]
    test = chance.choice(strong if chance.random() < 0.7 and strong else told)
    kind = chance.choice(("ends", "grade", "none"))
    if kind == "ends":
        test["high"], test["low"] = test["low"], test["high"]
        _swap(frames, test)
        test["finding"] = chance.choice(("clear", "slight"))
    else:
        others = [g for g in ("clear", "slight", "none") if g != test["finding"]]
        test["finding"] = "none" if kind == "none" else chance.choice(others)
    return f"finding {test['item']} by {test['segment']}: {kind} {test['finding']}"


def _swap(frames: Frames, test: Row) -> None:
    """The two groups at the ends change their numbers."""
    for row in frames.of(test["item"], test["segment"], test["high"]):
        key = (test["item"], test["segment"], test["low"], row["measure"], row["answer"])
        other = frames.at.get(key)
        if other is not None:
            row["estimate"], other["estimate"] = other["estimate"], row["estimate"]


def moved(frames: Frames, chance: random.Random) -> str:
    """Some people give another answer: counts, shares, ends of the scale and the mean of everyone follow."""
    items = sorted({key[0] for key in frames.at if key[1] == "total" and key[3] == "count"})
    item = chance.choice(items)
    counts = {key[4]: row for key, row in frames.at.items() if key[:4] == (item, "total", "all", "count")}
    base = float(frames.at[item, "total", "all", "base", ""]["estimate"] or 0)
    whole = len(counts) > 1 and all(row["estimate"] for row in counts.values()) and base > 0
    if not whole:
        return moved(frames, chance)
    start, end = chance.sample(sorted(counts), 2)
    people = chance.randint(0, int(float(counts[start]["estimate"])))
    for answer, step in ((start, -people), (end, people)):
        counts[answer]["estimate"] = str(float(counts[answer]["estimate"]) + step)
    _recount(frames, item, {answer: float(row["estimate"]) for answer, row in counts.items()}, base)
    return f"{people} of {item} from {start} to {end}"


def _recount(frames: Frames, item: str, counts: dict[str, float], base: float) -> None:
    top, bottom = frames.tops.get(item, ((), ()))
    numbers = {("share", answer): 100 * count / base for answer, count in counts.items()}
    numbers["top", ""] = 100 * sum(counts.get(code, 0) for code in top) / base
    numbers["bottom", ""] = 100 * sum(counts.get(code, 0) for code in bottom) / base
    if all(code.isdigit() for code in counts):
        numbers["mean", ""] = sum(int(code) * count for code, count in counts.items()) / base
    for (measure, answer), number in numbers.items():
        row = frames.at.get((item, "total", "all", measure, answer))
        if row is not None and row["estimate"]:
            row["estimate"] = repr(number)


def emptied(frames: Frames, chance: random.Random) -> str:
    """The base of a group, or of everyone asked a question, falls under ten: the gate takes what rests on it."""
    places = sorted({key[:3] for key, row in frames.at.items() if row["estimate"] and key[3] == "base"})
    wide = [place for place in places if place[1] == "total"]
    item, segment, group = chance.choice(wide if chance.random() < 0.4 else places)
    for row in frames.of(item, segment, group):
        row |= {"estimate": "", "conf_low": "", "conf_high": "", "hidden": _PROTECTED}
    for test in frames.tests:
        if test["item"] == item and segment in ("total", test["segment"]):
            test |= {
                "finding": "",
                "high": "",
                "low": "",
                "effect": "",
                "p_adjusted": "",
                "hidden": _PROTECTED,
            }
            test["smallest_base"] = ""
    return f"base of {item} in {segment} {group}"


Change = Callable[[Frames, random.Random], str]
CHANGES: tuple[Change, ...] = (turned, moved, emptied)


def frames_of(folder: Path, labels: Labels) -> Frames:
    """The rows of a folder, as text."""
    frames = Frames(_rows(folder / "estimates.csv"), _rows(folder / "tests.csv"))
    items = {key[0] for key in frames.at}
    frames.tops = {item: (labels.top(item), labels.bottom(item)) for item in items}
    return frames


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def save(frames: Frames, folder: Path) -> None:
    """Write the changed rows; the other files of the folder stay. Verdicts stand in the tests only."""
    for name, rows in (("estimates", frames.estimates), ("tests", frames.tests)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
