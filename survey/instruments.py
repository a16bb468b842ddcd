"""The instruments of a study, looked at one by one: mistakes, size, estimated minutes, and the proof of the routing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from survey.load import examine, inspect, read_document
from survey.messages import Finding, SvarError
from survey.model import Information, Questionnaire
from survey.sample import sampled

if TYPE_CHECKING:
    from survey.prove import Length, Proof

RESPONDENTS = 51
"""Made-up respondents for the estimated minutes of a plain check."""


@dataclass(frozen=True)
class Instrument:
    """One questionnaire file with what is to be mended in it; no questionnaire when nothing of it can be read."""

    path: Path
    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether there is a questionnaire without errors."""
        return self.questionnaire is not None and all(f.severity != "error" for f in self.findings)


def look_at(path: Path) -> Instrument:
    """The instrument at `path`; what is wrong is in its findings, nothing is raised."""
    try:
        questionnaire, findings = examine(path)
    except SvarError as error:
        return Instrument(path, None, error.findings)
    return Instrument(path, questionnaire, tuple(findings))


def size(questionnaire: Questionnaire) -> str:
    """«24 questions, 71 columns, about 7 minutes»: what is written, and the median of made-up respondents."""
    asking = [question for _, question in questionnaire.questions() if not isinstance(question, Information)]
    _, costs = sampled(questionnaire, RESPONDENTS)
    minutes = max(1, round(median(costs) / 600))
    columns = len(questionnaire.variables)
    return f"{len(asking)} questions, {columns} columns, about {minutes} min"


def proof_of(instrument: Instrument) -> Proof | tuple[Finding, ...]:
    """The proof of a sound instrument; of another, only the circles in its routing."""
    from survey.prove import circles, prove

    document = read_document(instrument.path)
    if instrument.questionnaire is not None and instrument.sound:
        return prove(instrument.questionnaire, document)
    built, _ = inspect(Questionnaire, document)
    return tuple(circles(built, document)) if built is not None else ()


def proved(proof: Proof) -> str:
    """The proof in one line."""
    wrong = f"{len(proof.findings)} to mend" if proof.findings else "all hold"
    return (
        f"{proof.claims} claims, {wrong}; path (shortest, median, longest): "
        f"{_lengths(proof.questions, 0)} questions, {_lengths(proof.minutes, 1)} min"
    )


def _lengths(length: Length, decimals: int) -> str:
    return ", ".join(f"{v:.{decimals}f}" for v in (length.shortest, length.median, length.longest))
