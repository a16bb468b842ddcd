"""A latent-trait simulation: how people would answer before anybody asks that the figures agree with a publication.

Each answer is a cut in a latent number: a trait of the person, one of the question, one shared by colleagues, shifts by
segment, and chance. The cuts are placed so that the expected answers have the profile's shape; nothing is forced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.synthetic.chance import source
from analysis.synthetic.world import Effects, Profile, Spread, World
from survey.messages import SvarError, did_you_mean, finding
from survey.model import Variable

Numbers = npt.NDArray[np.float64]

CHANGED, FARTHER, FARTHEST = 10, 20, 5.0
"""Cost of changing an answer; of moving it, times the squared standard deviations; where it stops growing."""


@dataclass
class Column:
    """One variable simulated: `codes` from low to high on the latent number, `cuts` between them."""

    codes: tuple[str | None, ...]
    cuts: Numbers
    latent: Numbers
    answers: list[str | None] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)

    def cost(self, row: int, code: str | None) -> int:
        """What it costs to let this row answer `code` instead: 0 for what it answers by itself."""
        if code == self.answers[row]:
            return 0
        place = self.codes.index(code)
        low = self.cuts[place - 1] if place else -np.inf
        high = self.cuts[place] if place < len(self.cuts) else np.inf
        away = max(low - self.latent[row], self.latent[row] - high, 0.0)
        return CHANGED + round(FARTHER * min(float(away), FARTHEST) ** 2)


def latent_codes(variable: Variable, profile: Profile) -> tuple[tuple[str | None, ...], list[float]]:
    """Codes from low to high, with their shares; no answer comes lowest, «yes» above «no»."""
    codes, shape = list(variable.substantive), list(profile.shape)
    if len(shape) == len(codes) - 1 and variable.kind != "coded":
        shape.append(100 - sum(shape))
    pairs: list[tuple[str | None, float]] = list(zip(codes, shape, strict=True))
    if not variable.ordinal:
        pairs.reverse()
    if variable.kind == "coded" and sum(shape) < 100:
        pairs.insert(0, (None, 100 - sum(shape)))
    return tuple(code for code, _ in pairs), [share for _, share in pairs]


def simulate(variable: Variable, profile: Profile, rows: Crowd, asked: list[bool]) -> Column:
    """The answers of those `asked`; the others have none."""
    codes, shares = latent_codes(variable, profile)
    spread = profile.spread or rows.spread(variable.question)
    mean = rows.mean(variable.question, profile, spread)
    chance = sqrt(max(1 - spread.general - spread.question - spread.cluster, 0.05))
    cuts = place_cuts(mean[np.array(asked, dtype=bool)], chance, shares)
    latent = mean + chance * source(rows.seed, "answer", variable.name).normal(size=len(mean))
    places = np.searchsorted(cuts, latent)
    answers = [codes[place] if is_asked else None for place, is_asked in zip(places, asked, strict=True)]
    return Column(codes, cuts, latent, answers, list(asked))


@dataclass
class Crowd:
    """The people who answer, what is known of them, and their traits."""

    known: pd.DataFrame
    cluster: str
    world: World
    seed: int

    def spread(self, question: str) -> Spread:
        """Where the variance of a question's answers comes from."""
        return self.world.spreads.get(question, self.world.spread)

    def mean(self, question: str, profile: Profile, spread: Spread) -> Numbers:
        """The latent number of each row before chance."""
        sign = -1.0 if profile.reversed else 1.0
        general = sign * sqrt(spread.general) * self._persons("general")
        own = sqrt(spread.question) * self._persons("question", question)
        shared = sqrt(spread.cluster) * self._clusters(question)
        total: Numbers = general + own + shared + self._shift(profile.effects)
        return total

    def _persons(self, *names: str) -> Numbers:
        return source(self.seed, *names).normal(size=len(self.known))

    def _clusters(self, question: str) -> Numbers:
        names = sorted(self.known[self.cluster].unique())
        drawn = dict(zip(names, source(self.seed, "cluster", question).normal(size=len(names)), strict=True))
        return np.array([drawn[name] for name in self.known[self.cluster]])

    def _shift(self, effects: Effects) -> Numbers:
        shift = np.zeros(len(self.known))
        unknown = [column for column in effects if column not in self.known]
        if unknown:
            close = did_you_mean(unknown[0], self.known.columns)
            raise SvarError([finding("S026", self.world.study, unknown[0], suggestion=close)])
        for column, codes in effects.items():
            shift += self.known[column].map(codes).fillna(0.0).to_numpy(dtype=float)
        return shift


def place_cuts(mean: Numbers, chance: float, shares: Iterable[float]) -> Numbers:
    """Where to cut so that on average over `mean` (with normal chance) the shares come out, by halving."""
    from scipy.special import ndtr

    wanted = np.cumsum(list(shares))[:-1] / 100
    low, high = np.full(len(wanted), -12.0), np.full(len(wanted), 12.0)
    for _ in range(50):
        middle = (low + high) / 2
        reached = ndtr((middle[:, None] - mean[None, :]) / chance).mean(axis=1) if len(mean) else wanted
        low, high = np.where(reached < wanted, middle, low), np.where(reached < wanted, high, middle)
    cuts: Numbers = (low + high) / 2
    return cuts
