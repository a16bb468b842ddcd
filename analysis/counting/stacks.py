"""Every table of a plan, stacked: families of segments are counted together, tables of like shape stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np

from analysis.counting.cells import families
from analysis.counting.coded import Source
from analysis.counting.coding import MISSING
from analysis.counting.drawn import Design
from analysis.counting.margins import Places, places
from analysis.counting.slabs import Arrays, Family, slab
from analysis.counting.stacked import Tables, is_numeric
from analysis.results import ALL, TOTAL
from survey.model import Questionnaire, Variable

NARROW = 32
"""Answers (with the kinds of missing) up to which items share one tensor."""
CELLS = 1 << 15
NUMBERS = 1 << 24
"""Cells × answers that a tensor may have, about: 128 MB."""
STACK = 1 << 23
"""Numbers that the covariance of one stack may have: 64 MB."""

Faces = tuple[np.ndarray, np.ndarray, np.ndarray]
FamilyOf = Callable[[Sequence[str], Sequence[str]], Family]


@dataclass(frozen=True)
class Wanted:
    """What is to be tabulated: item → variable, segments it is crossed with (TOTAL first), number of answers."""

    variables: Mapping[str, Variable]
    segments: Mapping[str, Sequence[str]]
    groups: Mapping[str, tuple[str, ...]]
    widths: Mapping[str, int]


def stacks(
    source: Source, wanted: Wanted, family_of: FamilyOf, design: Design, questionnaire: Questionnaire
) -> Iterator[Tables]:
    """Stacks of tables; all items of a question by one segment stand in the same stack."""
    pieces: dict[tuple[int, int], list[_Piece]] = {}
    for items in batches(source, wanted, design):
        for columns, crossed in _crossed(source, wanted, design, items):
            family = family_of(items, (*design.columns, *columns))
            for part in _divided(family, {segment: _groups(wanted, segment) for segment in crossed}):
                for segment in part.ways:
                    for piece in _pieces(part, segment, wanted, crossed[segment], questionnaire):
                        pieces.setdefault(piece.bucket, []).append(piece)
    for alike in pieces.values():
        for some in _bounded(alike):
            yield _stacked(some)


def batches(source: Source, wanted: Wanted, design: Design) -> Iterator[list[str]]:
    """Items that are counted together: narrow ones as many as memory allows, never parting a question."""
    known = source.glance()
    units = int(np.prod([len(known[name].levels) + 1 for name in design.columns])) if known else 1
    held: list[str] = []
    width = 0
    by_question = groupby(wanted.segments, key=lambda item: wanted.variables[item].question)
    for _, same in by_question:
        question = list(same)
        own = {item: wanted.widths[item] + len(MISSING) for item in question}
        wide = [item for item in question if own[item] > NARROW]
        narrow = [item for item in question if own[item] <= NARROW]
        more = sum(own[item] for item in narrow)
        if held and (width + more) * max(CELLS, units) > NUMBERS * 4:
            yield held
            held, width = [], 0
        held, width = [*held, *narrow], width + more
        for item in wide:
            yield [item]
    if held:
        yield held


def _crossed(
    source: Source, wanted: Wanted, design: Design, items: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], dict[str, list[str]]]]:
    """Families of segments with the items that each segment is crossed with; TOTAL belongs to the first."""
    by_segment: dict[str, list[str]] = {}
    for item in items:
        for segment in wanted.segments[item]:
            by_segment.setdefault(segment, []).append(item)
    widest = max(wanted.widths[item] + len(MISSING) for item in items)
    limit = CELLS if widest <= NARROW else max(1, NUMBERS // 4 // widest)
    segments = [segment for segment in by_segment if segment != TOTAL]
    for n, family in enumerate(families(source.combinations, design.columns, segments, limit)):
        mine = [TOTAL, *family] if n == 0 else [*family]
        yield family, {segment: by_segment[segment] for segment in mine if segment in by_segment}


def _groups(wanted: Wanted, segment: str) -> tuple[str, ...]:
    return (ALL,) if segment == TOTAL else wanted.groups[segment]


def _divided(family: Family, ways: Mapping[str, tuple[str, ...]]) -> Iterator[Family]:
    """The family, divided by as many segments at once as their sums by cluster have room."""
    design, width = family.design, family.people.totals.shape[1]
    units = len(family.people.levels[family.people.column(design.cluster)]) + 1 if design.cluster else 1
    held: dict[str, tuple[str, ...]] = {}
    for segment, groups in ways.items():
        if held and (sum(map(len, held.values())) + len(groups)) * units * width > NUMBERS:
            yield replace(family, ways=held)
            held = {}
        held = {**held, segment: groups}
    yield replace(family, ways=held)


@dataclass(frozen=True)
class _Piece:
    """Tables of one segment whose answers are about as many."""

    variables: tuple[Variable, ...]
    segment: str
    groups: tuple[str, ...]
    where: Places
    arrays: Arrays
    faces: Faces

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.groups), self.where.columns.shape[1]

    @property
    def bucket(self) -> tuple[int, int]:
        """Pieces of the same bucket are padded to one shape: up to 8, 16, 32 … groups and answers."""
        return _power(self.shape[0]), _power(self.shape[1])


def _power(size: int) -> int:
    return max(8, 1 << (size - 1).bit_length()) if size else 8


def _pieces(
    family: Family, segment: str, wanted: Wanted, items: Sequence[str], questionnaire: Questionnaire
) -> Iterator[_Piece]:
    key = "items", *items
    if key not in family.kept:
        family.kept[key] = list(_alike(family, wanted, items, questionnaire))
    for variables, where, own_faces in family.kept[key]:
        arrays = slab(family, segment, where)
        yield _Piece(variables, segment, _groups(wanted, segment), where, arrays, own_faces)


def _alike(
    family: Family, wanted: Wanted, items: Sequence[str], questionnaire: Questionnaire
) -> Iterator[tuple[tuple[Variable, ...], Places, Faces]]:
    """The items in parts that have about as many answers: what they are, where they stand, what their answers are."""
    shown = {item: _shown(family, wanted.variables[item]) for item in items}
    for _, some in groupby(
        sorted(items, key=lambda i: _power(len(shown[i]))), key=lambda i: _power(len(shown[i]))
    ):
        chosen = list(some)
        variables = tuple(wanted.variables[item] for item in chosen)
        where = places(family.people, chosen, [shown[item] for item in chosen])
        yield variables, where, faces(variables, where, questionnaire)


def _shown(family: Family, variable: Variable) -> np.ndarray:
    """Places of the answers that are shown: every answer of a list, of a number only the values that occur."""
    start = family.people.starts[variable.name] + len(MISSING)
    known = len(family.people.answers[variable.name])
    return (
        np.flatnonzero(family.occurs[start : start + known])
        if variable.kind == "number"
        else np.arange(known)
    )


def faces(variables: Sequence[Variable], where: Places, questionnaire: Questionnaire) -> Faces:
    """(T, A) values of the answers (nan where they have none), and whether they are in the scale's top and bottom."""
    values = np.full(where.columns.shape, np.nan)
    top, bottom = np.zeros(values.shape, dtype=bool), np.zeros(values.shape, dtype=bool)
    for t, (variable, answers) in enumerate(zip(variables, where.answers, strict=True)):
        if is_numeric(variable):
            values[t, : len(answers)] = [float(answer) for answer in answers]
        scale = questionnaire.scales.get(variable.scale or "")
        if scale is not None:
            top[t, : len(answers)] = [answer in scale.top for answer in answers]
            bottom[t, : len(answers)] = [answer in scale.bottom for answer in answers]
    return values, top, bottom


