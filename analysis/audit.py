"""Audits what a study publishes: what can a reader with a computer work out about the hidden numbers?

Reads the folder of stage suppress, the questionnaire's structure and the plan, nothing else, and solves for the least and
the greatest value that each hidden number of people can have. `svar audit STUDY` says how many were audited, the
narrowest interval, and the place of every number that is narrower than `suppress.interval`, never its value; it ends with 1
when there is any. It shares no solving with the gate: docs/protection.md says what both take for granted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.attack.published import Place, Reader, Reading, derived_rows
from analysis.attack.solve import Span, spans
from analysis.attack.system import Study, System, study_of, system_of
from analysis.plan import Plan, analysed_items, groups_of
from analysis.plan_checks import load_plan
from analysis.results import ALL, TOTAL
from survey.frames import read_frame
from survey.load import load_questionnaire
from survey.model import Questionnaire
from survey.stage import params, study_settings

INTERVAL, CELL, DECIMALS = 3, 3, {True: 2, False: 1}


@dataclass(frozen=True)
class Published:
    """What a reader has: the tables, and how they came about."""

    estimates: pd.DataFrame
    response: pd.DataFrame | None
    plan: Plan
    questionnaire: Questionnaire


@dataclass
class Audit:
    """What was found. Places are (item, segment, group, measure, answer)."""

    spans: dict[Place, Span] = field(default_factory=dict)
    exposed: list[Place] = field(default_factory=list)
    unfollowed: list[Place] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is exposed, and everything could be followed."""
        return not self.exposed and not self.unfollowed


def audit(published: Published, rules: Mapping[str, Any]) -> Audit:
    """The audit of one study; `rules` is params' block `suppress`."""
    study, system = published_system(published)
    reading = read(study, published, rules)
    interval = float(rules.get("interval", INTERVAL))
    derived = dict(derived_rows(study, rows_published(published, study)))
    places = [*reading.hidden, *derived]
    sums = [reading.hidden.get(place) or derived[place] for place in places]
    found = Audit(unfollowed=reading.unfollowed)
    for at, span in spans(given(system, reading), sums, interval):
        place = places[at]
        if place in reading.hidden:
            found.spans[place] = span
            if span.width < interval:
                found.exposed.append(place)
        elif span.width < interval and _tells(span, float(rules.get("smallest_cell", CELL))):
            found.spans[place] = span
            found.exposed.append(place)
    return found


def published_system(published: Published) -> tuple[Study, System]:
    """The study as its plan crosses it, and what holds whatever is published."""
    study = study_of(published.plan, published.questionnaire, analysed_items(published.questionnaire))
    return study, system_of(study)


def read(study: Study, published: Published, rules: Mapping[str, Any]) -> Reading:
    """What the frames say."""
    decimals = {
        True: int(rules.get("total_mean_decimals", DECIMALS[True])),
        False: int(rules.get("mean_decimals", DECIMALS[False])),
    }
    return Reader(study, decimals).read(published.estimates, published.response)


def given(system: System, reading: Reading) -> System:
    """The system with everything that is published."""
    return system.given(reading.known)


def rows_published(published: Published, study: Study) -> set[tuple[str, str]]:
    """Rows that tables have."""
    segments = {s for own in study.rows.values() for s, _ in own}
    found = {(TOTAL, ALL)}
    for part in published.plan.segments_in_use:
        if part.id in segments:
            found |= {(part.id, g) for g in groups_of(published.plan, part.id, published.questionnaire)}
    return found


def _tells(span: Span, smallest: float) -> bool:
    """Whether a number that is in no table but can be worked out is one that no table would show: there is somebody, and
    they may be few."""
    return span.least > 0 and any(
        0 < value < smallest for value in range(int(span.least), int(span.most) + 1)
    )


def report(found: Audit) -> Iterator[str]:
    """What the command prints."""
    kinds = {
        "follows at once": (0, 0),
        "a table by itself": (1, 60),
        "tables that hang together": (61, 10**9),
    }
    for name, (least, most) in kinds.items():
        own = [span.width for span in found.spans.values() if least <= span.block <= most]
        if own:
            yield f"{name:<28}{len(own):>6} hidden numbers, narrowest interval {min(own):.0f}"
    for place in sorted(found.exposed):
        yield f"exposed: {_told(place)}"
    for place in sorted(found.unfollowed):
        yield f"cannot be followed: {_told(place)}"
    yield f"{len(found.spans)} hidden numbers audited, {len(found.exposed)} exposed"


def _told(place: Place) -> str:
    item, segment, group, measure, answer = place
    return " ".join(part for part in (item, segment, group, measure, answer) if part)


def main() -> None:
    """Audit one study's folder of stage suppress."""
    parser = argparse.ArgumentParser(prog="svar audit", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("study", metavar="STUDY", help="an evaluation of params.yaml")
    parser.add_argument("--params", type=Path, default=Path("params.yaml"), help="parameter file")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder that the stages write to")
    args = parser.parse_args()
    settings = study_settings(args.params, args.study)
    questionnaire = load_questionnaire(args.data / "render" / args.study / "structure.json")
    folder = args.data / "suppress" / args.study
    response = folder / "response.csv"
    published = Published(
        read_frame(folder / "estimates.csv"),
        read_frame(response) if response.is_file() else None,
        load_plan(Path(settings["plan"]), questionnaire),
        questionnaire,
    )
    sys.stdout.write(f"{'audit':<12}{args.study:<12}solving …\n")
    found = audit(published, params(args.params, "suppress"))
    sys.stdout.write("".join(f"{'audit':<12}{args.study:<12}{line}\n" for line in report(found)))
    sys.exit(0 if found.sound else 1)


if __name__ == "__main__":
    main()
