"""Everything a section may use, gathered once: outline, words, published results, figures, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reports.document import Picture
from reports.prose.guards import Told
from reports.prose.numbers import Numbers
from reports.prose.overrides import Edited
from reports.prose.published import Published
from reports.prose.verdicts import Verdict
from reports.style.labels import Labels
from reports.style.outline import Outline
from reports.word.blocks import Block
from survey.model import Questionnaire
from survey.words import Words


@dataclass(frozen=True)
class Material:
    """What a report is made of."""

    outline: Outline
    words: Words  # the `report` block of the language's words
    numbers: Numbers
    pictures: Mapping[str, Picture]
    chapters: Mapping[str, list[Block]]  # by file name
    verdicts: tuple[Verdict, ...]  # empty without a ledger
    settings: Mapping[str, Mapping[str, Any]]  # params.yaml: compare, suppress
    about: dict[str, str] = field(default_factory=dict)  # study, language, fingerprint of the data
    edited: Edited = field(default_factory=Edited)  # what evaluators changed in Word
    told: tuple[Told, ...] = ()  # every guarded sentence of the chapters

    @property
    def labels(self) -> Labels:
        """Words for codes."""
        return self.numbers.labels

    @property
    def published(self) -> Published:
        """Results that may be shown."""
        return self.numbers.published

    @property
    def questionnaire(self) -> Questionnaire:
        """The instrument."""
        return self.labels.questionnaire

    @cached_property
    def synthetic(self) -> bool:
        """Whether the answers are made up."""
        return bool(self.published.quality.get("synthetic"))
