"""Who a cross-tab with `where` is about, as a clause for a segment's name: "answered ‘Yes’ to ‘…’".

The sentences of the forms (survey/who.py) with the report's short labels, and with words for conditions on
groups: "are in the group ‘Small municipalities’".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from survey.who import Who

if TYPE_CHECKING:
    from reports.style.labels import Labels


@dataclass(frozen=True)
class Narrowed(Who):
    """Says a condition on answers, on the background and on segments, in the language of the labels."""

    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    """Segment or background variable → group → its name."""
    segments: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Labels) -> Narrowed:
        """The clauses of one study in one language; in the questionnaire's first where it lacks that one."""
        questionnaire, words = labels.questionnaire, labels.words
        language = (
            labels.language if labels.language in questionnaire.languages else questionnaire.languages[0]
        )
        said = {"who": words["labels"]["who"], "number": {"decimal": words["numbers"]["decimal_mark"]}}
        made = cls(questionnaire, said, language)
        short = {n: made.quote(labels.text(v.short)) for n, v in questionnaire.variables.items() if v.short}
        return cls(questionnaire, said, language, short, _groups(labels), _segments(labels))

    def _key(self, said: Any) -> str:
        key = f"group_{said.key}"
        return key if said.name in self.groups and key in self.words["who"] else super()._key(said)

    def _called(self, name: str) -> str:
        return self.quote(self.segments[name]) if name in self.segments else super()._called(name)

    def _answer(self, name: str, code: str) -> str:
        return self.groups[name].get(code, code) if name in self.groups else super()._answer(name, code)


def _groups(labels: Labels) -> dict[str, dict[str, str]]:
    """Names of the groups that a condition may look at; a question of the same name comes first."""
    known = {b.id: {o.code: labels.text(o.label) for o in b.options} for b in labels.questionnaire.background}
    for part in labels.plan.segments:
        known[part.id] = {code: labels.group(part.id, code) for code in labels.groups(part.id)}
    return {name: groups for name, groups in known.items() if name not in labels.questionnaire.variables}


def _segments(labels: Labels) -> dict[str, str]:
    known = {b.id: labels.text(b.label) for b in labels.questionnaire.background}
    known |= {part.id: labels.segment(part.id) for part in labels.plan.segments}
    return {name: label for name, label in known.items() if name not in labels.questionnaire.variables}


def joined(names: list[str], word: str) -> str:
    """“a”, “a and b”, “a, b and c”."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
