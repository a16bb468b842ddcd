"""The world file of a study: everything particular that a made-up data set needs beside the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from analysis.synthetic.ledger import Claim
from survey.load import build, read_document
from survey.model import Part

Shares = dict[str, float]
Effects = dict[str, dict[str, float]]
"""Column → code → shift of the latent answer, in standard deviations."""


class Band(Part):
    """A size class of clusters."""

    range: tuple[int, int | None] = Field(description="Lowest and highest size that belongs to the class.")
    drawn: tuple[int, int] = Field(description="Sizes are drawn between these, small ones more often.")
    persons: float = Field(description="People invited per cluster, on average.")


class Size(Part):
    """How big a cluster is."""

    column: str
    level: str = Field(description="The column that holds the size class.")
    persons: str = Field(description="The column that holds how many were invited.")
    bands: dict[str, Band]
    spread: float = Field(description="Standard deviation of the log of people per cluster.")


class Set(Part):
    """Clusters that went through the same thing at the same time."""

    columns: dict[str, str] = Field(description="What is the same for all of them.")
    clusters: dict[str, int] = Field(description="How many clusters of each size class.")
    drawn: dict[str, tuple[int, int]] = Field(
        {}, description="Sizes of a class, when unlike those of its band."
    )


class PersonColumn(Part):
    """A background variable drawn for each person."""

    shares: Shares
    cover: tuple[str, ...] = Field(
        (), description="Every cluster has one person of each, when it has enough people."
    )
    one: str | None = Field(None, description="Every cluster has at least one person with this code.")
    liking: Effects = Field({}, description="Who is more likely to be that one.")


class Language(Part):
    """The language a person answers in follows the form of the place."""

    column: str
    by: str
    forms: dict[str, Shares] = Field(description="Code of `by` → share of each language form.")
    answers: dict[str, Shares] = Field(description="Language form → share of each form language.")


class Spread(Part):
    """Where the variance of a latent answer comes from; what is left is chance."""

    general: float = Field(0.1, description="A trait of the person, common to all questions.")
    question: float = Field(0.3, description="A trait of the person, common to the items of one question.")
    cluster: float = Field(0.1, description="Common to colleagues.")


class Profile(Part):
    """How one variable is answered: percent per code in order; what is missing to 100 falls on the rest."""

    shape: tuple[float, ...] = Field(min_length=1)
    effects: Effects = Field({}, description="Shifts by what is already known of the person.")
    reversed: bool = False
    spread: Spread | None = None
    single_peak: bool = True


class Response(Part):
    """Who of the invited answered."""

    answered: int
    profile: Profile


class Fieldwork(Part):
    """When answers came in."""

    opens: str
    closes: str
    reminders: tuple[str, ...] = ()
    fading: float = Field(
        description="Answers a day fall by this factor after the opening and each reminder."
    )


class FrameWorld(Part):
    """The participant list."""

    invited: tuple[int, int]
    person_id: str
    cluster_id: str
    constants: dict[str, str]
    name_column: str
    names: tuple[str, ...]
    size: Size
    sets: tuple[Set, ...]
    persons: dict[str, PersonColumn]
    language: Language
    person_columns: tuple[str, ...] = Field(description="Columns of the frame, in order.")
    cluster_columns: tuple[str, ...] = Field(description="Columns of the table of clusters, in order.")


class SolveBlock(Part):
    """Variables solved at one go, given all earlier ones."""

    id: str
    variables: tuple[str, ...]
    limit: float | None = Field(None, description="Deterministic time; the default when left out.")


class World(Part):
    """All of it."""

    study: str
    about: str = Field(description="Paragraphs for the README beside the data.")
    limit: float = Field(description="Deterministic time a block may take before its best solution is used.")
    gap: float = Field(description="How near to the fewest possible changes is near enough, as a fraction.")
    frame: FrameWorld
    aliases: dict[str, dict[str, str]] = Field(
        {}, description="Population → the ledger's name → column meant."
    )
    response: Response
    fieldwork: Fieldwork
    spread: Spread
    spreads: dict[str, Spread] = Field({}, description="Question → spread, when unlike the common one.")
    profiles: dict[str, Profile]
    blocks: tuple[SolveBlock, ...]
    structure: tuple[Claim, ...] = Field(
        (), description="Demands beyond the ledger, in the ledger's own words."
    )
    texts: dict[str, dict[str, dict[str, tuple[str, ...]]]] = Field(
        {}, description="Coded variable → code → language."
    )
    origin: Literal["SYNTHETIC"] = "SYNTHETIC"


def load_world(path: Path) -> World:
    """The world file at `path`; raises SvarError listing every mistake."""
    return build(World, read_document(path))