def _bounded(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that stand in one stack without its covariance growing beyond STACK."""
    held: list[_Piece] = []
    for piece in pieces:
        both = [*held, piece]
        groups, answers = (max(p.shape[axis] for p in both) for axis in (0, 1))
        tables = sum(len(p.variables) for p in both)
        if held and tables * (groups * answers) ** 2 > STACK:
            yield held
            both = [piece]
        held = both
    yield held


def _stacked(pieces: Sequence[_Piece]) -> Tables:
    groups, answers = (max(p.shape[axis] for p in pieces) for axis in (0, 1))
    padded: dict[str, Any] = {}
    for name in ("counts", "missing", "weighted", "reached", "design_df", "group_df", "reasons"):
        width = answers if name in ("counts", "weighted", "reached") else None
        padded[name] = _padded([p.arrays[name] for p in pieces], groups, width)
    for name in ("counts", "missing", "reached"):
        padded[name] = None if padded[name] is None else np.rint(padded[name]).astype(np.int64)
    padded["covariance"] = _padded_covariance(pieces, groups, answers)
    for k, name in enumerate(("values", "top", "bottom")):
        fill = np.nan if name == "values" else False
        padded[name] = np.concatenate([_wider(p.faces[k], answers, fill) for p in pieces])
    return Tables(
        variables=tuple(v for p in pieces for v in p.variables),
        segments=tuple(p.segment for p in pieces for _ in p.variables),
        groups=tuple(p.groups for p in pieces for _ in p.variables),
        answers=tuple(own for p in pieces for own in p.where.answers),
        **padded,
    )


def _padded(parts: Sequence[np.ndarray | None], groups: int, answers: int | None) -> np.ndarray | None:
    if any(part is None for part in parts):
        return None
    out = []
    for part in parts:
        assert part is not None
        if part.ndim == 1:
            out.append(part)
            continue
        width = part.shape[2:] if answers is None else (answers,)
        wider = np.zeros((len(part), groups, *width), dtype=part.dtype)
        wider[tuple(slice(size) for size in part.shape)] = part
        out.append(wider)
    return np.concatenate(out)


def _wider(face: np.ndarray, answers: int, fill: float) -> np.ndarray:
    wider = np.full((len(face), answers), fill, dtype=face.dtype)
    wider[:, : face.shape[1]] = face
    return wider


def _padded_covariance(pieces: Sequence[_Piece], groups: int, answers: int) -> np.ndarray | None:
    if any(piece.arrays["covariance"] is None for piece in pieces):
        return None
    if len(pieces) == 1:
        return pieces[0].arrays["covariance"]
    tables = sum(len(piece.variables) for piece in pieces)
    out = np.zeros((tables, groups, answers, groups, answers))
    start = 0
    for piece in pieces:
        own = piece.arrays["covariance"]
        assert own is not None
        g, a = piece.shape
        out[start : start + len(own), :g, :a, :g, :a] = own.reshape(len(own), g, a, g, a)
        start += len(own)
    return out.reshape(tables, groups * answers, groups * answers)
