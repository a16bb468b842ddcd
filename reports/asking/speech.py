"""One language for a cross-tab: the study's own labels, and the words that frame them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.asking.answer import Answer
from analysis.results import TOTAL
from reports.style.format import NumberFormat, number_format
from reports.style.labels import Labels
from reports.style.narrowed import Narrowed
from survey.conditions import Condition
from survey.words import Words, load_words

WORDS = Path(__file__).parent / "words"
REPORT = Path(__file__).parents[1] / "text"
LANGUAGES = tuple(sorted(path.stem for path in WORDS.glob("*.yaml")))
EVALUATORS = "en"
"""The language of the framing words at a terminal when nothing else is asked for."""


@dataclass(frozen=True)
class Speech:
    """Labels in the language of the study (or the codes themselves), framing words in `words`."""

    labels: Labels
    words: Words
    report: Words
    own: Words
    """The framing words in the language of the labels, where there are any."""
    numbers: NumberFormat
    framing: str = EVALUATORS
    coded: bool = False

    def say(self, key: str, **filling: object) -> str:
        """The words at `key` (steps joined by dots)."""
        found: Any = self.words
        for step in key.split("."):
            found = found[step]
        return str(found).format(**filling) if filling else str(found)

    def knows(self, key: str) -> bool:
        """Whether there are words at `key`."""
        found: Any = self.words
        for step in key.split("."):
            if step not in found:
                return False
            found = found[step]
        return True

    def question(self, question: str, items: list[str]) -> str:
        """What was asked; of a single data column and of an index, its own words."""
        if self.coded:
            return question if len(items) > 1 else items[0]
        return self.labels.question(question) if self.together(items[0]) else self.labels.item(items[0])

    def together(self, item: str) -> bool:
        """Whether an item is one of several that share a question's words."""
        variable = self.labels.questionnaire.variables.get(item)
        return variable is not None and variable.kind in ("tick", "item")

    def ticked(self, item: str) -> bool:
        """Whether an item is a tick box."""
        variable = self.labels.questionnaire.variables.get(item)
        return variable is not None and variable.kind == "tick"

    def item(self, item: str) -> str:
        """The label of a data column or an index."""
        return item if self.coded else self.labels.short(item)

    def answer(self, item: str, code: str) -> str:
        """What an answer means."""
        if self.coded:
            return f"{item} = {code}" if self.ticked(item) else code
        return self.labels.item(item) if self.ticked(item) else self.labels.answer(item, code)

    def segment(self, segment: str) -> str:
        """The name of a segment."""
        return segment if self.coded else self.labels.segment(segment)

    def group(self, segment: str, group: str) -> str:
        """The name of a group for narrow places; everybody in the framing words."""
        if segment == TOTAL:
            return self.say("everyone")
        return group if self.coded else self.labels.group_short(segment, group)

    def measure(self, measure: str, item: str) -> str:
        """A measure by its name; one that the words do not know keeps its code."""
        key = f"measures.{measure}.name"
        if not self.knows(key):
            return measure
        ends = self.labels.bottom if measure == "bottom" else self.labels.top
        return self.say(key, codes=", ".join(ends(item)))

    def number(self, value: float, measure: str) -> str:
        """A number in the form of its measure: percent and people without decimals, means with one."""
        key = f"measures.{measure}.form"
        form = self.say(key) if self.knows(key) else "fine"
        if form == "signed" and value > 0:
            return f"+{self.numbers.count(value)}"
        places = {"decimal": 1, "fine": 2}.get(form, 0)
        return self.numbers.decimal(float(value), places)

    def only(self, condition: Condition) -> str:
        """Whom a condition is about: a whole sentence in the language of the labels, as it quotes them."""
        return str(self.own["where"]).format(condition=Narrowed.of(self.labels).clause(condition))


def speech_of(answer: Answer, framing: str, *, coded: bool = False) -> Speech:
    """Labels in the answer's language (the study's, unless another was asked for), framing words in `framing`."""
    study, wanted = answer.study, answer.language or answer.study.language
    own = wanted if wanted in LANGUAGES else framing
    report = load_words(REPORT, sorted({framing, own}))
    words = load_words(WORDS, sorted({framing, own}))
    return Speech(
        Labels(study.questionnaire, answer.plan, wanted, report[own]),
        words[framing],
        report[framing],
        words[own],
        number_format(report[framing]),
        framing,
        coded,
    )
