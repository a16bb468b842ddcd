"""The claim ledger: what a publication says, one entry a claim, in a form that can be evaluated.

Strict: a key that no one reads is a mistake, reported with file, line and column. How an entry is read stands in
docs/replication.md. Whether its statistic and rule exist is not checked here: a claim that asks for something unknown
is loaded and then judged `not_evaluable`, so that one odd claim does not stop the others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from survey.conditions import Code
from survey.load import Document, build, read_document
from survey.messages import Finding, did_you_mean, finding
from survey.model import Part

Kind = Literal[
    "count",
    "percent",
    "percent-sum",
    "mean",
    "mean-range",
    "rank",
    "direction",
    "coverage",
    "absence-of-pattern",
    "base-size",
]
Codes = tuple[Code, ...]
Conditions = dict[str, Codes]
Bounds = tuple[float | None, float | None]


class Segment(Part):
    """The statistic is computed inside each of `levels` of `by`."""

    by: str
    levels: Codes = Field(min_length=1)


class Measure(Part):
    """The statistic and what it needs to know."""

    stat: str
    codes: Codes | None = Field(None, description="Answers that count.")
    codes_a: Codes | None = None
    codes_b: Codes | None = None
    levels: Codes | None = Field(None, description="Levels that are looked at; all when left out.")
    conditions: Conditions | None = Field(None, description="Every one must hold: variable → answers.")
    if_: Conditions | None = Field(None, alias="if")
    then: Conditions | None = None
    when: Conditions | None = None
    other: str | None = Field(None, description="A second variable or pattern.")
    of: str | None = None
    pairs: str | None = Field(None, description="`a_x >= b_x`, where x stands for what the two names share.")
    min_days: int | None = None
    max_days: int | None = None


class Expected(Part):
    """A value with a structure. An order is a list of groups, each above the next."""

    order: tuple[tuple[str, ...], ...] | None = Field(None, min_length=2)
    greater: tuple[Code | Codes, Code | Codes] | None = None
    greater_groups: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    above_total: str | None = None
    below_total: str | None = None
    ratio_over: float | None = None
    high: Code | None = None
    low: Codes | None = None
    max_gap: float | None = None
    municipalities: int | None = None
    of: int | None = None
    range: Bounds | None = None
    min: float | None = None
    max: float | None = None
    top_k: int | None = Field(None, ge=1)
    member: str | None = None
    modal_code: Code | None = None
    lowest: Code | None = None
    in_at_least: int | None = Field(None, ge=1)
    contains: tuple[str, ...] | None = None
    start: str | None = Field(None, alias="from")
    end: str | None = Field(None, alias="to")

    def given(self) -> dict[str, Any]:
        """What the claim states, by key."""
        return self.model_dump(exclude_none=True, by_alias=True)


class Tolerance(Part):
    """The rule that turns the statistic into a verdict."""

    rule: str
    threshold: float | None = None
    low: float | None = None
    high: float | None = None
    set: tuple[float, ...] | None = Field(None, min_length=1)
    min_gap: float | None = None
    max_gap: float | None = None
    unit: Literal["pp", "points", "count", "ticks", "persons"] | None = None
    why: str | None = None


Plain = bool | int | float | str | tuple[float, ...] | None


def _shape(value: Any) -> str:
    if isinstance(value, Expected):
        return "parts"
    if not isinstance(value, dict):
        return "plain"
    known = {field.alias or name for name, field in Expected.model_fields.items()}
    bands = all(_is_bounds(v) for v in value.values())
    return "bands" if value and bands and not known & set(value) else "parts"


def _is_bounds(value: Any) -> bool:
    pair = isinstance(value, (list, tuple)) and len(value) == 2
    return pair and all(limit is None or isinstance(limit, (int, float)) for limit in value)


Value = Annotated[
    Annotated[Plain, Tag("plain")]
    | Annotated[Expected, Tag("parts")]
    | Annotated[dict[str, Bounds], Tag("bands")],
    Discriminator(_shape),
]


class Claim(Part):
    """One atomic statement of the publication."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    section: str
    figure: str | None
    kind: Kind
    variable: str | tuple[str, ...] = Field(description="A name, several, or a pattern such as `goal_set_*`.")
    population: str
    segment: Segment | None = None
    measure: Measure
    value: Value
    tolerance: Tolerance
    strength: Literal["hard", "soft"]
    explicit: bool = False
    derived: bool = False
    same_as: str | None = None
    note: str

    @model_validator(mode="after")
    def _bands_where_they_are_read(self) -> Claim:
        if isinstance(self.value, dict) and self.measure.stat != "bands":
            raise ValueError(f"unknown keys in the value: {', '.join(self.value)}")
        return self

    @property
    def variables(self) -> tuple[str, ...]:
        """The names and patterns as written, always as a tuple."""
        return (self.variable,) if isinstance(self.variable, str) else self.variable

    @property
    def parts(self) -> Expected:
        """The structured value; an empty one when the value is plain."""
        return self.value if isinstance(self.value, Expected) else Expected()


class Ledger(Part):
    """Every claim of one publication."""

    schema_version: Literal[1]
    seed: str = Field(description="The publication the claims were read out of.")
    scales: dict[str, Any] = Field({}, description="For the reader.")
    thresholds: dict[str, Any] = Field({}, description="For the reader; each claim carries its own copy.")
    claims: tuple[Claim, ...]


class NamedTable(Part):
    """A table that claims speak of: the frame itself, or one row per value of the column `row`."""

    row: str | None = None
    codes: str | None = Field(None, description="The column that `codes` of a claim on these rows look at.")
    date: str | None = Field(None, description="The column with the date of these rows.")


class Names(Part):
    """What the ledger's own words mean in this study's data, where they are not simply column names."""

    tables: dict[str, NamedTable] = Field({}, description="Population → the table it means.")
    members: dict[str, str] = Field(
        {}, description="Name → column: how many frame rows share the row's value there."
    )
    facts: dict[str, Literal["mode", "unit", "version"]] = Field(
        {}, description="Name → property of the questionnaire."
    )


def load_ledger(path: Path) -> Ledger:
    """The ledger at `path`; raises SvarError with every mistake, each at its line and column."""
    return build(Ledger, read_document(path), [_ids])


def load_names(path: Path) -> Names:
    """The names at `path`; raises SvarError with every mistake, each at its line and column."""
    return build(Names, read_document(path))


def _ids(ledger: Ledger, document: Document) -> list[Finding]:
    ids = [claim.id for claim in ledger.claims]
    found = []
    for i, claim in enumerate(ledger.claims):
        if claim.id in ids[:i]:
            found.append(finding("C001", document.where(("claims", i, "id")), claim.id))
        if claim.same_as is not None and claim.same_as not in ids:
            where = document.where(("claims", i, "same_as"))
            found.append(finding("C002", where, claim.same_as, suggestion=did_you_mean(claim.same_as, ids)))
    return found
