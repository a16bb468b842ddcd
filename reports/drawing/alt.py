"""A figure in words, computed from its numbers. Sentences stand in reports/text/<language>.yaml under `figures.alt`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reports.drawing.chart import Material, Panel, Row, Value, shown

Write = Callable[[Value], str]


def listing(kind: str, rows: Sequence[Row], series: str, material: Material) -> str:
    """Every row with its percent: for figures of a few bars."""
    words = material.words["alt"][kind]
    parts = [f"{row.label} {material.percent(row.values[series])}" for row in rows]
    return str(words["lead"]).format(list="; ".join(parts))


def extremes(kind: str, rows: Sequence[Row], series: str, material: Material, **words: str) -> str:
    """What the figure is, then the largest and the smallest percent of `series`."""
    lead = material.words["alt"][kind]["lead"].format(count=material.number_of(rows), **words)
    return join(lead, highest_lowest(kind, rows, series, material), missing(rows, [series], material))


def highest_lowest(
    kind: str, rows: Sequence[Row], series: str, material: Material, write: Write | None = None
) -> str:
    """«Largest: … Smallest: …»; of one row only its value; nothing when no value is shown."""
    templates = material.words["alt"][kind]
    ordered = sorted(shown(rows, series), key=lambda row: -row.values[series].estimate)
    if not ordered:
        return ""
    write = write or material.percent
    first, last = ordered[0], ordered[-1]
    found = {"first": first.label, "first_value": write(first.values[series])}
    found |= {"last": last.label, "last_value": write(last.values[series])}
    return str(templates["range" if len(ordered) > 1 else "one"]).format(**found)


def series(kind: str, panel: Panel, material: Material) -> str:
    """What the figure is, then the largest and smallest of each of its series."""
    names = list(panel.series.values())
    lead = material.words["alt"][kind]["lead"].format(
        count=material.number_of(panel.rows), first=names[0], second=names[1]
    )
    parts = [
        join(f"{name}:", highest_lowest(kind, panel.rows, key, material))
        for key, name in panel.series.items()
    ]
    return join(lead, *parts, missing(panel.rows, list(panel.series), material))


def missing(rows: Iterable[Row], keys: Sequence[str], material: Material) -> str:
    """A sentence when some numbers are hidden, else nothing."""
    hidden = any(row.values[key].hidden for row in rows for key in keys)
    return str(material.words["alt"]["hidden"]) if hidden else ""


def join(*sentences: str) -> str:
    """The sentences that say something, with spaces between."""
    return " ".join(sentence for sentence in sentences if sentence)
