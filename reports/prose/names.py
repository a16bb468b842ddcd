"""The names that chapters use (items, answers, segments, groups), checked against what was published.

A wrong one raises `Unknown`, which `reports.prose.chapters` turns into a finding with the chapter's file and line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.results import TOTAL
from reports.prose.published import Cell, Published
from reports.prose.together import SUMMARIES, Place, summaries
from reports.prose.values import Unknown
from reports.style.labels import Labels
from survey.conditions import TICKED
from survey.messages import did_you_mean


@dataclass(frozen=True)
class Names:
    """What may be asked for."""

    published: Published
    labels: Labels

    def item(self, item: str) -> str:
        """A data column with results."""
        known = self.published.items
        if item not in known:
            raise Unknown("R001", item, suggestion=did_you_mean(item, known))
        return item

    def question(self, question: str) -> str:
        """A question of the questionnaire."""
        known = [q.id for _, q in self.labels.questionnaire.questions()]
        if question not in known:
            raise Unknown("R001", question, suggestion=did_you_mean(question, known))
        return question

    def segment(self, segment: str, known: Iterable[str], of: str) -> str:
        """A segment among `known`, those that `of` has."""
        names = list(known)
        if segment not in names:
            words = {"suggestion": did_you_mean(segment, names), "allowed": listed(names)}
            raise Unknown("R012", segment, item=of, **words)
        return segment

    def group(self, segment: str, group: str) -> str:
        """A group of a segment."""
        groups = self.labels.groups(segment)
        if group not in groups:
            words = {"suggestion": did_you_mean(group, groups), "allowed": listed(groups)}
            raise Unknown("R013", group, segment=segment, **words)
        return group

    def place(self, item: str, segment: str, group: str) -> Place:
        """An item's segment and group."""
        self.item(item)
        if segment != TOTAL:
            self.segment(segment, self.published.segments(item), item)
        return segment, self.group(segment, group)

    def answers(self, item: str, answers: tuple[str, ...]) -> tuple[str, ...]:
        """Answers of an item, or one end of its scale; a tick box needs none."""
        variable = self.labels.variable(item)
        known = [*self.labels.answers(item), *summaries(self.labels, item)]
        if not answers and variable.kind == "tick":
            return (TICKED,)
        for answer in answers or ("",):
            if answer not in known or (answer in SUMMARIES and len(answers) > 1):
                words = {"suggestion": did_you_mean(answer, known), "allowed": listed(known)}
                raise Unknown("R011", answer, item=item, **words)
        return answers

    def cell(self, item: str, measure: str, answer: str, place: Place) -> Cell:
        """An estimate that was asked for, hidden or not."""
        cell = self.published.cell(item, measure, answer, segment=place[0], group=place[1])
        if cell is None:
            known = {m for of, _, _, m, _ in self.published.cells if of == item}
            raise Unknown("R018", measure, item=item, allowed=listed(known))
        return cell


def listed(names: Iterable[str]) -> str:
    """Names in the order of the alphabet, for a message."""
    return ", ".join(sorted(names))
