"""How often do the tests find a difference where there is none? `python -m benchmarks.null` (part of `make
bench`).

Simulated surveys of 151 people in 44 clusters of the sizes a survey of municipalities has, whose answers hang
together within clusters (Dirichlet-multinomial: any two people of a cluster agree by the intra-cluster
correlation more than chance) and do not depend on the segment. A test that keeps its promise finds something
in 5 percent of them. Beside the chosen test: the one that takes people for independent, and R's forms of the
clustered tests.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.comparisons import METHODS, choose
from analysis.comparisons.rules import Rules
from analysis.design.covariance import clustered
from analysis.design.units import infinite
from analysis.tables import MISSING, Tables
from survey.model import Option, Variable

SIZES = np.array([9, 8, 6, 6, 6, *[5] * 6, *[4] * 8, *[3] * 9, *[2] * 13, *[1] * 3])
"""People by cluster."""
CLUSTER = np.repeat(np.arange(len(SIZES)), SIZES)
FIRST = np.concatenate([[0], np.cumsum(SIZES)[:-1]])
CORRELATIONS = (0.0, 0.05, 0.1)
ALPHA = 0.05
STEP = 1_000


@dataclass(frozen=True)
class Kind:
    """An item: the chance of each answer, and whether they are ordered."""

    name: str
    chances: tuple[float, ...]
    ordinal: bool


KINDS = (
    Kind("ticked by 30 %", (0.7, 0.3), False),
    Kind("three categories", (0.5, 0.3, 0.2), False),
    Kind("five-point scale", (0.1, 0.2, 0.35, 0.25, 0.1), True),
)
HARD = (
    Kind("ticked by 10 %", (0.9, 0.1), False),
    Kind("five categories", (0.1, 0.2, 0.35, 0.25, 0.1), False),
)


def sizes(rng: np.random.Generator, surveys: int) -> np.ndarray:
    """(S, n) a segment of whole clusters: 6 in the smallest group, 20 and 18 in the others."""
    return _of_clusters(np.repeat([0, 1, 2], [6, 20, 18]), rng, surveys)


def halves(rng: np.random.Generator, surveys: int) -> np.ndarray:
    """(S, n) a segment of people: a quarter in one group."""
    return (rng.random((surveys, len(CLUSTER))) < 0.26).astype(int)


def quarters(rng: np.random.Generator, surveys: int) -> np.ndarray:
    """(S, n) a segment of people with four groups, the smallest of one in eight."""
    return np.searchsorted([0.27, 0.63, 0.76], rng.random((surveys, len(CLUSTER))))


def contacts(rng: np.random.Generator, surveys: int) -> np.ndarray:
    """(S, n) one person in each of 27 clusters against everybody else."""
    chosen = _of_clusters(np.repeat([1, 0], [27, 17]), rng, surveys)
    return np.where(np.isin(np.arange(len(CLUSTER)), FIRST), chosen, 0)


def three(rng: np.random.Generator, surveys: int) -> np.ndarray:
    """(S, n) three clusters against all others."""
    return _of_clusters(np.repeat([1, 0], [3, 41]), rng, surveys)


SEGMENTS = {"three sizes of cluster": sizes, "two kinds of people": halves, "four kinds of people": quarters}
HARD_SEGMENTS = {"one person a cluster": contacts, "a group of three clusters": three}


def _of_clusters(groups: np.ndarray, rng: np.random.Generator, surveys: int) -> np.ndarray:
    return rng.permuted(np.tile(groups, (surveys, 1)), axis=1)[:, CLUSTER]


def answers(kind: Kind, correlation: float, rng: np.random.Generator, surveys: int) -> np.ndarray:
    """(S, n) answers that hang together within clusters and depend on nothing else."""
    chances = np.array(kind.chances)
    own = np.broadcast_to(chances, (surveys, len(SIZES), len(chances)))
    if correlation:
        drawn = rng.gamma(own * (1 - correlation) / correlation)
        own = drawn / np.maximum(drawn.sum(axis=2, keepdims=True), np.finfo(float).tiny)
    bounds = own.cumsum(axis=2)[:, CLUSTER, :-1]
    return np.asarray((rng.random((surveys, len(CLUSTER), 1)) > bounds).sum(axis=2))


def tabled(group: np.ndarray, answer: np.ndarray, kind: Kind) -> Tables:
    """One table a survey, (S, n) codes counted by cluster."""
    surveys, groups, width = len(group), int(group.max()) + 1, len(kind.chances)
    cells = groups * width
    place = (np.arange(surveys)[:, None] * len(SIZES) + CLUSTER) * cells + group * width + answer
    totals = np.bincount(place.ravel(), minlength=surveys * len(SIZES) * cells)
    totals = totals.reshape(surveys, len(SIZES), cells).astype(float)
    counts = totals.sum(axis=1).reshape(surveys, groups, width)
    codes = tuple(str(code) for code in range(1, width + 1))
    options = tuple(Option(code=code, label={"en": code}) for code in codes)
    variable = Variable(
        name="item",
        question="item",
        kind="single",
        ordinal=kind.ordinal,
        options=options,
        label={"en": "item"},
    )
    values = np.tile(np.arange(1.0, width + 1) if kind.ordinal else np.full(width, np.nan), (surveys, 1))
    return Tables(
        variables=(variable,) * surveys,
        segments=("segment",) * surveys,
        groups=(tuple(f"g{g}" for g in range(groups)),) * surveys,
        answers=(codes,) * surveys,
        counts=counts.astype(np.int64),
        missing=np.zeros((surveys, groups, len(MISSING)), dtype=np.int64),
        values=values,
        top=np.zeros(values.shape, dtype=bool),
        bottom=np.zeros(values.shape, dtype=bool),
        weighted=counts,
        covariance=clustered(totals, np.zeros(len(SIZES), dtype=int), infinite(len(SIZES))),
        design_df=np.full(surveys, len(SIZES) - 1.0),
    )


def rates(segment: str, kind: Kind, correlation: float, surveys: int, seed: int) -> dict[str, float]:
    """Share of null surveys in which each test finds a difference; `chosen` at 0.05 and, as `tail`, at
    0.001."""
    rng = np.random.default_rng(seed)
    divide = (SEGMENTS | HARD_SEGMENTS)[segment]
    plain = "kruskal" if kind.ordinal else "chi_square"
    as_r = "design_rank" if kind.ordinal else "rao_scott"
    found: dict[str, list[np.ndarray]] = {"chosen": [], "independent": [], "as R": []}
    for start in range(0, surveys, STEP):
        size = min(STEP, surveys - start)
        tables = tabled(divide(rng, size), answers(kind, correlation, rng, size), kind)
        chosen = str(choose(tables, Rules())[0])
        for name, method in zip(found, (chosen, plain, as_r), strict=True):
            found[name].append(METHODS[method](tables, 0.95).p_value)
    p = {name: np.concatenate(parts) for name, parts in found.items()}
    return {name: float((each < ALPHA).mean()) for name, each in p.items()} | {
        "tail": float((p["chosen"] < 0.001).mean())
    }


def lines(surveys: int, segments: dict[str, object], kinds: tuple[Kind, ...]) -> Iterator[str]:
    """One line a segment, item and correlation."""
    for i, segment in enumerate(segments):
        for j, kind in enumerate(kinds):
            for k, correlation in enumerate(CORRELATIONS):
                r = rates(segment, kind, correlation, surveys, 1_000 * i + 100 * j + k)
                yield (
                    f"{segment:<27}{kind.name:<18}{correlation:>5.2f}{r['chosen']:>9.3f}{r['tail']:>9.4f}"
                    f"{r['independent']:>13.3f}{r['as R']:>9.3f}"
                )


def main() -> None:
    """Print the rejection rates of 10 000 surveys a line, or of as many as the command line says."""
    surveys = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    say = sys.stdout.write
    say(f"{surveys} null surveys a line: share with p < 0.05 (tail: chosen test, p < 0.001)\n")
    say(f"{'segment':<27}{'item':<18}{'icc':>5}{'chosen':>9}{'tail':>9}{'independent':>13}{'as R':>9}\n")
    for line in lines(surveys, dict(SEGMENTS), KINDS):
        say(line + "\n")
    say("\nHard cases\n")
    for line in lines(surveys, dict(SEGMENTS), HARD):
        say(line + "\n")
    for line in lines(surveys, dict(HARD_SEGMENTS), KINDS + HARD):
        say(line + "\n")


if __name__ == "__main__":
    main()
